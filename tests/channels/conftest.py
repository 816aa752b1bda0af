"""The channels in operation: each over the real library and its stand-in platform."""

from collections.abc import AsyncIterator, Callable, Mapping

import pytest

from tests.support.slack_stage import SlackStage
from tests.support.stage import Stage
from tests.support.telegram_stage import TelegramStage

WAYS: Mapping[str, Callable[[], Stage]] = {
    "telegram": TelegramStage,
    "slack": SlackStage,
    "telegram-webhook": lambda: TelegramStage(webhook=True),
    "slack-http": lambda: SlackStage(http=True),
}


@pytest.fixture(params=["telegram", "slack"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """Either channel, not started: it can send."""
    async with WAYS[request.param]() as stage:
        yield stage


@pytest.fixture(params=WAYS)
async def listening(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """Either channel in each of its two ways of taking events in, started."""
    async with WAYS[request.param]() as stage:
        yield await stage.start()

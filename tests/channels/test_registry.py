"""Every channel that the config knows can be opened, and opening one calls nobody."""

from pathlib import Path

import pytest

from bot.channels.registry import CHANNELS, Opening
from bot.channels.slack.settings import SlackSettings
from bot.channels.telegram.channel import TelegramSettings
from bot.config import Config, Slack, Telegram, load_config
from bot.core.messages import Message

ROOT = Path(__file__).parents[2]
BOTH = Config(telegram=Telegram(enabled=True), slack=Slack(enabled=True))


def test_every_channel_of_the_config_is_in_the_registry() -> None:
    assert set(BOTH.channels) == set(CHANNELS)


@pytest.mark.parametrize("name", CHANNELS)
async def test_a_channel_opens_without_a_secret_and_draws_as_its_kind_does(name: str) -> None:
    channel = CHANNELS[name].open(Opening(BOTH, "Sorry.", ()))
    message = Message("# Winter plan\n\n**Masks** on.")

    assert channel.name == name
    assert channel.painter.prepare(message) == CHANNELS[name].painter().prepare(message)
    assert channel.http_route().method == "POST"
    assert await channel.problems() != []
    await channel.stop()


def test_the_config_as_it_is_shipped_opens_every_channel_that_it_enables() -> None:
    config = load_config(ROOT / "config.toml", {})

    for name in config.channels:
        CHANNELS[name].open(Opening(config, "Sorry.", ()))


def test_settings_show_no_secret() -> None:
    shown = repr(TelegramSettings("a-secret", webhook_secret="a-secret")) + repr(
        SlackSettings("a-secret", app_token="a-secret", signing_secret="a-secret")
    )

    assert "a-secret" not in shown

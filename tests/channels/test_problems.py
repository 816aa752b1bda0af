"""What is wrong with a token or a setting is told to the operator in one plain sentence each."""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.support.answering import Answering
from tests.support.slack_stage import ROOM, SlackStage
from tests.support.stage import Stage
from tests.support.telegram_stage import TelegramStage

TELEGRAM_TOKEN = "HOMEROUND_TELEGRAM_TOKEN"
WEBHOOK_SECRET = "HOMEROUND_TELEGRAM_WEBHOOK_SECRET"
BOT_TOKEN = "HOMEROUND_SLACK_BOT_TOKEN"
APP_TOKEN = "HOMEROUND_SLACK_APP_TOKEN"
SIGNING_SECRET = "HOMEROUND_SLACK_SIGNING_SECRET"


@pytest.fixture
async def elsewhere() -> AsyncIterator[Answering]:
    async with Answering() as elsewhere:
        yield elsewhere


@pytest.mark.parametrize("started", [False, True])
async def test_where_all_is_well_there_is_nothing_to_tell(listening: Stage, started: bool) -> None:
    if not started:
        await listening.channel.stop()
        listening.channel = listening.open()

    assert await listening.channel.problems() == []


@pytest.mark.parametrize(
    ("open_stage", "names"),
    [
        (lambda: TelegramStage(token=""), [TELEGRAM_TOKEN]),
        (lambda: TelegramStage(token="100001:another"), [TELEGRAM_TOKEN]),
        (lambda: TelegramStage(token="no token at all"), [TELEGRAM_TOKEN]),
        (lambda: TelegramStage(webhook=True, secret=""), [WEBHOOK_SECRET]),
        (lambda: TelegramStage(webhook=True, secret="not allowed!"), [WEBHOOK_SECRET]),
        (lambda: TelegramStage(webhook=True, secret="x" * 257), [WEBHOOK_SECRET]),
        (
            lambda: TelegramStage(webhook=True, secret="", token="1:x"),
            [WEBHOOK_SECRET, TELEGRAM_TOKEN],
        ),
        (lambda: SlackStage(bot_token=""), [BOT_TOKEN]),
        (lambda: SlackStage(bot_token="xoxb-another"), [BOT_TOKEN]),
        (lambda: SlackStage(bot_token="xapp-sandbox"), [BOT_TOKEN]),
        (lambda: SlackStage(app_token=""), [APP_TOKEN]),
        (lambda: SlackStage(app_token="xapp-another"), [APP_TOKEN]),
        (lambda: SlackStage(app_token="xoxb-sandbox"), [APP_TOKEN]),
        (lambda: SlackStage(bot_token="", app_token=""), [BOT_TOKEN, APP_TOKEN]),
        (lambda: SlackStage(http=True, signing_secret=""), [SIGNING_SECRET]),
        (lambda: SlackStage(http=True, signing_secret=" ", app_token=""), [SIGNING_SECRET]),
    ],
)
async def test_a_secret_that_is_missing_or_wrong_is_named(
    open_stage: Callable[[], Stage], names: list[str]
) -> None:
    async with open_stage() as stage:
        found = await stage.channel.problems()

    assert len(found) == len(names)
    for sentence, name in zip(found, names, strict=True):
        assert name in sentence
        assert sentence.endswith(".")


async def test_no_sentence_shows_a_secret() -> None:
    secret = "100001:a-secret-of-ours"
    async with TelegramStage(token=secret) as telegram, SlackStage(bot_token=secret) as slack:
        told = [*await telegram.channel.problems(), *await slack.channel.problems()]

    assert len(told) == 2
    assert "a-secret-of-ours" not in " ".join(told)


@pytest.mark.parametrize("stage_of", [TelegramStage, SlackStage])
async def test_a_platform_that_cannot_be_reached_is_named_by_its_address(
    elsewhere: Answering, stage_of: Callable[[], Stage]
) -> None:
    async with stage_of() as stage, elsewhere.opened(stage) as channel:
        await elsewhere.close()
        found = await channel.problems()

    assert found
    assert elsewhere.url in found[0]


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        ("kick", f"The Slack app is not in the channel {ROOM} of teams.toml."),
        ("archive", f"The Slack channel {ROOM} of teams.toml is archived."),
    ],
)
async def test_a_team_s_channel_that_cannot_be_written_to_is_named(
    deed: str, sentence: str
) -> None:
    async with SlackStage() as stage:
        await stage.people.post(deed, channel=ROOM)

        (told,) = await stage.channel.problems()

    assert told.startswith(sentence)


async def test_a_channel_that_slack_does_not_know_is_named() -> None:
    async with SlackStage(rooms=(ROOM, "C0NOWHERE")) as stage:
        (told,) = await stage.channel.problems()

    assert "C0NOWHERE" in told
    assert "channel_not_found" in told


async def test_a_scope_that_the_slack_app_lacks_is_named(elsewhere: Answering) -> None:
    elsewhere.headers["X-OAuth-Scopes"] = (
        "app_mentions:read,channels:history,channels:read,commands,im:history"
    )
    async with SlackStage(http=True) as stage, elsewhere.opened(stage) as channel:
        (sentence,) = await channel.problems()

    assert "chat:write, files:read, files:write, im:write" in sentence
    assert "commands" not in sentence

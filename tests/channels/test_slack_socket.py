"""The socket to Slack is opened anew whenever it is lost, and nothing that came over it is cut off at the end."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.core.events import Said
from tests.support.slack_stage import SlackStage
from tests.support.stage import asking, eventually


@pytest.fixture
async def slack() -> AsyncIterator[SlackStage]:
    async with SlackStage() as stage:
        yield stage


async def connected(slack: SlackStage) -> None:
    """Return when a connection is open."""

    async def look() -> bool:
        return slack.box.slack.sockets.count > 0

    await eventually(look)


async def test_a_connection_that_slack_closes_is_followed_by_another(slack: SlackStage) -> None:
    await slack.start()

    await slack.box.slack.sockets.close()
    await connected(slack)
    await slack.say("hello")

    assert [each.what for each in await slack.keeper.heard()] == [Said("hello")]


async def test_a_connection_that_breaks_is_followed_by_another(slack: SlackStage) -> None:
    await slack.start()
    (connection,) = slack.box.slack.sockets._connections
    transport = connection.socket._req.transport  # type: ignore[union-attr]
    assert transport is not None

    transport.abort()

    async def another() -> bool:
        now = list(slack.box.slack.sockets._connections)
        return now not in ([], [connection])

    await eventually(another)
    await slack.say("hello")
    assert [each.what for each in await slack.keeper.heard()] == [Said("hello")]


async def test_a_connection_that_slack_wants_renewed_is_renewed(slack: SlackStage) -> None:
    await slack.start()
    before = list(slack.box.slack.sockets._connections)

    await slack.people.post("refresh")

    async def renewed() -> bool:
        now = list(slack.box.slack.sockets._connections)
        return len(now) == 1 and now != before

    await eventually(renewed)
    await slack.say("hello")
    assert await slack.keeper.heard()


async def test_a_start_needs_no_slack_and_goes_on_when_there_is_one(slack: SlackStage) -> None:
    slack.fault("server_error", method="apps.connections.open")

    starting = asyncio.create_task(slack.start())
    await slack.send("Sending needs no socket")
    await eventually(slack.refused)

    assert await slack.channel.problems() == ["The socket to Slack is not open."]
    await connected(slack)
    await starting
    assert await slack.channel.problems() == []
    await slack.say("hello")
    assert await slack.keeper.heard()


async def test_slack_is_asked_again_after_the_pause_that_it_asks_for(slack: SlackStage) -> None:
    slack.fault("throttle", method="apps.connections.open", seconds=1)

    await slack.start()

    assert slack.box.slack.sockets.count == 1


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_the_end_waits_for_what_is_being_taken_and_acknowledges_it(http: bool) -> None:
    async with SlackStage(http=http) as slack:
        slack.box.slack.patience.acknowledge = 5
        await slack.start()
        await slack.send(asking("Claim"))
        slack.keeper.gate.clear()
        pressing = asyncio.create_task(slack.press("Claim"))
        await slack.keeper.begun()

        ending = asyncio.create_task(slack.channel.stop())
        await slack.shown()
        assert not ending.done()
        slack.keeper.gate.set()
        await ending

        assert len(slack.keeper.kept) == 1
        assert (await pressing).answered


async def test_the_end_closes_the_connection(slack: SlackStage) -> None:
    await slack.start()

    await slack.channel.stop()

    async def gone() -> bool:
        return slack.box.slack.sockets.count == 0

    await eventually(gone)


async def test_a_channel_that_ended_may_be_opened_again(slack: SlackStage) -> None:
    await slack.start()
    await slack.channel.stop()
    slack.channel = slack.open()
    await slack.start()

    await slack.say("hello")

    assert await slack.keeper.heard()

"""Who leaves, comes back or throws the bot out is noticed; who writes to the bot is told nothing of it here."""

from collections.abc import AsyncIterator

import pytest

from bot.core.events import Departed, Opened, Returned, Said
from tests.support.slack_stage import PEOPLE, ROOM, SlackStage
from tests.support.telegram_stage import TelegramStage


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStage]:
    async with TelegramStage() as stage:
        await stage.start()
        yield stage


@pytest.fixture(params=[False, True], ids=["socket", "http"])
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[SlackStage]:
    async with SlackStage(http=request.param) as stage:
        await stage.start()
        yield stage


async def test_a_person_who_blocks_the_bot_in_telegram_has_departed_until_they_return(
    telegram: TelegramStage,
) -> None:
    await telegram.phone.act(int(telegram.chat), "block")
    await telegram.phone.act(int(telegram.chat), "unblock")

    gone, back = await telegram.keeper.heard(2)
    assert (gone.what, back.what) == (Departed(), Returned())
    assert gone.account_chat == back.account_chat == telegram.chat
    assert gone.private


async def test_who_comes_and_goes_in_a_group_of_telegrams_is_no_departure(
    telegram: TelegramStage,
) -> None:
    group = {"id": -4001, "type": "supergroup", "title": "A group"}
    person = {"id": int(telegram.chat), "is_bot": False, "first_name": "Sam"}
    kicked = {"status": "kicked", "until_date": 0, "user": person}
    change = {"chat": group, "from": person, "date": 1, "new_chat_member": kicked}
    await telegram.phone.post("update", my_chat_member=change | {"old_chat_member": kicked})
    await telegram.say("hello")
    await telegram.settled()

    assert [each.what for each in telegram.keeper.came] == [Said("hello")]


async def test_an_app_thrown_out_of_a_room_has_departed_from_that_room(slack: SlackStage) -> None:
    await slack.people.post("kick", channel=ROOM)

    (gone,) = await slack.keeper.heard()
    assert (gone.what, gone.chat, gone.private) == (Departed(), ROOM, False)


async def test_a_room_that_is_archived_has_been_departed_from(slack: SlackStage) -> None:
    await slack.people.post("archive", channel=ROOM, user=PEOPLE[1])

    (gone,) = await slack.keeper.heard()
    assert (gone.what, gone.chat, gone.private) == (Departed(), ROOM, False)


async def test_an_app_that_is_invited_again_has_returned_to_that_room(slack: SlackStage) -> None:
    await slack.people.post("kick", channel=ROOM)
    await slack.people.post("invite", channel=ROOM)
    event = {"type": "channel_unarchive", "channel": ROOM, "user": PEOPLE[1]}
    slack.box.slack.events.tell(event)
    await slack.settled()

    told = [(each.what, each.chat, each.private) for each in slack.keeper.came]
    assert told == [(what, ROOM, False) for what in (Departed(), Returned(), Returned())]


@pytest.mark.parametrize("kind", ["member_left_channel", "member_joined_channel"])
async def test_a_colleague_who_comes_or_goes_is_no_business_of_ours(
    slack: SlackStage, kind: str
) -> None:
    event = {"type": kind, "user": PEOPLE[1], "channel": ROOM}
    slack.box.slack.events.tell(event | {"channel_type": "C", "team": "T0SANDBOX"})
    await slack.say("hello")
    await slack.settled()

    assert [each.what for each in slack.keeper.came] == [Said("hello")]


async def test_a_look_at_the_apps_own_page_is_an_event(slack: SlackStage) -> None:
    await slack.people.post("home", user=PEOPLE[0])

    (looked,) = await slack.keeper.heard()
    assert (looked.what, looked.chat, looked.private) == (Opened(), PEOPLE[0], True)


async def test_what_other_apps_and_the_app_itself_write_is_not_taken(slack: SlackStage) -> None:
    slack.box.slack.events.echo = True
    await slack.send("A message of our own")
    other = {"type": "message", "channel": "D0AMARA", "channel_type": "im", "bot_id": "B0OTHER"}
    slack.box.slack.events.tell(other | {"user": "U0OTHER", "text": "hello", "ts": "1.000001"})
    await slack.settled()

    assert slack.keeper.came == []

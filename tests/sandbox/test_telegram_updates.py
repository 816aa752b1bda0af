"""The stand-in Telegram hands updates out as the real one does: kept until they are confirmed."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import Conflict

from sandbox import Sandbox, SandboxSettings
from tests.support.telegram_phone import Phone

SAM = 7001


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    async with Sandbox(SandboxSettings(port=0, rates=False)) as box:
        yield box


@pytest.fixture
async def bot(box: Sandbox) -> AsyncIterator[Bot]:
    async with Bot("100001:sandbox", base_url=f"{box.url}bot") as bot:
        yield bot


@pytest.fixture
async def phone(box: Sandbox) -> AsyncIterator[Phone]:
    async with Phone(box.url) as phone:
        yield phone


async def test_the_bot_learns_who_it_is(bot: Bot) -> None:
    me = await bot.get_me()

    assert (me.id, me.is_bot, me.username) == (100001, True, "homeround_bot")


async def test_pressing_start_sends_the_code_of_the_link(bot: Bot, phone: Phone) -> None:
    await phone.join(SAM, "Sam Abbeyfold", payload="K7-CODE")

    (update,) = await bot.get_updates()

    message = update.message
    assert message is not None
    assert message.from_user is not None
    assert message.text == "/start K7-CODE"
    assert [(e.type, e.offset, e.length) for e in message.entities] == [("bot_command", 0, 6)]
    assert (message.chat.id, message.chat.type) == (SAM, "private")
    assert (message.from_user.first_name, message.from_user.last_name) == ("Sam", "Abbeyfold")


async def test_an_open_poll_returns_as_soon_as_something_is_said(bot: Bot, phone: Phone) -> None:
    await phone.meet(SAM)
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    assert (await bot.get_webhook_info()).pending_update_count == 0

    await phone.say(SAM, "hello")

    async with asyncio.timeout(5):
        (update,) = await waiting
    assert update.message is not None
    assert update.message.text == "hello"


async def test_an_update_comes_again_until_a_later_offset_confirms_it(
    bot: Bot, phone: Phone
) -> None:
    await phone.meet(SAM)
    for word in ("one", "two", "three"):
        await phone.say(SAM, word)

    first = await bot.get_updates()
    again = await bot.get_updates()
    rest = await bot.get_updates(offset=first[1].update_id)
    none = await bot.get_updates(offset=first[-1].update_id + 1)

    assert [u.update_id for u in first] == [u.update_id for u in again]
    assert [u.message.text for u in rest if u.message] == ["two", "three"]
    assert none == ()


async def test_a_negative_offset_keeps_only_the_newest_and_forgets_the_others(
    bot: Bot, phone: Phone
) -> None:
    await phone.meet(SAM)
    for word in ("one", "two", "three"):
        await phone.say(SAM, word)

    newest = await bot.get_updates(offset=-1)
    left = await bot.get_updates()

    assert [u.message.text for u in newest if u.message] == ["three"]
    assert [u.message.text for u in left if u.message] == ["three"]


async def test_no_more_come_at_once_than_were_asked_for(bot: Bot, phone: Phone) -> None:
    await phone.meet(SAM)
    for word in ("one", "two", "three"):
        await phone.say(SAM, word)

    assert len(await bot.get_updates(limit=2)) == 2
    assert len(await bot.get_updates(limit=1000)) == 3


async def test_the_older_of_two_polls_ends_in_a_conflict(
    box: Sandbox, bot: Bot, phone: Phone
) -> None:
    await phone.meet(SAM)
    async with Bot("100001:sandbox", base_url=f"{box.url}bot") as second:
        older = asyncio.create_task(bot.get_updates(timeout=30))
        newer = asyncio.create_task(second.get_updates(timeout=30))

        done, _ = await asyncio.wait({older, newer}, timeout=5, return_when="FIRST_COMPLETED")
        (ended,) = done
        await phone.say(SAM, "hello")

        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            ended.result()
        (left,) = {older, newer} - done
        async with asyncio.timeout(5):
            assert len(await left) == 1


async def test_updates_of_kinds_that_were_not_asked_for_stay_away(bot: Bot, phone: Phone) -> None:
    await phone.meet(SAM)
    await bot.get_updates(allowed_updates=["callback_query"])

    await phone.say(SAM, "not wanted")
    unwanted = await bot.get_updates()
    await bot.get_updates(allowed_updates=[])
    await phone.say(SAM, "wanted")
    wanted = await bot.get_updates()

    assert unwanted == ()
    assert [u.message.text for u in wanted if u.message] == ["wanted"]

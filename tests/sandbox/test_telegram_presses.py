"""A press of a button in the stand-in Telegram spins until the bot answers it, once."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from sandbox import Sandbox, SandboxSettings
from tests.support.telegram_phone import Json, Phone

SAM = 7001
CHOICES = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Yes", callback_data="answer:yes"),
            InlineKeyboardButton("No", callback_data="answer:no"),
        ],
        [InlineKeyboardButton("Read more", url="https://example.org/")],
    ]
)


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
        await phone.join(SAM)
        yield phone


async def pressed(bot: Bot) -> CallbackQuery:
    """Wait for a press and return it; all updates so far are confirmed."""
    async with asyncio.timeout(5):
        while True:
            for update in await bot.get_updates(timeout=5):
                await bot.get_updates(offset=update.update_id + 1)
                if update.callback_query:
                    return update.callback_query


def tap(phone: Phone, **what: object) -> "asyncio.Task[Json]":
    return asyncio.create_task(phone.act(SAM, "tap", **what))


@pytest.mark.parametrize("by", [{"label": "No"}, {"data": "answer:no"}])
async def test_a_press_tells_who_pressed_what_under_which_message(
    bot: Bot, phone: Phone, by: dict[str, object]
) -> None:
    sent = await bot.send_message(SAM, "Any staff off?", reply_markup=CHOICES)

    tapping = tap(phone, **by)
    press = await pressed(bot)
    await bot.answer_callback_query(press.id, "Noted", show_alert=True)

    assert (press.from_user.id, press.data) == (SAM, "answer:no")
    assert press.message is not None
    assert press.message.message_id == sent.message_id
    answer = await tapping
    assert (answer["answered"], answer["text"], answer["alert"]) == (True, "Noted", True)
    assert 0 <= answer["seconds"] < 5


async def test_of_two_messages_with_the_same_button_the_named_one_is_pressed(
    bot: Bot, phone: Phone
) -> None:
    older = await bot.send_message(SAM, "first", reply_markup=CHOICES)
    await bot.send_message(SAM, "second", reply_markup=CHOICES)

    tapping = tap(phone, message_id=older.message_id, label="Yes")
    press = await pressed(bot)
    await bot.answer_callback_query(press.id)
    await tapping

    assert press.message is not None
    assert press.message.message_id == older.message_id


async def test_altered_data_reaches_the_bot_as_it_is(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(SAM, "Any staff off?", reply_markup=CHOICES)

    tapping = tap(phone, message_id=sent.message_id, data="answer:' OR 1=1")
    press = await pressed(bot)
    await bot.answer_callback_query(press.id)
    await tapping

    assert press.data == "answer:' OR 1=1"


async def test_a_button_that_is_a_link_sends_nothing(bot: Bot, phone: Phone) -> None:
    await bot.send_message(SAM, "Any staff off?", reply_markup=CHOICES)

    assert await tap(phone, label="Read more") == {"error": "There is no button Read more."}


async def test_a_press_is_answered_once_and_only_while_it_waits(bot: Bot, phone: Phone) -> None:
    await bot.send_message(SAM, "Any staff off?", reply_markup=CHOICES)
    tapping = tap(phone, label="Yes")
    press = await pressed(bot)
    await bot.answer_callback_query(press.id, "First")

    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(press.id, "Second")

    assert (await tapping)["text"] == "First"


async def test_a_press_that_never_was_cannot_be_answered(bot: Bot, phone: Phone) -> None:
    with pytest.raises(BadRequest, match="query id is invalid"):
        await bot.answer_callback_query("12345")


async def test_a_toast_has_a_limit_and_the_press_can_still_be_answered(
    bot: Bot, phone: Phone
) -> None:
    await bot.send_message(SAM, "Any staff off?", reply_markup=CHOICES)
    tapping = tap(phone, label="Yes")
    press = await pressed(bot)

    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(press.id, "x" * 201)
    await bot.answer_callback_query(press.id, "x" * 200)

    assert (await tapping)["text"] == "x" * 200

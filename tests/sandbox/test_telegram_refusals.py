"""The stand-in Telegram refuses what the real one refuses, with its codes and its words."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, Forbidden, InvalidToken

from sandbox import Sandbox, SandboxSettings
from tests.support.telegram_phone import Phone

SAM = 7001
STRANGER = 7002
YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])


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


Call = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]


@pytest.fixture
async def call(box: Sandbox, phone: Phone) -> AsyncIterator[Call]:
    """Return a way to send what no well-made client sends."""
    async with aiohttp.ClientSession() as session:

        async def call(path: str, **how: Any) -> tuple[int, dict[str, Any]]:
            async with session.post(box.url + path, **how) as response:
                body = await response.json()
                assert (body["ok"], body["error_code"]) == (False, response.status)
                return response.status, body

        yield call


@pytest.mark.parametrize("token", ["100001:other", "100002:sandbox", "nonsense"])
async def test_a_wrong_token_is_not_taken(box: Sandbox, token: str) -> None:
    with pytest.raises(InvalidToken):
        async with Bot(token, base_url=f"{box.url}bot") as stranger:
            await stranger.get_me()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("bot100001:other/getMe", 401),
        ("botnonsense/getMe", 404),
        ("bot100001:sandbox/sendFanfare", 404),
    ],
)
async def test_a_wrong_token_is_told_from_a_method_that_there_is_not(
    call: Call, path: str, code: int
) -> None:
    status, _ = await call(path)

    assert status == code


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("closed</b>", "Unexpected end tag at byte offset 6"),
        (
            "é<b>x</i>",
            'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"',
        ),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <3 b", 'Unsupported start tag "3" at byte offset 2'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_broken_html_is_refused_with_its_place(
    bot: Bot, phone: Phone, text: str, reason: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(SAM, text, parse_mode="HTML")

    assert refused.value.message.lower() == f"can't parse entities: {reason}".lower()
    assert await phone.from_bot(SAM) == []


@pytest.mark.parametrize("text", [" \n\t", "<b></b>", "\u200b\u00a0"])
async def test_a_text_that_shows_nothing_is_refused(bot: Bot, phone: Phone, text: str) -> None:
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(SAM, text, parse_mode="HTML")


async def test_a_text_is_measured_in_utf_16_units_after_its_tags_are_read(
    bot: Bot, phone: Phone
) -> None:
    fits = "🏠" * 2047 + "&amp;&lt;"

    await bot.send_message(SAM, f"<b>{fits}</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(SAM, f"{fits}x", parse_mode="HTML")


async def test_a_person_who_never_pressed_start_cannot_be_written_to(
    bot: Bot, phone: Phone
) -> None:
    await phone.meet(STRANGER)

    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(STRANGER, "hello")


async def test_a_person_who_blocked_the_bot_cannot_be_written_to(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(SAM, "hello")
    await phone.act(SAM, "block")

    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(SAM, "hello")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.edit_message_text("changed", SAM, sent.message_id)


@pytest.mark.parametrize("chat", [9999, "@nobody", -100123])
async def test_a_chat_that_does_not_exist_is_not_found(
    bot: Bot, phone: Phone, chat: int | str
) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(chat, "hello")


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(SAM, "<b>same</b>", parse_mode="HTML", reply_markup=YES)

    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text(
            "<strong>same</strong> ", SAM, sent.message_id, parse_mode="HTML", reply_markup=YES
        )
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(SAM, sent.message_id, reply_markup=YES)


async def test_only_its_own_messages_can_be_edited(bot: Bot, phone: Phone) -> None:
    (start,) = await phone.messages(SAM)

    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("no", SAM, start["message_id"])


async def test_a_message_that_is_not_there_is_not_found(bot: Bot, phone: Phone) -> None:
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("no", SAM, 999)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(SAM, 999)
    with pytest.raises(BadRequest, match="Message to pin not found"):
        await bot.pin_chat_message(SAM, 999)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(SAM, "no", reply_parameters=ReplyParameters(999))


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (InlineKeyboardButton("Yes", callback_data="é" * 32 + "x"), "Button_data_invalid"),
        (InlineKeyboardButton(" ", callback_data="yes"), "button text must be non-empty"),
        (InlineKeyboardButton("Yes"), "ext buttons are unallowed in the inline keyboard"),
        (InlineKeyboardButton("Go", url="javascript:alert(1)"), "wrong http url"),
        (InlineKeyboardButton("Go", url="http://localhost:8080/"), "wrong http url"),
        (InlineKeyboardButton("Go", url="https://[broken"), "wrong http url"),
    ],
)
async def test_a_broken_button_is_refused(
    bot: Bot, phone: Phone, button: InlineKeyboardButton, reason: str
) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.send_message(SAM, "which", reply_markup=InlineKeyboardMarkup([[button]]))


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([(f"word{n}", "A command") for n in range(101)], "Bot_commands_too_much"),
        ([("Help", "Capital letters")], "Bot_command_invalid"),
        ([("x" * 33, "Too long")], "Bot_command_invalid"),
        ([("help", "")], "Bot_command_description_invalid"),
        ([("help", "x" * 257)], "Bot_command_description_invalid"),
    ],
)
async def test_a_menu_of_commands_over_the_limits_is_refused(
    bot: Bot, phone: Phone, commands: list[tuple[str, str]], reason: str
) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.set_my_commands(commands)


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("sendMessage", "{"),
        ("sendMessage", "[]"),
        ("sendMessage", '{"chat_id": 7001, "text": "\\ud800"}'),
        ("sendMessage", '{"chat_id": 7001, "text": "x", "reply_markup": "{"}'),
        ("sendMessage", '{"chat_id": 7001, "text": "x", "reply_markup": {"inline_keyboard": [1]}}'),
        ("sendMessage", '{"chat_id": 7001, "text": "x", "entities": [{"type": "bold"}]}'),
        ("sendMessage", '{"chat_id": 7001, "text": "x", "parse_mode": "Shouting"}'),
        ("sendMessage", '{"text": "to nobody"}'),
        ("editMessageText", '{"chat_id": 7001, "message_id": "first", "text": "x"}'),
        ("sendMediaGroup", '{"chat_id": 7001, "media": "x"}'),
        ("setMyCommands", '{"commands": ["help"]}'),
        ("getChat", '{"chat_id": "me"}'),
        ("answerCallbackQuery", "{}"),
    ],
)
async def test_arguments_that_make_no_sense_are_a_bad_request(
    call: Call, method: str, body: str
) -> None:
    status, said = await call(
        f"bot100001:sandbox/{method}", data=body, headers={"Content-Type": "application/json"}
    )

    assert status == 400
    assert said["description"].startswith("Bad Request: ")

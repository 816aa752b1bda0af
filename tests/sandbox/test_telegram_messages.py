"""The stand-in Telegram takes, changes and gives back messages as the real one does."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, ReplyParameters

from sandbox import Sandbox, SandboxSettings
from tests.support.telegram_phone import Phone

SAM = 7001
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


async def test_html_becomes_text_with_entities_counted_in_utf_16_units(
    bot: Bot, phone: Phone
) -> None:
    sent = await bot.send_message(
        SAM,
        '🏠 <b>Bold <i>and both</i></b> <a href="https://example.org/?a=1&amp;b=2">link</a> &lt;3',
        parse_mode="HTML",
    )

    assert sent.text == "🏠 Bold and both link <3"
    assert [(e.type, e.offset, e.length, e.url) for e in sent.entities] == [
        ("bold", 3, 13, None),
        ("italic", 8, 8, None),
        ("text_link", 17, 4, "https://example.org/?a=1&b=2"),
    ]
    (shown,) = await phone.from_bot(SAM)
    assert shown["html"] == (
        "🏠 <b>Bold <i>and both</i></b> "
        '<a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noreferrer">link</a>'
        " &lt;3"
    )


async def test_entities_are_taken_instead_of_html(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(
        SAM, "<b> stays", entities=[MessageEntity("italic", offset=4, length=5)]
    )

    assert sent.text == "<b> stays"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("italic", 4, 5)]
    assert (await phone.from_bot(SAM))[0]["html"] == "&lt;b&gt; <i>stays</i>"


async def test_the_page_never_gets_a_link_that_runs_a_script(bot: Bot, phone: Phone) -> None:
    await bot.send_message(SAM, '<a href="javascript:alert(1)">press</a>', parse_mode="HTML")
    await bot.send_message(
        SAM, "press", entities=[MessageEntity("text_link", 0, 5, url="javascript:alert(1)")]
    )

    assert [each["html"] for each in await phone.from_bot(SAM)] == ["press", "press"]


async def test_space_around_a_text_is_cut_and_the_entities_move_with_it(
    bot: Bot, phone: Phone
) -> None:
    sent = await bot.send_message(SAM, "\n  <b> here </b>\n", parse_mode="HTML")

    assert sent.text == "here"
    assert [(e.offset, e.length) for e in sent.entities] == [(0, 4)]


async def test_a_reply_says_what_it_answers(bot: Bot, phone: Phone) -> None:
    first = await bot.send_message(SAM, "question")

    second = await bot.send_message(
        SAM, "answer", reply_parameters=ReplyParameters(first.message_id)
    )
    loose = await bot.send_message(
        SAM,
        "anyway",
        reply_parameters=ReplyParameters(999, allow_sending_without_reply=True),
    )

    assert second.reply_to_message is not None
    assert second.reply_to_message.text == "question"
    assert loose.reply_to_message is None
    assert [m["reply_to"] for m in await phone.from_bot(SAM)] == [None, first.message_id, None]


async def test_an_edit_changes_the_text_and_takes_buttons_away_that_it_does_not_name(
    bot: Bot, phone: Phone
) -> None:
    sent = await bot.send_message(SAM, "open", reply_markup=YES)

    edited = await bot.edit_message_text("taken", SAM, sent.message_id)

    assert not isinstance(edited, bool)
    assert edited.edit_date is not None
    (shown,) = await phone.from_bot(SAM)
    assert (shown["text"], shown["buttons"]) == ("taken", [])
    assert shown["edited_at"] is not None


async def test_buttons_are_changed_without_the_text(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(SAM, "<b>open</b>", parse_mode="HTML", reply_markup=YES)

    await bot.edit_message_reply_markup(SAM, sent.message_id)

    (shown,) = await phone.from_bot(SAM)
    assert (shown["html"], shown["buttons"]) == ("<b>open</b>", [])


async def test_buttons_carry_what_they_send_or_where_they_lead(bot: Bot, phone: Phone) -> None:
    rows = [
        [
            InlineKeyboardButton("Yes", callback_data="é" * 32),
            InlineKeyboardButton("Open", url="https://example.org/a?b=c"),
        ],
        [InlineKeyboardButton("Chat", url="tg://user?id=1")],
    ]

    sent = await bot.send_message(SAM, "which", reply_markup=InlineKeyboardMarkup(rows))

    assert sent.reply_markup is not None
    assert sent.reply_markup.inline_keyboard[0][0].callback_data == "é" * 32
    (shown,) = await phone.from_bot(SAM)
    assert [[(b["text"], b["data"], b["url"]) for b in row] for row in shown["buttons"]] == [
        [("Yes", "é" * 32, None), ("Open", None, "https://example.org/a?b=c")],
        [("Chat", None, "tg://user?id=1")],
    ]


async def test_a_deleted_message_is_gone_whoever_wrote_it(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(SAM, "a slip")
    await phone.say(SAM, "mine")
    mine = (await phone.messages(SAM))[-1]

    await bot.delete_message(SAM, sent.message_id)
    await bot.delete_message(SAM, mine["message_id"])

    assert [m["text"] for m in await phone.messages(SAM)] == ["/start"]


async def test_a_message_is_pinned_and_let_go(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(SAM, "keep this")

    await bot.pin_chat_message(SAM, sent.message_id)
    pinned = (await phone.from_bot(SAM))[0]["pinned"]
    await bot.unpin_chat_message(SAM, message_id=sent.message_id)

    assert pinned
    assert not (await phone.from_bot(SAM))[0]["pinned"]


async def test_the_newest_pin_goes_when_none_is_named(bot: Bot, phone: Phone) -> None:
    for text in ("older", "newer", "plain"):
        sent = await bot.send_message(SAM, text)
        if text != "plain":
            await bot.pin_chat_message(SAM, sent.message_id)

    await bot.unpin_chat_message(SAM)

    assert [m["pinned"] for m in await phone.from_bot(SAM)] == [True, False, False]


async def test_the_ledger_counts_what_was_accepted_and_what_was_refused(
    box: Sandbox, bot: Bot, phone: Phone
) -> None:
    sent = await bot.send_message(SAM, "kept")
    await bot.edit_message_text("kept too", SAM, sent.message_id)
    with pytest.raises(Exception, match="Chat not found"):
        await bot.send_message(9999, "lost")

    assert [(e.method, e.chat, e.text) for e in box.ledger.entries] == [
        ("sendMessage", str(SAM), "kept"),
        ("edit", str(SAM), "kept too"),
    ]
    assert box.ledger.refused == {("telegram", "sendmessage", "400"): 1}


async def test_the_menu_of_commands_is_what_the_phone_shows(bot: Bot, phone: Phone) -> None:
    await bot.set_my_commands([("help", "Ask for help"), ("stop", "Leave")])

    shown = (await phone.get(f"chats/{SAM}"))["commands"]

    assert [c.command for c in await bot.get_my_commands()] == ["help", "stop"]
    assert shown[0] == {"command": "help", "description": "Ask for help"}


async def test_a_chat_and_its_member_can_be_looked_up(bot: Bot, phone: Phone) -> None:
    chat = await bot.get_chat(SAM)
    member = await bot.get_chat_member(SAM, SAM)

    assert (chat.type, chat.first_name, chat.last_name) == ("private", "Sam", "Abbeyfold")
    assert (member.status, member.user.id) == ("member", SAM)


async def test_a_new_menu_of_commands_is_told_to_an_open_page(
    box: Sandbox, bot: Bot, phone: Phone
) -> None:
    changes = box.hub.open()

    await bot.set_my_commands([("help", "Ask for help")])

    async with asyncio.timeout(5):
        assert "event: telegram.chat\n" in await changes.get()

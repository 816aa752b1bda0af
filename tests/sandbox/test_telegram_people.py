"""What people do in the stand-in Telegram reaches the bot as the real one would tell it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update

from sandbox import Sandbox, SandboxSettings
from tests.support.telegram_phone import Phone

SAM = 7001
GROUP = -100123


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


async def newest(bot: Bot) -> Update:
    """Return the newest update, and confirm all before it."""
    (update,) = await bot.get_updates(offset=-1)
    return update


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "document", "location", "poll"])
async def test_what_is_no_text_comes_as_what_it_is(bot: Bot, phone: Phone, kind: str) -> None:
    await phone.join(SAM)

    await phone.act(SAM, "send", kind=kind)

    message = (await newest(bot)).message
    assert message is not None
    assert message.text is None
    assert getattr(message, kind)
    assert (await phone.messages(SAM))[-1]["kind"] == kind


async def test_an_edit_comes_as_an_edited_message_with_its_new_text(bot: Bot, phone: Phone) -> None:
    await phone.join(SAM)
    await phone.say(SAM, "two staff are of")
    said = (await phone.messages(SAM))[-1]["message_id"]
    await phone.say(SAM, "thanks")

    await phone.act(SAM, "send", kind="edited", message_id=said, text="two staff are off")

    edited = (await newest(bot)).edited_message
    assert edited is not None
    assert (edited.message_id, edited.text) == (said, "two staff are off")
    assert edited.edit_date is not None
    assert [m["text"] for m in await phone.messages(SAM)] == [
        "/start",
        "two staff are off",
        "thanks",
    ]


async def test_blocking_and_coming_back_are_told_once_each(bot: Bot, phone: Phone) -> None:
    await phone.join(SAM)
    for what in ("block", "block", "unblock", "unblock", "block", "start"):
        await phone.act(SAM, what)

    changes = [u.my_chat_member for u in await bot.get_updates() if u.my_chat_member]

    assert [(c.old_chat_member.status, c.new_chat_member.status) for c in changes] == [
        ("member", "kicked"),
        ("kicked", "member"),
        ("member", "kicked"),
        ("kicked", "member"),
    ]
    assert (changes[0].chat.id, changes[0].from_user.id) == (SAM, SAM)
    await bot.send_message(SAM, "welcome back")


async def test_who_blocked_the_bot_cannot_write_to_it(bot: Bot, phone: Phone) -> None:
    await phone.join(SAM)
    await phone.act(SAM, "block")

    refused = await phone.say(SAM, "hello")

    assert refused == {"error": f"The person of chat {SAM} has blocked the bot."}
    assert (await newest(bot)).my_chat_member is not None


async def test_a_group_is_a_chat_of_its_own_that_the_bot_can_answer(bot: Bot, phone: Phone) -> None:
    await phone.join(SAM)

    await phone.post("group", chat_id=GROUP, **{"from": SAM}, text="is anyone there")

    message = (await newest(bot)).message
    assert message is not None
    assert message.from_user is not None
    assert (message.chat.id, message.chat.type) == (GROUP, "supergroup")
    assert (message.from_user.id, message.from_user.first_name) == (SAM, "Sam")
    await bot.send_message(GROUP, "I only talk in private chats.")
    assert [m["text"] for m in await phone.from_bot(GROUP)] == ["I only talk in private chats."]
    people = (await phone.get("people"))["people"]
    assert [person["id"] for person in people] == [SAM]


async def test_any_other_update_is_passed_on_as_it_is_given(box: Sandbox, phone: Phone) -> None:
    queued = await phone.post("update", surprise={"of": "a kind yet unknown"})

    async with (
        aiohttp.ClientSession(box.url) as session,
        session.get("/bot100001:sandbox/getUpdates") as response,
    ):
        (update,) = (await response.json())["result"]

    assert update == {"update_id": queued["update_id"], "surprise": {"of": "a kind yet unknown"}}


async def test_a_chat_shows_what_is_unread_until_it_is_opened(bot: Bot, phone: Phone) -> None:
    await phone.join(SAM)
    await bot.send_message(SAM, "news")
    await bot.send_message(SAM, "more news")

    before = (await phone.get("people"))["people"][0]
    await phone.messages(SAM)
    after = (await phone.get("people"))["people"][0]

    assert (before["unread"], before["last_text"], before["started"]) == (2, "more news", True)
    assert after["unread"] == 0


async def test_a_chat_is_cleared_and_goes_on(bot: Bot, phone: Phone) -> None:
    await phone.join(SAM)
    await bot.send_message(SAM, "old", reply_markup=_keyboard("Yes", "yes"))

    await phone.act(SAM, "clear")
    await bot.send_message(SAM, "new")

    assert [m["text"] for m in await phone.messages(SAM)] == ["new"]


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("chats/9999/say", {"text": "hello"}, "There is no chat 9999."),
        ("chats/sam/say", {"text": "hello"}, "There is no chat sam."),
        (f"chats/{SAM}/say", {}, "The body needs text."),
        (f"chats/{SAM}/send", {}, "The body needs kind."),
        (f"chats/{SAM}/send", {"kind": "fax"}, "There is no kind fax."),
        (f"chats/{SAM}/tap", {"label": "Yes"}, "There is no button Yes."),
        (f"chats/{SAM}/tap", {"message_id": "x"}, "The body needs message_id, a whole number."),
        ("people", {}, "The body needs people."),
        ("people", {"people": [{"name": "Sam"}]}, "The body needs id, a whole number."),
        ("group", {"text": "hello"}, "The body needs chat_id, a whole number."),
        ("group", {"chat_id": 5, "from": SAM, "text": "x"}, "The chat_id of a group is negative."),
        ("update", {}, "The body must name one kind of update."),
    ],
)
async def test_what_cannot_be_done_is_answered_in_one_sentence(
    phone: Phone, path: str, body: dict[str, object], reason: str
) -> None:
    await phone.join(SAM)

    assert await phone.post(path, **body) == {"error": reason}


def _keyboard(label: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])

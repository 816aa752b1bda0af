"""The Bot API's methods that send and change messages, as the real ones: the same answers, the same refusals."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from sandbox.hub import Hub
from sandbox.ledger import Entry, Ledger
from sandbox.telegram import markup, text
from sandbox.telegram.arguments import Arguments, objects, parsed, true, whole
from sandbox.telegram.chats import Chat, Chats, Message, as_api, for_page, moment
from sandbox.telegram.files import MEDIA, Files
from sandbox.telegram.refusal import bad_request
from sandbox.telegram.tags import units
from sandbox.telegram.updates import Updates

MOST_TEXT = 4096
MOST_CAPTION = 1024
MOST_TOAST = 200
# "A message can only be deleted if it was sent less than 48 hours ago" (core.telegram.org/bots/api#deletemessage).
DELETABLE = timedelta(hours=48)


@dataclass(slots=True)
class Answer:
    """What the bot said to a press; ``given`` is set when it did."""

    text: str = ""
    alert: bool = False
    given: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class World:
    """Everything the methods work on."""

    hub: Hub
    ledger: Ledger
    chats: Chats = field(default_factory=Chats)
    updates: Updates = field(default_factory=Updates)
    presses: dict[str, Answer] = field(default_factory=dict)
    files: Files = field(default_factory=Files)
    albums: "count[int]" = field(default_factory=lambda: count(1))
    commands: list[dict[str, str]] = field(default_factory=list)
    bot: dict[str, Any] = field(default_factory=dict)


def _text(arguments: Arguments) -> text.Formatted:
    shown = text.read(arguments, "text", "entities")
    if shown.shows_nothing:
        raise bad_request("message text is empty")
    if units(shown.text) > MOST_TEXT:
        raise bad_request("message is too long")
    return shown


def _caption(arguments: Arguments) -> text.Formatted:
    shown = text.read(arguments, "caption", "caption_entities")
    if units(shown.text) > MOST_CAPTION:
        raise bad_request("message caption is too long")
    return shown


def _send(world: World, chat: Chat, message: Message, method: str) -> dict[str, Any]:
    chat.add(message)
    where = str(chat.id)
    shown = message.formatted.text
    world.ledger.accept(
        Entry("telegram", method, where, str(message.message_id), shown, message.at)
    )
    world.hub.publish("telegram.message", {"chat": chat.id, "message": for_page(message)})
    return as_api(chat, message, world.bot)


def _new(chat: Chat, arguments: Arguments, shown: text.Formatted, kind: str = "text") -> Message:
    return Message(
        message_id=next(chat.numbers),
        from_bot=True,
        formatted=shown,
        kind=kind,
        buttons=markup.read(arguments.get("reply_markup")),
        reply_to=_reply(chat, arguments),
    )


def _reply(chat: Chat, arguments: Arguments) -> int | None:
    reply = parsed(arguments.get("reply_parameters"), "reply_parameters")
    if not isinstance(reply, dict) or not reply.get("message_id"):
        return None
    message_id = whole(reply, "message_id")
    if message_id in chat.messages:
        return message_id
    if true(reply, "allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def send_message(world: World, arguments: Arguments) -> Any:
    """Send a text."""
    chat = world.chats.to_write_to(arguments.get("chat_id"))
    return _send(world, chat, _new(chat, arguments, _text(arguments)), "sendMessage")


def _attached(arguments: Arguments, given: Any) -> Any:
    """Return the part of the call that holds a file, where its name is given instead of the file."""
    if isinstance(given, str) and given.startswith("attach://"):
        return arguments.get(given.removeprefix("attach://"))
    return given


def send_file(kind: str) -> Callable[[World, Arguments], Any]:
    """Return the method that sends a photo or a document."""

    def send(world: World, arguments: Arguments) -> Any:
        chat = world.chats.to_write_to(arguments.get("chat_id"))
        shown = _caption(arguments)
        file = world.files.media(kind, _attached(arguments, arguments.get(kind)))
        message = _new(chat, arguments, shown, kind)
        message.file = file
        return _send(world, chat, message, f"send{kind.title()}")

    return send


def send_media_group(world: World, arguments: Arguments) -> Any:
    """Send two to ten photos or documents as an album: all of them, or none."""
    chat = world.chats.to_write_to(arguments.get("chat_id"))
    media = objects(arguments, "media")
    if not 2 <= len(media) <= 10:
        raise bad_request("media group must contain 2-10 items")
    kinds = {str(each.get("type")) for each in media}
    if not kinds <= MEDIA or len(kinds) > 1:
        raise bad_request("documents can't be mixed with other media types")
    parts = []
    for each in media:
        upload = _attached(arguments, each.get("media"))
        parts.append((_caption(each), world.files.media(each["type"], upload)))
    album = {"media_group_id": str(next(world.albums))}
    sent = []
    for shown, file in parts:
        message = _new(chat, {}, shown, media[0]["type"])
        message.file = file | album
        sent.append(_send(world, chat, message, "sendMediaGroup"))
    return sent


def _to_edit(world: World, arguments: Arguments) -> tuple[Chat, Message]:
    chat = world.chats.to_write_to(arguments.get("chat_id"))
    message = chat.message(whole(arguments, "message_id"), "edit")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _change(
    world: World, chat: Chat, message: Message, shown: text.Formatted, arguments: Arguments
) -> Any:
    buttons = markup.read(arguments.get("reply_markup"))
    if (shown, buttons) == (message.formatted, message.buttons):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    message.formatted, message.buttons, message.edited_at = shown, buttons, moment()
    where = str(chat.id)
    world.ledger.accept(
        Entry("telegram", "edit", where, str(message.message_id), shown.text, message.edited_at)
    )
    world.hub.publish("telegram.edited", {"chat": chat.id, "message": for_page(message)})
    return as_api(chat, message, world.bot)


def edit_text(world: World, arguments: Arguments) -> Any:
    """Change the text and the buttons of a message."""
    chat, message = _to_edit(world, arguments)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    return _change(world, chat, message, _text(arguments), arguments)


def edit_caption(world: World, arguments: Arguments) -> Any:
    """Change the caption of a file."""
    chat, message = _to_edit(world, arguments)
    if message.kind == "text":
        raise bad_request("there is no caption in the message to edit")
    return _change(world, chat, message, _caption(arguments), arguments)


def edit_markup(world: World, arguments: Arguments) -> Any:
    """Change only the buttons of a message."""
    chat, message = _to_edit(world, arguments)
    return _change(world, chat, message, message.formatted, arguments)


def delete_message(world: World, arguments: Arguments) -> Any:
    """Delete a message for both sides."""
    chat = world.chats.to_write_to(arguments.get("chat_id"))
    message = chat.message(whole(arguments, "message_id"), "delete")
    if moment() - message.at > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    del chat.messages[message.message_id]
    gone: dict[str, object] = {"chat": chat.id, "message_id": message.message_id}
    world.hub.publish("telegram.deleted", gone)
    return True


def pin(world: World, arguments: Arguments) -> Any:
    """Pin a message."""
    chat = world.chats.to_write_to(arguments.get("chat_id"))
    return _pinned(world, chat, chat.message(whole(arguments, "message_id"), "pin"), pinned=True)


def unpin(world: World, arguments: Arguments) -> Any:
    """Take the pin from a message, or from the newest pinned one when none is named."""
    chat = world.chats.to_write_to(arguments.get("chat_id"))
    newest = max((each.message_id for each in chat.messages.values() if each.pinned), default=0)
    message = chat.message(whole(arguments, "message_id", newest), "unpin")
    return _pinned(world, chat, message, pinned=False)


def _pinned(world: World, chat: Chat, message: Message, *, pinned: bool) -> bool:
    message.pinned = pinned
    world.hub.publish("telegram.edited", {"chat": chat.id, "message": for_page(message)})
    return True


def answer_press(world: World, arguments: Arguments) -> Any:
    """Stop the spinner of a button, once."""
    toast = str(arguments.get("text") or "")
    if units(toast) > MOST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = world.presses.get(str(arguments.get("callback_query_id")))
    if answer is None or answer.given.is_set():
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    answer.text, answer.alert = toast, true(arguments, "show_alert")
    answer.given.set()
    return True


CALLS: dict[str, Callable[[World, Arguments], Any]] = {
    "sendmessage": send_message,
    "sendphoto": send_file("photo"),
    "senddocument": send_file("document"),
    "sendmediagroup": send_media_group,
    "editmessagetext": edit_text,
    "editmessagecaption": edit_caption,
    "editmessagereplymarkup": edit_markup,
    "deletemessage": delete_message,
    "pinchatmessage": pin,
    "unpinchatmessage": unpin,
    "answercallbackquery": answer_press,
}
# These are counted by the platform's rates; the others are not.
NEW_MESSAGES = frozenset({"sendmessage", "sendphoto", "senddocument", "sendmediagroup"})
EDITS = frozenset({"editmessagetext", "editmessagecaption", "editmessagereplymarkup"})

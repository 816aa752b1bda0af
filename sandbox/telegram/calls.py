"""The Bot API's methods that send and change messages, as the real ones: the same answers, the same refusals."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.hub import Hub
from sandbox.ledger import Entry, Ledger
from sandbox.telegram import markup, text
from sandbox.telegram.chats import Chat, Chats, Message, as_api, for_page, moment
from sandbox.telegram.refusal import bad_request
from sandbox.telegram.updates import Updates

MOST_TEXT = 4096
MOST_CAPTION = 1024
MOST_TOAST = 200
Arguments = Mapping[str, Any]


@dataclass(slots=True)
class Answer:
    """What the bot said to a press: None until it did."""

    text: str = ""
    alert: bool = False
    given: bool = False


@dataclass(slots=True)
class World:
    """Everything the methods work on."""

    hub: Hub
    ledger: Ledger
    chats: Chats = field(default_factory=Chats)
    updates: Updates = field(default_factory=Updates)
    presses: dict[str, Answer] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    commands: list[dict[str, str]] = field(default_factory=list)
    bot: dict[str, Any] = field(default_factory=dict)


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value else value


def _formatted(arguments: Arguments, name: str, most: int, error: str) -> text.Formatted:
    mode = str(arguments.get("parse_mode") or "")
    entities = _parsed(arguments.get(f"{name}_entities" if name == "caption" else "entities"))
    shown = text.read(str(arguments.get(name) or ""), mode, entities)
    if text.units(shown.text) > most:
        raise bad_request(error)
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
    reply = _parsed(arguments.get("reply_parameters")) or {}
    return Message(
        message_id=next(chat.numbers),
        from_bot=True,
        formatted=shown,
        kind=kind,
        buttons=markup.read(arguments.get("reply_markup")),
        reply_to=reply.get("message_id"),
    )


def send_message(world: World, arguments: Arguments) -> Any:
    """Send a text."""
    chat = world.chats.to_write_to(arguments.get("chat_id"))
    shown = _formatted(arguments, "text", MOST_TEXT, "message is too long")
    if not shown.text.strip():
        raise bad_request("message text is empty")
    return _send(world, chat, _new(chat, arguments, shown), "sendMessage")


def _upload(world: World, given: Any) -> dict[str, Any]:
    """Return the file that a call brings, or names by the id of one that came before."""
    if isinstance(given, bytes):
        file_id = f"file{len(world.files) + 1}"
        world.files[file_id] = given
    elif (isinstance(given, str) and given in world.files) or (
        isinstance(given, str) and given.startswith("http")
    ):
        file_id = given
    else:
        raise bad_request("there is no file in the request")
    size = len(world.files.get(file_id, b""))
    return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": size}


def _media(world: World, kind: str, given: Any) -> dict[str, Any]:
    file = _upload(world, given)
    return {kind: [file | {"width": 800, "height": 600}] if kind == "photo" else file}


def send_file(kind: str) -> Callable[[World, Arguments], Any]:
    """Return the method that sends a photo or a document."""

    def send(world: World, arguments: Arguments) -> Any:
        chat = world.chats.to_write_to(arguments.get("chat_id"))
        shown = _formatted(arguments, "caption", MOST_CAPTION, "message caption is too long")
        message = _new(chat, arguments, shown, kind)
        message.file = _media(world, kind, arguments.get(kind))
        return _send(world, chat, message, f"send{kind.title()}")

    return send


def send_media_group(world: World, arguments: Arguments) -> Any:
    """Send two to ten photos or documents as an album."""
    chat = world.chats.to_write_to(arguments.get("chat_id"))
    media = _parsed(arguments.get("media")) or []
    if not 2 <= len(media) <= 10:
        raise bad_request("media group must contain 2-10 items")
    sent = []
    for each in media:
        given = str(each.get("media", ""))
        upload = arguments.get(given.removeprefix("attach://"), given)
        shown = _formatted(each, "caption", MOST_CAPTION, "message caption is too long")
        message = _new(chat, {}, shown, each.get("type", "document"))
        message.file = _media(world, message.kind, upload)
        sent.append(_send(world, chat, message, "sendMediaGroup"))
    return sent


def _to_edit(world: World, arguments: Arguments) -> tuple[Chat, Message]:
    chat = world.chats.to_write_to(arguments.get("chat_id"))
    message = chat.message(int(arguments.get("message_id") or 0), "edit")
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
    shown = _formatted(arguments, "text", MOST_TEXT, "message is too long")
    if not shown.text.strip():
        raise bad_request("message text is empty")
    return _change(world, chat, message, shown, arguments)


def edit_caption(world: World, arguments: Arguments) -> Any:
    """Change the caption of a file."""
    chat, message = _to_edit(world, arguments)
    shown = _formatted(arguments, "caption", MOST_CAPTION, "message caption is too long")
    return _change(world, chat, message, shown, arguments)


def edit_markup(world: World, arguments: Arguments) -> Any:
    """Change only the buttons of a message."""
    chat, message = _to_edit(world, arguments)
    return _change(world, chat, message, message.formatted, arguments)


def delete_message(world: World, arguments: Arguments) -> Any:
    """Delete a message for both sides."""
    chat = world.chats.to_write_to(arguments.get("chat_id"))
    message = chat.message(int(arguments.get("message_id") or 0), "delete")
    del chat.messages[message.message_id]
    gone: dict[str, object] = {"chat": chat.id, "message_id": message.message_id}
    world.hub.publish("telegram.deleted", gone)
    return True


def pin(pinned: bool) -> Callable[[World, Arguments], Any]:  # noqa: FBT001
    """Return the method that pins a message, or takes the pin away."""

    def change(world: World, arguments: Arguments) -> Any:
        chat = world.chats.to_write_to(arguments.get("chat_id"))
        message = chat.message(int(arguments.get("message_id") or 0), "pin")
        message.pinned = pinned
        world.hub.publish("telegram.edited", {"chat": chat.id, "message": for_page(message)})
        return True

    return change


def answer_press(world: World, arguments: Arguments) -> Any:
    """Stop the spinner of a button, once."""
    toast = str(arguments.get("text") or "")
    if text.units(toast) > MOST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = world.presses.get(str(arguments.get("callback_query_id")))
    if answer is None or answer.given:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    alert = arguments.get("show_alert") in (True, "true", "True", 1, "1")
    answer.text, answer.alert, answer.given = toast, alert, True
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
    "pinchatmessage": pin(True),
    "unpinchatmessage": pin(False),
    "answercallbackquery": answer_press,
}
# These are counted by the platform's rates; the others are not.
NEW_MESSAGES = frozenset({"sendmessage", "sendphoto", "senddocument", "sendmediagroup"})
EDITS = frozenset({"editmessagetext", "editmessagecaption", "editmessagereplymarkup"})

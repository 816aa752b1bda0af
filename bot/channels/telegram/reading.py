"""What Telegram's updates mean: each becomes one typed event, or nothing where it is not for us."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.core.events import (
    Attached,
    Commanded,
    Departed,
    Inbound,
    Pressed,
    Returned,
    Said,
    Unknown,
    What,
)
from bot.core.files import Offer
from bot.core.messages import MessageRef

NAME = "telegram"
Update = Mapping[str, Any]

# The kinds that are asked for, and all that this channel reads (core.telegram.org/bots/api#update).
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
_ATTACHMENTS = (
    "photo",
    "voice",
    "video",
    "video_note",
    "audio",
    "document",
    "sticker",
    "animation",
    "location",
    "venue",
    "contact",
    "poll",
    "dice",
)
# A photo comes without a name.
PHOTO = "photo.jpg"
_GONE = frozenset({"kicked", "left"})


def read(update: Update) -> Inbound | None:
    """Return the event that this update is, or None where it is none of ours; nothing in it can break this."""
    event_id = str(update.get("update_id", ""))
    kind = next((each for each in update if each != "update_id"), "")
    reader = _READERS.get(kind)
    if reader is None:
        return _unread(event_id, kind)
    try:
        return reader(event_id, update[kind])
    except (KeyError, TypeError, AttributeError, ValueError):
        return _unread(event_id, "malformed")


def chat_of(update: Update) -> str:
    """Return the chat that an update belongs to, "" where it has none: updates of one chat are taken in order."""
    found = read(update)
    return found.chat if found else ""


def _unread(event_id: str, kind: str) -> Inbound:
    return Inbound(event_id, NAME, "", "", Unknown(kind), private=False)


def _inbound(
    event_id: str,
    message: Update,
    what: What,
    sender: Update,
    ref: MessageRef | None = None,
) -> Inbound:
    chat = message["chat"]
    names = (sender.get("first_name", ""), sender.get("last_name", ""))
    return Inbound(
        event_id=event_id,
        channel=NAME,
        chat=str(int(chat["id"])),
        sender=str(int(sender["id"])),
        sender_name=" ".join(filter(None, names)),
        what=what,
        private=chat["type"] == "private",
        message=ref,
    )


def _message(event_id: str, message: Update) -> Inbound | None:
    private = message["chat"]["type"] == "private"
    what = _said(message)
    if what is None or (not private and not isinstance(what, Commanded)):
        return None  # a group's own talk, and its news of who came and went
    return _inbound(event_id, message, what, message["from"])


def _said(message: Update) -> What | None:
    text = message.get("text")
    if isinstance(text, str):
        return _command(text) if text.startswith("/") else Said(text)
    kind = next((each for each in _ATTACHMENTS if each in message), "")
    if not kind:
        return None
    caption = message.get("caption")
    words = caption if isinstance(caption, str) else ""
    return Attached(kind, _offered(kind, message[kind]), text=words)


def _offered(kind: str, sent: Any) -> Offer | None:
    """Return what can be fetched: a document, or the largest size of a photo."""
    if kind == "photo":
        largest = sent[-1]
        return Offer(str(largest["file_id"]), PHOTO, int(largest.get("file_size", 0)))
    if kind == "document":
        name = str(sent.get("file_name", ""))
        return Offer(str(sent["file_id"]), name, int(sent.get("file_size", 0)))
    return None


def _command(text: str) -> Commanded:
    word, rest, *_ = (*text.split(maxsplit=1), "")
    return Commanded(word[1:].partition("@")[0].lower(), rest.strip())


def _edited(event_id: str, message: Update) -> Inbound | None:
    if message["chat"]["type"] != "private":
        return None
    text = message.get("text")
    what = Attached("edited", text=text if isinstance(text, str) else "")
    return _inbound(event_id, message, what, message["from"])


def _pressed(event_id: str, press: Update) -> Inbound | None:
    message = press.get("message")
    if message is None:  # too old for Telegram to say where it was
        message = {"chat": {"id": press["from"]["id"], "type": "private"}}
    token = press.get("data", "")
    ref = None
    if "message_id" in message:
        ref = MessageRef(str(int(message["chat"]["id"])), str(int(message["message_id"])))
    return _inbound(event_id, message, Pressed(str(token)), press["from"], ref)


def _member(event_id: str, change: Update) -> Inbound | None:
    if change["chat"]["type"] != "private":
        return None
    gone = change["new_chat_member"]["status"] in _GONE
    return _inbound(event_id, change, Departed() if gone else Returned(), change["from"])


_READERS: Mapping[str, Callable[[str, Update], Inbound | None]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _pressed,
    "my_chat_member": _member,
}

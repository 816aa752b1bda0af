"""Chats of the stand-in: people, their messages with the bot, and groups."""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sandbox.telegram.files import MEDIA, NOTHING
from sandbox.telegram.markup import Buttons
from sandbox.telegram.refusal import Refused, bad_request
from sandbox.telegram.text import Formatted

KEPT_MESSAGES = 200


def moment() -> datetime:
    """Return now; the stand-in lives in real time."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Message:
    """One message of a chat. ``kind`` is "text", "photo", "document", "voice", "sticker" and so on."""

    message_id: int
    from_bot: bool
    formatted: Formatted
    kind: str = "text"
    buttons: Buttons = field(default_factory=list)
    at: datetime = field(default_factory=moment)
    edited_at: datetime | None = None
    pinned: bool = False
    reply_to: int | None = None
    file: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Chat:
    """A person's chat with the bot, or a group (a negative id)."""

    id: int
    name: str
    home: str = ""
    home_id: str = ""
    started: bool = False
    blocked: bool = False
    unread: int = 0
    messages: OrderedDict[int, Message] = field(default_factory=OrderedDict)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def is_group(self) -> bool:
        """Say whether several people share it."""
        return self.id < 0

    def add(self, message: Message) -> None:
        """Keep a message; the oldest go when there are many."""
        self.messages[message.message_id] = message
        if len(self.messages) > KEPT_MESSAGES:
            self.messages.popitem(last=False)
        if message.from_bot:
            self.unread += 1

    def message(self, message_id: int, what: str) -> Message:
        """Return one message.

        Raises:
            Refused: It is not there; ``what`` says for what it was wanted.
        """
        found = self.messages.get(message_id)
        if found is None:
            raise bad_request(f"message to {what} not found")
        return found


class Chats:
    """Every chat that the bot could write to."""

    def __init__(self) -> None:
        self._chats: dict[int, Chat] = {}

    def __iter__(self) -> Any:
        return iter(self._chats.values())

    def add(self, chat: Chat) -> Chat:
        """Let this person or group exist, and return it; one that does keeps its messages."""
        known = self._chats.setdefault(chat.id, chat)
        known.name, known.home, known.home_id = chat.name, chat.home, chat.home_id
        return known

    def get(self, chat_id: int) -> Chat | None:
        """Return the chat, if there is one."""
        return self._chats.get(chat_id)

    def to_write_to(self, chat_id: Any) -> Chat:
        """Return the chat that the bot wants to write to.

        Raises:
            Refused: There is none, the person never pressed Start, or blocked the bot.
        """
        try:
            chat = self._chats.get(int(chat_id))
        except (TypeError, ValueError):
            chat = None
        if chat is None:
            raise bad_request("chat not found" if chat_id else "chat_id is empty")
        if chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if not chat.started:
            raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
        return chat


def as_api(chat: Chat, message: Message, bot: dict[str, Any]) -> dict[str, Any]:
    """Return the message as the Bot API writes it."""
    said: dict[str, Any] = {
        "message_id": message.message_id,
        "date": int(message.at.timestamp()),
        "chat": chat_as_api(chat),
        "from": bot if message.from_bot else user_as_api(chat.id, chat.name),
    }
    replied = chat.messages.get(message.reply_to) if message.reply_to else None
    if replied:
        said["reply_to_message"] = as_api(chat, replace(replied, reply_to=None), bot)
    if message.edited_at:
        said["edit_date"] = int(message.edited_at.timestamp())
    text, entities = (
        ("text", "entities") if message.kind == "text" else ("caption", "caption_entities")
    )
    if message.formatted.text:
        said[text] = message.formatted.text
    if message.formatted.entities:
        said[entities] = message.formatted.entities
    if message.buttons:
        said["reply_markup"] = {"inline_keyboard": message.buttons}
    return said | message.file


def chat_as_api(chat: Chat) -> dict[str, Any]:
    """Return the chat as the Bot API writes it."""
    if chat.is_group:
        return {"id": chat.id, "type": "supergroup", "title": chat.name}
    first, _, last = chat.name.partition(" ")
    return {"id": chat.id, "type": "private", "first_name": first, "last_name": last}


def user_as_api(user_id: int, name: str) -> dict[str, Any]:
    """Return a person as the Bot API writes them."""
    first, _, last = name.partition(" ")
    return {
        "id": user_id,
        "is_bot": False,
        "first_name": first,
        "last_name": last,
        "language_code": "en",
    }


def for_page(message: Message) -> dict[str, Any]:
    """Return the message as the page shows it."""
    return {
        "message_id": message.message_id,
        "from": "bot" if message.from_bot else "person",
        "kind": message.kind,
        "text": message.formatted.text,
        "entities": message.formatted.entities,
        "html": message.formatted.html(),
        "buttons": [
            [
                {"text": each["text"], "data": each.get("callback_data"), "url": each.get("url")}
                for each in row
            ]
            for row in message.buttons
        ],
        "at": message.at.isoformat(),
        "edited_at": message.edited_at.isoformat() if message.edited_at else None,
        "pinned": message.pinned,
        "reply_to": message.reply_to,
        "file": _file_for_page(message),
    }


def _file_for_page(message: Message) -> dict[str, Any] | None:
    """Return where the page finds the file, if there is one, its name and its size in bytes."""
    for kind in MEDIA & message.file.keys():
        media = message.file[kind]
        file = media[-1] if isinstance(media, list) else media
        name = file["file_id"]
        if name == NOTHING:
            return None
        url = name if name.startswith("http") else f"/sandbox/telegram/files/{name}"
        return {"url": url, "size": file["file_size"], "name": file.get("file_name")}
    return None

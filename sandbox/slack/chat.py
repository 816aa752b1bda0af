"""Owns the chat.* methods: the app posts, changes and deletes messages."""

import json
from collections.abc import Callable, Iterator

from sandbox.slack.arguments import Arguments
from sandbox.slack.blocks import message_blocks
from sandbox.slack.feed import Feed
from sandbox.slack.places import Places
from sandbox.slack.refusal import Refused
from sandbox.slack.shapes import message_object
from sandbox.slack.workspace import Json, Message, Room, Workspace

Method = Callable[[Arguments], Json]

LONGEST_TEXT = 40_000  # docs.slack.dev/reference/methods/chat.postMessage: truncated above
LARGEST_SINGLE = 4040  # measured: a longer text comes out as several messages
PART = 4000
LONGEST_UPDATE = 4000  # chat.update does not split: seratch/ChatGPT-in-Slack issue 102
LONGEST_METADATA = 16_000


class Chat:
    """The chat.* methods."""

    def __init__(self, workspace: Workspace, places: Places, feed: Feed) -> None:
        self._workspace = workspace
        self._places = places
        self._feed = feed

    def methods(self) -> dict[str, Method]:
        """Return the methods by name."""
        return {
            "chat.postMessage": self.post,
            "chat.postEphemeral": self.whisper,
            "chat.update": self.update,
            "chat.delete": self.delete,
            "chat.getPermalink": self.permalink,
        }

    def post(self, arguments: Arguments) -> Json:
        """Post a message; a text over 4,040 characters without blocks becomes several.

        The answer then names the first of them (what Slack names there is not documented).
        """
        room = self._places.writable(arguments.text("channel"))
        metadata = read_metadata(arguments)
        blocks = message_blocks(arguments.structure("blocks", "invalid_blocks_format"))
        attachments = read_attachments(arguments)
        text = arguments.text("text")
        if not text:
            raise Refused("no_text")
        thread_ts = self._thread(room, arguments.text("thread_ts"))
        first: Message | None = None
        for part in parts(text, whole=bool(blocks)):
            message = self._message(part)
            message.thread_ts = thread_ts
            message.broadcast = bool(thread_ts) and arguments.flag("reply_broadcast")
            if first is None:
                first = message
                message.blocks, message.attachments = blocks, attachments
                message.metadata = metadata
            self._feed.add(room, message, "chat.postMessage")
        assert first is not None
        shown = message_object(self._workspace, first, metadata=True)
        return {"ok": True, "channel": room.id, "ts": first.ts, "message": shown}

    def whisper(self, arguments: Arguments) -> Json:
        """Show a message to one person of the channel only; it is never in the history."""
        room = self._places.writable(arguments.text("channel"))
        user = arguments.needed("user")
        if user not in self._workspace.users or user not in room.members:
            raise Refused("user_not_in_channel")
        blocks = message_blocks(arguments.structure("blocks", "invalid_blocks_format"))
        text = arguments.text("text")
        if not text:
            raise Refused("no_text")
        message = self._message(text[:LONGEST_TEXT])
        message.blocks, message.ephemeral_to = blocks, user
        message.thread_ts = self._thread(room, arguments.text("thread_ts"))
        self._feed.add(room, message, "chat.postEphemeral")
        return {"ok": True, "message_ts": message.ts}

    def update(self, arguments: Arguments) -> Json:
        """Change one of the app's own messages; blocks that are not given stay, [] removes them."""
        room = self._places.writable(arguments.text("channel"))
        message = self._own(room, arguments.needed("ts"), "cant_update_message")
        text = arguments.text("text")
        if not text:
            raise Refused("no_text")
        if len(text) > LONGEST_UPDATE:
            raise Refused("msg_too_long")
        blocks = message_blocks(arguments.structure("blocks", "invalid_blocks_format"))
        metadata = read_metadata(arguments)
        before = message_object(self._workspace, message)
        message.text = text
        if arguments.has("blocks"):
            message.blocks = blocks
        if arguments.has("attachments"):
            message.attachments = read_attachments(arguments)
        if arguments.has("metadata"):
            message.metadata = metadata
        message.edited_ts = self._workspace.ts()
        self._feed.changed(room, message, before, "chat.update")
        shown = message_object(self._workspace, message, metadata=True)
        return {"ok": True, "channel": room.id, "ts": message.ts, "text": text, "message": shown}

    def delete(self, arguments: Arguments) -> Json:
        """Delete one of the app's own messages."""
        room = self._places.writable(arguments.text("channel"))
        message = self._own(room, arguments.needed("ts"), "cant_delete_message")
        self._feed.removed(room, message)
        return {"ok": True, "channel": room.id, "ts": message.ts}

    def permalink(self, arguments: Arguments) -> Json:
        """Return the web address of a message."""
        room = self._places.known(arguments.text("channel"))
        message = self._places.message(room, arguments.text("message_ts"))
        digits = message.ts.replace(".", "")
        address = f"https://{self._workspace.domain}.slack.com/archives/{room.id}/p{digits}"
        if message.in_thread:
            address += f"?thread_ts={message.thread_ts}&cid={room.id}"
        return {"ok": True, "channel": room.id, "permalink": address}

    def _message(self, text: str) -> Message:
        return Message(self._workspace.ts(), self._workspace.bot_user, text, is_bot=True)

    def _own(self, room: Room, ts: str, otherwise: str) -> Message:
        message = self._places.message(room, ts)
        if not message.is_bot:
            raise Refused(otherwise)
        return message

    def _thread(self, room: Room, thread_ts: str) -> str:
        if not thread_ts:
            return ""
        seconds, _, fraction = thread_ts.partition(".")
        if not (seconds.isdecimal() and fraction.isdecimal()):
            raise Refused("invalid_thread_ts")
        parent = room.messages.get(thread_ts)
        return parent.thread_ts if parent is not None and parent.in_thread else thread_ts


def parts(text: str, *, whole: bool) -> Iterator[str]:
    """Yield the texts of the messages that Slack makes of this, cut off at 40,000 characters."""
    text = text[:LONGEST_TEXT]
    if whole or len(text) <= LARGEST_SINGLE:
        yield text
        return
    for start in range(0, len(text), PART):
        yield text[start : start + PART]


def read_metadata(arguments: Arguments) -> Json | None:
    """Return the message's metadata, or None.

    Raises:
        Refused: It is not ``event_type`` with a flat ``event_payload``, or too large.
    """
    given = arguments.structure("metadata", "invalid_metadata_format")
    if given is None or given == {}:
        return None
    if not isinstance(given, dict):
        raise Refused("invalid_metadata_format")
    payload = given.get("event_payload")
    if not isinstance(given.get("event_type"), str) or not isinstance(payload, dict):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(given)) > LONGEST_METADATA:
        raise Refused("metadata_too_large")
    return {"event_type": given["event_type"], "event_payload": payload}


def read_attachments(arguments: Arguments) -> list[Json]:
    """Return the message's attachments, the blocks inside them checked.

    Raises:
        Refused: invalid_attachments, or what is wrong with their blocks.
    """
    given = arguments.structure("attachments", "invalid_attachments")
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise Refused("invalid_attachments")
    for attachment in given:
        attachment["blocks"] = message_blocks(attachment.get("blocks"))
    return given

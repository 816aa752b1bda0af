"""Owns what follows from a message: the page is told, the ledger keeps it, the app hears of it."""

from datetime import UTC, datetime

from sandbox.hub import Hub
from sandbox.ledger import Entry, Ledger
from sandbox.slack.events import Events, channel_type
from sandbox.slack.shapes import message_object
from sandbox.slack.workspace import Json, Message, Room, Workspace


class Feed:
    """The one way by which messages come, change and go."""

    def __init__(self, workspace: Workspace, hub: Hub, ledger: Ledger, events: Events) -> None:
        self._workspace = workspace
        self._hub = hub
        self._ledger = ledger
        self._events = events

    def add(self, room: Room, message: Message, method: str = "") -> None:
        """Put the message into the channel; ``method`` is the Web API call that the app made."""
        room.add(message)
        if method:
            self._keep(room, message, method)
        self._publish("slack.message", room, message)
        if not message.ephemeral_to:
            self._tell(room, message)

    def changed(self, room: Room, message: Message, before: Json, method: str = "") -> None:
        """Tell everybody that the message now reads differently than ``before``."""
        if method:
            self._keep(room, message, method)
        self._publish("slack.updated", room, message)
        shown = message_object(self._workspace, message)
        what: Json = {"subtype": "message_changed", "message": shown, "previous_message": before}
        self._tell_change(room, message, what)

    def removed(self, room: Room, message: Message) -> None:
        """Take the message out of the channel."""
        before = message_object(self._workspace, message)
        room.remove(message)
        self._publish("slack.deleted", room, message)
        if not message.ephemeral_to:
            what: Json = {"subtype": "message_deleted", "deleted_ts": message.ts}
            self._tell_change(room, message, what | {"previous_message": before})

    def touched(self, room: Room, message: Message) -> None:
        """Tell the page alone that something about the message is new (a reaction, a pin)."""
        self._publish("slack.updated", room, message)

    def _keep(self, room: Room, message: Message, method: str) -> None:
        at = datetime.fromtimestamp(float(message.edited_ts or message.ts), UTC)
        entry = Entry("slack", method, room.id, message.ts, message.text, at, message.metadata)
        self._ledger.accept(entry)

    def _publish(self, topic: str, room: Room, message: Message) -> None:
        data: Json = {"channel": room.id, "ts": message.ts, "thread_ts": message.thread_ts or None}
        self._hub.publish(topic, data)

    def _tell(self, room: Room, message: Message) -> None:
        if self._workspace.bot_user not in room.members:
            return
        if message.is_bot and not self._events.echo:
            return
        about = message_object(self._workspace, message)
        about |= {"channel": room.id, "event_ts": message.ts}
        if message.files:
            about["subtype"] = "file_share"
        event = about | {"channel_type": channel_type(room)}
        self._events.tell(event, retried=not message.is_bot)
        mention = f"<@{self._workspace.bot_user}>"
        if not message.is_bot and not room.is_im and mention in message.text:
            self._events.tell(about | {"type": "app_mention"})

    def _tell_change(self, room: Room, message: Message, what: Json) -> None:
        if self._workspace.bot_user not in room.members:
            return
        if message.is_bot and not self._events.echo:
            return
        event: Json = {"type": "message", "hidden": True, "channel": room.id}
        event |= {"ts": self._workspace.ts(), "channel_type": channel_type(room)} | what
        self._events.tell(event, retried=not message.is_bot)

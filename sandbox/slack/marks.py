"""Owns reactions and pins."""

from sandbox.slack.arguments import Arguments
from sandbox.slack.chat import Method
from sandbox.slack.parts import Parts
from sandbox.slack.refusal import Refused
from sandbox.slack.shapes import message_object
from sandbox.slack.workspace import Json, Message, Room


class Marks:
    """The reactions.* and pins.* methods."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def methods(self) -> dict[str, Method]:
        """Return the methods by name."""
        return {
            "reactions.add": self.react,
            "reactions.remove": self.take_back,
            "pins.add": self.pin,
            "pins.remove": self.unpin,
            "pins.list": self.pins,
        }

    def react(self, arguments: Arguments) -> Json:
        """Put the app's reaction on a message."""
        room, message = self._message(arguments)
        users = message.reactions.setdefault(arguments.needed("name"), [])
        if self._parts.workspace.bot_user in users:
            raise Refused("already_reacted")
        users.append(self._parts.workspace.bot_user)
        self._parts.feed.touched(room, message)
        return {"ok": True}

    def take_back(self, arguments: Arguments) -> Json:
        """Take the app's reaction off a message."""
        room, message = self._message(arguments)
        name = arguments.needed("name")
        users = message.reactions.get(name, [])
        if self._parts.workspace.bot_user not in users:
            raise Refused("no_reaction")
        users.remove(self._parts.workspace.bot_user)
        if not users:
            del message.reactions[name]
        self._parts.feed.touched(room, message)
        return {"ok": True}

    def pin(self, arguments: Arguments) -> Json:
        """Pin a message to its channel."""
        room, message = self._message(arguments)
        if message.ts in room.pinned:
            raise Refused("already_pinned")
        room.pinned.append(message.ts)
        self._parts.feed.touched(room, message)
        return {"ok": True}

    def unpin(self, arguments: Arguments) -> Json:
        """Take a pin off."""
        room, message = self._message(arguments)
        if message.ts not in room.pinned:
            raise Refused("no_pin")
        room.pinned.remove(message.ts)
        self._parts.feed.touched(room, message)
        return {"ok": True}

    def pins(self, arguments: Arguments) -> Json:
        """Return the pinned messages of a channel."""
        room = self._parts.places.readable(arguments.text("channel"))
        kept = [room.messages[ts] for ts in room.pinned if ts in room.messages]
        space = self._parts.workspace
        items = [
            {"type": "message", "channel": room.id, "message": message_object(space, message)}
            for message in kept
        ]
        return {"ok": True, "items": items}

    def _message(self, arguments: Arguments) -> tuple[Room, Message]:
        room = self._parts.places.writable(arguments.text("channel"))
        return room, self._parts.places.message(room, arguments.needed("timestamp"))

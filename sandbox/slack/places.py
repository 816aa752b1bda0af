"""Owns how a Web API call names a channel or a message, and what the app may not touch."""

from sandbox.slack.refusal import Refused
from sandbox.slack.workspace import Message, Room, Workspace


class Places:
    """The channels and messages, as the app may name them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def known(self, name: str) -> Room:
        """Return the conversation: by id, by #name or name, or by a person's id (their messages).

        Raises:
            Refused: channel_not_found.
        """
        room = self._workspace.rooms.get(name)
        if room is not None:
            return room
        if name in self._workspace.users:
            return self._workspace.direct(name)
        room_id = self._workspace.named.get(name.removeprefix("#"))
        if room_id is None:
            raise Refused("channel_not_found")
        return self._workspace.rooms[room_id]

    def readable(self, name: str) -> Room:
        """Return a conversation that the app is in.

        Raises:
            Refused: channel_not_found or not_in_channel.
        """
        room = self.known(name)
        if self._workspace.bot_user not in room.members:
            raise Refused("not_in_channel")
        return room

    def writable(self, name: str) -> Room:
        """Return a conversation that the app is in and that takes messages.

        Raises:
            Refused: channel_not_found, is_archived or not_in_channel.
        """
        room = self.known(name)
        if room.archived:
            raise Refused("is_archived")
        if self._workspace.bot_user not in room.members:
            raise Refused("not_in_channel")
        return room

    def message(self, room: Room, ts: str) -> Message:
        """Return the message of the channel.

        Raises:
            Refused: message_not_found; one that only one person can see cannot be found either.
        """
        message = room.messages.get(ts)
        if message is None or message.ephemeral_to:
            raise Refused("message_not_found")
        return message

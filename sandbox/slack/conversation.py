"""Owns what people do in channels: they write and edit, archive them, remove the app."""

from sandbox.slack.parts import Parts
from sandbox.slack.refusal import Impossible
from sandbox.slack.shapes import file_object, message_object
from sandbox.slack.typed import as_typed
from sandbox.slack.workspace import File, Json, Message, Room, User, fresh_id


class Conversation:
    """What people write, and what happens to channels."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def say(self, user: User, room: Room, text: str, thread_ts: str, names: list[str]) -> Message:
        """Write a message, with files of these names, and return it.

        Raises:
            Impossible: The channel is archived, or there is nothing to say.
        """
        if room.archived:
            raise Impossible("This channel is archived.")
        if not text and not names:
            raise Impossible("There is nothing to say.")
        space = self._parts.workspace
        message = Message(space.ts(), user.id, as_typed(text, space), thread_ts=thread_ts)
        message.files = [self._file(user, name) for name in names]
        room.members.add(user.id)
        room.seen[user.id] = message.ts
        self._parts.feed.add(room, message)
        return message

    def edit(self, room: Room, message: Message, text: str) -> None:
        """Change what a person wrote."""
        before = message_object(self._parts.workspace, message)
        message.text = as_typed(text, self._parts.workspace)
        message.edited_ts = self._parts.workspace.ts()
        self._parts.feed.changed(room, message, before)

    def archive(self, room: Room, user: User) -> None:
        """Archive a channel; the app is told.

        Raises:
            Impossible: It is direct messages.
        """
        if room.is_im:
            raise Impossible("Direct messages cannot be archived.")
        room.archived = True
        if self._parts.workspace.bot_user in room.members:
            event: Json = {"type": "channel_archive", "channel": room.id, "user": user.id}
            self._parts.events.tell(event | {"is_moved": 0})
        self._parts.hub.publish("slack.channel", {"id": room.id})

    def kick(self, room: Room) -> None:
        """Remove the app from a channel; the app is told.

        Raises:
            Impossible: It is direct messages, or the app is not in it.
        """
        space = self._parts.workspace
        if room.is_im or space.bot_user not in room.members:
            raise Impossible("The app is not in this channel, or cannot be removed from it.")
        room.members.discard(space.bot_user)
        event: Json = {"type": "member_left_channel", "user": space.bot_user, "channel": room.id}
        self._parts.events.tell(event | {"channel_type": "C", "team": space.team_id})
        self._parts.hub.publish("slack.channel", {"id": room.id})

    def invite(self, room: Room) -> None:
        """Put the app into a channel; the app is told.

        Raises:
            Impossible: It is direct messages, or the app is in it already.
        """
        space = self._parts.workspace
        if room.is_im or space.bot_user in room.members:
            raise Impossible("The app is in this channel already, or cannot be invited to it.")
        room.members.add(space.bot_user)
        event: Json = {"type": "member_joined_channel", "user": space.bot_user, "channel": room.id}
        self._parts.events.tell(event | {"channel_type": "C", "team": space.team_id})
        self._parts.hub.publish("slack.channel", {"id": room.id})

    def _file(self, user: User, name: str) -> Json:
        """Return the file that was uploaded under this id, else a sample of this name."""
        if uploaded := self._parts.workspace.files.get(name):
            return file_object(self._parts.workspace, uploaded)
        content = b"A sample file of the sandbox.\n"
        file = File(
            fresh_id("F"), name, name, len(content), user.id, content=content, complete=True
        )
        self._parts.workspace.files[file.id] = file
        return file_object(self._parts.workspace, file)

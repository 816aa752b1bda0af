"""Owns the conversations.* methods: channels, their members and their history."""

import base64
import binascii
from collections.abc import Iterable, Iterator

from sandbox.hub import Hub
from sandbox.slack.arguments import Arguments
from sandbox.slack.chat import Method
from sandbox.slack.paging import page
from sandbox.slack.places import Places
from sandbox.slack.refusal import Refused
from sandbox.slack.shapes import message_object, room_object
from sandbox.slack.workspace import Json, Message, Room, Workspace

USUAL_HISTORY = 100
LARGEST_HISTORY = 999  # docs.slack.dev/reference/methods/conversations.history
USUAL_LIST = 100


class Rooms:
    """The conversations.* methods."""

    def __init__(self, workspace: Workspace, places: Places, hub: Hub) -> None:
        self._workspace = workspace
        self._places = places
        self._hub = hub

    def methods(self) -> dict[str, Method]:
        """Return the methods by name, users.conversations among them."""
        return {
            "conversations.list": self.listed,
            "users.conversations": self.mine,
            "conversations.info": self.info,
            "conversations.open": self.open,
            "conversations.join": self.join,
            "conversations.members": self.members,
            "conversations.history": self.history,
            "conversations.replies": self.replies,
        }

    def listed(self, arguments: Arguments) -> Json:
        """Return the channels of the asked types, page by page."""
        return self._list(arguments, self._workspace.rooms.values())

    def mine(self, arguments: Arguments) -> Json:
        """Return the channels that the person (or the app) is in, page by page."""
        user = arguments.text("user") or self._workspace.bot_user
        rooms = self._workspace.rooms.values()
        return self._list(arguments, (room for room in rooms if user in room.members))

    def info(self, arguments: Arguments) -> Json:
        """Return one conversation."""
        room = self._places.known(arguments.text("channel"))
        return {"ok": True, "channel": room_object(self._workspace, room)}

    def open(self, arguments: Arguments) -> Json:
        """Open the direct messages with one person; groups of several are not played here."""
        room_id = arguments.text("channel")
        if room_id:
            room = self._places.known(room_id)
        else:
            users = [user for user in arguments.needed("users").split(",") if user]
            if len(users) != 1:
                raise Refused("too_many_users")
            user = self._workspace.users.get(users[0])
            if user is None:
                raise Refused("user_not_found")
            if user.is_bot:
                raise Refused("cannot_dm_bot")
            room = self._workspace.direct(user.id)
        full = arguments.flag("return_im")
        channel = room_object(self._workspace, room) if full else {"id": room.id}
        return {"ok": True, "channel": channel}

    def join(self, arguments: Arguments) -> Json:
        """Bring the app into a public channel."""
        room = self._places.known(arguments.text("channel"))
        if room.is_im:
            raise Refused("method_not_supported_for_channel_type")
        if room.archived:
            raise Refused("is_archived")
        room.members.add(self._workspace.bot_user)
        self._hub.publish("slack.channel", {"id": room.id})
        return {"ok": True, "channel": room_object(self._workspace, room)}

    def members(self, arguments: Arguments) -> Json:
        """Return who is in the conversation, page by page."""
        room = self._places.known(arguments.text("channel"))
        users, cursor = page(sorted(room.members), arguments, USUAL_LIST)
        return {"ok": True, "members": users, "response_metadata": {"next_cursor": cursor}}

    def history(self, arguments: Arguments) -> Json:
        """Return the messages outside threads, the newest first, page by page."""
        room = self._places.readable(arguments.text("channel"))
        top = (m for m in _newest(room) if not m.in_thread or m.broadcast)
        found, cursor = _window(top, arguments, "latest")
        return self._messages(found, cursor, arguments)

    def replies(self, arguments: Arguments) -> Json:
        """Return a message and its thread, the oldest first, page by page."""
        room = self._places.readable(arguments.text("channel"))
        parent = room.messages.get(arguments.needed("ts"))
        if parent is None or parent.ephemeral_to:
            raise Refused("thread_not_found")
        root = room.messages.get(parent.thread_ts) or parent
        kept = (room.messages.get(ts) for ts in (root.ts, *root.replies))
        thread = (message for message in kept if message is not None)
        found, cursor = _window(thread, arguments, "oldest")
        return self._messages(found, cursor, arguments)

    def _list(self, arguments: Arguments, rooms: Iterable[Room]) -> Json:
        kinds = set((arguments.text("types") or "public_channel").replace(" ", "").split(","))
        open_only = arguments.flag("exclude_archived")
        chosen = [
            room
            for room in rooms
            if ("im" if room.is_im else "public_channel") in kinds
            and not (open_only and room.archived)
        ]
        shown, cursor = page(chosen, arguments, USUAL_LIST)
        channels = [room_object(self._workspace, room) for room in shown]
        return {"ok": True, "channels": channels, "response_metadata": {"next_cursor": cursor}}

    def _messages(self, found: list[Message], cursor: str, arguments: Arguments) -> Json:
        full = arguments.flag("include_all_metadata")
        body: Json = {
            "ok": True,
            "messages": [message_object(self._workspace, m, metadata=full) for m in found],
            "has_more": bool(cursor),
            "pin_count": 0,
        }
        if cursor:
            body["response_metadata"] = {"next_cursor": cursor}
        return body


def _newest(room: Room) -> Iterator[Message]:
    return (m for m in reversed(room.messages.values()) if not m.ephemeral_to)


def _window(
    messages: Iterable[Message], arguments: Arguments, moving: str
) -> tuple[list[Message], str]:
    """Return the messages between oldest and latest, and the cursor of the next page.

    ``moving`` is the end of the window from which a cursor goes on.
    """
    limit = arguments.number("limit", USUAL_HISTORY) or USUAL_HISTORY
    if not 0 < limit <= LARGEST_HISTORY:
        raise Refused("invalid_limit")
    inclusive = arguments.flag("inclusive")
    bounds = {
        "oldest": _moment(arguments.text("oldest"), "invalid_ts_oldest", 0.0),
        "latest": _moment(arguments.text("latest"), "invalid_ts_latest", float("inf")),
    }
    after = _cursor(arguments.text("cursor"))
    found: list[Message] = []
    for message in messages:
        if _outside(message, bounds, inclusive=inclusive) or _past(message, after, moving):
            continue
        if len(found) == limit:
            return found, base64.b64encode(f"next_ts:{found[-1].ts}".encode()).decode()
        found.append(message)
    return found, ""


def _outside(message: Message, bounds: dict[str, float], *, inclusive: bool) -> bool:
    moment = float(message.ts)
    if moment in (bounds["oldest"], bounds["latest"]):
        return not inclusive
    return not bounds["oldest"] < moment < bounds["latest"]


def _past(message: Message, after: str, moving: str) -> bool:
    if not after:
        return False
    return message.ts >= after if moving == "latest" else message.ts <= after


def _moment(given: str, error: str, otherwise: float) -> float:
    try:
        return float(given) if given else otherwise
    except ValueError:
        raise Refused(error) from None


def _cursor(given: str) -> str:
    if not given:
        return ""
    try:
        word, ts = base64.b64decode(given, validate=True).decode().split(":")
    except (binascii.Error, ValueError):
        raise Refused("invalid_cursor") from None
    if word != "next_ts":
        raise Refused("invalid_cursor")
    return ts

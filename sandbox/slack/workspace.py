"""Owns everything the stand-in workspace holds: people, channels, messages, views, files."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

KEPT_MESSAGES = 300  # of each channel; older ones are forgotten so that a long run stays small


@dataclass(slots=True)
class User:
    """One person (or bot) of the workspace. ``home`` is the name of a care home, or None."""

    id: str
    name: str
    real_name: str
    home: str | None = None
    is_bot: bool = False

    @property
    def email(self) -> str:
        """Return the address by which users.lookupByEmail finds this person."""
        return f"{self.name}@homeround.example"


@dataclass(slots=True)
class Message:
    """One message of a channel. ``ts`` is its id: seconds since 1970 with six decimals, as text."""

    ts: str
    user: str
    text: str
    is_bot: bool = False
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    broadcast: bool = False
    metadata: Json | None = None
    edited_ts: str = ""
    ephemeral_to: str = ""
    replies: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def in_thread(self) -> bool:
        """Say whether this hangs under another message."""
        return bool(self.thread_ts) and self.thread_ts != self.ts


@dataclass(slots=True)
class Room:
    """One conversation: a public channel, or the direct messages of one person with the app."""

    id: str
    name: str
    is_im: bool = False
    user: str = ""
    archived: bool = False
    created: int = 0
    members: set[str] = field(default_factory=set)
    messages: dict[str, Message] = field(default_factory=dict)
    pinned: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    def add(self, message: Message) -> None:
        """Keep the message as the newest, and forget the oldest beyond what is kept."""
        self.messages[message.ts] = message
        parent = self.messages.get(message.thread_ts) if message.in_thread else None
        if parent is not None and not message.ephemeral_to:
            parent.thread_ts = parent.ts
            parent.replies.append(message.ts)
        if len(self.messages) > KEPT_MESSAGES:
            del self.messages[next(iter(self.messages))]

    def remove(self, message: Message) -> None:
        """Forget the message and its place in a thread."""
        del self.messages[message.ts]
        parent = self.messages.get(message.thread_ts) if message.in_thread else None
        if parent is not None and message.ts in parent.replies:
            parent.replies.remove(message.ts)


@dataclass(slots=True)
class View:
    """One modal, or one published Home. ``entered`` holds what was typed, by block and action."""

    id: str
    user: str
    body: Json
    hash: str
    root: str = ""
    previous: str = ""
    entered: dict[str, dict[str, Json]] = field(default_factory=dict)


@dataclass(slots=True)
class File:
    """One file, uploaded by the app or sent by a person."""

    id: str
    name: str
    title: str
    size: int
    user: str
    alt: str = ""
    content: bytes = b""
    complete: bool = False


@dataclass(slots=True)
class Workspace:
    """The whole workspace, with the one app that lives in it."""

    team_id: str = "T0SANDBOX"
    team_name: str = "Homeround sandbox"
    domain: str = "homeround-sandbox"
    app_id: str = "A0HOMEROUND"
    bot_id: str = "B0HOMEROUND"
    bot_user: str = "U0HOMEROUND"
    base_url: str = ""
    users: dict[str, User] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    _latest: int = 0

    def ts(self) -> str:
        """Return a new message id, later than every one before it."""
        self._latest = max(time.time_ns() // 1000, self._latest + 1)
        return f"{self._latest // 1_000_000}.{self._latest % 1_000_000:06d}"

    def add_user(self, user: User) -> None:
        """Keep the person; staff (no care home) join every public channel."""
        self.users[user.id] = user
        if user.home is None and not user.is_bot:
            for room in self.rooms.values():
                if not room.is_im:
                    room.members.add(user.id)

    def add_channel(self, channel_id: str, name: str, *, joined: bool = True) -> Room:
        """Keep a public channel with all staff in it, and the app too where ``joined``."""
        room = self.rooms.get(channel_id) or Room(channel_id, name, created=int(time.time()))
        self.named.pop(room.name, None)
        room.name = name
        staff = (u.id for u in self.users.values() if u.home is None and not u.is_bot)
        room.members.update(staff)
        if joined:
            room.members.add(self.bot_user)
        self.rooms[channel_id] = room
        self.named[name] = channel_id
        return room

    def direct(self, user_id: str) -> Room:
        """Return the direct messages of this person with the app, made on first use."""
        room_id = f"D{user_id[1:]}"
        room = self.rooms.get(room_id)
        if room is None:
            members = {user_id, self.bot_user}
            room = Room(room_id, "", True, user_id, created=int(time.time()), members=members)
            self.rooms[room_id] = room
        return room

    def stack(self, user_id: str) -> list[View]:
        """Return the person's open modals, the one in front last."""
        return [self.views[view_id] for view_id in self.stacks.get(user_id, ())]

    def close_all(self, user_id: str) -> None:
        """Close every modal of the person."""
        for view_id in self.stacks.pop(user_id, ()):
            self.views.pop(view_id, None)


def fresh_id(prefix: str) -> str:
    """Return a new id in Slack's way: a letter or two, then capitals and digits."""
    return prefix + secrets.token_hex(5).upper()


def furnished() -> Workspace:
    """Return a workspace with the app, three leads and four channels."""
    workspace = Workspace()
    for channel_id, name in (
        ("C0GENERAL", "general"),
        ("C0CLINICAL", "clinical-leads"),
        ("C0INFECTION", "infection-control"),
        ("C0NETWORK", "network-updates"),
    ):
        workspace.add_channel(channel_id, name)
    for user in (
        User("USLACKBOT", "slackbot", "Slackbot", is_bot=True),
        User(workspace.bot_user, "homeround", "Homeround", is_bot=True),
        User("U0AMARA", "amara", "Amara Okafor"),
        User("U0JOSEPH", "joseph", "Joseph Linden"),
        User("U0PRIYA", "priya", "Priya Raman"),
    ):
        workspace.add_user(user)
    return workspace

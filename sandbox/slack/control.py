"""Owns the Slack side of the control API: what the page and tests do as people."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from aiohttp import web

from sandbox.slack.conversation import Conversation
from sandbox.slack.deeds import SHORTCUTS, Deeds
from sandbox.slack.finding import Wanted
from sandbox.slack.parts import Parts
from sandbox.slack.refusal import Impossible
from sandbox.slack.shapes import page_message, view_object
from sandbox.slack.workspace import Json, Message, Room, User, View

LONGEST_WAIT = 30.0  # seconds that a caller may ask to wait for a modal


class Call(NamedTuple):
    """One call: what its path and query say, and the JSON of its body."""

    path: Json
    body: Json

    def text(self, name: str) -> str:
        """Return a text of the body, "" where there is none."""
        value = self.body.get(name)
        return value if isinstance(value, str) else ""

    @property
    def wait(self) -> float:
        """Return how long to wait for what the app does after its answer, in seconds."""
        value = self.body.get("wait", 0)
        return min(float(value), LONGEST_WAIT) if isinstance(value, int | float) else 0.0


Handler = Callable[[Call], Awaitable[Json]]


class Control:
    """The routes under ``/sandbox/slack/``; every fault is a 4xx with one sentence."""

    def __init__(self, parts: Parts, deeds: Deeds, conversation: Conversation) -> None:
        self._parts = parts
        self._space = parts.workspace
        self._deeds = deeds
        self._conversation = conversation

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the control API."""
        reads = {
            "users": self.users,
            "channels": self.channels,
            "channels/{channel}/messages": self.messages,
            "views": self.views,
            "shortcuts": self.shortcuts,
        }
        acts = {
            "users": self.add_users,
            "channels": self.add_channels,
            "say": self.say,
            "edit": self.edit,
            "delete": self.delete,
            "command": self.command,
            "tap": self.tap,
            "shortcut": self.shortcut,
            "submit": self.submit,
            "close": self.close,
            "home": self.home,
            "archive": self.archive,
            "kick": self.kick,
            "invite": self.invite,
        }
        return [
            *(web.get(f"/sandbox/slack/{path}", served(act)) for path, act in reads.items()),
            *(web.post(f"/sandbox/slack/{path}", served(act)) for path, act in acts.items()),
        ]

    async def users(self, _: Call) -> Json:
        """List the people, bots left out."""
        people = [user for user in self._space.users.values() if not user.is_bot]
        return {
            "users": [
                {"id": u.id, "name": u.name, "real_name": u.real_name, "home": u.home}
                for u in people
            ]
        }

    async def add_users(self, call: Call) -> Json:
        """Add people, or change those that are there."""
        for given in _listed(call, "users"):
            user_id, name = given.get("id"), given.get("name")
            if not (isinstance(user_id, str) and user_id.startswith(("U", "W")) and name):
                raise Impossible("A person needs an id that begins with U, and a name.")
            full = given.get("real_name") or name
            self._space.add_user(User(user_id, str(name), str(full), given.get("home")))
        self._parts.hub.publish("slack.user", {})
        return await self.users(call)

    async def channels(self, call: Call) -> Json:
        """List the channels, with the person's direct messages where ``user`` is given."""
        user = call.path.get("user", "")
        if user:
            self._space.direct(self._user(user).id)
        rooms = [r for r in self._space.rooms.values() if not r.is_im or r.user == user]
        return {"channels": [self._room_shown(room, user) for room in rooms]}

    async def add_channels(self, call: Call) -> Json:
        """Add public channels, or rename those that are there."""
        for given in _listed(call, "channels"):
            channel_id, name = given.get("id"), given.get("name")
            if not (isinstance(channel_id, str) and channel_id.startswith("C") and name):
                raise Impossible("A channel needs an id that begins with C, and a name.")
            self._space.add_channel(channel_id, str(name), joined=given.get("joined", True))
            self._parts.hub.publish("slack.channel", {"id": channel_id})
        return await self.channels(call)

    async def messages(self, call: Call) -> Json:
        """List the messages of a channel or thread, oldest first; ``user`` has then seen them."""
        room = self._room(call.path["channel"])
        thread_ts = call.path.get("thread_ts", "")
        shown = [
            message
            for message in room.messages.values()
            if not thread_ts or thread_ts in (message.ts, message.thread_ts)
        ]
        user = call.path.get("user", "")
        if user and shown:
            room.seen[user] = max(room.seen.get(user, ""), shown[-1].ts)
        return {"messages": [page_message(message, self._space) for message in shown]}

    async def views(self, call: Call) -> Json:
        """Return the person's open modals, the one in front last, and their Home."""
        user = self._user(call.path.get("user", ""))
        home = self._space.homes.get(user.id)
        return {
            "modals": [view_object(self._space, view) for view in self._space.stack(user.id)],
            "home": view_object(self._space, home) if home else None,
        }

    async def say(self, call: Call) -> Json:
        """Write a message."""
        user, room = self._user(call.text("user")), self._room(call.text("channel"))
        names = [str(name) for name in call.body.get("files", [])]
        message = self._conversation.say(
            user, room, call.text("text"), call.text("thread_ts"), names
        )
        return {"ts": message.ts, "message": page_message(message, self._space)}

    async def edit(self, call: Call) -> Json:
        """Change what a person wrote."""
        room, message = self._message(call)
        if message.is_bot:
            raise Impossible("Only what a person wrote can be edited here.")
        self._conversation.edit(room, message, call.text("text"))
        return {"ts": message.ts}

    async def delete(self, call: Call) -> Json:
        """Delete a message."""
        room, message = self._message(call)
        self._parts.feed.removed(room, message)
        return {"ts": message.ts}

    async def command(self, call: Call) -> Json:
        """Run a slash command."""
        user, room = self._user(call.text("user")), self._room(call.text("channel"))
        command = call.text("command")
        if not command.startswith("/"):
            raise Impossible("A command begins with a slash.")
        return await self._deeds.command(user, room, (command, call.text("text")), call.wait)

    async def tap(self, call: Call) -> Json:
        """Press an element of a message (channel and ts) or of a view (view_id)."""
        user = self._user(call.text("user"))
        wanted = Wanted(
            call.text("action_id"),
            call.text("block_id"),
            call.text("label"),
            call.body.get("value"),
        )
        if call.text("view_id"):
            return await self._deeds.press_in_view(user, self._view(call, user), wanted, call.wait)
        room, message = self._message(call)
        return await self._deeds.press_in_message(user, room, message, wanted, call.wait)

    async def shortcuts(self, _: Call) -> Json:
        """List what the app offers on messages."""
        return {"shortcuts": [{"id": name, "label": label} for name, label in SHORTCUTS.items()]}

    async def shortcut(self, call: Call) -> Json:
        """Choose a shortcut on a message."""
        user, (room, message) = self._user(call.text("user")), self._message(call)
        return await self._deeds.shortcut(user, room, message, call.text("name"), call.wait)

    async def submit(self, call: Call) -> Json:
        """Submit the modal, with values by block and action or flat by action."""
        user = self._user(call.text("user"))
        values = call.body.get("values", {})
        if not isinstance(values, dict):
            raise Impossible("The values must be an object.")
        return await self._deeds.submit(user, self._view(call, user), values, call.wait)

    async def close(self, call: Call) -> Json:
        """Close the modal, or all of them where ``cleared`` is true."""
        user = self._user(call.text("user"))
        view = self._view(call, user)
        return await self._deeds.close(user, view, cleared=call.body.get("cleared") is True)

    async def home(self, call: Call) -> Json:
        """Open the app's Home."""
        return await self._deeds.home(self._user(call.text("user")), call.wait)

    async def archive(self, call: Call) -> Json:
        """Archive a channel."""
        user = self._user(call.text("user") or next(iter(self._space.users)))
        self._conversation.archive(self._room(call.text("channel")), user)
        return {"archived": True}

    async def kick(self, call: Call) -> Json:
        """Remove the app from a channel."""
        self._conversation.kick(self._room(call.text("channel")))
        return {"member": False}

    async def invite(self, call: Call) -> Json:
        """Put the app into a channel."""
        self._conversation.invite(self._room(call.text("channel")))
        return {"member": True}

    def _user(self, user_id: str) -> User:
        user = self._space.users.get(user_id)
        if user is None:
            raise Impossible(f"There is no person {user_id!r} in this workspace.")
        return user

    def _room(self, channel: str) -> Room:
        user = channel if channel in self._space.users else f"U{channel[1:]}"
        if user in self._space.users and not channel.startswith("C"):
            return self._space.direct(user)
        room = self._space.rooms.get(self._space.named.get(channel.removeprefix("#"), channel))
        if room is None:
            raise Impossible(f"There is no channel {channel!r} in this workspace.")
        return room

    def _message(self, call: Call) -> tuple[Room, Message]:
        room = self._room(call.text("channel"))
        message = room.messages.get(call.text("ts"))
        if message is None:
            raise Impossible(f"There is no message {call.text('ts')!r} in this channel.")
        return room, message

    def _view(self, call: Call, user: User) -> View:
        view = self._space.views.get(call.text("view_id"))
        if view is None or view.user != user.id:
            raise Impossible("This person does not see that view.")
        return view

    def _room_shown(self, room: Room, user: str) -> Json:
        latest = next(reversed(room.messages), None)
        seen = room.seen.get(user, "")
        unread = [
            m
            for m in room.messages.values()
            if m.ts > seen and m.user != user and m.ephemeral_to in ("", user)
        ]
        return {
            "id": room.id,
            "name": room.name,
            "is_im": room.is_im,
            "user": room.user or None,
            "archived": room.archived,
            "member": self._space.bot_user in room.members,
            "unread": len(unread),
            "last_at": latest,
        }


def served(handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return the handler as aiohttp calls it, its refusals turned into 4xx answers."""

    async def serve(request: web.Request) -> web.Response:
        try:
            return web.json_response(await handler(await _call(request)))
        except Impossible as impossible:
            return web.json_response({"error": str(impossible)}, status=400)

    return serve


async def _call(request: web.Request) -> Call:
    try:
        body = await request.json() if request.can_read_body else {}
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Impossible("The body must be a JSON object.")
    return Call({**request.query, **request.match_info}, body)


def _listed(call: Call, name: str) -> list[Json]:
    given = call.body.get(name)
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise Impossible(f"The body must have a list called {name}.")
    return given

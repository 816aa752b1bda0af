"""What people do in the stand-in's Telegram: start, say, tap, block. Used by the page, the demo and the tests."""

import asyncio
import re
from base64 import b64decode
from contextlib import suppress
from itertools import count
from typing import Any, TypeVar

from aiohttp import web

from sandbox.telegram.calls import Answer, World
from sandbox.telegram.chats import (
    Chat,
    Message,
    as_api,
    chat_as_api,
    for_page,
    moment,
    user_as_api,
)
from sandbox.telegram.files import MEDIA, NOTHING
from sandbox.telegram.refusal import Refused
from sandbox.telegram.tags import units
from sandbox.telegram.text import Formatted

T = TypeVar("T")
# Seconds; about as long as Telegram keeps a press that nobody has answered.
LONGEST_WAIT = 15.0
_CHAT = re.compile(r"-?[0-9]{1,15}")
_FILE = {"file_id": NOTHING, "file_unique_id": NOTHING, "file_size": 10}
# What a person can send besides text, as the Bot API writes it.
KINDS: dict[str, dict[str, Any]] = {
    "photo": {"photo": [_FILE | {"width": 90, "height": 90}]},
    "voice": {"voice": _FILE | {"duration": 3}},
    "sticker": {
        "sticker": _FILE
        | {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    },
    "document": {"document": _FILE | {"file_name": "rota.pdf"}},
    "location": {"location": {"latitude": 51.4, "longitude": 0.02}},
    "poll": {
        "poll": {
            "id": "1",
            "question": "?",
            "options": [],
            "allows_revoting": False,
            "members_only": False,
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
        }
    },
}


class Control:
    """People, as far as a bot can tell."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._presses = count(1)

    def routes(self) -> list[web.RouteDef]:
        """Return where people's doings are taken."""
        one = "/sandbox/telegram/chats/{id}"
        return [
            web.get("/sandbox/telegram/people", self._people),
            web.post("/sandbox/telegram/people", self._add_people),
            web.post("/sandbox/telegram/group", self._group),
            web.post("/sandbox/telegram/update", self._update),
            web.get("/sandbox/telegram/files/{file}", self._file),
            web.get(one, self._chat),
            web.post(one + "/start", self._start),
            web.post(one + "/say", self._say),
            web.post(one + "/tap", self._tap),
            web.post(one + "/send", self._send),
            web.post(one + "/block", self._block),
            web.post(one + "/unblock", self._unblock),
            web.post(one + "/clear", self._clear),
        ]

    async def _people(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {"people": [_person(chat) for chat in self._world.chats if not chat.is_group]}
        )

    async def _add_people(self, request: web.Request) -> web.Response:
        people = _needed(await _body(request), "people", list)
        for each in people:
            name, home, home_id = (str(each.get(key) or "") for key in ("name", "home", "home_id"))
            self._world.chats.add(Chat(_number(each, "id"), name, home, home_id))
        self._world.hub.publish("telegram.chat", {})
        return web.json_response({"ok": True})

    def _found(self, request: web.Request) -> Chat:
        key = request.match_info["id"]
        chat = self._world.chats.get(int(key)) if _CHAT.fullmatch(key) else None
        if chat is None:
            raise web.HTTPNotFound(text=f"There is no chat {key}.")
        return chat

    def _writing(self, request: web.Request) -> Chat:
        """Return a chat that its person can write in: Telegram offers none who blocked the bot."""
        chat = self._found(request)
        if chat.blocked:
            raise web.HTTPConflict(text=f"The person of chat {chat.id} has blocked the bot.")
        return chat

    async def _chat(self, request: web.Request) -> web.Response:
        chat = self._found(request)
        chat.unread = 0
        return web.json_response(
            {
                "person": _person(chat),
                "messages": [for_page(message) for message in chat.messages.values()],
                "commands": self._world.commands,
            }
        )

    async def _file(self, request: web.Request) -> web.Response:
        body = self._world.files.body(request.match_info["file"])
        if body is None:
            raise web.HTTPNotFound(text="There is no such file.")
        return web.Response(body=body)

    async def _start(self, request: web.Request) -> web.Response:
        chat = self._found(request)
        payload = str((await _body(request)).get("payload") or "")
        chat.started = True
        if chat.blocked:
            self._block_or_not(chat, blocked=False)
        return self._wrote(chat, f"/start {payload}".strip())

    async def _say(self, request: web.Request) -> web.Response:
        chat, text = self._writing(request), _needed(await _body(request), "text", str)
        chat.started = True
        return self._wrote(chat, text)

    def _wrote(self, chat: Chat, text: str) -> web.Response:
        entities = []
        if text.startswith("/"):
            word = text.split(maxsplit=1)[0]
            entities = [{"type": "bot_command", "offset": 0, "length": units(word)}]
        message = Message(next(chat.numbers), from_bot=False, formatted=Formatted(text, entities))
        return self._arrived(chat, message, "message")

    def _arrived(self, chat: Chat, message: Message, update: str) -> web.Response:
        chat.add(message)
        self._world.hub.publish("telegram.message", {"chat": chat.id, "message": for_page(message)})
        return self._queued(update, as_api(chat, message, self._world.bot))

    def _queued(self, update: str, body: dict[str, Any]) -> web.Response:
        number = self._world.updates.add(update, body)
        return web.json_response({"ok": True, "update_id": number})

    async def _send(self, request: web.Request) -> web.Response:
        chat, body = self._writing(request), await _body(request)
        kind = _needed(body, "kind", str)
        if kind == "edited":
            return self._edited(chat, body)
        if kind not in KINDS:
            raise web.HTTPBadRequest(text=f"There is no kind {kind}.")
        file = self._file_of(kind, body) if "content" in body else KINDS[kind]
        message = Message(
            next(chat.numbers), from_bot=False, formatted=Formatted(""), kind=kind, file=file
        )
        return self._arrived(chat, message, "message")

    def _file_of(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return a file of the person's own as the Bot API writes it; its content comes in base64."""
        if kind not in MEDIA:
            raise web.HTTPBadRequest(text=f"A {kind} has no content here.")
        try:
            content = b64decode(_needed(body, "content", str), validate=True)
            return self._world.files.sent(kind, str(body.get("name") or kind), content)
        except ValueError:
            raise web.HTTPBadRequest(text="The content is not base64.") from None
        except Refused as refused:
            raise web.HTTPBadRequest(text=refused.description) from None

    def _edited(self, chat: Chat, body: dict[str, Any]) -> web.Response:
        """Edit what the person wrote: the message that is named, or their newest."""
        mine = [each for each in chat.messages.values() if not each.from_bot]
        if body.get("message_id"):
            mine = [each for each in mine if each.message_id == _number(body, "message_id")]
        if not mine:
            raise web.HTTPConflict(text="This person has not written what is to be edited.")
        message = mine[-1]
        message.formatted = Formatted(str(body.get("text") or message.formatted.text))
        message.edited_at = moment()
        self._world.hub.publish("telegram.edited", {"chat": chat.id, "message": for_page(message)})
        return self._queued("edited_message", as_api(chat, message, self._world.bot))

    async def _tap(self, request: web.Request) -> web.Response:
        chat, body = self._writing(request), await _body(request)
        message_id = _number(body, "message_id") if body.get("message_id") else 0
        message = chat.messages.get(message_id)
        data = body.get("data") or _data(chat, message, str(body.get("label") or ""))
        if data is None:
            raise web.HTTPNotFound(text=f"There is no button {body.get('label')}.")
        message = message or _with(chat, data)
        return web.json_response(await self._press(chat, message, data))

    async def _press(self, chat: Chat, message: Message | None, data: str) -> dict[str, Any]:
        key = str(next(self._presses))
        answer = self._world.presses[key] = Answer()
        press: dict[str, Any] = {
            "id": key,
            "from": user_as_api(chat.id, chat.name),
            "chat_instance": str(chat.id),
            "data": data,
        }
        if message is not None:
            press["message"] = as_api(chat, message, self._world.bot)
        self._world.updates.add("callback_query", press)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        with suppress(TimeoutError):
            await asyncio.wait_for(answer.given.wait(), LONGEST_WAIT)
        self._world.presses.pop(key, None)
        return {
            "answered": answer.given.is_set(),
            "text": answer.text,
            "alert": answer.alert,
            "seconds": round(loop.time() - begun, 3),
        }

    async def _block(self, request: web.Request) -> web.Response:
        return self._block_or_not(self._found(request), blocked=True)

    async def _unblock(self, request: web.Request) -> web.Response:
        return self._block_or_not(self._found(request), blocked=False)

    def _block_or_not(self, chat: Chat, *, blocked: bool) -> web.Response:
        if chat.blocked != blocked:
            chat.blocked = blocked
            self._world.updates.add("my_chat_member", self._member(chat))
            self._world.hub.publish("telegram.chat", {"chat": chat.id})
        return web.json_response({"ok": True})

    def _member(self, chat: Chat) -> dict[str, Any]:
        """Return how the bot's place in a chat has just changed."""
        states: dict[bool, dict[str, Any]] = {
            True: {"status": "kicked", "until_date": 0},
            False: {"status": "member"},
        }
        return {
            "chat": chat_as_api(chat),
            "from": user_as_api(chat.id, chat.name),
            "date": int(moment().timestamp()),
            "old_chat_member": states[not chat.blocked] | {"user": self._world.bot},
            "new_chat_member": states[chat.blocked] | {"user": self._world.bot},
        }

    async def _clear(self, request: web.Request) -> web.Response:
        chat = self._found(request)
        chat.messages.clear()
        self._world.hub.publish("telegram.chat", {"chat": chat.id})
        return web.json_response({"ok": True})

    async def _group(self, request: web.Request) -> web.Response:
        body = await _body(request)
        chat_id, member = _number(body, "chat_id"), _number(body, "from")
        if chat_id >= 0:
            raise web.HTTPBadRequest(text="The chat_id of a group is negative.")
        known = self._world.chats.get(member)
        chat = self._world.chats.add(Chat(chat_id, "A group", started=True))
        message = Message(
            next(chat.numbers), from_bot=False, formatted=Formatted(_needed(body, "text", str))
        )
        chat.add(message)
        said = as_api(chat, message, self._world.bot)
        said["from"] = user_as_api(member, known.name if known else "A member")
        return self._queued("message", said)

    async def _update(self, request: web.Request) -> web.Response:
        """Queue an update just as it is given: {"kind": {...}}; for kinds that are not acted here."""
        body = await _body(request)
        if len(body) != 1:
            raise web.HTTPBadRequest(text="The body must name one kind of update.")
        ((kind, content),) = body.items()
        return self._queued(kind, content)


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json() if request.can_read_body else {}
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="The body must be a JSON object.")
    return body


def _needed(body: dict[str, Any], name: str, kind: type[T]) -> T:
    value = body.get(name)
    if not isinstance(value, kind) or value == "":
        raise web.HTTPBadRequest(text=f"The body needs {name}.")
    return value


def _number(body: dict[str, Any], name: str) -> int:
    try:
        return int(body[name])
    except (KeyError, TypeError, ValueError):
        raise web.HTTPBadRequest(text=f"The body needs {name}, a whole number.") from None


def _person(chat: Chat) -> dict[str, Any]:
    last = next(reversed(chat.messages.values()), None)
    return {
        "id": chat.id,
        "name": chat.name,
        "home": chat.home,
        "home_id": chat.home_id,
        "started": chat.started,
        "blocked": chat.blocked,
        "unread": chat.unread,
        "last_text": last.formatted.text[:80] if last else "",
        "last_at": last.at.isoformat() if last else None,
    }


def _data(chat: Chat, message: Message | None, label: str) -> str | None:
    """Return the data of the newest button with this label."""
    messages = [message] if message else list(reversed(chat.messages.values()))
    for each in messages:
        for row in each.buttons:
            for button in row:
                if button["text"] == label and "callback_data" in button:
                    return str(button["callback_data"])
    return None


def _with(chat: Chat, data: str) -> Message | None:
    """Return the newest message that has the button with this data."""
    for each in reversed(chat.messages.values()):
        if any(button.get("callback_data") == data for row in each.buttons for button in row):
            return each
    return None

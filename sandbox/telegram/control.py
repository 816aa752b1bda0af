"""What people do in the stand-in's Telegram: start, say, tap, block. Used by the page, the demo and the tests."""

import asyncio
from itertools import count
from typing import Any

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
from sandbox.telegram.tags import units
from sandbox.telegram.text import Formatted

LONGEST_WAIT = 5.0
_FILE = {"file_id": "sent", "file_unique_id": "sent", "file_size": 10}
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
        for each in (await request.json())["people"]:
            home, home_id = str(each.get("home") or ""), str(each.get("home_id") or "")
            self._world.chats.add(Chat(int(each["id"]), str(each["name"]), home, home_id))
        self._world.hub.publish("telegram.chat", {})
        return web.json_response({"ok": True})

    def _found(self, request: web.Request) -> Chat:
        key = request.match_info["id"]
        chat = self._world.chats.get(int(key)) if key.isdecimal() else None
        if chat is None:
            raise web.HTTPNotFound(text=f"There is no chat {key}.")
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
        return self._wrote(self._found(request), str((await _body(request))["text"]))

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
        number = self._world.updates.add(update, as_api(chat, message, self._world.bot))
        return web.json_response({"ok": True, "update_id": number})

    async def _send(self, request: web.Request) -> web.Response:
        chat, body = self._found(request), await _body(request)
        kind = str(body["kind"])
        if kind == "edited":
            mine = [each for each in chat.messages.values() if not each.from_bot]
            if not mine:
                raise web.HTTPConflict(text="This person has not written anything to edit.")
            mine[-1].edited_at = moment()
            return self._arrived(chat, mine[-1], "edited_message")
        if kind not in KINDS:
            raise web.HTTPBadRequest(text=f"There is no kind {kind}.")
        message = Message(next(chat.numbers), False, Formatted(""), kind, file=KINDS[kind])
        return self._arrived(chat, message, "message")

    async def _tap(self, request: web.Request) -> web.Response:
        chat, body = self._found(request), await _body(request)
        message = chat.messages.get(int(body["message_id"])) if body.get("message_id") else None
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
        while not answer.given and loop.time() < begun + LONGEST_WAIT:
            await asyncio.sleep(0.005)
        self._world.presses.pop(key, None)
        return {
            "answered": answer.given,
            "text": answer.text,
            "alert": answer.alert,
            "seconds": round(loop.time() - begun, 3),
        }

    async def _block(self, request: web.Request) -> web.Response:
        return self._block_or_not(self._found(request), blocked=True)

    async def _unblock(self, request: web.Request) -> web.Response:
        return self._block_or_not(self._found(request), blocked=False)

    def _block_or_not(self, chat: Chat, *, blocked: bool) -> web.Response:
        was, chat.blocked = chat.blocked, blocked
        user = user_as_api(chat.id, chat.name)
        states: dict[bool, dict[str, Any]] = {
            True: {"status": "kicked", "until_date": 0},
            False: {"status": "member"},
        }
        self._world.updates.add(
            "my_chat_member",
            {
                "chat": chat_as_api(chat),
                "from": user,
                "date": int(moment().timestamp()),
                "old_chat_member": states[was] | {"user": self._world.bot},
                "new_chat_member": states[blocked] | {"user": self._world.bot},
            },
        )
        self._world.hub.publish("telegram.chat", {"chat": chat.id})
        return web.json_response({"ok": True})

    async def _clear(self, request: web.Request) -> web.Response:
        chat = self._found(request)
        chat.messages.clear()
        self._world.hub.publish("telegram.chat", {"chat": chat.id})
        return web.json_response({"ok": True})

    async def _group(self, request: web.Request) -> web.Response:
        body = await _body(request)
        self._world.chats.add(Chat(int(body["chat_id"]), "A group", started=True))
        chat = self._world.chats.get(int(body["chat_id"]))
        assert chat is not None
        text = str(body["text"])
        message = Message(next(chat.numbers), from_bot=False, formatted=Formatted(text))
        chat.add(message)
        said = as_api(chat, message, self._world.bot)
        said["from"] = user_as_api(int(body["from"]), "A member")
        return web.json_response(
            {"ok": True, "update_id": self._world.updates.add("message", said)}
        )


async def _body(request: web.Request) -> dict[str, Any]:
    return dict(await request.json()) if request.can_read_body else {}


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

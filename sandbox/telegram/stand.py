"""The stand-in for Telegram: the Bot API over HTTP, with its rates and with faults on order."""

import asyncio
import re
from typing import Any

from aiohttp import web

from sandbox.faults import Fault, Faults
from sandbox.hub import Hub
from sandbox.ledger import Ledger
from sandbox.rates import Window
from sandbox.telegram.arguments import Arguments, parsed, received, whole
from sandbox.telegram.calls import CALLS, EDITS, NEW_MESSAGES, World
from sandbox.telegram.control import Control
from sandbox.telegram.refusal import Refused
from sandbox.telegram.settings import SETTINGS
from sandbox.telegram.updates import MOST_AT_ONCE

BOT_NAME = "homeround_bot"
NEVER = 3600.0
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


class Rates:
    """The limits that Telegram tells of (Bots FAQ): overall, per private chat, per group."""

    def __init__(self) -> None:
        self._overall = Window(30, 1)
        self._chats: dict[str, Window] = {}

    def take(self, method: str, chat: str, now: float) -> None:
        """Count a call.

        Raises:
            Refused: It is one too many; with the seconds to wait.
        """
        wait = 0.0
        if method in NEW_MESSAGES:
            # One a second is meant, and short bursts are let through.
            group = chat.startswith("-")
            fresh = Window(20, 60) if group else Window(3, 3)
            wait = self._chats.setdefault(chat, fresh).take(now)
        if method in NEW_MESSAGES | EDITS:
            wait = max(wait, self._overall.take(now))
        if wait:
            seconds = int(wait) + 1
            raise Refused(429, f"Too Many Requests: retry after {seconds}", seconds)


class TelegramStand:
    """Telegram, as far as a bot can see it."""

    def __init__(self, settings: Any, hub: Hub, faults: Faults, ledger: Ledger) -> None:
        self.world = World(hub, ledger)
        self._token = settings.telegram_token
        self._webhook = (settings.telegram_webhook, settings.webhook_secret)
        self._faults = faults
        self._rates = Rates() if settings.rates else None
        bot_id = int(self._token.partition(":")[0])
        self.world.bot = {
            "id": bot_id,
            "is_bot": True,
            "first_name": "Homeround",
            "username": BOT_NAME,
        }
        self.control = Control(self.world)

    def routes(self) -> list[web.RouteDef]:
        """Return where the stand-in answers."""
        call = r"/bot{token:[^/]+}/{method}"
        return [
            web.post(call, self._call),
            web.get(call, self._call),
            web.get(r"/file/bot{token:[^/]+}/{path:.+}", self._file),
            *self.control.routes(),
        ]

    async def start(self) -> None:
        """Begin; a webhook of the settings is set."""
        self.world.updates.set_webhook(*self._webhook)

    async def stop(self) -> None:
        """End deliveries."""
        await self.world.updates.stop()

    async def _file(self, request: web.Request) -> web.Response:
        body = self.world.files.body(request.match_info["path"])
        if request.match_info["token"] != self._token or body is None:
            raise web.HTTPNotFound
        return web.Response(body=body)

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"].lower()
        try:
            arguments = await received(request)
            chat = str(arguments.get("chat_id") or "")
            # An open poll would use faults up that are meant for what the bot says.
            fault = self._faults.take(
                "telegram",
                request.match_info["method"],
                chat or None,
                named=method == "getupdates",
            )
            if fault:
                await self._before(fault, request)
            result = await self._result(request.match_info["token"], method, chat, arguments)
        except Refused as refused:
            self.world.ledger.refuse("telegram", method, str(refused.code))
            headers = {"Retry-After": str(refused.retry_after)} if refused.retry_after else None
            return web.json_response(refused.body(), status=refused.code, headers=headers)
        if fault:
            await _after(fault, request)
        return web.json_response({"ok": True, "result": result})

    async def _result(self, token: str, method: str, chat: str, arguments: dict[str, Any]) -> Any:
        if not _TOKEN.fullmatch(token):
            raise Refused(404, "Not Found")
        if token != self._token:
            raise Refused(401, "Unauthorized")
        if method == "getupdates":
            return await self._updates(arguments)
        call = CALLS.get(method) or SETTINGS.get(method)
        if call is None:
            raise Refused(404, "Not Found: method not found")
        if self._rates:
            self._rates.take(method, chat, asyncio.get_running_loop().time())
        return call(self.world, arguments)

    async def _updates(self, arguments: Arguments) -> list[dict[str, Any]]:
        updates = self.world.updates
        allowed = parsed(arguments.get("allowed_updates"), "allowed_updates")
        if allowed is not None:
            updates.allowed = frozenset(allowed)
        return await updates.fetch(
            whole(arguments, "offset"),
            whole(arguments, "limit", MOST_AT_ONCE),
            whole(arguments, "timeout"),
        )

    async def _before(self, fault: Fault, request: web.Request) -> None:
        """Let a call go wrong before it is carried out."""
        match fault.kind:
            case "throttle":
                seconds = max(1, int(fault.seconds))
                raise Refused(429, f"Too Many Requests: retry after {seconds}", seconds)
            case "server_error":
                raise Refused(500, "Internal Server Error")
            case "bad_gateway_html":
                raise web.HTTPBadGateway(text="<html>Bad Gateway</html>", content_type="text/html")
            case "blocked":
                raise Refused(403, "Forbidden: bot was blocked by the user")
            case "refuse_before":
                _hang_up(request)
            case "slow":
                await asyncio.sleep(fault.seconds)


async def _after(fault: Fault, request: web.Request) -> None:
    """Let a call go wrong after it was carried out."""
    if fault.kind == "no_answer":
        await asyncio.sleep(fault.seconds or NEVER)
    elif fault.kind == "reset":
        _hang_up(request)


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
    raise web.HTTPInternalServerError

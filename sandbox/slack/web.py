"""Owns the Web API: reads a call, checks token, faults and rates, runs the method, answers."""

import asyncio
import json
from collections.abc import Mapping

from aiohttp import web

from sandbox.faults import Fault, Faults
from sandbox.ledger import Ledger
from sandbox.slack.arguments import Arguments, read_arguments
from sandbox.slack.chat import Method
from sandbox.slack.places import Places
from sandbox.slack.refusal import Refused
from sandbox.slack.sockets import Sockets
from sandbox.slack.tiers import Tiers
from sandbox.slack.workspace import Json, Workspace

OPEN_CONNECTION = "apps.connections.open"
WITHOUT_TOKEN = frozenset({"api.test"})
SCOPES = (
    "app_mentions:read,channels:history,channels:join,channels:read,chat:write,commands,"
    "files:read,files:write,im:history,im:read,im:write,pins:write,reactions:write,users:read,users:read.email"
)
# What the app learns where a fault is to stand for a person who does not take its messages.
CLOSED_TO_APP = "messages_tab_disabled"
# Faults that strike after the call was carried out; the others strike before.
AFTERWARDS = frozenset({"no_answer", "reset", "slow"})


class Tokens:
    """The tokens that are good."""

    def __init__(self, bot: str, app: str) -> None:
        self.bot = bot
        self.app = app

    def check(self, method: str, given: str) -> None:
        """Return quietly where this token may call this method.

        Raises:
            Refused: not_authed, invalid_auth or not_allowed_token_type.
        """
        if method in WITHOUT_TOKEN:
            return
        if not given:
            raise Refused("not_authed")
        if given not in {self.bot, self.app}:
            raise Refused("invalid_auth")
        if given != (self.app if method == OPEN_CONNECTION else self.bot):
            raise Refused("not_allowed_token_type")


class WebApi:
    """All methods behind ``/api/<method>``."""

    def __init__(self, methods: Mapping[str, Method], tokens: Tokens, sockets: Sockets) -> None:
        self._methods = methods
        self._tokens = tokens
        self._sockets = sockets

    def run(self, name: str, request: web.Request, arguments: Arguments) -> Json:
        """Return the body that the call is answered with.

        Raises:
            Refused: Whatever Slack would refuse.
        """
        method = self._methods.get(name)
        if method is None and name != OPEN_CONNECTION:
            raise Refused("unknown_method")
        self._tokens.check(name, _token(request, arguments))
        if method is None:
            return {"ok": True, "url": self._sockets.address(request.host)}
        return method(arguments)


class Counter:
    """Where calls arrive: faults and rates first, then the Web API."""

    def __init__(self, workspace: Workspace, api: WebApi, faults: Faults, ledger: Ledger) -> None:
        self._workspace = workspace
        self._api = api
        self._faults = faults
        self._ledger = ledger
        self._places = Places(workspace)
        self._closing = asyncio.Event()
        self.tiers: Tiers | None = None

    def close(self) -> None:
        """Let go of the calls that are never to be answered."""
        self._closing.set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        method = request.match_info["method"]
        self._workspace.base_url = f"{request.scheme}://{request.host}"
        try:
            arguments = await read_arguments(request)
        except Refused as refused:
            return _answer(refused.answer())
        fault = self._fault(method, arguments)
        if fault is None:
            return self._call(method, request, arguments)
        return await self._spoilt(fault, request, arguments)

    def _fault(self, method: str, arguments: Arguments) -> Fault | None:
        """Return the fault ordered for this call; a chat may be named by its id or as the call does."""
        chat, named = self._chat(arguments), arguments.text("channel")
        fault = self._faults.take("slack", method, chat)
        if fault is None and named != chat:
            fault = self._faults.take("slack", method, named)
        return fault

    def _call(self, method: str, request: web.Request, arguments: Arguments) -> web.Response:
        wait = self._too_fast(method, arguments)
        if wait:
            return self._throttled(method, wait)
        try:
            return _answer(self._api.run(method, request, arguments))
        except Refused as refused:
            self._ledger.refuse("slack", method, refused.error)
            return _answer(refused.answer())

    async def _spoilt(
        self, fault: Fault, request: web.Request, arguments: Arguments
    ) -> web.StreamResponse:
        method = request.match_info["method"]
        if fault.kind in AFTERWARDS:
            return await self._late(fault, request, self._call(method, request, arguments))
        if fault.kind == "refuse_before":
            return _cut(request)
        if fault.kind == "throttle":
            return self._throttled(method, max(1, round(fault.seconds)))
        if fault.kind == "blocked":
            self._ledger.refuse("slack", method, CLOSED_TO_APP)
            return _answer({"ok": False, "error": CLOSED_TO_APP})
        self._ledger.refuse("slack", method, fault.kind)
        if fault.kind == "server_error":
            return web.json_response({"ok": False, "error": "internal_error"}, status=500)
        return web.Response(status=502, content_type="text/html", text=GATEWAY)

    async def _late(
        self, fault: Fault, request: web.Request, answer: web.Response
    ) -> web.StreamResponse:
        if fault.kind == "reset":
            return _cut(request)
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            return answer
        await self._closing.wait()
        return _cut(request)

    def _too_fast(self, method: str, arguments: Arguments) -> int:
        if self.tiers is None:
            return 0
        return self.tiers.wait(method, self._chat(arguments))

    def _throttled(self, method: str, wait: int) -> web.Response:
        self._ledger.refuse("slack", method, "ratelimited")
        answer = _answer({"ok": False, "error": "ratelimited"}, status=429)
        answer.headers["Retry-After"] = str(wait)
        return answer

    def _chat(self, arguments: Arguments) -> str:
        name = arguments.text("channel") or arguments.text("channel_id")
        if not name or name in self._workspace.rooms:
            return name
        try:
            return self._places.known(name).id
        except Refused:
            return name


GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>"


def _token(request: web.Request, arguments: Arguments) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() or arguments.text("token")


def _answer(body: Json, status: int = 200) -> web.Response:
    return web.Response(
        body=json.dumps(body, ensure_ascii=False).encode(),
        status=status,
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "X-OAuth-Scopes": SCOPES,
        },
    )


def _cut(request: web.Request) -> web.Response:
    """Close the connection with nothing said."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()

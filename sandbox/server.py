"""The sandbox's one server: both stand-ins, a publisher, the page, the live changes, the faults and the ledger."""

import asyncio
import socket
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.faults import Fault, Faults
from sandbox.guidance import Publisher
from sandbox.hub import Hub
from sandbox.ledger import Ledger
from sandbox.slack.stand import SlackStand
from sandbox.telegram.stand import TelegramStand

PAGE = Path(__file__).parent / "page"
LARGEST_UPLOAD = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """Where the sandbox listens, which tokens it takes, and where it sends what people do. Port 0 = any."""

    host: str = "127.0.0.1"
    port: int = 9000
    telegram_token: str = "100001:sandbox"  # noqa: S105
    telegram_webhook: str = ""
    webhook_secret: str = ""
    slack_bot_token: str = "xoxb-sandbox"  # noqa: S105
    slack_app_token: str = "xapp-sandbox"  # noqa: S105
    slack_signing_secret: str = "sandbox-signing-secret"  # noqa: S105
    slack_events_url: str = ""
    rates: bool = True


class Sandbox:
    """A running stand-in for both platforms, from ``async with`` to its end."""

    telegram: TelegramStand
    slack: SlackStand
    url: str

    def __init__(self, settings: SandboxSettings | None = None) -> None:
        self.settings = settings or SandboxSettings()
        self.hub, self.faults, self.ledger = Hub(), Faults(), Ledger()
        self._closing = asyncio.Event()

    async def __aenter__(self) -> Self:
        listening = socket.create_server((self.settings.host, self.settings.port), backlog=1024)
        settings = replace(self.settings, port=listening.getsockname()[1])
        self.telegram = TelegramStand(settings, self.hub, self.faults, self.ledger)
        self.slack = SlackStand(settings, self.hub, self.faults, self.ledger)
        app = web.Application(client_max_size=LARGEST_UPLOAD, middlewares=[_sentences])
        app.add_routes([*self._routes(), *self.telegram.routes(), *self.slack.routes()])
        app.add_routes(Publisher().routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()
        self.url = f"http://{settings.host}:{settings.port}/"
        await self.telegram.start()
        await self.slack.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        await self.telegram.stop()
        await self.slack.stop()
        await self._runner.cleanup()

    def _routes(self) -> list[web.RouteDef | web.StaticDef]:
        return [
            web.get("/", _page),
            web.get("/sandbox/", _page),
            web.static("/sandbox/static", PAGE),
            web.get("/sandbox/events", self._events),
            web.get("/sandbox/ledger", self._show_ledger),
            web.post("/sandbox/faults", self._add_fault),
            web.delete("/sandbox/faults", self._clear_faults),
        ]

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        changes = self.hub.open()
        closing = asyncio.create_task(self._closing.wait())
        with suppress(ConnectionError):
            await response.write(b": open\n\n")
            while not closing.done():
                change = asyncio.create_task(changes.get())
                await asyncio.wait({change, closing}, timeout=15, return_when="FIRST_COMPLETED")
                line = change.result() if change.done() else ": still here\n\n"
                change.cancel()
                await response.write(line.encode())
        closing.cancel()
        self.hub.close(changes)
        return response

    async def _show_ledger(self, request: web.Request) -> web.Response:
        query = request.query
        found = self.ledger.found(
            query.get("platform") or None,
            containing=query.get("containing", ""),
            method=query.get("method") or None,
        )
        entries = [asdict(entry) | {"at": entry.at.isoformat()} for entry in found[-200:]]
        chats = len({(entry.platform, entry.chat) for entry in found})
        refused = sum(
            count
            for (platform, _, _), count in self.ledger.refused.items()
            if query.get("platform") in (None, "", platform)
        )
        return web.json_response(
            {"count": len(found), "chats": chats, "refused": refused, "entries": entries}
        )

    async def _add_fault(self, request: web.Request) -> web.Response:
        try:
            self.faults.add(Fault(**await request.json()))
        except (TypeError, ValueError) as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        return web.json_response({"ok": True})

    async def _clear_faults(self, _request: web.Request) -> web.Response:
        self.faults.clear()
        return web.json_response({"ok": True})


async def _page(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})


@web.middleware
async def _sentences(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a refused control call with one sentence as JSON; let no page keep an old script."""
    try:
        response = await handler(request)
    except web.HTTPClientError as error:
        if not request.path.startswith("/sandbox/"):
            raise
        return web.json_response({"error": error.text or error.reason}, status=error.status)
    if request.path.startswith("/sandbox/static/"):
        response.headers["Cache-Control"] = "no-cache"
    return response

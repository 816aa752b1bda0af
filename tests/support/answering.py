"""A server that answers every call in the same way: for answers that no platform gives, but what is between does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.channels.registry import OpenChannel
from tests.support.stage import Stage


class Answering:
    """Answers with a status, a body and a content type, over whatever path and for as long as it is open.

    ``headers`` are sent as well; ``paths`` are those that were asked for.
    """

    def __init__(self) -> None:
        self.answer = (200, '{"ok": true}', "application/json")
        self.headers: dict[str, str] = {}
        self.paths: list[str] = []
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None)
        self.url = ""

    async def _answer(self, request: web.Request) -> web.Response:
        self.paths.append(request.path)
        status, body, kind = self.answer
        return web.Response(
            status=status, text=body, content_type=kind, charset="utf-8", headers=self.headers
        )

    @asynccontextmanager
    async def opened(self, stage: Stage) -> AsyncIterator[OpenChannel]:
        """Yield the stage's channel, opened over this server in place of the sandbox."""
        channel = stage.open(self.url)
        try:
            yield channel
        finally:
            await channel.stop()

    async def close(self) -> None:
        """Answer nothing more."""
        await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

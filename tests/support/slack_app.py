"""Owns a small real app (slack-bolt) that writes down what the stand-in Slack tells it."""

import asyncio
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]
DEADLINE = 5.0


class Heard:
    """What an app was told, in order; tests wait for the one that they expect."""

    def __init__(self) -> None:
        self.bodies: list[Json] = []
        self._news = asyncio.Condition()

    async def note(self, body: Json) -> None:
        """Keep one body and wake whoever waits."""
        async with self._news:
            self.bodies.append(body)
            self._news.notify_all()

    async def first(self, kind: str, *, number: int = 1) -> Json:
        """Return the first event of this kind, or the first ``number`` of them as the last one."""
        async with asyncio.timeout(DEADLINE), self._news:
            await self._news.wait_for(lambda: len(self.of(kind)) >= number)
        return self.of(kind)[number - 1]

    def of(self, kind: str) -> list[Json]:
        """Return the events of this kind so far."""
        events = (body.get("event", body) for body in self.bodies)
        return [event for event in events if event.get("subtype", event.get("type")) == kind]


def new_app(url: str) -> AsyncApp:
    """Return an app of the real library, whose calls go to the sandbox at ``url``."""
    client = AsyncWebClient("xoxb-sandbox", base_url=f"{url}api/")
    return AsyncApp(
        client=client,
        signing_secret="sandbox-signing-secret",
        process_before_response=True,
    )


def listening(app: AsyncApp) -> Heard:
    """Return what the app hears from now on, its own messages left out as bolt does."""
    heard = Heard()

    async def note(body: Json) -> None:
        await heard.note(body)

    for kind in (
        "message",
        "app_mention",
        "app_home_opened",
        "member_left_channel",
        "channel_archive",
    ):
        app.event(kind)(note)
    return heard


class OverSocket:
    """The app, connected in Socket Mode for the length of a block, over ``connections``."""

    def __init__(self, app: AsyncApp, connections: int = 1) -> None:
        self._handlers = [AsyncSocketModeHandler(app, "xapp-sandbox") for _ in range(connections)]

    async def __aenter__(self) -> None:
        for handler in self._handlers:
            await handler.connect_async()  # type: ignore[no-untyped-call]

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for handler in self._handlers:
            await handler.close_async()  # type: ignore[no-untyped-call]


class OverHttp:
    """The app, served on loopback for the length of a block; the block gets its request URL."""

    def __init__(self, app: AsyncApp) -> None:
        self._runner = web.AppRunner(app.web_app(path="/slack/events", port=0))
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> str:
        await self._runner.setup()
        self._stack.push_async_callback(self._runner.cleanup)
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/slack/events"

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

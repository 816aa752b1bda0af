"""A server of feeds and pages on this machine, and a watch that looks at it through the real client and engine."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.core.at_once import AtOnce
from bot.core.events import Inbound
from bot.core.guidance import ChangeKind, FeedKind, Polled
from bot.core.people import TeamId
from bot.core.triage import Feed, Rule
from bot.db import guidance
from bot.db.changes import changes_where
from bot.db.database import Database
from bot.feeds.addresses import Gate
from bot.feeds.fetching import Fetcher, Limits
from bot.feeds.watch import Office, look_at
from tests.support.network import Network

DATA = Path(__file__).parents[1] / "feeds" / "data"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
QUICK = Limits(seconds=2, between=timedelta())
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."


def sample(name: str) -> bytes:
    """Return a sample file of feeds."""
    return (DATA / "feeds" / name).read_bytes()


def sample_page(name: str) -> dict[str, Any]:
    """Return a sample of what GOV.UK says of a page."""
    found: dict[str, Any] = json.loads((DATA / "pages" / name).read_bytes())
    return found


class FeedServer:
    """Serves what the test puts there: ``gives`` by path, ``pages`` as GOV.UK's interface would."""

    def __init__(self) -> None:
        self.gives: dict[str, bytes | Answer] = {}
        self.pages: dict[str, dict[str, Any] | int] = {}
        self.asked: list[str] = []
        self.conditions: list[Mapping[str, str]] = []

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path_qs)
        self.conditions.append(dict(request.headers))
        if request.path.startswith("/api/content/"):
            page = self.pages.get(request.path.removeprefix("/api/content"), 404)
            if isinstance(page, int):
                return web.Response(status=page)
            status = 410 if page["document_type"] == "gone" else 200
            return self._tagged(request, json.dumps(page).encode(), status)
        given = self.gives.get(request.path_qs)
        if given is None:
            return web.Response(status=404)
        return self._tagged(request, given) if isinstance(given, bytes) else await given(request)

    def _tagged(self, request: web.Request, body: bytes, status: int = 200) -> web.Response:
        tag = f'"{hash(body)}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        return web.Response(body=body, status=status, headers={"ETag": tag})


class Watcher:
    """Looks at feeds as a process would, one look at a time, over the small network."""

    def __init__(self, network: Network, server: FeedServer) -> None:
        self.network = network
        self.server = server
        self.rules: list[Rule] = []
        self._kept = network.content.triage
        self.feeds: dict[str, Feed] = {}

    def watches(
        self,
        name: str = "finder",
        address: str = "",
        *,
        kind: FeedKind = FeedKind.FEED,
        hosts: tuple[str, ...] = ("www.gov.uk", "www.england.nhs.uk"),
        pages: bool = False,
        silent_after: timedelta = timedelta(days=90),
    ) -> Feed:
        """Put a feed of the server's into the content."""
        feed = Feed(
            id=name,
            name=f"The {name} feed",
            kind=kind,
            address=address or self.server.url(f"/{name}"),
            team=TeamId("infection"),
            every=timedelta(hours=1),
            silent_after=silent_after,
            hosts=hosts,
            publisher="The publisher",
            pages=pages,
            licence=LICENCE,
        )
        self.feeds[name] = feed
        self.refresh()
        return feed

    def refresh(self) -> None:
        """Let the network read its content anew, with these feeds and rules."""
        triage = replace(self._kept, feeds=self.feeds, rules=(*self.rules, *self._kept.rules))
        content = replace(self.network.content, triage=triage)
        self.network.content = content
        self.network.desk = replace(self.network.desk, content=content)
        self.network.restarts()

    def office(self, database: Database | None = None, limits: Limits = QUICK) -> Office:
        gate = Gate(frozenset({self.server.host}))
        return Office(
            list(self.feeds.values()),
            database or self.network.database,
            self.network.clock,
            self.server.url("/api/content"),
            lambda: Fetcher(gate, self.network.clock, limits),
        )

    async def submit(self, inbound: Inbound) -> AtOnce | None:
        (at_once,) = await self.network.database.run(self.network.engine.take, [inbound])
        return at_once

    async def looks(
        self,
        name: str = "finder",
        gives: bytes | Answer | None = None,
        *,
        limits: Limits = QUICK,
        wait: timedelta = timedelta(hours=2),
    ) -> Polled:
        """Look at a feed once, which gives this now; what follows arrives, and time goes on."""
        if gives is not None:
            self.server.gives[f"/{name}"] = gives
        office = self.office(limits=limits)
        state = await office.database.run(self._state, name)
        async with office.open_fetcher() as fetcher:
            polled = await look_at(office, fetcher, self.feeds[name], state, self.submit)
        await asyncio.to_thread(self.network.deliver)
        self.network.clock.at += wait
        return polled

    def _state(self, name: str) -> Any:
        with self.network.database.read() as connection:
            return guidance.states(connection).get(name)

    def found(self) -> dict[str, list[str]]:
        """Return the paths of what was told to the leads so far, by kind, the oldest first."""
        with self.network.database.read() as connection:
            changes = changes_where(connection)
        told: dict[str, list[str]] = {}
        for each in reversed(changes):
            if each.kind is not ChangeKind.LEARNED:
                path = "/" + each.guidance.page.partition("/")[2]
                told.setdefault(each.kind.value, []).append(path)
        return told

    def pages(self) -> list[str]:
        """Return every page that the library holds."""
        with self.network.database.read() as connection:
            return [each.page for each in guidance.everything(connection)]

    @property
    def cards(self) -> list[str]:
        """Return what the leads of the feed's team read in their room, the oldest first."""
        return [each.text for each in self.network.room("slack", "C0INFECTION").messages]

"""Looking at feeds that have not changed, beside the same conditional requests and nothing else."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

import aiohttp
from aiohttp import web

from bench.figure import Figure, in_turns
from bench.network import settle
from bench.stand import Stand
from bot.app import open_desk, open_engine
from bot.clock import SystemClock
from bot.core.guidance import FeedKind, Trouble
from bot.core.people import TeamId
from bot.core.triage import Feed
from bot.db.database import Database
from bot.feeds.addresses import Gate
from bot.feeds.fetching import Fetcher, Limits
from bot.feeds.watch import AT_ONCE, Office, look_at_all
from bot.metrics import Metrics

FEEDS, ENTRIES = 500, 20
TAG = '"same"'
FEED = '<feed xmlns="http://www.w3.org/2005/Atom"><title>{number}</title>{entries}</feed>'
ENTRY = (
    "<entry><id>{number}-{place}</id><updated>2026-11-02T13:05:09Z</updated>"
    '<link rel="alternate" href="http://{host}/{number}/{place}"/><title>Page {place}</title>'
    "<summary>What page {place} of feed {number} says.</summary></entry>"
)


async def rows(stand: Stand) -> list[Figure]:
    """Return how long it takes to look at 500 feeds of which none has changed."""
    figures = []
    async with _publishers() as port:
        for kind in ("sqlite", "postgresql"):
            with stand.database(kind) as database:
                settle(database, 1, "telegram")
                feeds = [_feed(number, port) for number in range(FEEDS)]
                await _ours(stand, database, feeds)
                ours, bare = await in_turns(
                    partial(_ours, stand, database, feeds), partial(_bare, feeds)
                )
            what, is_ = (
                f"{FEEDS} unchanged feeds, {kind}",
                "the same conditional requests by aiohttp",
            )
            figures.append(Figure(what, ours, "s", bare, is_, at_most=1.2))
    return figures


def _host(number: int) -> str:
    """Return a host of its own for each feed: a host is asked one thing at a time."""
    return f"127.0.{number // 250 + 1}.{number % 250 + 1}"


def _feed(number: int, port: int) -> Feed:
    return Feed(
        id=f"feed{number}",
        name=f"Feed {number}",
        kind=FeedKind.FEED,
        address=f"http://{_host(number)}:{port}/{number}",
        team=TeamId("clinical"),
        every=timedelta(hours=1),
        silent_after=timedelta(days=90),
        hosts=(_host(number),),
        publisher="A publisher",
    )


async def _answer(request: web.Request) -> web.Response:
    if request.headers.get("If-None-Match") == TAG:
        return web.Response(status=304)
    number = int(request.path.strip("/"))
    host = _host(number)
    entries = "".join(
        ENTRY.format(number=number, place=place, host=host) for place in range(ENTRIES)
    )
    body = FEED.format(number=number, entries=entries)
    return web.Response(text=body, headers={"ETag": TAG})


@asynccontextmanager
async def _publishers() -> AsyncIterator[int]:
    app = web.Application()
    app.router.add_get("/{number}", _answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "0.0.0.0", 0)  # noqa: S104 - every loopback address
    await site.start()
    try:
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _ours(stand: Stand, database: Database, feeds: Sequence[Feed]) -> float:
    """Look at every feed as a process does, and return how many seconds that took; all is committed by then."""
    config, content = stand.config(database)
    triage = replace(content.triage, feeds={each.id: each for each in feeds})
    content, clock = replace(content, triage=triage), SystemClock()
    desk = open_desk(config, content)
    engine = open_engine(config, desk, database, clock, Metrics([]), lambda: None)
    gate = Gate(frozenset(each.address.split("/")[2] for each in feeds))
    limits = Limits(between=timedelta())
    office = Office(
        feeds, database, clock, config.guidance.content_api, lambda: Fetcher(gate, clock, limits)
    )
    running = asyncio.create_task(engine.run())
    began = time.perf_counter()
    found = await look_at_all(office, feeds, engine.submit, lambda: None)
    seconds = time.perf_counter() - began
    running.cancel()
    await asyncio.wait({running})
    assert {each.trouble for each in found} == {Trouble.NONE}
    return seconds


async def _bare(feeds: Sequence[Feed]) -> float:
    """Ask for every feed with its tag, over one kept session, and return how many seconds that took."""
    room = asyncio.Semaphore(AT_ONCE)

    async def ask(session: aiohttp.ClientSession, address: str) -> int:
        async with room, session.get(address, headers={"If-None-Match": TAG}) as answer:
            await answer.read()
            return answer.status

    async with aiohttp.ClientSession() as session:
        began = time.perf_counter()
        found = await asyncio.gather(*(ask(session, each.address) for each in feeds))
        seconds = time.perf_counter() - began
    assert set(found) == {304}
    return seconds

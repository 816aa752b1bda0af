"""Looks at the feeds that are due, one process at a time, and hands in what was found as events."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.core.events import Inbound
from bot.core.guidance import FeedState, Polled
from bot.core.ports import Clock, Submit
from bot.core.triage import Feed
from bot.db import guidance, leases
from bot.db.database import Database
from bot.feeds.fetching import Fetcher
from bot.feeds.looking import Looking

log = structlog.get_logger()

CHANNEL, LEASE = "feeds", "feeds"
LOOK = timedelta(seconds=5)
# What was looked at and is due as before could not be kept; it is tried again after this long.
AGAIN = timedelta(minutes=1)
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Office:
    """What watching needs: the feeds, where what is known of them is, the time, and a client that is opened anew."""

    feeds: Sequence[Feed]
    database: Database
    clock: Clock
    content_api: str
    open_fetcher: Callable[[], Fetcher]


@dataclass(frozen=True, slots=True)
class _Try:
    """When a feed was looked at, and since when it had been due."""

    due_at: datetime | None
    at: datetime


class Watch:
    """Looks at what is due while this process holds the lease."""

    def __init__(self, office: Office, owner: str) -> None:
        """Prepare; nothing is fetched before ``run``."""
        self._office = office
        self._owner = owner
        self._busy: set[str] = set()
        self._tried: dict[str, _Try] = {}
        self._renewed_at: datetime | None = None
        self._holds = False

    async def run(self, submit: Submit) -> None:
        """Look again and again until cancelled."""
        office = self._office
        async with office.open_fetcher() as fetcher, asyncio.TaskGroup() as group:
            room = asyncio.Semaphore(AT_ONCE)
            while True:
                for feed, state in await self._due():
                    self._busy.add(feed.id)
                    group.create_task(self._look(fetcher, feed, state, submit, room))
                await office.clock.sleep(min(LOOK, leases.RENEW))

    async def _due(self) -> list[tuple[Feed, FeedState | None]]:
        now = self._office.clock.now()
        if not await self._office.database.run(self._has_lease, now):
            return []
        states = await self._office.database.run(_states, self._office.database)
        return [
            (feed, states.get(feed.id))
            for feed in self._office.feeds
            if feed.id not in self._busy
            and is_due(feed, states.get(feed.id), now)
            and not self._tried_just_now(feed, states.get(feed.id), now)
        ]

    def _has_lease(self, now: datetime) -> bool:
        if self._renewed_at is None or now >= self._renewed_at + leases.RENEW:
            with self._office.database.write() as connection:
                self._holds = leases.take(connection, LEASE, self._owner, now) is not None
            self._renewed_at = now
        return self._holds

    def _tried_just_now(self, feed: Feed, state: FeedState | None, now: datetime) -> bool:
        last = self._tried.get(feed.id)
        return last is not None and last.due_at == _due_at(state) and now < last.at + AGAIN

    async def _look(
        self,
        fetcher: Fetcher,
        feed: Feed,
        state: FeedState | None,
        submit: Submit,
        room: asyncio.Semaphore,
    ) -> None:
        try:
            async with room:
                await look_at(self._office, fetcher, feed, state, submit)
        except Exception:  # whatever it was, the other feeds go on
            log.exception("feed_not_looked_at", feed=feed.id)
        finally:
            self._tried[feed.id] = _Try(_due_at(state), self._office.clock.now())
            self._busy.discard(feed.id)


async def look_at(
    office: Office, fetcher: Fetcher, feed: Feed, state: FeedState | None, submit: Submit
) -> Polled:
    """Look at one feed now and hand in what was found; return it once it is kept."""
    looking = Looking(fetcher, office.database, office.clock, office.content_api)
    polled = replace(await looking.look(feed, state), due_at=_due_at(state))
    now = office.clock.now()
    event = Inbound(f"polled:{feed.id}:{now.isoformat()}", CHANNEL, "", "", polled)
    await submit(event)
    return polled


async def look_at_all(
    office: Office, feeds: Sequence[Feed], submit: Submit, told: Callable[[], None]
) -> list[Polled]:
    """Look at these feeds now, due or not; ``told`` is called after each."""
    states = await office.database.run(_states, office.database)
    room = asyncio.Semaphore(AT_ONCE)

    async def look(fetcher: Fetcher, feed: Feed) -> Polled:
        async with room:
            polled = await look_at(office, fetcher, feed, states.get(feed.id), submit)
        told()
        return polled

    async with office.open_fetcher() as fetcher:
        return list(await asyncio.gather(*(look(fetcher, each) for each in feeds)))


def is_due(feed: Feed, state: FeedState | None, now: datetime) -> bool:
    """Say whether a feed is to be looked at: never before, long enough ago, or at another address until now."""
    return state is None or state.due_at <= now or state.address != feed.address


def _due_at(state: FeedState | None) -> datetime | None:
    return state.due_at if state else None


def _states(database: Database) -> dict[str, FeedState]:
    with database.read() as connection:
        return guidance.states(connection)

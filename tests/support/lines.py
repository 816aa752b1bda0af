"""A lane in operation: dispatchers over a fake platform, in a loop whose time leaps."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Self, TypeVar

from sqlalchemy import RowMapping, func, select

from bot.core.deliveries import Lane, Pace, Priority, State
from bot.db import outbox
from bot.db.database import Database
from bot.db.outbox import Post
from bot.db.tables import deliveries
from bot.dispatcher import Dispatcher, Station
from tests.support.channels import FakeChannel
from tests.support.clocks import LoopClock, leaping

T = TypeVar("T")

# Failover takes 15 seconds at most; the longest wait between two tries is ten minutes.
PATIENCE = timedelta(hours=3)
LOOK = timedelta(seconds=1)
TRIP = timedelta(milliseconds=1)


class PromptDatabase(Database):
    """Works in the loop's own thread, and takes a moment to be asked and to answer."""

    async def run(self, work: Callable[..., T], *args: object) -> T:
        await asyncio.sleep(TRIP.total_seconds())
        done = work(*args)
        await asyncio.sleep(TRIP.total_seconds())
        return done

    run_here = run


class Line:
    """One lane: what is queued in it, who works on it, and what its platform saw."""

    def __init__(self, database: Database, pace: Pace, number: int = 0, of: int = 1) -> None:
        self.clock = LoopClock()
        self.channel = FakeChannel(self.clock)
        self.lane = Lane(self.channel.name, number, of)
        self.pace = pace
        self._database: Database = PromptDatabase(
            database.url.render_as_string(hide_password=False)
        )
        self._dispatchers: list[Dispatcher] = []
        self._workers: list[asyncio.Task[None]] = []

    def works_on(self, database: Database) -> None:
        """Let the dispatchers use this connection to the database from now on."""
        self._database.close()
        self._database = database

    def queue(
        self,
        chats: Iterable[object],
        priority: Priority = Priority.BROADCAST,
        at: datetime | None = None,
    ) -> None:
        """Queue one message a chat; its payload is the chat and how many were queued before."""
        with self._database.write() as connection:
            before = connection.execute(select(func.count()).select_from(deliveries)).scalar_one()
            posts = [
                Post(self.lane.channel, str(chat), f"{chat} {before + place}", priority)
                for place, chat in enumerate(chats)
            ]
            outbox.queue(connection, posts, at or self.clock.since)

    def dispatcher(self, owner: str = "one") -> Dispatcher:
        station = Station(self.channel, self.lane, self.pace, owner)
        return Dispatcher(self._database, station, self.clock)

    def works(self, story: Callable[[], Awaitable[None]], *owners: str) -> None:
        """Let dispatchers work while the story is told; at its end they are killed where they stand."""

        async def whole() -> datetime:
            self._dispatchers = [self.dispatcher(owner) for owner in owners or ["one"]]
            self._workers = [asyncio.create_task(each.run()) for each in self._dispatchers]
            await story()
            return self.clock.now()

        # The next loop goes on where this one stopped.
        self.clock.since = leaping(whole())

    def works_for(self, length: timedelta, *owners: str) -> None:
        self.works(lambda: self.clock.sleep(length), *owners)

    def works_until_all_ended(self, *owners: str) -> None:
        self.works(lambda: self.until(self.all_ended), *owners)

    async def ends(self) -> None:
        """Return when every dispatcher has ended as at the end of a process."""
        for each in self._dispatchers:
            each.end()
        await asyncio.gather(*self._workers)

    async def until(self, condition: Callable[[], bool], look: timedelta = LOOK) -> None:
        """Return when it is so.

        Raises:
            TimeoutError: It never was, in hours.
        """
        end = self.clock.now() + PATIENCE
        while not condition():
            for worker in self._workers:
                if worker.done():
                    worker.result()
            if self.clock.now() > end:
                raise TimeoutError(self.states())
            await self.clock.sleep(look)

    def rows(self) -> list[RowMapping]:
        with self._database.read() as connection:
            query = select(deliveries).order_by(deliveries.c.delivery_id)
            return list(connection.execute(query).mappings())

    def states(self) -> dict[str, int]:
        with self._database.read() as connection:
            return outbox.by_state(connection)

    def all_ended(self) -> bool:
        return not self.states().keys() & {State.QUEUED, State.ON_WIRE}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._database.close()

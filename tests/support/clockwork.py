"""A process's clock over the small network, which ticks when it is told to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import event

from bot.config import Retention
from bot.core.at_once import AtOnce
from bot.core.definitions import Content
from bot.core.events import Inbound
from bot.db.database import Database
from bot.schedule import Schedule
from tests.support.network import Network

LONDON = ZoneInfo("Europe/London")


class Clockwork:
    """One process: its schedule, and the engine that it submits to."""

    def __init__(
        self,
        network: Network,
        owner: str = "one",
        *,
        database: Database | None = None,
        content: Content | None = None,
        retention: Retention | None = None,
    ) -> None:
        self.network = network
        self.database = database or network.database
        self.owner = owner
        self.content = content or network.content
        self.retention = retention or Retention()
        self.submitted: list[str] = []
        self.restarts()

    def restarts(self, content: Content | None = None) -> None:
        """Begin again with nothing but the database, and perhaps with other content."""
        self.content = content or self.content
        self.network.desk = replace(self.network.desk, content=self.content)
        self.engine = self.network.engine_of(self.database)
        self.schedule = Schedule(
            self.database, self.content, self.network.clock, LONDON, self.owner, self.retention
        )

    async def submit(self, inbound: Inbound) -> AtOnce | None:
        self.submitted.append(inbound.event_id)
        (at_once,) = await self.database.run(self.engine.take, [inbound])
        return at_once

    async def ticks(self, times: int = 1, step: timedelta = timedelta(seconds=1)) -> None:
        """Tick so many times, and let so much time pass after each."""
        for _ in range(times):
            await self.schedule.tick(self.submit)
            self.network.clock.at += step

    async def ticks_until(self, moment: datetime, step: timedelta) -> None:
        while self.network.clock.at <= moment:
            await self.ticks(1, step)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Collect the statements that the database is asked, apart from the bounds of transactions."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith("BEGIN"):  # SQLite's are sent like any other
            asked.append(statement)

    event.listen(database._engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(database._engine, "before_cursor_execute", note)

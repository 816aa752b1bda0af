"""Several lanes are shared among the processes that live, and whoever dies leaves theirs to the others."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core.deliveries import Pace
from bot.db.database import Database
from bot.db.tables import leases
from tests.support.clocks import leaping
from tests.support.lines import Line

SECOND = timedelta(seconds=1)
LANES = 4
# All lanes together send 120 a second.
MESSAGES = 1_000


class Processes:
    """Processes with a dispatcher for each of the lanes, over one database."""

    def __init__(self, database: Database, lines: list[Line]) -> None:
        self.database = database
        self.lines = lines
        self.clock = lines[0].clock
        self.work: dict[str, list[asyncio.Task[None]]] = {}

    def start(self, owner: str) -> None:
        dispatchers = [line.dispatcher(owner) for line in self.lines]
        self.work[owner] = [asyncio.create_task(each.run()) for each in dispatchers]

    def kill(self, owner: str) -> None:
        for each in self.work.pop(owner):
            each.cancel()

    def lanes(self) -> dict[str, int]:
        """Return how many lanes each process holds."""
        held = leases.c.name.startswith("telegram/")
        with self.database.read() as connection:
            rows = connection.execute(
                select(leases.c.owner).where(held, leases.c.until > self.clock.now())
            )
            owners = list(rows.scalars())
        return {owner: owners.count(owner) for owner in owners}


@pytest.fixture
def processes(database: Database) -> Iterator[Processes]:
    with ExitStack() as opened:
        lines = [
            opened.enter_context(Line(database, Pace(), number, LANES)) for number in range(LANES)
        ]
        yield Processes(database, lines)


def test_who_comes_later_gets_a_share_and_who_dies_leaves_it(processes: Processes) -> None:
    async def story() -> None:
        processes.start("one")
        await processes.clock.sleep(SECOND)
        assert processes.lanes() == {"one": 4}

        processes.start("two")
        await processes.clock.sleep(5 * SECOND)
        assert processes.lanes() == {"one": 2, "two": 2}

        processes.start("three")
        await processes.clock.sleep(5 * SECOND)
        assert sorted(processes.lanes().values()) in ([1, 1, 2], [2, 2])

        processes.kill("one")
        processes.kill("three")
        await processes.clock.sleep(15 * SECOND)
        assert processes.lanes() == {"two": 4}
        processes.kill("two")

    leaping(story())


def test_nothing_is_lost_or_repeated_where_lanes_change_hands(processes: Processes) -> None:
    processes.lines[0].queue(range(MESSAGES))

    async def story() -> None:
        processes.start("one")
        await processes.clock.sleep(2 * SECOND)
        processes.start("two")
        while not processes.lines[0].all_ended():
            await processes.clock.sleep(SECOND)
        assert len(processes.lanes()) == 2
        processes.kill("one")
        processes.kill("two")

    leaping(story())

    assert processes.lines[0].states() == {"delivered": MESSAGES}
    assert sum(line.channel.copies.total() for line in processes.lines) == MESSAGES

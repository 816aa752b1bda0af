"""What is submitted is kept before anybody is told so, and nobody waits in vain."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.core.at_once import Toast
from bot.core.errors import NotTaken
from bot.core.events import Commanded, Inbound, Pressed, Said
from bot.core.turn import Outcome, Turn
from bot.db.database import Connection, Database
from bot.db.tables import events
from bot.engine import BATCH, MOST_WAITING, Engine
from handlers import ROUTES
from tests.support.network import Network


class Doubtful(Database):
    """A database whose commits wait until they are let through, or fail so many times."""

    def __init__(self, database: Database) -> None:
        super().__init__(database.url.render_as_string(hide_password=False))
        self.failures = 0
        self.let_through = threading.Event()
        self.let_through.set()
        self.at_the_commit = threading.Event()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with super().write() as connection:
            yield connection
            self.at_the_commit.set()
            assert self.let_through.wait(10)
            if self.failures:
                self.failures -= 1
                raise OSError("the disk is full")


@pytest.fixture
def doubtful(network: Network) -> Iterator[Doubtful]:
    database = Doubtful(network.database)
    yield database
    database.let_through.set()
    database.close()


def menu(number: int, chat: str = "7001") -> Inbound:
    return Inbound(f"e-{number}", "telegram", chat, chat, Commanded("menu"))


def kept(network: Network) -> list[str]:
    with network.database.read() as connection:
        return sorted(connection.execute(select(events.c.event_id)).scalars())


@asynccontextmanager
async def running(engine: Engine) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(engine.run())
    yield task
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def begin(engine: Engine, *inbounds: Inbound) -> list[asyncio.Task[object]]:
    """Submit these, one after the other, and return without waiting for what comes of it."""
    tasks: list[asyncio.Task[object]] = [
        asyncio.create_task(engine.submit(each)) for each in inbounds
    ]
    await asyncio.sleep(0)
    return tasks


async def in_thread(wait: Callable[[float], bool]) -> None:
    assert await asyncio.to_thread(wait, 10)


async def test_it_returns_only_after_the_commit(network: Network, doubtful: Doubtful) -> None:
    engine = network.engine_of(doubtful)
    doubtful.let_through.clear()
    async with running(engine):
        (task,) = await begin(engine, menu(1))
        await in_thread(doubtful.at_the_commit.wait)
        assert not task.done()
        assert "e-1" not in await asyncio.to_thread(kept, network)

        doubtful.let_through.set()
        await task
        assert "e-1" in await asyncio.to_thread(kept, network)


async def test_a_batch_that_cannot_commit_tells_every_submitter_and_keeps_nothing(
    network: Network, doubtful: Doubtful
) -> None:
    engine = network.engine_of(doubtful)
    doubtful.failures = 2  # together, and one by one
    before = kept(network)
    tasks = await begin(engine, *map(menu, range(5)))
    async with running(engine):
        heard = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(each) for each in heard] == [OSError] * 5
        assert kept(network) == before

        await asyncio.gather(*map(engine.submit, map(menu, range(5))))
        assert kept(network) == sorted([*before, *(f"e-{number}" for number in range(5))])


async def test_events_are_taken_in_their_order_however_many_wait(network: Network) -> None:
    """One chat's words are never turned round, also where they fill several batches."""
    seen: list[str] = []

    def notes(turn: Turn) -> Outcome:
        assert isinstance(turn.inbound.what, Said)
        seen.append(turn.inbound.what.text)
        return Outcome()

    engine = network.engine_of(
        network.database, replace(ROUTES, kinds={**ROUTES.kinds, Said: notes})
    )
    said = [
        Inbound(f"e-{number}", "telegram", "1", "1", Said(f"word {number}"))
        for number in range(BATCH * 2 + 7)
    ]
    tasks = await begin(engine, *said)
    async with running(engine):
        await asyncio.gather(*tasks)

    assert seen == [f"word {number}" for number in range(len(said))]


async def test_one_submitter_who_gives_up_changes_nothing_for_the_others(network: Network) -> None:
    first, second = await begin(network.engine, menu(1), menu(2))
    first.cancel()
    async with running(network.engine):
        await second

    assert {"e-1", "e-2"} <= set(kept(network))


async def test_at_the_end_a_batch_under_way_is_finished_and_its_submitters_hear_the_truth(
    network: Network, doubtful: Doubtful
) -> None:
    engine = network.engine_of(doubtful)
    async with running(engine) as task:
        doubtful.let_through.clear()
        (under_way,) = await begin(engine, Inbound("e-1", "telegram", "1", "1", Pressed("claim:1")))
        await in_thread(doubtful.at_the_commit.wait)
        (waits,) = await begin(engine, menu(2))
        task.cancel()
        await asyncio.sleep(0)
        doubtful.let_through.set()

        heard = await asyncio.gather(under_way, waits, return_exceptions=True)

    assert isinstance(heard[0], Toast)
    assert isinstance(heard[1], NotTaken)
    assert "e-1" in kept(network)
    assert "e-2" not in kept(network)


async def test_who_waits_at_the_end_and_who_comes_after_it_hears_that_nothing_was_kept(
    network: Network,
) -> None:
    async with running(network.engine) as task:
        await network.engine.submit(menu(0))
        waiting = await begin(network.engine, menu(1), menu(2))
        task.cancel()
        await asyncio.wait({task})

        assert [type(each.exception()) for each in waiting] == [NotTaken, NotTaken]
        with pytest.raises(NotTaken):
            await network.engine.submit(menu(3))
    assert not {"e-1", "e-2", "e-3"} & set(kept(network))


async def test_an_engine_that_broke_goes_on_with_what_waits_when_it_is_begun_again(
    network: Network,
) -> None:
    faults = [RuntimeError("a fault of ours")]

    def queued() -> None:
        if faults:
            raise faults.pop()

    engine = network.engine_of(network.database, queued=queued)
    first = await begin(engine, menu(1))
    with pytest.raises(RuntimeError):
        await engine.run()
    later = await begin(engine, menu(2))
    async with running(engine):
        await asyncio.gather(*first, *later)

    assert {"e-1", "e-2"} <= set(kept(network))


async def test_a_flood_is_turned_away_and_may_come_again(network: Network) -> None:
    waiting = await begin(network.engine, *map(menu, range(MOST_WAITING)))

    with pytest.raises(NotTaken):
        await network.engine.submit(menu(MOST_WAITING))

    for each in waiting:
        each.cancel()


async def test_the_messages_of_a_batch_are_announced_after_its_commit(network: Network) -> None:
    announced: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
    engine = network.engine_of(network.database, queued=lambda: announced.set_result(kept(network)))
    async with running(engine):
        await engine.submit(menu(1))

        assert "e-1" in await announced

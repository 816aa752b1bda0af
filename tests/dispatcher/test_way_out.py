"""The way out: lanes in a thread of their own, which begin again after a fault and end when they are told to."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from bot.clock import SystemClock
from bot.core.deliveries import Lane, Pace, Wire
from bot.core.deliveries import Sent as Arrived
from bot.db.database import Database
from bot.dispatcher import Dispatcher, Station
from bot.way_out import WayOut
from tests.support.channels import FakeChannel
from tests.support.clocks import FakeClock
from tests.support.outgoing import Outgoing

T = TypeVar("T")


class Channel(FakeChannel):
    """Notes the thread that it sends in, says when something came, and is closed at the end."""

    came = threading.Event()
    thread = ""
    is_closed = False

    async def send(self, wire: Wire) -> Arrived:
        sent = await super().send(wire)
        self.thread = threading.current_thread().name
        self.came.set()
        return sent

    async def stop(self) -> None:
        self.is_closed = True


class FaultyOnce(Database):
    """Fails the first time that anything is asked of it."""

    failed = False

    async def run_here(self, work: Callable[..., T], *args: object) -> T:
        if not self.failed:
            self.failed = True
            raise ConnectionError
        return await super().run_here(work, *args)


def opened(database: Database) -> tuple[Channel, WayOut]:
    clock = SystemClock()
    channel = Channel(clock)
    channel.came = threading.Event()
    station = Station(channel, Lane(channel.name), Pace(), "one")
    return channel, WayOut([channel], [Dispatcher(database, station, clock)], clock)


async def arrives(channel: Channel) -> bool:
    return await asyncio.to_thread(channel.came.wait, 10)


async def test_what_is_queued_leaves_from_a_thread_that_holds_up_nobody(database: Database) -> None:
    outgoing = Outgoing(database, FakeClock())
    channel, way_out = opened(database)
    way_out.start()

    outgoing.queue("hello")
    way_out.wake()
    assert await arrives(channel)
    await way_out.end()

    assert channel.thread == "way out"
    assert channel.is_closed
    assert [row["state"] for row in outgoing.rows()] == ["delivered"]


async def test_a_lane_that_broke_begins_again(database: Database) -> None:
    outgoing = Outgoing(database, FakeClock())
    faulty = FaultyOnce(database.url.render_as_string(hide_password=False))
    channel, way_out = opened(faulty)
    outgoing.queue("hello")

    way_out.start()
    assert await arrives(channel)
    await way_out.end()

    faulty.close()
    assert [row["state"] for row in outgoing.rows()] == ["delivered"]


async def test_it_may_be_woken_before_and_after_without_harm(database: Database) -> None:
    channel, way_out = opened(database)

    way_out.wake()
    way_out.start()
    await way_out.end()
    way_out.wake()

    assert channel.is_closed

"""Broadcasts by the clock: sent at their moment, and watched until nothing changes any more."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.core.broadcasts import BroadcastState
from bot.core.deliveries import Lane, Result, Sent
from bot.core.errors import Rejected
from bot.core.events import Pressed, Submitted
from bot.core.facts import BroadcastDrafted
from bot.core.messages import Message
from bot.core.turn import Caller
from bot.db import broadcasts, outbox
from bot.db.ahead import Ahead
from bot.db.record import record
from bot.db.store import Store
from bot.db.tables import events
from bot.schedule import CATCH_UP, OVERLAP, REDRAW
from tests.support.clockwork import Clockwork
from tests.support.network import Network, PlainPainter
from tests.support.tables import everything

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
# After so many ticks every line has been looked at once more.
ROUND = REDRAW // SECOND + 1
TEXT = "Flu jabs start on Monday."


@pytest.mark.parametrize("stopped", [timedelta(), HOUR])
async def test_one_goes_out_at_its_moment_or_as_soon_as_anything_runs_again_and_once(
    network: Network, clockwork: Clockwork, second: Clockwork, stopped: timedelta
) -> None:
    samir = network.manager("H1")

    def copies() -> int:
        network.deliver()
        return [each.text for each in samir.messages].count(TEXT)

    with network.database.write() as connection:
        now = network.clock.now()
        store = Store(connection, network.desk, "operator", "", now)
        record(store, Caller(), BroadcastDrafted(1, "all", TEXT, urgent=False, ack=False))
        moment = now + 5 * SECOND
        broadcasts.decide(connection, 1, BroadcastState.SCHEDULED, send_at=moment)
    await clockwork.ticks(4)
    assert copies() == 0

    network.clock.at += stopped
    for _ in range(6):
        await asyncio.gather(
            clockwork.schedule.tick(clockwork.submit), second.schedule.tick(second.submit)
        )
        network.clock.at += SECOND

    assert copies() == 1


@pytest.fixture
def on_its_way(network: Network) -> Network:
    """A broadcast to three homes, of which none has it yet; Amara sees how it goes."""
    for place in (1, 2, 3):
        network.manager(f"H{place}", chat=f"700{place}", name=f"N{place}")
    amara = network.lead("Amara", "coordinators", user="U3")
    values = {"audience": "all", "text": TEXT, "urgent": "no", "ack": "yes"}
    amara.does(Submitted("broadcast", values))
    send = amara.messages[-1].buttons["Send to 3 of 3"]
    network.engine.take([network.event("slack", "U3", Pressed(send), "U3")])
    network.deliver("slack")
    return network


def line(network: Network) -> str:
    """Return the progress line as its author sees it now."""
    network.deliver("slack")
    return network.room("slack", "U3").messages[-1].text


def says(network: Network, delivered: int, failed: int = 0, read: int = 0) -> str:
    words = network.content.words.broadcast
    sentence = words.finished if delivered + failed == 3 else words.progress
    counted = sentence.format(delivered=delivered, homes=3, failed=failed, not_reached=0)
    return f"{counted}\n{network.content.words.reading.read_so_far.format(read=read, homes=3)}"


def settle_next(network: Network, error: Rejected | None = None) -> None:
    """Let the platform take, or refuse, the next message to a home."""
    with network.database.write() as connection:
        now, lane = network.clock.now(), Lane("telegram")
        (wire,) = Ahead(lane).claim(connection, 1, lambda _: False, now)
        sent = None if error else Sent(wire.chat, f"m{wire.delivery_id}")
        outbox.settle(connection, lane, [Result(wire, sent, error)], now)


def looks(network: Network) -> int:
    """Return how often the progress line was drawn."""
    with network.database.read() as connection:
        drawn = select(func.count()).where(events.c.event_id.like("broadcast_progress:%"))
        return connection.execute(drawn).scalar_one()


def reads(network: Network, chat: str) -> None:
    network.engine.take([network.event("telegram", chat, Pressed("read:1"), chat)])


async def test_its_line_goes_on_with_each_home_and_ends_with_the_last(
    on_its_way: Network, clockwork: Clockwork
) -> None:
    network = on_its_way
    for error, shown in (
        (None, says(network, 1)),
        (Rejected("chat not found"), says(network, 1, 1)),
        (None, says(network, 2, 1)),
    ):
        settle_next(network, error)
        await clockwork.ticks(ROUND)
        assert line(network) == shown

    (broadcast,) = everything(network.database)["broadcasts"]
    assert broadcast["state"] == "sent"
    assert broadcast["finished_at"] is not None


async def test_while_nothing_changes_it_is_not_drawn_again(
    on_its_way: Network, clockwork: Clockwork
) -> None:
    settle_next(on_its_way)
    await clockwork.ticks(2)
    drawn = looks(on_its_way)
    await clockwork.ticks(30)
    clockwork.restarts()
    await clockwork.ticks(30)

    assert looks(on_its_way) == drawn


async def test_it_is_drawn_no_more_often_than_a_platform_takes_edits(
    on_its_way: Network, clockwork: Clockwork
) -> None:
    tick = REDRAW / 8
    for _ in range(3):
        settle_next(on_its_way)
        await clockwork.ticks(4, tick)

    assert looks(on_its_way) <= 1 + 12 * tick / REDRAW


async def test_who_reads_it_days_later_is_counted_also_after_a_restart(
    on_its_way: Network, clockwork: Clockwork
) -> None:
    network = on_its_way
    for _ in range(3):
        settle_next(network)
    await clockwork.ticks(ROUND)
    network.clock.at += 20 * DAY
    await clockwork.ticks(ROUND)
    reads(network, "7001")
    await clockwork.ticks(ROUND)
    assert line(network) == says(network, 3, read=1)

    reads(network, "7002")
    network.clock.at += CATCH_UP - HOUR
    clockwork.restarts()
    await clockwork.ticks(ROUND)
    assert line(network) == says(network, 3, read=2)


async def test_a_reading_that_was_committed_late_is_counted(
    on_its_way: Network, clockwork: Clockwork
) -> None:
    network = on_its_way
    for _ in range(3):
        settle_next(network)
    pressed_at = network.clock.at
    await clockwork.ticks(20)
    looked_at, network.clock.at = network.clock.at, pressed_at
    reads(network, "7001")
    network.clock.at = looked_at
    assert looked_at - pressed_at < OVERLAP
    await clockwork.ticks(ROUND)

    assert line(network) == says(network, 3, read=1)


class TwoParts(PlainPainter):
    """Splits what is long for this platform."""

    def prepare(self, message: Message) -> tuple[str, ...]:
        whole = super().prepare(message)
        return (*super().prepare(Message("first")), *whole) if message.text == TEXT else whole


async def test_it_is_finished_also_where_one_part_failed_before_another_left(
    network: Network, clockwork: Clockwork
) -> None:
    painters = {"telegram": TwoParts(), "slack": PlainPainter()}
    network.desk = replace(network.desk, painters=painters)
    clockwork.restarts()
    network.restarts()
    network.manager("H1")
    amara = network.lead("Amara", "coordinators", user="U3")
    values = {"audience": "home:H1", "text": TEXT, "urgent": "no", "ack": "no"}
    amara.does(Submitted("broadcast", values))
    send = amara.messages[-1].buttons["Send to 1 of 1"]
    network.engine.take([network.event("slack", "U3", Pressed(send), "U3")])
    settle_next(network, Rejected("too long"))
    await clockwork.ticks(5)
    assert everything(network.database)["broadcasts"][0]["state"] == "sending"

    settle_next(network)
    await clockwork.ticks(5)

    assert everything(network.database)["broadcasts"][0]["state"] == "sent"

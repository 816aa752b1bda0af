"""What a tick costs, what it forgets, and how it gets over what fails."""

import asyncio
from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

from bot.config import Retention
from bot.core.at_once import AtOnce
from bot.core.broadcasts import BroadcastState
from bot.core.errors import NotTaken
from bot.core.events import Departed, Inbound
from bot.core.facts import BroadcastDecided, BroadcastDrafted
from bot.core.turn import Caller
from bot.db.database import Database
from bot.db.leases import RENEW
from bot.db.record import record
from bot.db.store import Store
from bot.db.tables import receipts
from bot.schedule import FORGET
from tests.support.clockwork import Clockwork, statements
from tests.support.network import Network
from tests.support.tables import everything

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
FEW = 8
ROUND = "round_due:weekly:2026-11-23"


def many_broadcasts(network: Network) -> None:
    """Leave thirty broadcasts of a day ago, each read by every home, and an account that was blocked."""
    samir = network.manager("H1")
    with network.database.write() as connection:
        now = network.clock.now()
        store = Store(connection, network.desk, "operator", "", now)
        for number in range(1, 31):
            record(store, Caller(), BroadcastDrafted(number, "all", "x", urgent=False, ack=True))
            record(store, Caller(), BroadcastDecided(number, BroadcastState.SENDING))
        connection.execute(receipts.update().values(acknowledged_at=now))
    network.deliver()
    samir.does(Departed())


async def test_a_tick_with_nothing_due_is_a_few_statements_whatever_the_history(
    network: Network, clockwork: Clockwork
) -> None:
    many_broadcasts(network)
    # The first look goes back some days; what it finds is taken or refused, and is not looked at again.
    await clockwork.ticks(5)
    network.clock.at += DAY
    await clockwork.ticks(5)

    asked = []
    for _ in range(int(RENEW / SECOND)):
        with statements(network.database) as found:
            await clockwork.ticks(1)
        asked.append(len(found))

    assert sorted(asked)[-2] <= FEW
    assert max(asked) <= FEW + 2, "once in a while the lease is renewed"


async def test_a_process_without_the_clock_asks_only_for_the_lease(
    network: Network, clockwork: Clockwork, second: Clockwork
) -> None:
    await clockwork.ticks(1)
    with statements(second.database) as asked:
        await second.ticks(int(RENEW / SECOND))

    assert len(asked) <= 3
    assert all("leases" in each for each in asked)


async def test_what_is_old_is_forgotten_as_long_after_as_the_config_says(
    network: Network,
) -> None:
    kept = Retention(events_days=10, conversations_days=2)
    clockwork = Clockwork(network, retention=kept)
    network.manager("H1").commands("help")
    network.telegram("9", "Somebody").commands("start", "ABCD-EFGH-JKMN")
    start = network.clock.at

    def left(name: str) -> int:
        return len([each for each in everything(network.database)[name] if each["at"] <= start])

    for days, dialogues, others in ((1.9, True, True), (2.1, False, True), (10.1, False, False)):
        network.clock.at = start + days * DAY
        await clockwork.ticks(1)
        assert bool(left("conversations")) == dialogues, days
        assert bool(left("events")) == bool(left("wrong_codes")) == others, days


async def test_it_forgets_once_an_hour_and_not_with_every_tick(
    network: Network, clockwork: Clockwork
) -> None:
    hours = 2
    with statements(network.database) as asked:
        await clockwork.ticks(int(hours * FORGET / timedelta(minutes=1)), timedelta(minutes=1))

    assert len([each for each in asked if each.startswith("DELETE FROM events")]) == hours


class Fussy(Clockwork):
    """Refuses some events for a while."""

    refuses = "departed"

    async def submit(self, inbound: Inbound) -> AtOnce | None:
        if self.refuses and inbound.event_id.startswith(self.refuses):
            raise NotTaken
        return await super().submit(inbound)


async def test_what_could_not_be_taken_comes_again_and_holds_up_nothing(
    network: Network, logged: list[MutableMapping[str, Any]]
) -> None:
    clockwork = Fussy(network)
    network.manager("H1").does(Departed())
    network.clock.at -= timedelta(minutes=30)
    await clockwork.ticks(3)
    assert len(everything(network.database)["rounds"]) == 1
    failures = [each for each in logged if each["event"] == "clock_events_not_taken"]
    assert [each["error"] for each in failures] == ["NotTaken"] * 3

    network.clock.at += DAY
    clockwork.refuses = ""
    await clockwork.ticks(2)
    network.deliver()
    assert len(network.room("slack", "C0NETWORK").messages) == 1


async def test_it_ticks_by_itself_from_its_start_to_its_stop(sqlite: Database) -> None:
    network = Network(sqlite)
    clockwork = Clockwork(network)
    opened = asyncio.Event()

    async def submit(inbound: Inbound) -> None:
        await clockwork.submit(inbound)
        if inbound.event_id == ROUND:
            opened.set()

    clockwork.schedule.start(submit)
    await asyncio.wait_for(opened.wait(), 20)
    await clockwork.schedule.stop()

    assert clockwork.submitted.count(ROUND) == 1

"""A restored network: nothing goes out by itself before a coordinator releases it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.core.broadcasts import BroadcastState
from bot.core.facts import BroadcastDecided, BroadcastDrafted
from bot.core.turn import Caller
from bot.db import backup, broadcasts
from bot.db.database import Database
from bot.db.leases import RENEW
from bot.db.record import record
from bot.db.store import Store
from bot.db.tables import rounds
from tests.support.clockwork import Clockwork
from tests.support.databases import SqliteFiles
from tests.support.network import Network, Player, shown

WAITED, TIMED, NEW = "Flu jabs start on Monday.", "The forum is on Thursday.", "Fit tests are back."
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
TICKS = RENEW // SECOND + 2


@pytest.fixture
def new(sqlite_files: SqliteFiles) -> Iterator[Database]:
    with sqlite_files.fresh() as database:
        yield database


@pytest.fixture
def network(database: Database, new: Database, tmp_path: Path) -> Network:
    """A network that goes on from a backup an hour old; one broadcast waited in it, another was to follow soon."""
    network = Network(database)
    network.lead("Amara", "coordinators", user="U1")
    network.manager("H1")
    with database.write() as connection:
        now = network.clock.now()
        store = Store(connection, network.desk, "operator", "", now)
        waited, timed = store.number("broadcast"), store.number("broadcast")
        for number, text in ((waited, WAITED), (timed, TIMED)):
            record(store, Caller(), BroadcastDrafted(number, "all", text, urgent=False, ack=False))
        record(store, Caller(), BroadcastDecided(waited, BroadcastState.SENDING))
        broadcasts.decide(connection, timed, BroadcastState.SCHEDULED, send_at=now + HOUR / 2)
    backup.back_up(database, tmp_path / "a.backup", now, lambda: None)
    network.clock.at += HOUR
    backup.restore(tmp_path / "a.backup", new, network.clock.now(), lambda: None)
    network.database = new
    network.restarts()
    return network


@pytest.fixture
def clockwork(network: Network) -> Clockwork:
    return Clockwork(network)


@pytest.fixture
def amara(network: Network) -> Player:
    return Player(network, "slack", "U1", "Amara")


@pytest.fixture
def samir(network: Network) -> Player:
    return Player(network, "telegram", "7001", "Samir")


def copies(network: Network, player: Player, text: str) -> int:
    network.deliver()
    return [each.text for each in player.messages].count(text)


def releases(amara: Player, label: str) -> None:
    words = amara.network.content.words.restored
    amara.commands("menu")
    amara.presses(words.button)
    amara.presses(label)


async def test_nothing_leaves_while_nobody_does_anything(
    network: Network, clockwork: Clockwork
) -> None:
    said = sum(len(room.messages) for room in network.rooms.values())

    await clockwork.ticks(TICKS)
    network.deliver()

    assert sum(len(room.messages) for room in network.rooms.values()) == said


async def test_people_are_answered_and_new_broadcasts_wait(
    network: Network, clockwork: Clockwork, amara: Player, samir: Player
) -> None:
    samir.commands("menu")
    assert network.content.words.menu.ask_for_help in samir.buttons

    amara.commands("broadcast")
    amara.submits(audience="all", text=NEW, urgent="yes", ack="no")
    amara.presses(network.content.words.broadcast.send.fill(reached=1, homes=3))
    await clockwork.ticks(TICKS)

    assert copies(network, samir, NEW) == 0

    releases(amara, network.content.words.restored.drop)
    assert copies(network, samir, NEW) == 1


def test_the_coordinator_says_whether_what_waited_goes_out(
    network: Network, amara: Player, samir: Player
) -> None:
    words = network.content.words.restored
    amara.commands("menu")
    amara.presses(words.button)

    assert "1 messages" in amara.screen
    amara.presses(words.send.fill(waiting=1))

    assert copies(network, samir, WAITED) == 1
    assert amara.screen == shown(words.sends.fill(name="Amara"))


def test_or_is_dropped_and_told_as_such(network: Network, amara: Player, samir: Player) -> None:
    words = network.content.words.restored

    releases(amara, words.drop)

    assert copies(network, samir, WAITED) == 0
    amara.commands("menu")
    assert words.button not in amara.buttons


async def test_what_was_due_since_the_backup_is_asked_about_instead_of_sent(
    network: Network, clockwork: Clockwork, amara: Player, samir: Player
) -> None:
    releases(amara, network.content.words.restored.drop)

    await clockwork.ticks(TICKS)

    assert copies(network, samir, TIMED) == 0
    assert any("broadcast_late" in each for each in clockwork.submitted)


async def test_no_round_opens_that_may_have_been_opened_since_the_backup(
    network: Network, clockwork: Clockwork, amara: Player
) -> None:
    releases(amara, network.content.words.restored.drop)

    await clockwork.ticks(TICKS)

    with network.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(rounds)).scalar_one() == 0


def test_nobody_but_a_coordinator_releases_it(network: Network, samir: Player) -> None:
    priya = network.lead("Priya", "clinical", user="U2")

    for player in (priya, samir):
        player.presses_token("release::send")
        assert player.toast == network.content.words.common.not_allowed

    assert copies(network, samir, WAITED) == 0


def test_two_coordinators_who_decide_at_once_are_told_that_it_is_done(
    network: Network, amara: Player, samir: Player
) -> None:
    words = network.content.words.restored
    joseph = network.lead("Joseph", "coordinators", user="U3")
    joseph.commands("menu")
    joseph.presses(words.button)
    releases(amara, words.send.fill(waiting=1))

    joseph.presses(words.drop)

    assert joseph.toast == words.was_released
    assert copies(network, samir, WAITED) == 1

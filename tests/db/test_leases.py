"""One owner at a time of whatever only one process may do, and pauses that hold for every process."""

import threading
from datetime import timedelta

import pytest

from bot.db import leases
from bot.db.database import Database
from bot.db.leases import LENGTH, Held
from tests.support.clocks import FakeClock

LANE = "telegram/0"
SECOND = timedelta(seconds=1)


def take(database: Database, owner: str, clock: FakeClock) -> Held | None:
    with database.write() as connection:
        return leases.take(connection, LANE, owner, clock.now())


def test_the_first_to_ask_holds_the_lease(database: Database, clock: FakeClock) -> None:
    assert take(database, "one", clock) is Held.TAKEN
    assert take(database, "two", clock) is None

    with database.read() as connection:
        assert leases.holder(connection, LANE) == ("one", clock.now() + LENGTH)
        assert leases.running(connection, clock.now())


def test_its_owner_renews_it_for_as_long_as_it_lives(database: Database, clock: FakeClock) -> None:
    take(database, "one", clock)

    for _ in range(5):
        clock.at += LENGTH - SECOND
        assert take(database, "one", clock) is Held.RENEWED
        assert take(database, "two", clock) is None


def test_what_an_owner_who_is_gone_held_is_taken_at_its_end_and_not_before(
    database: Database, clock: FakeClock
) -> None:
    take(database, "one", clock)

    clock.at += LENGTH - SECOND
    assert take(database, "two", clock) is None
    clock.at += SECOND
    assert take(database, "two", clock) is Held.TAKEN
    assert take(database, "one", clock) is None


def test_what_is_given_back_is_free_at_once(database: Database, clock: FakeClock) -> None:
    take(database, "one", clock)
    with database.write() as connection:
        leases.give_back(connection, "two")
    assert take(database, "two", clock) is None

    with database.write() as connection:
        leases.give_back(connection, "one")
    assert take(database, "two", clock) is Held.TAKEN


def test_leases_of_other_names_are_other_leases(database: Database, clock: FakeClock) -> None:
    take(database, "one", clock)

    with database.write() as connection:
        assert leases.take(connection, "slack/0", "two", clock.now()) is Held.TAKEN


@pytest.mark.parametrize("ran_out", [False, True])
def test_of_many_who_ask_in_the_same_moment_one_gets_it(
    database: Database, clock: FakeClock, ran_out: bool
) -> None:
    if ran_out:
        take(database, "zero", clock)
        clock.at += LENGTH
    got: dict[str, Held | None] = {}
    start = threading.Barrier(4)

    def ask(owner: str) -> None:
        start.wait()
        got[owner] = take(database, owner, clock)

    threads = [threading.Thread(target=ask, args=(f"process {n}",)) for n in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(map(str, got.values())) == ["Held.TAKEN", "None", "None", "None"]


def test_a_pause_holds_until_its_end(database: Database, clock: FakeClock) -> None:
    until = clock.now() + 7 * SECOND
    with database.write() as connection:
        leases.pause(connection, "telegram", until)

    with database.read() as connection:
        assert leases.paused_until(connection, "telegram", clock.now()) == until
        assert leases.paused_until(connection, "telegram", until - SECOND) == until
        assert leases.paused_until(connection, "telegram", until) is None
        assert leases.paused_until(connection, "slack", clock.now()) is None


def test_a_shorter_pause_never_cuts_a_longer_one(database: Database, clock: FakeClock) -> None:
    long, short = clock.now() + 60 * SECOND, clock.now() + SECOND
    for until in (long, short):
        with database.write() as connection:
            leases.pause(connection, "telegram", until)

    with database.read() as connection:
        assert leases.paused_until(connection, "telegram", clock.now()) == long

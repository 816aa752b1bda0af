"""The inbox: each event acts once, and what is not needed any more is forgotten."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core.errors import StalePress
from bot.core.events import Inbound, Said
from bot.db import inbox
from bot.db.database import Database
from bot.db.leases import insert_or_skip
from bot.db.tables import conversations, events
from tests.support.clocks import MONDAY

HOUR = timedelta(hours=1)


def said(event_id: str = "e1", channel: str = "telegram", text: str = "It is dark.") -> Inbound:
    return Inbound(event_id, channel, "1", "1", Said(text))


def first_time(database: Database, inbound: Inbound) -> bool:
    with database.write() as connection:
        return bool(inbox.first_times(connection, [inbound], MONDAY))


def test_an_event_is_new_once_however_often_it_is_repeated(database: Database) -> None:
    assert [first_time(database, said()) for _ in range(3)] == [True, False, False]
    assert first_time(database, said("e2"))
    assert first_time(database, said("e1", "slack"))


def test_an_event_whose_turn_was_rolled_back_is_new_again(database: Database) -> None:
    def turn() -> None:
        with database.write() as connection:
            inbox.first_times(connection, [said()], MONDAY)
            raise StalePress

    with pytest.raises(StalePress):
        turn()

    assert first_time(database, said())


def test_of_two_processes_that_take_one_event_one_acts(database: Database) -> None:
    start = threading.Barrier(3)
    new: list[bool] = []

    def take() -> None:
        start.wait()
        new.append(first_time(database, said()))

    threads = [threading.Thread(target=take) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(new) == [False, False, True]


def test_an_event_is_kept_without_its_text(database: Database) -> None:
    first_time(database, said())

    with database.read() as connection:
        row = connection.execute(select(events)).one()
    assert tuple(row) == ("telegram", "e1", "Said", MONDAY, "")


def test_an_event_that_could_not_be_handled_is_parked_by_the_name_of_its_error(
    database: Database,
) -> None:
    with database.write() as connection:
        inbox.first_times(connection, [said("e1")], MONDAY)
        inbox.first_times(connection, [said("e2")], MONDAY)
        inbox.park(connection, said("e2"), ValueError("It is dark."))

        assert inbox.parked_since(connection, MONDAY) == 1
        parked = connection.execute(select(events.c.parked).where(events.c.event_id == "e2"))
        assert parked.scalar() == "ValueError"


def test_a_dialogue_is_remembered_by_its_chat(database: Database) -> None:
    with database.write() as connection:
        insert_or_skip(
            connection,
            conversations,
            channel="telegram",
            chat="1",
            state={"form": "help", "at": 2},
            at=MONDAY,
        )

        kept = inbox.conversations_in(connection, ["telegram", "slack"], ["1"])
        assert kept == {("telegram", "1"): {"form": "help", "at": 2}}


def test_what_is_old_is_forgotten(database: Database) -> None:
    with database.write() as connection:
        inbox.first_times(connection, [said("old")], MONDAY)
        inbox.first_times(connection, [said("new")], MONDAY + 2 * HOUR)

        assert inbox.forget_before(connection, MONDAY + HOUR) == 1

        assert not inbox.first_times(connection, [said("new")], MONDAY + 2 * HOUR)
        assert inbox.first_times(connection, [said("old")], MONDAY + 2 * HOUR)

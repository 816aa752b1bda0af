"""The audit log: a chain in which an altered, a missing or a forged line shows."""

import threading
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from bot.db import audit
from bot.db.database import Database
from bot.db.tables import audit as audit_table
from tests.support.clocks import MONDAY


def write(database: Database, *actions: str) -> None:
    for action in actions:
        with database.write() as connection:
            audit.add(
                connection,
                actor="person:7",
                person_id=7,
                action=action,
                about="broadcast_id=1",
                now=MONDAY,
            )


def first_altered(database: Database) -> int | None:
    with database.read() as connection:
        return audit.first_altered(connection)


def test_a_log_that_nobody_touched_fits(database: Database) -> None:
    assert first_altered(database) is None
    write(database, "one", "two", "three")

    assert first_altered(database) is None


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "person:8"},
        {"person_id": 8},
        {"person_id": None},
        {"action": "nothing"},
        {"about": ""},
        {"at": MONDAY.replace(year=2025)},
        {"hash": "0" * 64},
    ],
)
def test_an_altered_line_shows(database: Database, change: dict[str, Any]) -> None:
    write(database, "one", "two", "three")
    with database.write() as connection:
        connection.execute(update(audit_table).where(audit_table.c.action == "two").values(change))

    assert first_altered(database) == 2


def test_a_line_that_was_taken_out_shows_at_the_next(database: Database) -> None:
    write(database, "one", "two", "three")
    with database.write() as connection:
        connection.execute(delete(audit_table).where(audit_table.c.action == "two"))

    assert first_altered(database) == 3


def test_a_line_that_was_put_in_shows(database: Database) -> None:
    write(database, "one")
    with database.write() as connection:
        line = connection.execute(select(audit_table)).mappings().one()
        connection.execute(insert(audit_table).values(dict(line) | {"audit_id": 2}))

    assert first_altered(database) == 2


def test_writers_who_meet_keep_one_chain(database: Database) -> None:
    start = threading.Barrier(4)

    def writer(name: str) -> None:
        start.wait()
        write(database, *[f"{name} {number}" for number in range(5)])

    threads = [threading.Thread(target=writer, args=(f"lead {each}",)) for each in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert first_altered(database) is None
    with database.read() as connection:
        assert len(connection.execute(select(audit_table)).all()) == 20

"""Backups: all of it or nothing, from either database into either, while others go on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.core.deliveries import Priority, State
from bot.db import backup
from bot.db.database import Database, DatabaseError
from bot.db.tables import audit, deliveries, escalations, homes
from tests.support.databases import PostgresServer, SqliteFiles
from tests.support.network import MONDAY, Network
from tests.support.tables import everything


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, sqlite_files: SqliteFiles) -> Iterator[Database]:
    """A second database that holds nothing, one of each kind in turn."""
    if request.param == "sqlite":
        with sqlite_files.fresh() as database:
            yield database
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        with server.fresh() as database:
            yield database


@pytest.fixture
def network(database: Database) -> Network:
    """A network in which something of every kind has happened."""
    network = Network(database)
    samir, amara = network.manager("H1"), network.lead("Amara", "coordinators", user="U1")
    amara.commands("broadcast")
    amara.submits(audience="all", text="Flu jabs start on Monday", urgent="no", ack="yes")
    amara.presses(network.content.words.broadcast.send.fill(reached=1, homes=3))
    samir.presses(network.content.words.reading.confirm_button)
    return network


def nothing() -> None:
    """Show no step."""


def backed_up(database: Database, folder: Path) -> Path:
    path = folder / "homeround.backup"
    backup.back_up(database, path, MONDAY, nothing)
    return path


def rows(database: Database) -> dict[str, object]:
    """Return all rows of all tables, without what a restored database is marked with."""
    return {name: found for name, found in everything(database).items() if name != "marks"}


def test_all_of_it_comes_back_in_either_database(
    network: Network, tmp_path: Path, empty: Database
) -> None:
    path = backed_up(network.database, tmp_path)

    number = backup.restore(path, empty, MONDAY, nothing)

    kept = everything(network.database)
    assert number == sum(len(found) for found in kept.values()) + 1  # and when it was made
    assert rows(empty) == rows(network.database)
    assert "You have joined" in Network(empty).lead("Priya", user="U2").screen


def test_what_is_new_afterwards_is_numbered_after_what_was_restored(
    network: Network, tmp_path: Path, empty: Database
) -> None:
    backup.restore(backed_up(network.database, tmp_path), empty, MONDAY, nothing)

    with empty.write() as connection:
        last = connection.execute(select(func.max(deliveries.c.delivery_id))).scalar_one()
        new = connection.execute(deliveries.insert().values(_delivery())).inserted_primary_key

    assert new is not None
    assert new[0] > last


def _delivery() -> dict[str, object]:
    return {
        "channel": "telegram",
        "chat": "1",
        "lane_key": 0,
        "priority": Priority.REPLY,
        "state": State.QUEUED,
        "operation": "send",
        "payload": "x",
        "created_at": MONDAY,
        "due_at": MONDAY,
    }


def test_a_message_that_was_shown_in_a_later_one_keeps_its_place(
    database: Database, tmp_path: Path, empty: Database
) -> None:
    with database.write() as connection:
        first = connection.execute(deliveries.insert().values(_delivery())).inserted_primary_key
        later = connection.execute(deliveries.insert().values(_delivery())).inserted_primary_key
        assert first is not None
        assert later is not None
        connection.execute(
            deliveries.update()
            .where(deliveries.c.delivery_id == first[0])
            .values(bundled_in=later[0])
        )

    backup.restore(backed_up(database, tmp_path), empty, MONDAY, nothing)

    with empty.read() as connection:
        found = select(deliveries.c.bundled_in).where(deliveries.c.delivery_id == first[0])
        assert connection.execute(found).scalar_one() == later[0]


def test_a_backup_is_of_one_moment_while_others_write(database: Database, tmp_path: Path) -> None:
    network = Network(database)
    path = tmp_path / "homeround.backup"
    before: list[int] = []

    def meanwhile() -> None:
        # While the first tables are copied, a home raises something.
        if not before:
            before.append(1)
            samir = network.manager("H1")
            samir.commands("help")

    backup.back_up(database, path, MONDAY, meanwhile)

    with Database(f"sqlite:///{path}").read() as connection:
        assert connection.execute(select(func.count()).select_from(audit)).scalar_one() == 0
        assert connection.execute(select(func.count()).select_from(homes)).scalar_one() == 3
        assert connection.execute(select(func.count()).select_from(escalations)).scalar_one() == 0
        assert connection.execute(select(func.count()).select_from(deliveries)).scalar_one() == 0


def test_nobody_else_on_the_machine_may_read_it(network: Network, tmp_path: Path) -> None:
    path = backed_up(network.database, tmp_path)

    assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_it_is_not_written_over_another_file(network: Network, tmp_path: Path) -> None:
    path = tmp_path / "homeround.backup"
    path.write_text("mine")

    with pytest.raises(DatabaseError, match="is there already"):
        backup.back_up(network.database, path, MONDAY, nothing)

    assert path.read_text() == "mine"


def test_nothing_is_restored_over_what_is_there(
    network: Network, tmp_path: Path, empty: Database
) -> None:
    path = backed_up(network.database, tmp_path)
    Network(empty)
    before = everything(empty)

    with pytest.raises(DatabaseError, match="holds something already"):
        backup.restore(path, empty, MONDAY, nothing)

    assert everything(empty) == before


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9_000])


def of_another_program(path: Path) -> None:
    path.unlink()
    changes(path, "CREATE TABLE songs (name)")


def of_a_newer_one(path: Path) -> None:
    changes(path, "UPDATE alembic_version SET version_num = '9999'")


def changes(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    ("spoils", "sentence"),
    [
        (lambda path: path.unlink(), "There is no file"),
        (lambda path: path.write_text("a letter"), "is not a backup of Homeround"),
        (lambda path: path.write_bytes(b""), "is not a backup of Homeround"),
        (cut_short, "is damaged"),
        (of_another_program, "is of another or a newer program"),
        (of_a_newer_one, "is of another or a newer program"),
    ],
)
def test_what_is_no_backup_is_refused_in_a_sentence_and_changes_nothing(
    sqlite: Database, tmp_path: Path, spoils: object, sentence: str
) -> None:
    path = backed_up(sqlite, tmp_path)
    assert callable(spoils)
    spoils(path)
    target = Database(f"sqlite:///{tmp_path / 'new.db'}")

    with pytest.raises(DatabaseError, match=sentence):
        backup.restore(path, target, MONDAY, nothing)

    assert not (tmp_path / "new.db").exists()

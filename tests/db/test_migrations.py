"""The steps from nothing to the present tables: they lead to what the code says, and are taken once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from bot.db import migrate
from bot.db.database import Database
from bot.db.tables import is_derived, metadata
from tests.support.databases import PostgresServer
from tests.support.joined import add_home


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables, one of each kind in turn."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
        yield database
        database.close()
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        with server.empty() as database:
            yield database


def differences(database: Database) -> list[object]:
    with database.read() as connection:
        compared = {
            "compare_server_default": True,
            # What the database makes from other tables, for itself, is not of the code's tables.
            "include_name": lambda name, kind, _: kind != "table" or not is_derived(name),
        }
        context = MigrationContext.configure(connection, opts=compared)
        return list(compare_metadata(context, metadata))


def test_the_steps_lead_from_nothing_to_the_tables_of_the_code(empty: Database) -> None:
    assert not migrate.is_current(empty)
    assert differences(empty)

    migrate.upgrade(empty)

    assert migrate.is_current(empty)
    assert differences(empty) == []


def test_they_may_be_taken_again_and_change_nothing(empty: Database) -> None:
    migrate.upgrade(empty)
    with empty.write() as connection:
        add_home(connection, "H1")

    migrate.upgrade(empty)

    assert differences(empty) == []
    with empty.read() as connection:
        assert connection.execute(metadata.tables["homes"].select()).one().home_id == "H1"


def test_small_indexes_are_small_on_both(empty: Database) -> None:
    migrate.upgrade(empty)

    with empty.read() as connection:
        found = {each["name"]: each for each in inspect(connection).get_indexes("deliveries")}

    for name in ("ix_deliveries_waiting", "ix_deliveries_on_wire", "uq_deliveries_broadcast"):
        options = found[name]["dialect_options"]
        assert any(option.endswith("_where") for option in options), name
    assert found["uq_deliveries_broadcast"]["unique"]

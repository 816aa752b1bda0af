"""The connection to SQLite or PostgreSQL: the same code on both, synchronous, in whole transactions."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.exc import OperationalError as Outage
from sqlalchemy.exc import SQLAlchemyError as Trouble
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from bot.core.errors import HomeroundError

# The names of SQLAlchemy's that the parts above need. An outage is the database's own trouble, whatever was
# asked of it: unreachable, full, locked, or in another transaction's way (PEP 249, "OperationalError").
__all__ = ["Connection", "Database", "DatabaseError", "Outage", "Trouble", "met_another"]

T = TypeVar("T")

# How long SQLite waits for another process's commit before it gives up.
BUSY_SECONDS = 30


# A connection that nobody used for so long may have been cut meanwhile, as by a firewall or a restart.
IDLE_SECONDS = 5
# "Transaction rollback", such as a deadlock (PostgreSQL, appendix A, "Error codes").
_ROLLED_BACK = "40"


class DatabaseError(HomeroundError):
    """The database cannot be opened or read; the message is one plain sentence."""


class Database:
    """One database. Transactions are whole: what happens inside ``write`` is kept together or not at all."""

    def __init__(self, url: str) -> None:
        """Prepare the connection; nothing is opened yet.

        Raises:
            DatabaseError: The URL cannot be read, or names a database that is neither SQLite nor PostgreSQL.
        """
        self.url = _driver(url)
        self._engine = _engine(self.url)
        self._threads = ThreadPoolExecutor(1 if self.is_sqlite else 4, "database")
        # SQLite has one writer: here everybody waits for their turn without looking for it again and again.
        self._turn: AbstractContextManager[object] = Lock() if self.is_sqlite else nullcontext()
        # In memory there is one connection for all of them.
        self._look = self._turn if _is_in_memory(self.url) else nullcontext()

    @property
    def is_sqlite(self) -> bool:
        """Say whether this is the embedded database."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Hold a transaction that may write; committed at the end, rolled back on any error."""
        with self._turn, self._engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Hold a transaction that only reads, and so never waits for a writer."""
        with (
            self._look,
            self._engine.connect().execution_options(homeround_reads=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Hold a transaction that only reads, and sees everything as it was at one moment."""
        options: dict[str, Any] = {"homeround_reads": True}
        if not self.is_sqlite:
            options["isolation_level"] = "REPEATABLE READ"
        with (
            self._look,
            self._engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    def answers(self) -> bool:
        """Say whether the database can be asked anything."""
        try:
            with self.read() as connection:
                connection.execute(text("SELECT 1"))
        except Trouble:
            return False
        return True

    def now(self) -> datetime:
        """Return what the database's own clock says, aware UTC."""
        with self.read() as connection:
            moment = connection.execute(select(func.current_timestamp())).scalar_one()
        # SQLite says UTC without saying so (SQLite docs, "Date And Time Functions").
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

    async def run(self, work: Callable[..., T], *args: object) -> T:
        """Do blocking work in a thread of the database's, and return what it returns."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *args)

    async def run_here(self, work: Callable[..., T], *args: object) -> T:
        """Do blocking work in the caller's own thread, which spares two changes of threads; the loop waits for it."""
        return work(*args)

    def close(self) -> None:
        """Let go of every connection, when the work that was begun is done."""
        self._threads.shutdown()
        self._engine.dispose()


def met_another(outage: Outage) -> bool:
    """Say whether two transactions stood in each other's way: the same work goes through when done again."""
    return str(getattr(outage.orig, "sqlstate", None) or "").startswith(_ROLLED_BACK)


def _driver(url: str) -> URL:
    try:
        read = make_url(url)
    except Trouble as error:
        message = "the database url cannot be read"
        raise DatabaseError(message) from error
    backend = read.get_backend_name()
    if backend == "postgresql":
        return read.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return read
    message = f"the database url names {backend}; Homeround runs on sqlite and postgresql"
    raise DatabaseError(message)


def _is_in_memory(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        engine = create_engine(url, pool_size=8)
        event.listen(engine, "checkin", _note_use)
        event.listen(engine, "checkout", partial(_look_whether_it_lives, engine))
        return engine
    options: dict[str, Any] = {
        "connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}
    }
    if _is_in_memory(url):
        options["poolclass"] = StaticPool
    engine = create_engine(url, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _note_use(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["used_at"] = monotonic()


def _look_whether_it_lives(
    engine: Engine, connection: Any, record: ConnectionPoolEntry, _proxy: object
) -> None:
    """Have the pool make another where a connection was cut while nobody used it.

    Only of one that lay idle: to ask before each transaction costs a fifth of a short one, and one that is cut in
    between is an outage like any other.
    """
    if monotonic() - record.info.get("used_at", monotonic()) < IDLE_SECONDS:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # SQLAlchemy must see our BEGIN, not the driver's own late one (SQLAlchemy docs, "pysqlite transactions").
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: a commit that was acknowledged to a platform survives a power cut, not only a killed process.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get("homeround_reads", False)
    # A writer takes its turn at once, instead of failing half-way when it first writes.
    connection.connection.cursor().execute("BEGIN" if reads else "BEGIN IMMEDIATE")

"""Backups: everything that is kept, in one SQLite file, from either database and into either."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    Table,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from bot.db import marks, migrate
from bot.db.database import Database, DatabaseError
from bot.db.tables import metadata

AT_ONCE = 1_000
# What a file of SQLite begins with (sqlite.org/fileformat2.html, section 1.3).
_BEGINS = b"SQLite format 3\x00"
TABLES = len(metadata.sorted_tables)
Step = Callable[[], None]


def back_up(database: Database, path: Path, now: datetime, step: Step) -> int:
    """Write everything of one moment to a new file while others go on; return how many rows. ``step``: a table.

    Raises:
        DatabaseError: There is such a file already.
    """
    if path.exists():
        message = f"{path} is there already. Give another name, or move it away."
        raise DatabaseError(message)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.unlink(missing_ok=True)
    # It holds names and what homes wrote.
    unfinished.touch(mode=0o600)
    try:
        with _opened(unfinished) as copy:
            migrate.upgrade(copy)
            with database.snapshot() as source, copy.write() as target:
                rows = _copy(source, target, step)
                marks.make(target, marks.BACKED_UP, now)
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return rows


def restore(path: Path, database: Database, now: datetime, step: Step) -> int:
    """Bring everything of a backup into an empty database, and hold what would be sent; return how many rows.

    ``step``: a table. Either all of it is there afterwards or nothing.

    Raises:
        DatabaseError: The file is no backup, or of a newer Homeround; or the database holds something already.
    """
    _check(path)
    with TemporaryDirectory() as folder:
        # Older tables are brought to the present ones, and the backup itself stays as it is.
        copied = Path(shutil.copy(path, folder))
        with _opened(copied) as copy:
            _bring_up_to_date(copy, path)
            migrate.upgrade(database)
            with copy.snapshot() as source, database.write() as target:
                _require_empty(target)
                rows = _copy(source, target, step)
                _count_on(target)
                marks.make(target, marks.RESTORED, now)
    return rows


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{path}")
    try:
        yield database
    finally:
        database.close()


def _check(path: Path) -> None:
    if not path.is_file():
        message = f"There is no file {path}."
        raise DatabaseError(message)
    with path.open("rb") as file:
        if file.read(len(_BEGINS)) != _BEGINS:
            message = f"{path} is not a backup of Homeround."
            raise DatabaseError(message)


def _bring_up_to_date(copy: Database, path: Path) -> None:
    try:
        with copy.read() as connection:
            whole = connection.execute(text("PRAGMA quick_check")).scalar() == "ok"
        if whole and migrate.is_known(copy):
            migrate.upgrade(copy)
            return
    except SQLAlchemyError as error:
        message = f"{path} is damaged. Take another backup."
        raise DatabaseError(message) from error
    what = "is of another or a newer program than this Homeround" if whole else "is damaged"
    message = f"{path} {what}. Take another backup."
    raise DatabaseError(message)


def _require_empty(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        if connection.execute(select(table).limit(1)).first() is not None:
            message = (
                "The database holds something already."
                " Restore into a new one: change [database] url in config.toml, or move the file away."
            )
            raise DatabaseError(message)


def _copy(source: Connection, target: Connection, step: Step) -> int:
    """Copy every row of every table, in an order that the tables' references allow."""
    rows = 0
    for table in metadata.sorted_tables:
        # A row may name another of its own table that comes later: those are filled in when all are there.
        own = _own(table)
        found = source.execution_options(yield_per=_at_once(table)).execute(select(table))
        for some in found.mappings().partitions():
            blank = dict.fromkeys(each.name for each in own)
            target.execute(insert(table), [{**row, **blank} for row in some])
            rows += len(some)
        for column in own:
            _fill_in(source, target, table, column)
        step()
    return rows


def _at_once(table: Table) -> int:
    """Return how many rows are held at a time: of those with whole files in them, one."""
    return 1 if any(isinstance(each.type, LargeBinary) for each in table.columns) else AT_ONCE


def _own(table: Table) -> list[Column[object]]:
    """Return the columns that name a row of the same table."""
    return [
        column
        for column in table.columns
        if any(each.column.table is table for each in column.foreign_keys)
    ]


def _fill_in(source: Connection, target: Connection, table: Table, column: Column[object]) -> None:
    (key,) = table.primary_key.columns
    asked = select(key.label("row"), column.label("names")).where(column.is_not(None))
    found = source.execution_options(yield_per=AT_ONCE).execute(asked)
    fill = update(table).where(key == bindparam("row")).values({column.name: bindparam("names")})
    for some in found.mappings().partitions():
        target.execute(fill, list(map(dict, some)))


def _count_on(connection: Connection) -> None:
    """Let new rows be numbered after the restored ones; SQLite does so by itself."""
    if connection.dialect.name == "sqlite":
        return
    for table in metadata.sorted_tables:
        key = table.autoincrement_column
        if key is not None:
            last = connection.execute(select(func.max(key))).scalar()
            series = func.pg_get_serial_sequence(table.name, key.name)
            if last is not None:
                connection.execute(select(func.setval(series, last)))

"""Everything that a database holds, for tests that look everywhere."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Select, Table

from bot.db.database import Connection, Database
from bot.db.tables import metadata

Rows = dict[str, list[dict[str, Any]]]


def everything(database: Database, names: Iterable[str] = metadata.tables) -> Rows:
    """Return every row of every table, or of those with these names."""
    with database.read() as connection:
        return {name: _rows(connection, metadata.tables[name]) for name in names}


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(_all_of(table)).mappings()]


@cache
def _all_of(table: Table) -> Select[Any]:
    return table.select().order_by(*table.primary_key.columns)

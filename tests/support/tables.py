"""Everything that a database holds, for tests that look everywhere."""

from typing import Any

from bot.db.database import Connection, Database
from bot.db.tables import metadata

Rows = dict[str, list[dict[str, Any]]]


def everything(database: Database) -> Rows:
    """Return every row of every table, by the table's name."""
    with database.read() as connection:
        return all_rows(connection)


def all_rows(connection: Connection) -> Rows:
    """Return every row of every table, by the table's name."""
    return {
        table.name: [
            dict(row)
            for row in connection.execute(
                table.select().order_by(*table.primary_key.columns)
            ).mappings()
        ]
        for table in metadata.sorted_tables
    }

"""Queueing a broadcast to a whole audience, beside one bulk insert of the same rows by SQLAlchemy Core."""

import time
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select

from bench.figure import Figure, growth, middle
from bench.network import draft, send, settle
from bench.rows.sending import TEXT
from bench.stand import Stand
from bot.db.database import Database
from bot.db.tables import deliveries

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 3


async def rows(stand: Stand) -> list[Figure]:
    """Return what queueing costs, and how the cost grows with the audience."""
    figures = []
    for kind in ("sqlite", "postgresql"):
        costs = []
        for size in SIZES:
            measured = [_queue(stand, kind, size) for _ in range(ROUNDS)]
            ours, bare = (
                middle([each[0] for each in measured]),
                middle([each[1] for each in measured]),
            )
            costs.append(ours)
            what = f"queueing to {size:,} homes, {kind}"
            is_ = "one bulk insert of the same deliveries"
            figures.append(Figure(what, 1000 * ours, "ms", 1000 * bare, is_, at_most=1.5))
        grows = growth(SIZES, costs)
        figures.append(Figure(f"growth of queueing, {kind}", grows, "exponent", at_most=1.05))
    return figures


def _queue(stand: Stand, kind: str, size: int) -> tuple[float, float]:
    """Return the seconds that queueing took, and those of the bulk insert."""
    with stand.database(kind) as database:
        settle(database, size, "telegram")
        number = draft(stand, database, TEXT)
        began = time.perf_counter()
        send(stand, database, number)
        ours = time.perf_counter() - began
        return ours, _insert(database)


def _insert(database: Database) -> float:
    """Return the seconds of one bulk insert of the rows that are there, which are taken out first."""
    left_out = deliveries.c.delivery_id
    with database.write() as connection:
        made = [dict(row) for row in connection.execute(select(deliveries)).mappings()]
        connection.execute(delete(deliveries))
    for row in made:
        del row[left_out.name]
        row["created_at"] = row["due_at"] = datetime.now(UTC)
    began = time.perf_counter()
    with database.write() as connection:
        connection.execute(insert(deliveries), made)
    return time.perf_counter() - began

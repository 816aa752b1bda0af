"""Queueing a broadcast to a whole audience, beside one bulk insert of the same deliveries by SQLAlchemy Core."""

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import insert, select, text

from bench.figure import Figure, growth, middle
from bench.network import draft, send, settle
from bench.rows.sending import TEXT
from bench.stand import Stand
from bot.db.database import Database
from bot.db.tables import deliveries

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 3


async def rows(
    stand: Stand,
    kinds: Sequence[str] = ("sqlite", "postgresql"),
    sizes: Sequence[int] = SIZES,
) -> list[Figure]:
    """Return what queueing costs, and how the cost grows with the audience."""
    figures = []
    for kind in kinds:
        costs = []
        for size in sizes:
            ours, bare = _queue(stand, kind, size)
            costs.append(ours)
            what = f"queueing to {size:,} homes, {kind}"
            is_ = "one bulk insert of the same deliveries by SQLAlchemy Core"
            figures.append(Figure(what, 1000 * ours, "ms", 1000 * bare, is_, at_most=1.5))
        grows, last = growth(sizes, costs), growth(sizes[-2:], costs[-2:])
        note = f"from {sizes[-2]:,} to {sizes[-1]:,} alone: {last:.2f}"
        what = f"growth of queueing, {kind}"
        figures.append(Figure(what, grows, "exponent", at_most=1.05, note=note))
    return figures


def _queue(stand: Stand, kind: str, size: int) -> tuple[float, float]:
    """Return the seconds that queueing takes, and those of the bulk insert, each into empty tables."""
    ours, bare = [], []
    with stand.database(kind) as database:
        settle(database, size, "telegram")
        with database.write() as connection:
            connection.execute(text("ANALYZE"))
        for _ in range(ROUNDS):
            number = draft(stand, database, TEXT)
            began = time.perf_counter()
            send(stand, database, number)
            ours.append(time.perf_counter() - began)
            made = _taken_out(database)
            assert len(made) == size
            bare.append(_insert(database, made))
            _taken_out(database)
    return middle(ours), middle(bare)


def _taken_out(database: Database) -> list[dict[str, Any]]:
    """Return the deliveries as they were handed to the database, and leave none there."""
    columns = [each for each in deliveries.c if each is not deliveries.c.delivery_id]
    with database.read() as connection:
        made = [dict(row) for row in connection.execute(select(*columns)).mappings()]
    if database.is_sqlite:
        # Past the foreign keys: for every row taken out they would look through all the others.
        with closing(sqlite3.connect(str(database.url.database))) as direct, direct:
            direct.execute("DELETE FROM deliveries")
            direct.execute("DELETE FROM receipts")
            direct.execute("DELETE FROM pushes")
    else:
        with database.write() as connection:
            # What was only deleted would still be in the way of the next insert.
            connection.execute(text("TRUNCATE deliveries, receipts, pushes"))
    return made


def _insert(database: Database, made: list[dict[str, Any]]) -> float:
    began = time.perf_counter()
    with database.write() as connection:
        connection.execute(insert(deliveries), made)
    return time.perf_counter() - began

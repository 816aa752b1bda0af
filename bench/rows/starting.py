"""How soon a process that is started sends its first message, with a long history in the tables."""

import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, select, update

from bench.figure import Figure, middle
from bench.network import draft, send, settle
from bench.rows.sending import TEXT
from bench.stand import Stand, homeround
from bot.db.database import Database
from bot.db.tables import deliveries, events

ROWS = 100_000
HOMES = 1_000
ROUNDS = 3


async def rows(stand: Stand) -> list[Figure]:
    """Return the seconds from the start of the process to its first message."""
    return [
        Figure(
            f"first message with {ROWS:,} rows, {kind}",
            middle([await _start(stand, kind) for _ in range(ROUNDS)]),
            "s",
            at_most=3,
        )
        for kind in ("sqlite", "postgresql")
    ]


async def _start(stand: Stand, kind: str) -> float:
    with stand.database(kind) as database:
        settle(database, HOMES, "telegram")
        for _ in range(ROWS // HOMES // 2):
            send(stand, database, draft(stand, database, TEXT))
        _end_all(database)
        _remember_events(database)
        send(stand, database, draft(stand, database, TEXT))
        await stand.reset()
        began = time.monotonic()
        async with homeround(stand.environment(database)):
            await stand.until_sent(1)
            return float((await stand.ledger())["times"][0]) - began


def _end_all(database: Database) -> None:
    with database.write() as connection:
        long_ago = datetime.now(UTC) - timedelta(days=7)
        connection.execute(
            update(deliveries).values(
                state="delivered", finished_at=long_ago, sent_chat=deliveries.c.chat, sent_id="1"
            )
        )


def _remember_events(database: Database) -> None:
    """Fill up to so many rows with events that were taken."""
    now = datetime.now(UTC)
    with database.write() as connection:
        held = connection.execute(select(func.count()).select_from(deliveries)).scalar_one()
        connection.execute(
            insert(events),
            [
                {"channel": "telegram", "event_id": f"old{each}", "kind": "Said", "at": now}
                for each in range(ROWS - held)
            ],
        )

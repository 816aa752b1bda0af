"""Moments of the whole network: since when it is live, when a backup was made and restored, when that was released."""

from datetime import datetime

from sqlalchemy import Connection, select

from bot.db.leases import insert_new
from bot.db.tables import marks

LIVE = "live_at"
ASKED = "live_asked_at"
BACKED_UP = "backed_up_at"
RESTORED = "restored_at"
RELEASED = "released_at"


def make(connection: Connection, name: str, now: datetime) -> None:
    """Keep the moment under this name; whoever keeps one there too waits until we commit."""
    connection.execute(
        insert_new(connection, marks, replaces=["at"]).values(name=name, at=now),
    )


def at(connection: Connection, name: str) -> datetime | None:
    """Return the moment that is kept under this name."""
    return connection.execute(select(marks.c.at).where(marks.c.name == name)).scalar()


def is_live(connection: Connection) -> bool:
    """Say whether the network writes to homes; one on trial only answers those who write to it."""
    return at(connection, LIVE) is not None

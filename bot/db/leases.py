"""Leases: one owner at a time of a lane, of the polling, of the clock, decided by the database's rows."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import Enum
from math import ceil
from typing import cast

from sqlalchemy import Connection, Table, and_, delete, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert

from bot.db.tables import leases, pauses

# A process that died is followed within 15 seconds at the latest.
LENGTH = timedelta(seconds=9)
RENEW = LENGTH / 3
# Before the name of a process that lives, among those of what they hold.
_PROCESS = "process/"


class Held(Enum):
    """How a lease came to be held."""

    RENEWED = "renewed"
    TAKEN = "taken"


def take(connection: Connection, name: str, owner: str, now: datetime) -> Held | None:
    """Take or renew the lease; None while another owner's has not run out."""
    values = {"owner": owner, "until": now + LENGTH}
    this = update(leases).where(leases.c.name == name).values(values)
    if connection.execute(this.where(leases.c.owner == owner)).rowcount:
        return Held.RENEWED
    if connection.execute(this.where(leases.c.until <= now)).rowcount:
        return Held.TAKEN
    made = insert_or_skip(connection, leases, name=name, **values)
    return Held.TAKEN if made else None


def show(connection: Connection, owner: str, now: datetime) -> None:
    """Let the other processes know that this one lives, for two thirds of a lease at least."""
    name = f"{_PROCESS}{owner}"
    shown = holder(connection, name)
    # Lanes of others are asked for several times a second: not a write each time.
    if shown is not None and shown[1] > now + LENGTH - RENEW:
        return
    take(connection, name, owner, now)
    gone = and_(leases.c.name.startswith(_PROCESS), leases.c.until <= now - LENGTH)
    connection.execute(delete(leases).where(gone))


def spare(connection: Connection, lanes: Collection[str], owner: str, now: datetime) -> int:
    """Return how many more of these lanes are for this process, fewer than none where it holds too many.

    Each process that lives has the same share; where they do not come out even, some may have one more.
    """
    live = leases.c.until > now
    processes = select(func.count()).where(live, leases.c.name.startswith(_PROCESS))
    held = select(func.count()).where(live, leases.c.name.in_(lanes), leases.c.owner == owner)
    number = max(1, connection.execute(processes).scalar_one())
    return ceil(len(lanes) / number) - connection.execute(held).scalar_one()


def leave(connection: Connection, name: str, owner: str, now: datetime) -> None:
    """Let a lease end now, for another process to take."""
    mine = and_(leases.c.name == name, leases.c.owner == owner)
    connection.execute(update(leases).where(mine).values(until=now))


def is_forsaken(connection: Connection, name: str, now: datetime) -> bool:
    """Say whether a lease ended so long ago that anybody who lives would have taken it."""
    row = holder(connection, name)
    return row is not None and row[1] <= now - LENGTH


def holder(connection: Connection, name: str) -> tuple[str, datetime] | None:
    """Return who holds the lease and until when, even where it has run out."""
    row = connection.execute(select(leases).where(leases.c.name == name)).first()
    return (row.owner, row.until) if row else None


def running(connection: Connection, now: datetime) -> bool:
    """Say whether any process holds a lease now."""
    return connection.execute(select(leases.c.name).where(leases.c.until > now)).first() is not None


def give_back(connection: Connection, owner: str) -> None:
    """Let every lease of this owner go, so that the next need not wait."""
    connection.execute(delete(leases).where(leases.c.owner == owner))


def pause(connection: Connection, channel: str, until: datetime) -> None:
    """Keep every lane of the channel still until then; a shorter pause never cuts a longer one."""
    insert_or_skip(connection, pauses, channel=channel, until=until)
    connection.execute(
        update(pauses)
        .where(pauses.c.channel == channel, pauses.c.until < until)
        .values(until=until)
    )


def paused_until(connection: Connection, channel: str, now: datetime) -> datetime | None:
    """Return the end of the channel's pause, or None when it may send."""
    return connection.execute(
        select(pauses.c.until).where(pauses.c.channel == channel, pauses.c.until > now)
    ).scalar()


def insert_or_skip(connection: Connection, table: Table, **values: object) -> bool:
    """Insert the row unless one with its key is there; say whether it was inserted."""
    inserted = insert_new(connection, table).values(values).returning(literal(1))
    # The count of rows is not to be trusted here (psycopg says -1), what comes back is.
    return connection.execute(inserted).first() is not None


def insert_new(connection: Connection, table: Table, replaces: Collection[str] = ()) -> Insert:
    """Return the statement that inserts only rows whose key is not there; of the others, it ``replaces`` columns."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = cast("Insert", dialect.insert(table))
    if not replaces:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: statement.excluded[name] for name in replaces},
    )

"""What is to go out later, once or again and again: looked at by the clock, listed and changed by people."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Row, and_, bindparam, func, insert, or_, select, update

from bot.core.broadcasts import PLANNED, Broadcast, BroadcastState, Recurring
from bot.core.errors import Overtaken
from bot.core.facts import BroadcastRepeats, RecurringFellDue
from bot.core.working_days import OnHoliday
from bot.db import files
from bot.db.broadcasts import broadcast
from bot.db.leases import insert_or_skip
from bot.db.tables import Moment, broadcasts, recurring

# What each broadcast of a pattern has of it.
_COPIED = ("author_id", "kind", "title", "audience", "text", "urgent", "ack", "version")


def planned(connection: Connection) -> tuple[Broadcast, ...]:
    """Return the broadcasts of which a person may still say what becomes: by their moment, then what comes again."""
    numbers = connection.execute(
        select(broadcasts.c.broadcast_id)
        .where(broadcasts.c.state.in_(PLANNED))
        .order_by(broadcasts.c.send_at.is_(None), broadcasts.c.send_at, broadcasts.c.broadcast_id)
    )
    found = (broadcast(connection, number) for number in numbers.scalars().all())
    return tuple(each for each in found if each is not None)


def recurring_numbered(connection: Connection, recurring_id: int) -> Recurring | None:
    """Return when a pattern goes out."""
    row = connection.execute(
        select(recurring).where(recurring.c.recurring_id == recurring_id)
    ).first()
    return None if row is None else _recurring(row)


def _recurring(row: Row[tuple[object, ...]]) -> Recurring:
    return Recurring(row.recurring_id, row.opens, OnHoliday(row.on_holidays), row.until, row.since)


def issued(connection: Connection, recurring_id: int, day: date) -> bool:
    """Say whether a pattern has its broadcast of this local date."""
    return (
        connection.execute(
            select(broadcasts.c.broadcast_id).where(
                broadcasts.c.recurring_id == recurring_id, broadcasts.c.issue == str(day)
            )
        ).first()
        is not None
    )


def repeat(connection: Connection, fact: BroadcastRepeats, now: datetime) -> None:
    """Keep when the pattern goes out, from now on."""
    said = {
        "opens": fact.opens,
        "on_holidays": fact.on_holidays.value,
        "until": fact.until,
        "since": now,
    }
    insert_or_skip(connection, recurring, recurring_id=fact.broadcast_id, **said)
    connection.execute(
        update(recurring).where(recurring.c.recurring_id == fact.broadcast_id).values(**said)
    )
    connection.execute(
        update(broadcasts)
        .where(broadcasts.c.broadcast_id == fact.broadcast_id)
        .values(recurring_id=fact.broadcast_id, send_at=None)
    )


def issue(connection: Connection, fact: RecurringFellDue, now: datetime) -> None:
    """Keep the broadcast that the pattern makes on a local date.

    Raises:
        Overtaken: The date has one already, or the pattern goes out no more.
    """
    pattern = broadcast(connection, fact.recurring_id)
    if pattern is None or pattern.state is not BroadcastState.REPEATING:
        raise Overtaken
    if issued(connection, fact.recurring_id, fact.day):
        raise Overtaken
    copied = connection.execute(
        select(*(broadcasts.c[name] for name in _COPIED)).where(
            broadcasts.c.broadcast_id == fact.recurring_id
        )
    )
    own = {
        "broadcast_id": fact.broadcast_id,
        "recurring_id": fact.recurring_id,
        "issue": str(fact.day),
        "state": fact.state,
        "made_at": now,
        "send_at": fact.send_at,
    }
    connection.execute(insert(broadcasts).values({**copied.mappings().one(), **own}))
    files.copy(connection, fact.recurring_id, fact.broadcast_id)


class Waiting(NamedTuple):
    """What the clock looks at: a broadcast that is due, approved or not, or a pattern with when it goes out."""

    broadcast_id: int
    send_at: datetime | None
    recurring: Recurring | None
    approved: bool = True


# Asked every second: to put it together takes longer than to answer it.
_WAITING = (
    select(broadcasts.c.broadcast_id, broadcasts.c.state, broadcasts.c.send_at, *recurring.c)
    .select_from(
        broadcasts.outerjoin(recurring, recurring.c.recurring_id == broadcasts.c.broadcast_id)
    )
    .where(
        or_(
            and_(
                broadcasts.c.state.in_([BroadcastState.SCHEDULED, BroadcastState.WAITING]),
                broadcasts.c.send_at <= bindparam("now", type_=Moment()),
            ),
            broadcasts.c.state == BroadcastState.REPEATING,
        )
    )
    .order_by(broadcasts.c.send_at, broadcasts.c.broadcast_id)
)


def waiting(connection: Connection, now: datetime) -> list[Waiting]:
    """Return the broadcasts whose moment has come, the earliest first, and every pattern."""
    rows = connection.execute(_WAITING, {"now": now})
    return [
        Waiting(
            row.broadcast_id,
            row.send_at,
            _recurring(row) if row.state == BroadcastState.REPEATING else None,
            approved=row.state != BroadcastState.WAITING,
        )
        for row in rows
    ]


def overdue(connection: Connection, since: datetime) -> tuple[int, datetime | None]:
    """Return how many scheduled broadcasts were due at that moment and were not taken, and the oldest's moment."""
    row = connection.execute(
        select(func.count(), func.min(broadcasts.c.send_at)).where(
            broadcasts.c.state == BroadcastState.SCHEDULED, broadcasts.c.send_at <= since
        )
    ).one()
    return row[0], row[1]

"""Pushes: the one purse of what homes are sent without having asked, whoever sends it, and the one way to send it."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.core.broadcasts import Hold
from bot.core.deliveries import Priority, State
from bot.core.kindness import Cost, Held, Kindness, PushState
from bot.core.people import HomeId
from bot.db.audience import contacts
from bot.db.tables import deliveries, pushes, receipts


class When(NamedTuple):
    """When a push goes out, and why not at once."""

    at: datetime
    held: str
    state: PushState


def at_once(now: datetime) -> When:
    """Return when something urgent goes out."""
    return When(now, "", PushState.SENT)


def whens(kindness: Kindness, now: datetime) -> tuple[When, When]:
    """Return when a push goes out now: to a home that has room this week, and to one that has not."""
    at = kindness.opens(now)
    quiet = Held.QUIET_HOURS if at > now else ""
    later = When(kindness.next_week(at), Held.BUDGET, PushState.HELD)
    return When(at, quiet, PushState.SENT), later


def _counted(kindness: Kindness, at: datetime) -> tuple[Select[Any], ColumnElement[int]]:
    """Return the query for how many pushes each home has in the week of this moment, and that number.

    Whatever is held for a home until then goes out as one, and counts as one.
    """
    start, end = kindness.week(at)
    is_held = pushes.c.state == PushState.HELD
    sent = and_(pushes.c.state == PushState.SENT, pushes.c.counts_at >= start)
    number = func.sum(case((sent, 1), else_=0)) + func.max(case((is_held, 1), else_=0))
    query = (
        select(pushes.c.home_id)
        .where(pushes.c.counts_at < end, or_(is_held, sent))
        .group_by(pushes.c.home_id)
    )
    return query, number


def full(kindness: Kindness, at: datetime) -> Select[Any]:
    """Return the query for the homes that have had all the pushes of the week of this moment."""
    query, number = _counted(kindness, at)
    return query.having(number >= kindness.per_week)


def counts(connection: Connection, kindness: Kindness, at: datetime) -> dict[HomeId, int]:
    """Return how many pushes each home that has any has in the week of this moment."""
    query, number = _counted(kindness, at)
    return {HomeId(row[0]): row[1] for row in connection.execute(query.add_columns(number))}


def _any(connection: Connection, query: Select[Any]) -> bool:
    return connection.execute(query.limit(1)).first() is not None


def cost(
    connection: Connection,
    audience: str,
    channels: Collection[str],
    kindness: Kindness,
    now: datetime,
) -> Cost:
    """Return what sending to the audience now would mean for its homes.

    Raises:
        BadAudience: The expression cannot be read.
    """
    soon, later = whens(kindness, now)
    homes_full, over = full(kindness, soon.at), 0
    if _any(connection, homes_full):
        chosen = contacts(audience, channels, now=now)
        held = select(chosen.c.account_id).where(
            chosen.c.account_id.is_not(None), chosen.c.home_id.in_(homes_full)
        )
        over = connection.execute(
            select(func.count()).select_from(chosen).where(chosen.c.account_id.in_(held))
        ).scalar_one()
    until = soon.at if soon.held else None
    return Cost(until, over, kindness.per_week, later.at)


class Thing(NamedTuple):
    """What is pushed: what it is about, its title where it waits together with others, and whether it cannot wait."""

    about: str
    title: str
    urgent: bool


# How the people of some receipts are sent a thing: with which priority, when, and which accounts.
Send = Callable[[Priority, When, Select[Any]], None]


def let_in(
    connection: Connection,
    thing: Thing,
    mine: ColumnElement[bool],
    purse: tuple[Kindness, datetime],
    send: Send,
) -> None:
    """Let a thing go now to every person whom these receipts name, when kindness allows.

    Urgent ones go at once and count nowhere. Where a person runs several homes, all of them wait for one that
    has had enough. What was counted of it before, and did not arrive, counts anew.
    """
    kindness, now = purse
    reached = _Reached(connection, thing, mine, now)
    if thing.urgent:
        send(Priority.URGENT, at_once(now), reached.accounts())
        return
    soon, later = whens(kindness, now)
    reached.forget()
    homes_full = full(kindness, soon.at)
    if not _any(connection, homes_full):
        reached.count(soon)
        send(Priority.BROADCAST, soon, reached.accounts())
        return
    of_full = reached.accounts(receipts.c.home_id.in_(homes_full))
    reached.count(later, receipts.c.account_id.in_(of_full))
    reached.count(soon, ~reached.is_counted())
    # Whether a home is full is not asked again now that this counts as well.
    held = reached.accounts(receipts.c.home_id.in_(reached.held()))
    send(Priority.BROADCAST, later, held)
    send(Priority.BROADCAST, soon, reached.accounts(receipts.c.account_id.not_in(held)))


class _Reached:
    """The homes and people that a thing goes to, by their receipts; what is done is done to all in one statement."""

    def __init__(
        self, connection: Connection, thing: Thing, mine: ColumnElement[bool], now: datetime
    ) -> None:
        self._connection = connection
        self._thing = thing
        self._now = now
        self._mine = and_(mine, receipts.c.account_id.is_not(None))

    def accounts(self, *which: ColumnElement[bool]) -> Select[Any]:
        """Return the accounts by which these homes are reached."""
        return select(receipts.c.account_id).where(self._mine, *which)

    def held(self) -> Select[Any]:
        """Return the homes that wait for this."""
        return select(pushes.c.home_id).where(
            pushes.c.about == self._thing.about, pushes.c.state == PushState.HELD
        )

    def is_counted(self) -> ColumnElement[bool]:
        """Return the condition that a receipt's home has this push already."""
        return exists().where(
            pushes.c.about == self._thing.about, pushes.c.home_id == receipts.c.home_id
        )

    def forget(self) -> None:
        """Let these homes have had nothing of it."""
        counted = pushes.c.about == self._thing.about
        if not _any(self._connection, select(pushes.c.push_id).where(counted)):
            return
        homes = select(receipts.c.home_id).where(self._mine)
        self._connection.execute(delete(pushes).where(counted, pushes.c.home_id.in_(homes)))

    def count(self, when: When, *which: ColumnElement[bool]) -> None:
        """Let each home that is reached have this push then."""
        row = {
            "home_id": receipts.c.home_id,
            "about": literal(self._thing.about),
            "title": literal(self._thing.title if when.state is PushState.HELD else ""),
            "state": literal(when.state.value),
            "made_at": literal(self._now, pushes.c.made_at.type),
            "counts_at": literal(when.at, pushes.c.counts_at.type),
            "held": literal(str(when.held)),
        }
        chosen = select(*row.values()).where(self._mine, *which)
        self._connection.execute(insert(pushes).from_select(list(row), chosen))


def call_off(
    connection: Connection,
    abouts: Collection[str],
    now: datetime,
    homes: Collection[str] | None = None,
) -> None:
    """Count no more what of these things was yet to go out, to these homes or to all."""
    yet_to_go = or_(pushes.c.state == PushState.HELD, pushes.c.counts_at > now)
    theirs = [] if homes is None else [pushes.c.home_id.in_(homes)]
    connection.execute(delete(pushes).where(pushes.c.about.in_(abouts), yet_to_go, *theirs))


def call(connection: Connection, about: str, title: str) -> None:
    """Give what waits a new title."""
    waits = and_(pushes.c.about == about, pushes.c.state == PushState.HELD)
    connection.execute(update(pushes).where(waits).values(title=title))


def holds(
    connection: Connection, broadcast_id: int, kindness: Kindness, what: str = "broadcast"
) -> tuple[Hold, ...]:
    """Return how many homes wait for a broadcast, or for a "chase" or "corrected" of it, why and until when."""
    name = f"{what}:{broadcast_id}"
    its = or_(
        deliveries.c.about == name, deliveries.c.about.startswith(f"{name}.", autoescape=True)
    )
    rows = connection.execute(
        select(deliveries.c.held, deliveries.c.due_at, func.count(receipts.c.home_id.distinct()))
        .join(
            receipts,
            and_(
                receipts.c.broadcast_id == broadcast_id,
                receipts.c.account_id == deliveries.c.account_id,
            ),
        )
        .where(its, deliveries.c.state == State.HELD)
        .group_by(deliveries.c.held, deliveries.c.due_at)
        .order_by(deliveries.c.due_at)
    )
    per_week = kindness.per_week
    return tuple(Hold(Held(held), until, homes, per_week) for held, until, homes in rows)

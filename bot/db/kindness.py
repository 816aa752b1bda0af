"""Pushes: the one purse of what homes are sent without having asked, whoever sends it, and the one way to send it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
)

from bot.core.broadcasts import Broadcast, Hold
from bot.core.deliveries import Operation, Priority, State
from bot.core.kindness import Cost, Held, Kindness, PushState
from bot.core.people import HomeId
from bot.db.audience import contacts
from bot.db.tables import accounts, broadcast_parts, deliveries, pushes, receipts

LONGEST_TITLE = 60


class When(NamedTuple):
    """When a push goes out, and why not at once."""

    at: datetime
    held: str
    state: PushState


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
        chosen = contacts(audience, channels)
        held = select(chosen.c.account_id).where(
            chosen.c.account_id.is_not(None), chosen.c.home_id.in_(homes_full)
        )
        over = connection.execute(
            select(func.count()).select_from(chosen).where(chosen.c.account_id.in_(held))
        ).scalar_one()
    until = soon.at if soon.held else None
    return Cost(until, over, kindness.per_week, later.at)


def queue_copies(
    connection: Connection, sent: Broadcast, kindness: Kindness, now: datetime
) -> None:
    """Queue one copy of a broadcast to every person of its receipts, when kindness allows.

    Urgent ones go at once and count nowhere. Where a person runs several homes, all of them wait for one that
    has had enough.
    """
    reached = _Reached(connection, sent, now)
    if sent.urgent:
        reached.copy(Priority.URGENT, When(now, "", PushState.SENT))
        return
    soon, later = whens(kindness, now)
    homes_full = full(kindness, soon.at)
    if not _any(connection, homes_full):
        reached.count(soon)
        reached.copy(Priority.BROADCAST, soon)
        return
    reached.count(later, receipts.c.account_id.in_(reached.accounts(homes_full)))
    reached.count(soon, ~reached.is_counted())
    # Whether a home is full is not asked again now that this counts as well.
    held = reached.accounts(reached.held())
    reached.copy(Priority.BROADCAST, later, accounts.c.account_id.in_(held))
    reached.copy(Priority.BROADCAST, soon, accounts.c.account_id.not_in(held))


class _Reached:
    """The homes and people that a broadcast reaches, by its receipts; what is done is done to all in one statement."""

    def __init__(self, connection: Connection, sent: Broadcast, now: datetime) -> None:
        self._connection = connection
        self._sent = sent
        self._now = now
        self._about = f"broadcast:{sent.broadcast_id}"
        self._mine = and_(
            receipts.c.broadcast_id == sent.broadcast_id, receipts.c.account_id.is_not(None)
        )

    def accounts(self, home_ids: Select[Any]) -> Select[Any]:
        """Return the accounts by which any of these homes is reached."""
        return select(receipts.c.account_id).where(self._mine, receipts.c.home_id.in_(home_ids))

    def held(self) -> Select[Any]:
        """Return the homes that wait for this broadcast."""
        return select(pushes.c.home_id).where(
            pushes.c.about == self._about, pushes.c.state == PushState.HELD
        )

    def is_counted(self) -> ColumnElement[bool]:
        """Return the condition that a receipt's home has this push already."""
        return exists().where(pushes.c.about == self._about, pushes.c.home_id == receipts.c.home_id)

    def count(self, when: When, *which: ColumnElement[bool]) -> None:
        """Let each home that is reached have this push then."""
        row = {
            "home_id": receipts.c.home_id,
            "about": literal(self._about),
            "title": literal(headline(self._sent) if when.state is PushState.HELD else ""),
            "state": literal(when.state.value),
            "made_at": literal(self._now, pushes.c.made_at.type),
            "counts_at": literal(when.at, pushes.c.counts_at.type),
            "held": literal(str(when.held)),
        }
        chosen = select(*row.values()).where(self._mine, *which)
        self._connection.execute(insert(pushes).from_select(list(row), chosen))

    def copy(self, priority: Priority, when: When, *which: ColumnElement[bool]) -> None:
        """Queue a copy of each part to everybody by whom a home is reached."""
        by = select(receipts.c.account_id).where(self._mine).distinct().subquery()
        state = State.HELD if when.held else State.QUEUED
        row = {
            "channel": accounts.c.channel,
            "chat": accounts.c.chat,
            "lane_key": accounts.c.lane_key,
            "account_id": accounts.c.account_id,
            "priority": literal(priority.value),
            "state": literal(state.value),
            "operation": literal(Operation.SEND.value),
            "broadcast_id": literal(self._sent.broadcast_id),
            "about": literal("" if priority is Priority.URGENT else self._about),
            "part": broadcast_parts.c.part,
            "created_at": literal(self._now, deliveries.c.created_at.type),
            "due_at": literal(when.at, deliveries.c.due_at.type),
            "held": literal(str(when.held)),
        }
        copies = (
            select(*row.values())
            .select_from(
                accounts.join(by, by.c.account_id == accounts.c.account_id).join(
                    broadcast_parts, broadcast_parts.c.channel == accounts.c.channel
                )
            )
            .where(broadcast_parts.c.broadcast_id == self._sent.broadcast_id, *which)
            .order_by(accounts.c.account_id, broadcast_parts.c.part)
        )
        self._connection.execute(insert(deliveries).from_select(list(row), copies))


def headline(sent: Broadcast) -> str:
    """Return what a broadcast is called where it stands in a list."""
    first = sent.text.strip().splitlines()[0]
    return "".join(each for each in first if each not in "#*_`").strip()[:LONGEST_TITLE]


def holds(connection: Connection, broadcast_id: int, kindness: Kindness) -> tuple[Hold, ...]:
    """Return how many homes wait for a broadcast, for which reason and until when."""
    rows = connection.execute(
        select(deliveries.c.held, deliveries.c.due_at, func.count(receipts.c.home_id.distinct()))
        .join(
            receipts,
            and_(
                receipts.c.broadcast_id == deliveries.c.broadcast_id,
                receipts.c.account_id == deliveries.c.account_id,
            ),
        )
        .where(deliveries.c.broadcast_id == broadcast_id, deliveries.c.state == State.HELD)
        .group_by(deliveries.c.held, deliveries.c.due_at)
        .order_by(deliveries.c.due_at)
    )
    per_week = kindness.per_week
    return tuple(Hold(Held(held), until, homes, per_week) for held, until, homes in rows)

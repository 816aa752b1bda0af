"""Receipts: what each home got of a broadcast, and what it made of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Subquery, and_, case, func, insert, literal, select, update

from bot.core.audience import Kind
from bot.core.broadcasts import Figures, HomeDelivery, Receipt
from bot.core.deliveries import State
from bot.core.people import HomeId, PersonId
from bot.db.broadcasts import ENDED
from bot.db.copies import CARD, STATE, WITH_CARDS
from bot.db.tables import (
    accounts,
    broadcasts,
    confirmations,
    deliveries,
    home_labels,
    homes,
    persons,
    receipts,
)


def receipts_of(
    connection: Connection, broadcast_id: int, home_ids: Sequence[HomeId]
) -> tuple[Receipt, ...]:
    """Return the receipts of those of the homes that a broadcast was for, reached or not."""
    theirs = and_(receipts.c.broadcast_id == broadcast_id, receipts.c.home_id.in_(list(home_ids)))
    rows = connection.execute(
        select(receipts.c.home_id, receipts.c.read_at).where(theirs).order_by(receipts.c.home_id)
    )
    return tuple(Receipt(HomeId(row.home_id), row.read_at) for row in rows)


def figures(connection: Connection, broadcast_id: int) -> Figures:
    """Return what became of a broadcast so far, in homes: a home is delivered when every part is.

    Where its person left before all of it had gone out, it has failed.
    """
    lost = STATE.in_([State.FAILED, State.CANCELLED])
    by_account = (
        select(
            deliveries.c.account_id,
            func.max(case((lost, 1), else_=0)).label("failed"),
            func.max(case((STATE.not_in(ENDED), 1), else_=0)).label("waiting"),
        )
        .select_from(WITH_CARDS)
        .where(deliveries.c.broadcast_id == broadcast_id)
        .group_by(deliveries.c.account_id)
        .subquery()
    )
    waiting = (by_account.c.failed == 0) & (by_account.c.waiting == 1)
    row = connection.execute(
        select(
            func.count().label("homes"),
            func.count(case((receipts.c.account_id.is_(None), 1))).label("not_reached"),
            func.count(case((by_account.c.failed == 1, 1))).label("failed"),
            func.count(case((waiting, 1))).label("waiting"),
            func.count(receipts.c.acknowledged_at).label("acknowledged"),
            func.count(receipts.c.read_at).label("read"),
        )
        .select_from(
            receipts.outerjoin(by_account, by_account.c.account_id == receipts.c.account_id)
        )
        .where(receipts.c.broadcast_id == broadcast_id)
    ).one()
    delivered = row.homes - row.not_reached - row.failed - row.waiting
    rest = (row.waiting, row.failed, row.not_reached, row.acknowledged, row.read)
    return Figures(row.homes, delivered, *rest)


def read(
    connection: Connection,
    broadcast_id: int,
    home_ids: Iterable[HomeId],
    by: PersonId,
    now: datetime,
) -> None:
    """Record the first "Read" of each home; later ones change nothing."""
    connection.execute(
        update(receipts)
        .where(
            receipts.c.broadcast_id == broadcast_id,
            receipts.c.home_id.in_(list(home_ids)),
            receipts.c.read_at.is_(None),
        )
        .values(read_at=now, read_by=by)
    )


def acknowledge(
    connection: Connection,
    broadcast_id: int,
    home_ids: Iterable[HomeId],
    by: PersonId,
    now: datetime,
) -> None:
    """Record the first "I have read this" of each home, which is read as well; later ones change nothing."""
    theirs = list(home_ids)
    read(connection, broadcast_id, theirs, by, now)
    connection.execute(
        update(receipts)
        .where(
            receipts.c.broadcast_id == broadcast_id,
            receipts.c.home_id.in_(theirs),
            receipts.c.acknowledged_at.is_(None),
        )
        .values(acknowledged_at=now, acknowledged_by=by)
    )


def ask_anew(connection: Connection, broadcast_id: int, version: int) -> None:
    """Let homes that confirmed a broadcast owe it anew; what they said of the texts until ``version`` is kept.

    Who has not read it may be asked once more.
    """
    theirs = and_(receipts.c.broadcast_id == broadcast_id, receipts.c.acknowledged_at.is_not(None))
    kept = {
        "broadcast_id": receipts.c.broadcast_id,
        "home_id": receipts.c.home_id,
        "version": literal(version),
        "person_id": receipts.c.acknowledged_by,
        "at": receipts.c.acknowledged_at,
    }
    connection.execute(
        insert(confirmations).from_select(list(kept), select(*kept.values()).where(theirs))
    )
    nothing_said = {"read_at": None, "read_by": None, "acknowledged_at": None}
    connection.execute(update(receipts).where(theirs).values(acknowledged_by=None, **nothing_said))
    connection.execute(
        update(broadcasts).where(broadcasts.c.broadcast_id == broadcast_id).values(chased_at=None)
    )


def by_home(connection: Connection, broadcast_id: int) -> list[HomeDelivery]:
    """Return one row a home of the audience, by home name; a home nobody reaches has state ``not_reached``."""
    last = _by_account(broadcast_id)
    rows = connection.execute(
        select(homes.c.home_id, homes.c.name, receipts, last, persons.c.name.label("person"))
        .select_from(
            receipts.join(homes, homes.c.home_id == receipts.c.home_id)
            .outerjoin(last, last.c.of_account == receipts.c.account_id)
            .outerjoin(accounts, accounts.c.account_id == receipts.c.account_id)
            .outerjoin(persons, persons.c.person_id == accounts.c.person_id)
        )
        .where(receipts.c.broadcast_id == broadcast_id)
        .order_by(homes.c.name)
    ).mappings()
    types = _types(connection, broadcast_id)
    return [
        HomeDelivery(
            row["home_id"],
            row["name"],
            _whole(row["least"], row["most"]) if row["of_account"] else "not_reached",
            row["reason"] or row["gap"],
            bool(row["in_doubt"]),
            row["finished_at"],
            row["read_at"],
            row["acknowledged_at"],
            row["person"] or "",
            types[row["home_id"]],
            row["held"] or "",
            row["until"],
        )
        for row in rows
    ]


def _by_account(broadcast_id: int) -> Subquery:
    return (
        select(
            deliveries.c.account_id.label("of_account"),
            func.min(STATE).label("least"),
            func.max(STATE).label("most"),
            func.max(func.coalesce(CARD.c.reason, deliveries.c.reason)).label("reason"),
            func.max(deliveries.c.held).label("held"),
            func.max(case((deliveries.c.state == State.HELD, deliveries.c.due_at))).label("until"),
            func.max(case((deliveries.c.in_doubt, 1), else_=0)).label("in_doubt"),
            func.max(deliveries.c.finished_at).label("finished_at"),
        )
        .select_from(WITH_CARDS)
        .where(deliveries.c.broadcast_id == broadcast_id)
        .group_by(deliveries.c.account_id)
        .subquery()
    )


def _types(connection: Connection, broadcast_id: int) -> defaultdict[str, tuple[str, ...]]:
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    rows = connection.execute(
        select(home_labels.c.home_id, home_labels.c.value)
        .join(receipts, receipts.c.home_id == home_labels.c.home_id)
        .where(receipts.c.broadcast_id == broadcast_id, home_labels.c.kind == Kind.TYPE)
        .order_by(home_labels.c.value)
    )
    for home_id, value in rows:
        found[home_id] += (value,)
    return found


def _whole(least: str, most: str) -> str:
    # Parts in different states: the home has it when all are delivered, and not when any failed.
    states = {least, most}
    for state in (State.FAILED, State.HELD, State.QUEUED, State.ON_WIRE, State.CANCELLED):
        if state in states:
            return state.value
    return State.DELIVERED.value

"""Broadcasts in the database: drafted, queued to a whole audience in three statements, and counted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    and_,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    union,
    update,
)

from bot.core.broadcasts import (
    PLANNED,
    Broadcast,
    BroadcastKind,
    BroadcastState,
    Figures,
    Receipt,
)
from bot.core.deliveries import State
from bot.core.errors import Overtaken
from bot.core.facts import BroadcastDrafted
from bot.core.kindness import Kindness
from bot.core.people import HomeId, PersonId
from bot.db import kindness
from bot.db.audience import contacts
from bot.db.tables import (
    accounts,
    broadcast_parts,
    broadcasts,
    deliveries,
    homes,
    meetings,
    persons,
    receipts,
)

# Final states of a delivery; the others are still on their way.
ENDED = (State.DELIVERED.value, State.FAILED.value, State.CANCELLED.value)


def broadcast(connection: Connection, broadcast_id: int) -> Broadcast | None:
    """Return one broadcast."""
    row = connection.execute(
        select(broadcasts, meetings.c.meeting_id)
        .outerjoin(meetings, meetings.c.broadcast_id == broadcasts.c.broadcast_id)
        .where(broadcasts.c.broadcast_id == broadcast_id)
    ).first()
    if row is None:
        return None
    return Broadcast(
        broadcast_id=row.broadcast_id,
        author_id=PersonId(row.author_id) if row.author_id else None,
        audience=row.audience,
        text=row.text,
        urgent=row.urgent,
        ack=row.ack,
        state=BroadcastState(row.state),
        send_at=row.send_at,
        issue=row.issue,
        recurring_id=row.recurring_id,
        kind=BroadcastKind(row.kind),
        title=row.title,
        meeting_id=row.meeting_id,
    )


def draft(
    connection: Connection, fact: BroadcastDrafted, author: PersonId | None, now: datetime
) -> None:
    """Keep a new broadcast as a draft."""
    connection.execute(
        insert(broadcasts).values(
            broadcast_id=fact.broadcast_id,
            author_id=author,
            audience=fact.audience,
            text=fact.text,
            urgent=fact.urgent,
            ack=fact.ack,
            kind=fact.kind,
            title=fact.title,
            state=BroadcastState.DRAFT,
            made_at=now,
        )
    )


def decide(
    connection: Connection,
    broadcast_id: int,
    state: BroadcastState,
    *,
    send_at: datetime | None = None,
) -> None:
    """Move a draft, or one that is planned, to its next state.

    Raises:
        Overtaken: It was decided already.
    """
    open_states = (BroadcastState.DRAFT, *PLANNED)
    moved = connection.execute(
        update(broadcasts)
        .where(broadcasts.c.broadcast_id == broadcast_id, broadcasts.c.state.in_(open_states))
        .values(state=state, **({"send_at": send_at} if send_at else {}))
    )
    if moved.rowcount != 1:
        raise Overtaken


def queue(
    connection: Connection,
    sent: Broadcast,
    parts: Mapping[str, Sequence[str]],
    now: datetime,
    kind: Kindness,
) -> None:
    """Give every home of the audience its receipt, and every person they are reached by one copy, when kindness allows.

    ``parts`` holds the payloads by channel. The database does the work in a few statements, so the cost
    grows with the audience and never with the length of the text.
    """
    connection.execute(
        insert(broadcast_parts),
        [
            {
                "broadcast_id": sent.broadcast_id,
                "channel": channel,
                "part": part,
                "payload": payload,
            }
            for channel, payloads in parts.items()
            for part, payload in enumerate(payloads)
        ],
    )
    chosen = contacts(sent.audience, parts.keys())
    connection.execute(
        insert(receipts).from_select(
            ["broadcast_id", "home_id", "account_id", "gap"],
            select(literal(sent.broadcast_id), chosen.c.home_id, chosen.c.account_id, chosen.c.gap),
        )
    )
    kindness.queue_copies(connection, sent, kind, now)
    connection.execute(
        update(broadcasts)
        .where(broadcasts.c.broadcast_id == sent.broadcast_id)
        .values(state=BroadcastState.SENDING, sent_at=now)
    )


def receipts_of(
    connection: Connection, broadcast_id: int, home_ids: Sequence[HomeId]
) -> tuple[Receipt, ...]:
    """Return the receipts of those of the homes that a broadcast was for, reached or not."""
    theirs = and_(receipts.c.broadcast_id == broadcast_id, receipts.c.home_id.in_(list(home_ids)))
    rows = connection.execute(
        select(receipts.c.home_id, receipts.c.acknowledged_at)
        .where(theirs)
        .order_by(receipts.c.home_id)
    )
    return tuple(Receipt(HomeId(row.home_id), row.acknowledged_at) for row in rows)


# What waited too long was shown in a card with others: it arrived when that did.
_card = deliveries.alias("in_card")
_with_cards = deliveries.outerjoin(_card, _card.c.delivery_id == deliveries.c.bundled_in)
_state = func.coalesce(_card.c.state, deliveries.c.state)


def figures(connection: Connection, broadcast_id: int) -> Figures:
    """Return what became of a broadcast so far, in homes: a home is delivered when every part is.

    Where its person left before all of it had gone out, it has failed.
    """
    mine = deliveries.c.broadcast_id == broadcast_id
    lost = _state.in_([State.FAILED, State.CANCELLED])
    by_account = (
        select(
            deliveries.c.account_id,
            func.max(case((lost, 1), else_=0)).label("failed"),
            func.max(case((_state.not_in(ENDED), 1), else_=0)).label("waiting"),
        )
        .select_from(_with_cards)
        .where(mine)
        .group_by(deliveries.c.account_id)
        .subquery()
    )
    row = connection.execute(
        select(
            func.count().label("homes"),
            func.count(case((receipts.c.account_id.is_(None), 1))).label("not_reached"),
            func.count(case((by_account.c.failed == 1, 1))).label("failed"),
            func.count(case(((by_account.c.failed == 0) & (by_account.c.waiting == 1), 1))).label(
                "waiting"
            ),
            func.count(receipts.c.acknowledged_at).label("acknowledged"),
        )
        .select_from(
            receipts.outerjoin(by_account, by_account.c.account_id == receipts.c.account_id)
        )
        .where(receipts.c.broadcast_id == broadcast_id)
    ).one()
    delivered = row.homes - row.not_reached - row.failed - row.waiting
    return Figures(row.homes, delivered, row.waiting, row.failed, row.not_reached, row.acknowledged)


def acknowledge(
    connection: Connection,
    broadcast_id: int,
    home_ids: Iterable[HomeId],
    by: PersonId,
    now: datetime,
) -> None:
    """Record the first "I have read this" of each home; later ones change nothing."""
    connection.execute(
        update(receipts)
        .where(
            receipts.c.broadcast_id == broadcast_id,
            receipts.c.home_id.in_(list(home_ids)),
            receipts.c.acknowledged_at.is_(None),
        )
        .values(acknowledged_at=now, acknowledged_by=by)
    )


def last(connection: Connection) -> int | None:
    """Return the number of the broadcast that was sent last."""
    return connection.execute(
        select(broadcasts.c.broadcast_id)
        .where(broadcasts.c.sent_at.is_not(None))
        .order_by(broadcasts.c.sent_at.desc())
        .limit(1)
    ).scalar()


def under_way(connection: Connection, read_since: datetime) -> tuple[int, ...]:
    """Return the broadcasts that are being sent, and those that some home said to have read since then."""
    read = select(receipts.c.broadcast_id).where(receipts.c.acknowledged_at >= read_since)
    sending = select(broadcasts.c.broadcast_id).where(broadcasts.c.state == BroadcastState.SENDING)
    return tuple(sorted(connection.execute(union(sending, read)).scalars()))


def progress(connection: Connection, broadcast_id: int) -> str:
    """Return how far the broadcast is: the same as before only where none of its figures has changed."""
    ended, read = connection.execute(
        select(
            select(func.count())
            .where(deliveries.c.broadcast_id == broadcast_id, deliveries.c.finished_at.is_not(None))
            .scalar_subquery(),
            select(func.count(receipts.c.acknowledged_at))
            .where(receipts.c.broadcast_id == broadcast_id)
            .scalar_subquery(),
        )
    ).one()
    # A home has failed as soon as one part has, while others may still be on their way.
    return f"{ended}.{read}" + ("" if is_left(connection, broadcast_id) else ".ended")


def is_left(connection: Connection, broadcast_id: int) -> bool:
    """Say whether any delivery of the broadcast is still on its way."""
    return connection.execute(select(_left(broadcast_id))).scalar_one()


def _left(broadcast_id: int) -> ColumnElement[bool]:
    of_cards = select(_card.c.delivery_id).where(
        _card.c.delivery_id == deliveries.c.bundled_in, _card.c.state.not_in(ENDED)
    )
    return exists().where(
        deliveries.c.broadcast_id == broadcast_id,
        or_(
            deliveries.c.state.not_in(ENDED),
            and_(deliveries.c.bundled_in.is_not(None), of_cards.correlate(deliveries).exists()),
        ),
    )


def finish(connection: Connection, broadcast_id: int, now: datetime) -> bool:
    """Mark the broadcast as sent when nothing of it is left to do; say whether that is so."""
    done = connection.execute(
        update(broadcasts)
        .where(
            broadcasts.c.broadcast_id == broadcast_id,
            broadcasts.c.state == BroadcastState.SENDING,
            ~_left(broadcast_id),
        )
        .values(state=BroadcastState.SENT, finished_at=now)
    )
    return done.rowcount == 1


class HomeDelivery(NamedTuple):
    """What became of a broadcast for one home."""

    home_id: str
    home_name: str
    state: str
    reason: str
    in_doubt: bool
    finished_at: datetime | None
    acknowledged_at: datetime | None
    person: str
    held: str
    held_until: datetime | None


def by_home(connection: Connection, broadcast_id: int) -> list[HomeDelivery]:
    """Return one row a home of the audience, by home name; a home nobody reaches has state ``not_reached``."""
    last = _by_account(broadcast_id)
    rows = connection.execute(
        select(homes.c.home_id, homes.c.name, receipts.c.gap, receipts.c.acknowledged_at, last)
        .select_from(
            receipts.join(homes, homes.c.home_id == receipts.c.home_id).outerjoin(
                last, last.c.account_id == receipts.c.account_id
            )
        )
        .where(receipts.c.broadcast_id == broadcast_id)
        .order_by(homes.c.name)
    )
    people = _people(connection, broadcast_id)
    return [
        HomeDelivery(
            row.home_id,
            row.name,
            _whole(row.least, row.most) if row.account_id else "not_reached",
            row.reason or row.gap,
            bool(row.in_doubt),
            row.finished_at,
            row.acknowledged_at,
            people.get(row.account_id, ""),
            row.held or "",
            row.until,
        )
        for row in rows
    ]


def _by_account(broadcast_id: int) -> Subquery:
    return (
        select(
            deliveries.c.account_id,
            func.min(_state).label("least"),
            func.max(_state).label("most"),
            func.max(deliveries.c.reason).label("reason"),
            func.max(deliveries.c.held).label("held"),
            func.max(case((deliveries.c.state == State.HELD, deliveries.c.due_at))).label("until"),
            func.max(case((deliveries.c.in_doubt, 1), else_=0)).label("in_doubt"),
            func.max(deliveries.c.finished_at).label("finished_at"),
        )
        .select_from(_with_cards)
        .where(deliveries.c.broadcast_id == broadcast_id)
        .group_by(deliveries.c.account_id)
        .subquery()
    )


def _whole(least: str, most: str) -> str:
    # Parts in different states: the home has it when all are delivered, and not when any failed.
    states = {least, most}
    for state in (State.FAILED, State.HELD, State.QUEUED, State.ON_WIRE, State.CANCELLED):
        if state in states:
            return state.value
    return State.DELIVERED.value


def _people(connection: Connection, broadcast_id: int) -> dict[int, str]:
    rows = connection.execute(
        select(accounts.c.account_id, persons.c.name)
        .join(persons, persons.c.person_id == accounts.c.person_id)
        .join(receipts, receipts.c.account_id == accounts.c.account_id)
        .where(receipts.c.broadcast_id == broadcast_id)
    )
    return {row.account_id: row.name for row in rows}

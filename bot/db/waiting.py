"""What is held until a later moment, and what waits behind a card that told of it."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, literal_column, or_, select, update

from bot.core.deliveries import Priority, State
from bot.core.kindness import Held, PushState, Waiting
from bot.core.people import AccountId
from bot.db.tables import deliveries, meetings, pushes


class Chat(NamedTuple):
    """Where somebody is written to."""

    account_id: AccountId
    channel: str
    chat: str


def due(connection: Connection, now: datetime) -> tuple[int, datetime] | None:
    """Return the newest delivery that is held and may go by now, and the last moment that has come; None for none."""
    newest, moment = connection.execute(
        select(func.max(deliveries.c.delivery_id), func.max(deliveries.c.due_at)).where(is_due(now))
    ).one()
    return None if newest is None else (newest, moment)


def is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a delivery is held and may go by now."""
    return and_(
        deliveries.c.state == literal_column(f"'{State.HELD.value}'"), deliveries.c.due_at <= now
    )


def of_no_use(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a delivery asks to a meeting that has begun by now, or was called off."""
    gone = or_(meetings.c.starts_at <= now, meetings.c.called_off_at.is_not(None))
    past = select(meetings.c.broadcast_id).where(gone)
    return and_(deliveries.c.broadcast_id.is_not(None), deliveries.c.broadcast_id.in_(past))


def together(connection: Connection, now: datetime) -> dict[Chat, tuple[Waiting, ...]]:
    """Return who has several things waiting from a full week that may go by now, and which, the oldest first."""
    rows = connection.execute(
        select(pushes.c.about, pushes.c.title)
        .where(pushes.c.state == PushState.HELD, pushes.c.counts_at <= now)
        .distinct()
    )
    titles = {row.about: row.title for row in rows}
    found: defaultdict[Chat, dict[str, None]] = defaultdict(dict)
    waiting = connection.execute(
        select(deliveries.c.account_id, deliveries.c.channel, deliveries.c.chat, deliveries.c.about)
        .where(is_due(now), deliveries.c.held == Held.BUDGET, ~of_no_use(now))
        .order_by(deliveries.c.delivery_id)
    )
    for account_id, channel, chat, about in waiting:
        found[Chat(account_id, channel, chat)][about] = None
    return {
        whose: tuple(Waiting(about, titles.get(about, "")) for about in abouts)
        for whose, abouts in found.items()
        if len(abouts) > 1
    }


def is_shown(connection: Connection, account_id: AccountId, about: str) -> bool:
    """Say whether this waits behind a card that the account got."""
    return (
        connection.execute(
            select(deliveries.c.delivery_id).where(_behind(account_id, about)).limit(1)
        ).first()
        is not None
    )


def show(connection: Connection, account_id: AccountId, about: str, now: datetime) -> None:
    """Send what waits behind a card, now that it was asked for."""
    connection.execute(
        update(deliveries)
        .where(_behind(account_id, about))
        .values(
            state=State.QUEUED,
            priority=Priority.REPLY,
            due_at=now,
            reason="",
            finished_at=None,
            bundled_in=None,
        )
    )


def _behind(account_id: AccountId, about: str) -> ColumnElement[bool]:
    return and_(
        deliveries.c.account_id == account_id,
        deliveries.c.about == about,
        deliveries.c.bundled_in.is_not(None),
    )

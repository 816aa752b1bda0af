"""Releasing: what was held goes out when its moment has come, and several things of one person as one card."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, literal, select, update

from bot.core.deliveries import Priority, State
from bot.core.errors import Overtaken
from bot.core.kindness import Held, PushState, Waiting
from bot.core.messages import Message
from bot.db import kindness, outbox
from bot.db.outbox import Post
from bot.db.store import Store
from bot.db.tables import deliveries, pushes
from bot.db.waiting import is_due, of_no_use, together

BUNDLED, TOO_LATE = "bundled", "too_late"
Cards = Mapping[tuple[Waiting, ...], Message]


def release(store: Store, cards: Cards) -> None:
    """Let everything go that was held until now; in quiet hours, when they end.

    Raises:
        Overtaken: Somebody has other things waiting than when the cards were drawn.
    """
    connection, now = store.connection, store.at
    opens = store.desk.kindness.opens(now)
    if opens > now:
        _hold_on(connection, now, opens)
        return
    _drop(connection, now)
    about = f"waited:{store.number('waited')}"
    _show_together(store, cards, about)
    connection.execute(update(deliveries).where(is_due(now)).values(state=State.QUEUED))
    _count_as_one(connection, about, now)


def _drop(connection: Connection, now: datetime) -> None:
    """Let nobody be asked to a meeting that has begun while the invitation waited, or was called off."""
    which = and_(is_due(now), of_no_use(now))
    abouts = connection.execute(select(deliveries.c.about).where(which).distinct()).scalars().all()
    if abouts:
        kindness.call_off(connection, abouts, now)
        dropped = {"state": State.CANCELLED, "reason": TOO_LATE, "finished_at": now}
        connection.execute(update(deliveries).where(which).values(dropped))


def _hold_on(connection: Connection, now: datetime, until: datetime) -> None:
    connection.execute(update(deliveries).where(is_due(now)).values(due_at=until))
    connection.execute(update(pushes).where(_waits(now)).values(counts_at=until))


def _waits(now: datetime) -> ColumnElement[bool]:
    return and_(pushes.c.state == PushState.HELD, pushes.c.counts_at <= now)


def _show_together(store: Store, cards: Cards, about: str) -> None:
    """Queue one card to everybody who has several things waiting; those end as shown in it."""
    connection, now = store.connection, store.at
    posts = _posts(store, cards, about)
    if not posts:
        return
    outbox.queue(connection, posts, now)
    card = deliveries.alias("shown")
    mine = card.c.about == about
    last = (
        select(func.max(card.c.delivery_id))
        .where(mine, card.c.account_id == deliveries.c.account_id)
        .scalar_subquery()
    )
    connection.execute(
        update(deliveries)
        .where(
            is_due(now),
            deliveries.c.held == Held.BUDGET,
            deliveries.c.account_id.in_(select(card.c.account_id).where(mine)),
        )
        .values(state=State.CANCELLED, reason=BUNDLED, finished_at=now, bundled_in=last)
    )


def _posts(store: Store, cards: Cards, about: str) -> list[Post]:
    """Return the cards as posts, each drawn once for a channel."""
    payloads: dict[tuple[str, tuple[Waiting, ...]], tuple[str, ...]] = {}
    posts = []
    for whose, waiting in together(store.connection, store.at).items():
        if waiting not in cards:
            raise Overtaken
        drawn = (whose.channel, waiting)
        if drawn not in payloads:
            payloads[drawn] = store.desk.painters[whose.channel].prepare(cards[waiting])
        posts += [
            Post(whose.channel, whose.chat, each, Priority.BROADCAST, whose.account_id, about=about)
            for each in payloads[drawn]
        ]
    return posts


def _count_as_one(connection: Connection, about: str, now: datetime) -> None:
    """Let all that waited for a home count as one push of this week, under this name."""
    moment = literal(now, pushes.c.made_at.type)
    row = {
        "home_id": pushes.c.home_id,
        "about": literal(about),
        "title": literal(""),
        "state": literal(PushState.SENT.value),
        "made_at": moment,
        "counts_at": moment,
        "held": literal(""),
    }
    one_each = select(*row.values()).where(_waits(now)).group_by(pushes.c.home_id)
    connection.execute(insert(pushes).from_select(list(row), one_each))
    as_one = {"state": PushState.BUNDLED, "counts_at": now}
    connection.execute(update(pushes).where(_waits(now)).values(as_one))

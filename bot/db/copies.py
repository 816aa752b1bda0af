"""Copies: what each person whom a receipt names is sent of a broadcast, or about it, all at the gate of kindness."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

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
    update,
)

from bot.core.broadcasts import Broadcast
from bot.core.deliveries import Operation, Priority, State
from bot.core.finding import shortened, title_of
from bot.core.kindness import Kindness
from bot.db import kindness, outbox
from bot.db.kindness import Thing, When
from bot.db.tables import accounts, broadcast_parts, deliveries, receipts

Payloads = Mapping[str, Sequence[str]]  # by channel, in parts

LONGEST_TITLE = 60
# Only there can the platform be asked whether a try that is in doubt has arrived.
CAN_LOOK_UP = ("slack",)
# What waited too long was shown in a card with others: it arrived when that did.
CARD = deliveries.alias("in_card")
WITH_CARDS = deliveries.outerjoin(CARD, CARD.c.delivery_id == deliveries.c.bundled_in)
STATE = func.coalesce(CARD.c.state, deliveries.c.state)


def thing(sent: Broadcast) -> Thing:
    """Return what a broadcast is as a push."""
    return Thing(f"broadcast:{sent.broadcast_id}", headline(sent.title, sent.text), sent.urgent)


def headline(title: str, text: str) -> str:
    """Return what a push is called where it stands in a list."""
    return shortened(title_of(title, text), LONGEST_TITLE)


def send(
    connection: Connection,
    sent: Broadcast,
    kind: Kindness,
    now: datetime,
    *which: ColumnElement[bool],
) -> None:
    """Queue every part to each person whom one of these receipts names, when kindness allows."""

    def copy(priority: Priority, when: When, whom: Select[Any]) -> None:
        by = whom.distinct().subquery()
        row = _new(priority, when, now) | {
            "broadcast_id": literal(sent.broadcast_id),
            "about": literal("" if sent.urgent else thing(sent).about),
            "part": broadcast_parts.c.part,
        }
        chosen = (
            select(*row.values())
            .select_from(
                accounts.join(by, by.c.account_id == accounts.c.account_id).join(
                    broadcast_parts, broadcast_parts.c.channel == accounts.c.channel
                )
            )
            .where(broadcast_parts.c.broadcast_id == sent.broadcast_id)
            .order_by(accounts.c.account_id, broadcast_parts.c.part)
        )
        connection.execute(insert(deliveries).from_select(list(row), chosen))

    mine = and_(receipts.c.broadcast_id == sent.broadcast_id, *which)
    kindness.let_in(connection, thing(sent), mine, (kind, now), copy)


def has_nothing(broadcast_id: int) -> ColumnElement[bool]:
    """Return the condition that whom a receipt names was never sent the broadcast."""
    return ~exists().where(
        deliveries.c.broadcast_id == broadcast_id,
        deliveries.c.account_id == receipts.c.account_id,
    )


def send_again(connection: Connection, sent: Broadcast, kind: Kindness, now: datetime) -> None:
    """Queue again what failed where that can help, when kindness allows; what may have arrived is let be."""
    failed = _failed(sent.broadcast_id)

    def queue(priority: Priority, when: When, whom: Select[Any]) -> None:
        connection.execute(
            update(deliveries)
            .where(failed, deliveries.c.account_id.in_(whom))
            .values(
                state=State.HELD if when.held else State.QUEUED,
                priority=priority,
                due_at=when.at,
                held=str(when.held),
                attempts=0,
                finished_at=None,
                reason="",
                bundled_in=None,
            )
        )

    mine = and_(
        receipts.c.broadcast_id == sent.broadcast_id,
        receipts.c.account_id.in_(select(deliveries.c.account_id).where(failed)),
    )
    kindness.let_in(connection, thing(sent), mine, (kind, now), queue)


def _failed(broadcast_id: int) -> ColumnElement[bool]:
    is_open = select(accounts.c.account_id).where(accounts.c.shut_at.is_(None))
    card_failed = exists().where(
        CARD.c.delivery_id == deliveries.c.bundled_in, CARD.c.state == State.FAILED
    )
    return and_(
        deliveries.c.broadcast_id == broadcast_id,
        or_(deliveries.c.state == State.FAILED, card_failed),
        deliveries.c.account_id.in_(is_open),
        or_(deliveries.c.in_doubt.is_(False), deliveries.c.channel.in_(CAN_LOOK_UP)),
    )


def add_parts(connection: Connection, sent: Broadcast, kind: Kindness, now: datetime) -> None:
    """Give each copy the parts that a new text needs more: what has not gone out yet waits, or ended, with the first.

    They belong to a push that counted already, so only quiet hours hold them.
    """
    there = exists().where(
        _other.c.broadcast_id == sent.broadcast_id,
        _other.c.account_id == _first.c.account_id,
        _other.c.part == broadcast_parts.c.part,
    )
    its = and_(
        broadcast_parts.c.broadcast_id == sent.broadcast_id,
        broadcast_parts.c.channel == _first.c.channel,
    )
    soon = kindness.at_once(now) if sent.urgent else kindness.whens(kind, now)[0]
    row = _like_first(soon, now) | {"broadcast_id": literal(sent.broadcast_id)}
    added = (
        select(*row.values())
        .select_from(
            _first.join(accounts, accounts.c.account_id == _first.c.account_id).join(
                broadcast_parts, its
            )
        )
        .where(
            _first.c.broadcast_id == sent.broadcast_id,
            _first.c.part == 0,
            or_(accounts.c.shut_at.is_(None), ~_WENT_OUT),
            ~there,
        )
        .order_by(_first.c.account_id, broadcast_parts.c.part)
    )
    connection.execute(insert(deliveries).from_select(list(row), added))


_first, _other = deliveries.alias("first_part"), deliveries.alias("other_part")
_WENT_OUT = _first.c.state.in_([State.DELIVERED, State.ON_WIRE])


def _like_first(soon: When, now: datetime) -> dict[str, Any]:
    """Return the columns of a further part: as they are in the first, or anew where that went out."""
    anew = {
        "state": str(State.HELD if soon.held else State.QUEUED),
        "created_at": now,
        "due_at": soon.at,
        "held": str(soon.held),
        "finished_at": None,
        "reason": "",
        "in_doubt": False,
    }
    return (
        outbox.new(_first, Operation.SEND, Priority.URGENT, now)
        | {name: _first.c[name] for name in ("priority", "about", "bundled_in")}
        | {"part": broadcast_parts.c.part}
        | {
            name: case((_WENT_OUT, literal(value, _first.c[name].type)), else_=_first.c[name])
            for name, value in anew.items()
        }
    )


def tell(
    connection: Connection,
    sent: Broadcast,
    told: tuple[Thing, Payloads],
    who: ColumnElement[bool],
    purse: tuple[Kindness, datetime],
) -> None:
    """Answer the broadcast's own message, once for each person who has all of it, where a receipt meets ``who``."""
    about, payloads = told
    whole = delivered(sent.broadcast_id).subquery()
    last = {channel: each[-1] for channel, each in payloads.items()}
    can_hear = and_(accounts.c.shut_at.is_(None), accounts.c.channel.in_(list(last)))

    def answer(priority: Priority, when: When, whom: Select[Any]) -> None:
        row = _new(priority, when, purse[1]) | {
            "payload": by_channel(accounts, last),
            "about": literal(about.about),
            "thread_of_id": whole.c.last_id,
        }
        chosen = (
            select(*row.values())
            .select_from(accounts.join(whole, whole.c.account_id == accounts.c.account_id))
            .where(accounts.c.account_id.in_(whom))
            .order_by(accounts.c.account_id)
        )
        connection.execute(insert(deliveries).from_select(list(row), chosen))

    hearing = (
        select(accounts.c.account_id)
        .join(whole, whole.c.account_id == accounts.c.account_id)
        .where(can_hear)
    )
    mine = and_(
        receipts.c.broadcast_id == sent.broadcast_id, who, receipts.c.account_id.in_(hearing)
    )
    kindness.let_in(connection, about, mine, purse, answer)


def delivered(broadcast_id: int) -> Select[Any]:
    """Return the query for who has all of the broadcast, and by which message last."""
    last_id = func.max(func.coalesce(CARD.c.delivery_id, deliveries.c.delivery_id))
    return (
        select(deliveries.c.account_id, last_id.label("last_id"))
        .select_from(WITH_CARDS)
        .where(deliveries.c.broadcast_id == broadcast_id, deliveries.c.account_id.is_not(None))
        .group_by(deliveries.c.account_id)
        .having(func.min(STATE) == State.DELIVERED, func.max(STATE) == State.DELIVERED)
    )


def _new(priority: Priority, when: When, now: datetime) -> dict[str, Any]:
    return outbox.new(accounts, Operation.SEND, priority, now) | {
        "state": literal((State.HELD if when.held else State.QUEUED).value),
        "due_at": literal(when.at, deliveries.c.due_at.type),
        "held": literal(str(when.held)),
    }


def by_channel(of: Any, payloads: Mapping[str, str]) -> ColumnElement[str]:
    """Return the payload for the channel of each row."""
    return case(*((of.c.channel == name, literal(each)) for name, each in payloads.items()))

"""Broadcasts in the database: drafted, queued to a whole audience in a few statements, and followed to their end."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    union,
    update,
)

from bot.core.broadcasts import CHANGEABLE, Broadcast, BroadcastKind, BroadcastState
from bot.core.deliveries import State
from bot.core.errors import Overtaken
from bot.core.kindness import Kindness
from bot.core.messages import File
from bot.core.people import PersonId
from bot.db import copies, outbox
from bot.db.audience import contacts
from bot.db.copies import CARD
from bot.db.tables import (
    broadcast_files,
    broadcast_parts,
    broadcasts,
    changes,
    deliveries,
    files,
    meetings,
    receipts,
)

# Final states of a delivery; the others are still on their way.
ENDED = (State.DELIVERED.value, State.FAILED.value, State.CANCELLED.value)


_ALL = (
    select(
        broadcasts,
        meetings.c.meeting_id,
        meetings.c.starts_at,
        changes.c.change_id,
        files.c.file_id,
        files.c.name,
        files.c.alt,
    )
    .outerjoin(meetings, meetings.c.broadcast_id == broadcasts.c.broadcast_id)
    .outerjoin(changes, changes.c.broadcast_id == broadcasts.c.broadcast_id)
    .outerjoin(broadcast_files, broadcast_files.c.broadcast_id == broadcasts.c.broadcast_id)
    .outerjoin(files, files.c.file_id == broadcast_files.c.file_id)
)


def broadcast(connection: Connection, broadcast_id: int) -> Broadcast | None:
    """Return one broadcast."""
    row = connection.execute(_ALL.where(broadcasts.c.broadcast_id == broadcast_id)).first()
    return _broadcast(row) if row else None


def sent_lately(
    connection: Connection, most: int, author_id: PersonId | None
) -> tuple[Broadcast, ...]:
    """Return the broadcasts that were sent last, by this author only where one is named, the newest first."""
    theirs = true() if author_id is None else broadcasts.c.author_id == author_id
    rows = connection.execute(
        _ALL.where(broadcasts.c.sent_at.is_not(None), theirs)
        .order_by(broadcasts.c.sent_at.desc(), broadcasts.c.broadcast_id.desc())
        .limit(most)
    )
    return tuple(map(_broadcast, rows))


def _broadcast(row: Row[Any]) -> Broadcast:
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
        edition=row.edition,
        version=row.version,
        sent_at=row.sent_at,
        chased_at=row.chased_at,
        corrected_at=row.corrected_at,
        withdrawn_at=row.withdrawn_at,
        change_id=row.change_id,
        of_use_until=row.starts_at,
        file=File(row.name, alt=row.alt, file_id=row.file_id) if row.file_id else None,
    )


def decide(
    connection: Connection,
    broadcast_id: int,
    state: BroadcastState,
    *,
    send_at: datetime | None = None,
    version: int = 0,
) -> None:
    """Move what has not gone out to its next state.

    Raises:
        Overtaken: It was decided already, or has another version by now.
    """
    this = [broadcasts.c.version == version] if version else []
    open_states = (*CHANGEABLE, BroadcastState.REPEATING)
    moved = connection.execute(
        update(broadcasts)
        .where(
            broadcasts.c.broadcast_id == broadcast_id, broadcasts.c.state.in_(open_states), *this
        )
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
                "file_id": sent.file.file_id if sent.file and part == outbox.FILE_PART else None,
            }
            for channel, payloads in parts.items()
            for part, payload in enumerate(payloads)
        ],
    )
    chosen = contacts(sent.audience, parts.keys(), now=now)
    connection.execute(
        insert(receipts).from_select(
            ["broadcast_id", "home_id", "account_id", "gap"],
            select(literal(sent.broadcast_id), chosen.c.home_id, chosen.c.account_id, chosen.c.gap),
        )
    )
    copies.send(connection, sent, kind, now)
    connection.execute(
        update(broadcasts)
        .where(broadcasts.c.broadcast_id == sent.broadcast_id)
        .values(state=BroadcastState.SENDING, sent_at=now)
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
    read = select(receipts.c.broadcast_id).where(receipts.c.read_at >= read_since)
    sending = select(broadcasts.c.broadcast_id).where(broadcasts.c.state == BroadcastState.SENDING)
    return tuple(sorted(connection.execute(union(sending, read)).scalars()))


def progress(connection: Connection, broadcast_id: int) -> str:
    """Return how far the broadcast is: the same as before only where none of its figures has changed."""
    ended = select(func.count(), func.max(deliveries.c.finished_at)).where(
        deliveries.c.broadcast_id == broadcast_id, deliveries.c.finished_at.is_not(None)
    )
    read = select(func.count(receipts.c.read_at)).where(receipts.c.broadcast_id == broadcast_id)
    number, newest = connection.execute(ended).one()
    # What failed may be tried again, and then as many end as had ended before: by the last of them it shows.
    last = f"{newest:%Y%m%dT%H%M%S.%f}" if newest else ""
    # A home has failed as soon as one part has, while others may still be on their way.
    ending = "" if is_left(connection, broadcast_id) else ".ended"
    return f"{number}.{connection.execute(read).scalar_one()}.{last}{ending}"


def is_left(connection: Connection, broadcast_id: int) -> bool:
    """Say whether any delivery of the broadcast is still on its way."""
    return connection.execute(select(left(broadcast_id))).scalar_one()


def left(broadcast_id: int) -> ColumnElement[bool]:
    """Return the condition that any delivery of the broadcast is still on its way."""
    of_cards = select(CARD.c.delivery_id).where(
        CARD.c.delivery_id == deliveries.c.bundled_in, CARD.c.state.not_in(ENDED)
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
            ~left(broadcast_id),
        )
        .values(state=BroadcastState.SENT, finished_at=now)
    )
    return done.rowcount == 1

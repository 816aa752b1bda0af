"""What a lane sends next: looked up some way ahead in one go, then put on the wire a few at a time."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.core.deliveries import Lane, Operation, Priority, State, Wire
from bot.db import files
from bot.db.broadcasts import ENDED
from bot.db.outbox import finish, mine
from bot.db.restored import HELD_SINCE
from bot.db.tables import Moment, broadcast_parts, deliveries, pauses

# After this long something more urgent may have come by another process: one small query says whether it has.
FRESH = timedelta(milliseconds=25)
# After this long everything is looked up again, whatever may have become of it.
STALE = timedelta(seconds=1)
# So many times as many as there is room for, and again where all of it is for chats that must wait a moment.
_LOOK_AHEAD = 20
_LOOKS = 4

NEVER = datetime.min.replace(tzinfo=UTC)

_Row = Row[Any]
_now, _lane = (
    bindparam("now", type_=Moment()),
    mine(bindparam("in_channel"), bindparam("of"), bindparam("place")),
)
_before = deliveries.alias("before")  # the message that this one edits or hangs under
_waits_for = func.coalesce(deliveries.c.edits_id, deliveries.c.thread_of_id)
# A literal, not a parameter: only so does a database know that its index of what waits will do.
_queued = deliveries.c.state == literal_column(f"'{State.QUEUED.value}'")
# While a restored network is not released: answers and cases of since then, and nothing else.
_may_leave = or_(
    HELD_SINCE.is_(None),
    and_(deliveries.c.created_at >= HELD_SINCE, deliveries.c.priority <= Priority.ESCALATION),
)
_on_wire = deliveries.c.state == literal_column(f"'{State.ON_WIRE.value}'")

_LOOK = (
    select(
        deliveries.c.delivery_id,
        deliveries.c.operation,
        deliveries.c.chat,
        deliveries.c.edits_id,
        deliveries.c.broadcast_id,
        deliveries.c.part,
        deliveries.c.priority,
        deliveries.c.attempts,
        deliveries.c.in_doubt,
        deliveries.c.first_tried_at,
        func.coalesce(deliveries.c.file_id, broadcast_parts.c.file_id).label("file_id"),
        _before.c.sent_chat,
        _before.c.sent_id,
        case(
            (
                and_(_waits_for.is_not(None), _before.c.state.in_([State.FAILED, State.CANCELLED])),
                1,
            ),
            else_=0,
        ).label("orphan"),
    )
    .select_from(
        deliveries.outerjoin(_before, _before.c.delivery_id == _waits_for).outerjoin(
            broadcast_parts,
            and_(
                broadcast_parts.c.broadcast_id == deliveries.c.broadcast_id,
                broadcast_parts.c.channel == deliveries.c.channel,
                broadcast_parts.c.part == deliveries.c.part,
            ),
        )
    )
    .where(
        _lane,
        _queued,
        deliveries.c.due_at <= _now,
        _may_leave,
        or_(_waits_for.is_(None), _before.c.state.in_(ENDED)),
        deliveries.c.chat.not_in(bindparam("skipped", expanding=True)),
    )
    .order_by(deliveries.c.priority, deliveries.c.delivery_id)
    .limit(bindparam("most"))
)
_MORE_URGENT = (
    select(deliveries.c.delivery_id)
    .where(_lane, _queued, deliveries.c.priority < bindparam("than"), deliveries.c.due_at <= _now)
    .limit(1)
)
_CHATS_ON_WIRE = select(deliveries.c.chat).where(_lane, _on_wire)
_IS_PAUSED = exists().where(pauses.c.channel == bindparam("in_channel"), pauses.c.until > _now)
# Under names of their own: of what SQLite returns of an update, SQLAlchemy does not say whose columns are meant.
_parts = select(
    broadcast_parts.c.broadcast_id.label("of_broadcast"),
    broadcast_parts.c.channel.label("on_channel"),
    broadcast_parts.c.part.label("place"),
    broadcast_parts.c.payload.label("says"),
).subquery()
# A broadcast says what its part says at this moment: it may have been corrected since the look.
_payload = func.coalesce(
    deliveries.c.payload,
    select(_parts.c.says)
    .where(
        _parts.c.of_broadcast == deliveries.c.broadcast_id,
        _parts.c.on_channel == deliveries.c.channel,
        _parts.c.place == deliveries.c.part,
    )
    .correlate(deliveries)
    .scalar_subquery(),
)


@cache
def _mark(number: int) -> ReturningUpdate[Any]:
    """Return the one statement that puts so many on the wire, and tells of those that it could what they say."""
    chosen = [bindparam(f"chosen_{place}", type_=Integer) for place in range(number)]
    return (
        update(deliveries)
        .where(
            deliveries.c.delivery_id.in_(
                select(deliveries.c.delivery_id)
                .where(
                    deliveries.c.delivery_id.in_(chosen),
                    _queued,
                    deliveries.c.due_at <= _now,
                    ~_IS_PAUSED,
                )
                # Whoever is changing or cancelling one that waits has it until they commit.
                .with_for_update(skip_locked=True)
            )
        )
        .values(
            state=State.ON_WIRE,
            attempts=deliveries.c.attempts + 1,
            first_tried_at=func.coalesce(deliveries.c.first_tried_at, _now),
        )
        .returning(deliveries.c.delivery_id, _payload.label("payload"))
    )


class Ahead:
    """What waits in one lane, by priority, then age, and one at a time to any chat.

    What is looked up is only what might leave; what does leave is decided by the database, row by row.
    """

    def __init__(self, lane: Lane) -> None:
        """Look at nothing yet."""
        self._lane = {"in_channel": lane.channel, "of": lane.of, "place": lane.number}
        self._channel = lane.channel
        self._found: dict[str, _Row] = {}
        self._looked_at = self._fresh_at = NEVER

    def forget(self) -> None:
        """Look again before the next: something new may come first."""
        self._looked_at = NEVER

    def claim(
        self, connection: Connection, limit: int, is_busy: Callable[[str], bool], now: datetime
    ) -> list[Wire]:
        """Put the next deliveries on the wire, ``limit`` at most; none while the channel is paused.

        A chat that is busy (it had a message a moment ago) waits, except for edits, which add nothing to it.
        A delivery that changes or answers a message which never arrived is cancelled.
        """
        chosen = self._choose(limit, is_busy)
        if len(chosen) < limit or self._is_stale(connection, chosen, now):
            self._look(connection, limit * _LOOK_AHEAD, is_busy, now)
            chosen = self._choose(limit, is_busy)
        if not chosen:
            return []
        for row in chosen:
            del self._found[row.chat]
        marked = self._mark(connection, chosen, now)
        return files.loaded(connection, self._channel, marked)

    def _is_stale(self, connection: Connection, chosen: Sequence[_Row], now: datetime) -> bool:
        if now >= self._looked_at + STALE:
            return True
        if now < self._fresh_at + FRESH:
            return False
        self._fresh_at = now
        asked = {"than": max(row.priority for row in chosen), "now": now}
        return connection.execute(_MORE_URGENT, self._lane | asked).first() is not None

    def _mark(self, connection: Connection, chosen: Sequence[_Row], now: datetime) -> list[Wire]:
        asked = {f"chosen_{place}": row.delivery_id for place, row in enumerate(chosen)}
        marked = connection.execute(_mark(len(chosen)), self._lane | asked | {"now": now})
        payloads = {row.delivery_id: row.payload for row in marked}
        # Some were changed or cancelled since the look.
        return [
            _wire(row, payloads[row.delivery_id]) for row in chosen if row.delivery_id in payloads
        ]

    def _choose(self, limit: int, is_busy: Callable[[str], bool]) -> list[_Row]:
        chosen: list[_Row] = []
        for row in self._found.values():
            if len(chosen) == limit:
                break
            if not _must_wait(row, is_busy):
                chosen.append(row)
        return chosen

    def _look(
        self, connection: Connection, most: int, is_busy: Callable[[str], bool], now: datetime
    ) -> None:
        self._found, self._looked_at, self._fresh_at = {}, now, now
        skipped = set(connection.execute(_CHATS_ON_WIRE, self._lane).scalars())
        for _ in range(_LOOKS):
            asked = {"now": now, "skipped": list(skipped), "most": most}
            rows = cast("Sequence[_Row]", connection.execute(_LOOK, self._lane | asked).all())
            orphans = [row.delivery_id for row in rows if row.orphan]
            if orphans:
                finish(connection, orphans, State.CANCELLED, "original_not_delivered", now)
            for row in rows:
                if _must_wait(row, is_busy):
                    skipped.add(row.chat)
                elif not row.orphan and row.chat not in skipped:
                    self._found.setdefault(row.chat, row)
            if self._found or not rows:
                break


def _must_wait(row: _Row, is_busy: Callable[[str], bool]) -> bool:
    return row.operation == Operation.SEND and is_busy(row.chat)


def _wire(row: _Row, payload: str) -> Wire:
    edits = row.edits_id is not None
    return Wire(
        delivery_id=row.delivery_id,
        operation=Operation(row.operation),
        chat=row.sent_chat or row.chat,
        payload=payload,
        message_id=row.sent_id if edits and row.sent_id else "",
        thread_id="" if edits or not row.sent_id else row.sent_id,
        attempts=row.attempts + 1,
        first_tried_at=row.first_tried_at if row.in_doubt else None,
        file_id=None if edits else row.file_id,
    )

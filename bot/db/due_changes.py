"""Which changes of guidance are due for something now: asked every second."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, case, exists, or_, select

from bot.core.guidance import Due, DueWhat
from bot.db.guidance import OWED, TO_DECIDE, WAITING
from bot.db.tables import Moment, broadcasts, changes, receipts

_now, _remind_before = (bindparam(each, type_=Moment()) for each in ("now", "remind_before"))
_WENT_OUT = and_(WAITING, broadcasts.c.sent_at.is_not(None))
_CLIMBS = and_(TO_DECIDE, changes.c.climbs_at <= _now)
_REMIND = and_(
    OWED,
    broadcasts.c.chased_at.is_(None),
    changes.c.confirm_by <= _remind_before,
    exists().where(
        receipts.c.broadcast_id == changes.c.broadcast_id, receipts.c.acknowledged_at.is_(None)
    ),
)
# Put together once: that takes longer than to answer it.
_DUE = (
    select(
        changes.c.change_id,
        changes.c.climbed,
        changes.c.confirm_by,
        broadcasts.c.sent_at,
        case(
            (_WENT_OUT, DueWhat.SENT.value),
            (_CLIMBS, DueWhat.CLIMBS.value),
            else_=DueWhat.REMIND.value,
        ).label("what"),
    )
    .outerjoin(broadcasts, broadcasts.c.broadcast_id == changes.c.broadcast_id)
    .where(or_(_WENT_OUT, _CLIMBS, _REMIND))
    .order_by(changes.c.change_id)
)


def due(connection: Connection, now: datetime, ahead: timedelta) -> list[Due]:
    """Return the changes that went out and whose leads do not know it yet, that climb, and that homes still owe.

    Those are asked for once more so long ahead of their day, but not before half of the time that homes had is over.
    """
    rows = connection.execute(_DUE, {"now": now, "remind_before": now + ahead})
    return [
        Due(row.change_id, DueWhat(row.what), row.climbed)
        for row in rows
        if row.what != DueWhat.REMIND or now >= row.sent_at + (row.confirm_by - row.sent_at) / 2
    ]

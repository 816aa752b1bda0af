"""Cards of rooms that somebody deleted: found when they are to change, and posted anew."""

from datetime import datetime

from sqlalchemy import Connection, and_, select, update

from bot.core.deliveries import Operation, State, Wire
from bot.db.tables import deliveries


def post_anew(connection: Connection, wire: Wire, now: datetime) -> bool:
    """Post the card of a room that somebody deleted anew, and under it what was still to go under the old one.

    Says whether that is done: what a person deletes in their own chat stays deleted, and so does what is no card.
    """
    this = deliveries.c.delivery_id == wire.delivery_id
    row = connection.execute(select(deliveries).where(this, _ON_WIRE)).first()
    if row is None or row.account_id is not None or row.edits_id is None:
        return False
    old = deliveries.c.delivery_id == row.edits_id
    card = connection.execute(select(deliveries.c.card).where(old)).scalar_one()
    if not card:
        return False
    connection.execute(update(deliveries).where(old).values(card=""))
    anew = {"operation": Operation.SEND, "edits_id": None, "card": card, "attempts": 0}
    connection.execute(
        update(deliveries).where(this).values(state=State.QUEUED, due_at=now, **anew)
    )
    waits = and_(deliveries.c.thread_of_id == row.edits_id, deliveries.c.state == State.QUEUED)
    connection.execute(update(deliveries).where(waits).values(thread_of_id=wire.delivery_id))
    return True


_ON_WIRE = deliveries.c.state == State.ON_WIRE

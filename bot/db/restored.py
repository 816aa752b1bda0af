"""A restored network: what waited when the backup was made may have gone out since, so a person decides."""

from datetime import datetime

from sqlalchemy import Connection, exists, func, select, update

from bot.core.deliveries import State
from bot.core.restored import Restored
from bot.db.marks import BACKED_UP, RELEASED, RESTORED, at, make
from bot.db.outbox import WAITING
from bot.db.tables import deliveries, marks

_released = marks.alias("released")
# When a backup was restored that nobody has released yet, as a value within another query.
HELD_SINCE = (
    select(marks.c.at)
    .where(
        marks.c.name == RESTORED,
        ~exists().where(_released.c.name == RELEASED, _released.c.at >= marks.c.at),
    )
    .scalar_subquery()
)


def held_since(connection: Connection) -> datetime | None:
    """Return when a backup was restored that nobody has released yet."""
    return connection.execute(select(HELD_SINCE)).scalar()


def present(connection: Connection) -> Restored | None:
    """Return what is known of a backup that was restored and not released yet."""
    restored_at = held_since(connection)
    if restored_at is None:
        return None
    number = select(func.count()).where(
        deliveries.c.state.in_((*WAITING, State.ON_WIRE)), deliveries.c.created_at < restored_at
    )
    made_at = at(connection, BACKED_UP)
    return Restored(made_at, restored_at, connection.execute(number).scalar_one())


def release(connection: Connection, now: datetime, *, send: bool) -> bool:
    """Let the network send again: also what waited in the backup where ``send``, which else is cancelled.

    Returns whether there was anything to release.
    """
    restored_at = held_since(connection)
    if restored_at is None:
        return False
    if not send:
        connection.execute(
            update(deliveries)
            .where(
                deliveries.c.state.in_((*WAITING, State.ON_WIRE)),
                deliveries.c.created_at < restored_at,
            )
            .values(state=State.CANCELLED, reason="restored", finished_at=now)
        )
    make(connection, RELEASED, now)
    return True

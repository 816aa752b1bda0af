"""What of a round waits to be sent and need not be: the round has closed, or the home has answered."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, literal_column, or_, select, update

from bot.core.deliveries import State
from bot.db import kindness
from bot.db.outbox import MOST_NUMBERS, WAITING
from bot.db.tables import assignments, deliveries, pushes

MOOT = "moot"


def closed(connection: Connection, round_ids: Iterable[int], now: datetime) -> None:
    """Ask nobody any more in these rounds: what waits of them ends, and counts in no week."""
    for round_id in round_ids:
        about = f"round:{round_id}"
        of = (pushes.c.about == about, pushes.c.about.startswith(f"{about}.", autoescape=True))
        names = connection.execute(select(pushes.c.about).where(or_(*of)).distinct()).scalars()
        abouts = names.all()
        connection.execute(
            update(deliveries)
            .where(
                deliveries.c.about.in_(abouts),
                deliveries.c.state.in_(WAITING),
                deliveries.c.first_tried_at.is_(None),
            )
            .values(state=State.CANCELLED, reason=MOOT, finished_at=now)
        )
        kindness.call_off(connection, abouts, now)


def answered(connection: Connection, numbers: Sequence[int], now: datetime) -> None:
    """Remind nobody of these assignments any more."""
    # A literal, and not a parameter: only so does a database know that its index of what is held will do.
    is_held = deliveries.c.state == literal_column(f"'{State.HELD.value}'")
    for at in range(0, len(numbers), MOST_NUMBERS):
        some = numbers[at : at + MOST_NUMBERS]
        theirs = (is_held, deliveries.c.card.in_([f"assignment:{each}" for each in some]))
        names = connection.execute(select(deliveries.c.about).where(*theirs).distinct()).scalars()
        if abouts := names.all():
            ended = {"state": State.CANCELLED, "reason": MOOT, "finished_at": now}
            connection.execute(update(deliveries).where(*theirs).values(ended))
            homes = select(assignments.c.home_id).where(assignments.c.assignment_id.in_(some))
            kindness.call_off(connection, abouts, now, connection.execute(homes).scalars().all())

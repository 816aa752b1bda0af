"""What was sent, for the archive: whole, with what has become of it since."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from bot.db.tables import broadcasts


class Sent(NamedTuple):
    """A broadcast that was sent. ``edition`` and ``issue`` are of a newsletter, else empty."""

    broadcast_id: int
    edition: str
    issue: str
    title: str
    text: str
    sent_at: datetime
    corrected_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def has_changed(self) -> bool:
        """Return whether it was corrected or withdrawn since."""
        return self.corrected_at is not None or self.withdrawn_at is not None


def all_sent(connection: Connection) -> Sequence[Sent]:
    """Return every broadcast that was sent, the oldest first, also those that were withdrawn."""
    columns = [broadcasts.c[name] for name in Sent._fields]
    rows = connection.execute(
        select(*columns)
        .where(broadcasts.c.sent_at.is_not(None))
        .order_by(broadcasts.c.sent_at, broadcasts.c.broadcast_id)
    )
    return [Sent(*row) for row in rows]

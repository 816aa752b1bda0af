"""What was sent, for the archive: whole, with what has become of it since."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from bot.core.messages import File
from bot.db.tables import broadcast_files, broadcasts, files

# Of a row: its number, its name, what it shows.
FILE_COLUMNS = 3


class Sent(NamedTuple):
    """A broadcast that was sent. ``edition`` and ``issue`` are of a newsletter, else empty; ``file`` went along."""

    broadcast_id: int
    edition: str
    issue: str
    title: str
    text: str
    sent_at: datetime
    corrected_at: datetime | None
    withdrawn_at: datetime | None
    file: File | None = None

    @property
    def has_changed(self) -> bool:
        """Return whether it was corrected or withdrawn since."""
        return self.corrected_at is not None or self.withdrawn_at is not None


def all_sent(connection: Connection) -> Sequence[Sent]:
    """Return every broadcast that was sent, the oldest first, also those that were withdrawn."""
    columns = [broadcasts.c[name] for name in Sent._fields if name in broadcasts.c]
    rows = connection.execute(
        select(*columns, files.c.file_id, files.c.name, files.c.alt)
        .outerjoin(broadcast_files, broadcast_files.c.broadcast_id == broadcasts.c.broadcast_id)
        .outerjoin(files, files.c.file_id == broadcast_files.c.file_id)
        .where(broadcasts.c.sent_at.is_not(None))
        .order_by(broadcasts.c.sent_at, broadcasts.c.broadcast_id)
    )
    return [Sent(*row[:-FILE_COLUMNS])._replace(file=_file(*row[-FILE_COLUMNS:])) for row in rows]


def _file(file_id: int | None, name: str, alt: str) -> File | None:
    return None if file_id is None else File(name, alt=alt, file_id=file_id)

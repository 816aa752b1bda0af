"""Files in the database: kept when they come, looked up when they leave, known to a platform after that."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, exists, insert, select, update

from bot.core.broadcasts import BroadcastState
from bot.core.deliveries import Result, Wire
from bot.core.errors import Forgotten, Overtaken
from bot.core.messages import File
from bot.core.people import PersonId
from bot.db.leases import insert_or_skip
from bot.db.tables import broadcast_files, broadcasts, files, uploads

_IN_USE = exists().where(broadcast_files.c.file_id == files.c.file_id)


class FileLook:
    """``Files`` inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Look through this connection."""
        self._connection = connection

    def brought(self, file_id: int, by: PersonId) -> File | None:
        """Return a file that this person brought and that goes along with nothing yet."""
        mine = (files.c.file_id == file_id, files.c.person_id == by, ~_IN_USE)
        row = self._connection.execute(select(files.c.name).where(*mine)).first()
        return File(row.name, file_id=file_id) if row else None


def keep(connection: Connection, file: File, by: PersonId | None, now: datetime) -> int:
    """Keep a file, and return its number."""
    kept = connection.execute(
        insert(files)
        .values(
            name=file.name,
            alt=file.alt,
            size=len(file.content),
            content=file.content,
            person_id=by,
            made_at=now,
        )
        .returning(files.c.file_id)
    )
    return int(kept.scalar_one())


def add(connection: Connection, broadcast_id: int, file_id: int, alt: str) -> None:
    """Let a file go along with a draft, in the place of another.

    Raises:
        Overtaken: It is a draft no more.
    """
    take_out(connection, broadcast_id)
    connection.execute(update(files).where(files.c.file_id == file_id).values(alt=alt))
    connection.execute(insert(broadcast_files).values(broadcast_id=broadcast_id, file_id=file_id))


def take_out(connection: Connection, broadcast_id: int) -> None:
    """Let no file go along with a draft.

    Raises:
        Overtaken: It is a draft no more.
    """
    # Held until the transaction ends: it does not go out in between.
    state = connection.execute(
        select(broadcasts.c.state)
        .where(broadcasts.c.broadcast_id == broadcast_id)
        .with_for_update()
    ).scalar()
    if state != BroadcastState.DRAFT:
        raise Overtaken
    connection.execute(
        delete(broadcast_files).where(broadcast_files.c.broadcast_id == broadcast_id)
    )


def copy(connection: Connection, pattern_id: int, broadcast_id: int) -> None:
    """Let the file of a pattern go along with what was made from it."""
    of_pattern = select(broadcast_files.c.file_id).where(
        broadcast_files.c.broadcast_id == pattern_id
    )
    for file_id in connection.execute(of_pattern).scalars():
        connection.execute(
            insert(broadcast_files).values(broadcast_id=broadcast_id, file_id=file_id)
        )


def content(connection: Connection, file_id: int) -> bytes:
    """Return what is in a file, empty where it is gone."""
    found = connection.execute(select(files.c.content).where(files.c.file_id == file_id)).scalar()
    return found or b""


def loaded(connection: Connection, channel: str, wires: Sequence[Wire]) -> list[Wire]:
    """Return the deliveries with what their channel needs of the files that are kept."""
    numbers = {each.file_id for each in wires if each.file_id is not None}
    if not numbers:
        return list(wires)
    known = _known(connection, channel, numbers)
    contents = {each: content(connection, each) for each in numbers - known.keys()}
    return [
        each
        if each.file_id is None
        else replace(
            each,
            known_as=known.get(each.file_id, ""),
            content=contents.get(each.file_id, b""),
        )
        for each in wires
    ]


def _known(connection: Connection, channel: str, numbers: Iterable[int]) -> dict[int, str]:
    rows = connection.execute(
        select(uploads.c.file_id, uploads.c.known_as).where(
            uploads.c.channel == channel, uploads.c.file_id.in_(numbers)
        )
    )
    return {row.file_id: row.known_as for row in rows}


def settle(connection: Connection, channel: str, results: Sequence[Result]) -> None:
    """Remember by what name the platform knows a file from now on, and forget a name that it has forgotten."""
    for each in results:
        if each.wire.file_id is None:
            continue
        if each.sent and each.sent.known_as != each.wire.known_as:
            row = {"file_id": each.wire.file_id, "channel": channel}
            insert_or_skip(connection, uploads, **row, known_as=each.sent.known_as)
        elif isinstance(each.error, Forgotten):
            connection.execute(
                delete(uploads).where(
                    uploads.c.file_id == each.wire.file_id,
                    uploads.c.channel == channel,
                    uploads.c.known_as == each.wire.known_as,
                )
            )


def forget_unused(connection: Connection, before: datetime) -> None:
    """Forget what is in the files that were brought before then and went along with nothing."""
    connection.execute(
        update(files)
        .where(files.c.made_at < before, files.c.content.is_not(None), ~_IN_USE)
        .values(content=None)
    )

"""Rooms that cannot be written to: archived, or without the app. What is meant for one goes elsewhere meanwhile."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update

from bot.db.leases import insert_or_skip
from bot.db.tables import shut_rooms

# A room may have come back with nobody telling us, so it is tried again after this long.
TRY_AGAIN = timedelta(hours=1)
# One that fails again within this time has not been well in between, and is not told of again.
SAME_TROUBLE = timedelta(days=1)


def shut(connection: Connection, channel: str, chat: str, now: datetime) -> None:
    """Record that the room could not be written to."""
    if insert_or_skip(
        connection, shut_rooms, channel=channel, chat=chat, shut_at=now, failed_at=now
    ):
        return
    this = update(shut_rooms).where(_is(channel, chat))
    new_trouble = shut_rooms.c.failed_at < now - SAME_TROUBLE
    connection.execute(this.where(new_trouble).values(shut_at=now))
    connection.execute(this.values(failed_at=now))


def opened(connection: Connection, channel: str, chat: str) -> None:
    """Write to the room again from now on."""
    connection.execute(delete(shut_rooms).where(_is(channel, chat)))


def is_shut(connection: Connection, channel: str, chat: str, now: datetime) -> bool:
    """Say whether the room is better not written to now."""
    failed = select(shut_rooms.c.chat).where(
        _is(channel, chat), shut_rooms.c.failed_at > now - TRY_AGAIN
    )
    return connection.execute(failed).first() is not None


def shut_since(connection: Connection, moment: datetime) -> list[tuple[str, str, datetime]]:
    """Return the channel, the chat and the moment of each room that was shut since then."""
    rows = connection.execute(select(shut_rooms).where(shut_rooms.c.shut_at >= moment))
    return [(row.channel, row.chat, row.shut_at) for row in rows]


def _is(channel: str, chat: str) -> ColumnElement[bool]:
    return and_(shut_rooms.c.channel == channel, shut_rooms.c.chat == chat)

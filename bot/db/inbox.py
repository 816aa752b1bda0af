"""The inbox: which events were taken, so that each acts once, and what dialogue the chat is in."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from bot.core.events import Inbound
from bot.db.leases import insert_or_skip
from bot.db.tables import conversations, events, wrong_codes


def first_time(connection: Connection, inbound: Inbound, now: datetime) -> bool:
    """Record that the event was taken; false when it was taken before."""
    return insert_or_skip(
        connection,
        events,
        channel=inbound.channel,
        event_id=inbound.event_id,
        kind=type(inbound.what).__name__,
        at=now,
        parked="",
    )


def fresh(connection: Connection, found: Sequence[Inbound]) -> list[Inbound]:
    """Return those of the events that were not taken before; for a few at a time."""
    if not found:
        return []
    rows = connection.execute(
        select(events.c.channel, events.c.event_id).where(
            events.c.event_id.in_([each.event_id for each in found])
        )
    )
    taken = {(row.channel, row.event_id) for row in rows}
    return [each for each in found if (each.channel, each.event_id) not in taken]


def park(connection: Connection, inbound: Inbound, error: Exception) -> None:
    """Record that the event could not be handled, by the error's class name: never its text."""
    connection.execute(
        update(events)
        .where(events.c.channel == inbound.channel, events.c.event_id == inbound.event_id)
        .values(parked=type(error).__name__)
    )


def parked_since(connection: Connection, moment: datetime) -> int:
    """Count the events that came since then and could not be handled."""
    stopped = select(func.count()).where(events.c.at >= moment, events.c.parked != "")
    return connection.execute(stopped).scalar_one()


def conversation(connection: Connection, channel: str, chat: str) -> Mapping[str, object]:
    """Return what the bot remembers of an unfinished dialogue, held until the transaction ends."""
    kept = connection.execute(
        select(conversations.c.state)
        .where(conversations.c.channel == channel, conversations.c.chat == chat)
        .with_for_update()
    ).scalar()
    return kept or {}


def forget_before(connection: Connection, moment: datetime) -> int:
    """Delete events and wrong codes older than this; return how many rows went."""
    return sum(
        connection.execute(delete(table).where(table.c.at < moment)).rowcount
        for table in (events, wrong_codes)
    )


def forget_dialogues_before(connection: Connection, moment: datetime) -> int:
    """Delete dialogues that nobody went on with since then; return how many rows went."""
    return connection.execute(delete(conversations).where(conversations.c.at < moment)).rowcount

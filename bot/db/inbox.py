"""The inbox: which events were taken, so that each acts once, and what dialogue the chat is in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import itemgetter

from sqlalchemy import Connection, bindparam, delete, func, select, update

from bot.core.events import Inbound
from bot.db.leases import insert_new
from bot.db.tables import conversations, events, wrong_codes

Key = tuple[str, str]


def first_times(connection: Connection, found: Sequence[Inbound], now: datetime) -> set[Key]:
    """Record that these events were taken; return channel and id of those that were not taken before."""
    rows = [
        {
            "channel": each.channel,
            "event_id": each.event_id,
            "kind": type(each.what).__name__,
            "at": now,
            "parked": "",
        }
        for each in found
    ]
    taken = insert_new(connection, events).returning(events.c.channel, events.c.event_id)
    return {(row.channel, row.event_id) for row in connection.execute(taken, rows)}


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


_CONVERSATIONS = (
    select(conversations)
    .where(
        conversations.c.channel.in_(bindparam("channels", expanding=True)),
        conversations.c.chat.in_(bindparam("chats", expanding=True)),
    )
    # In one order, so that two processes do not wait for each other.
    .order_by(conversations.c.channel, conversations.c.chat)
    .with_for_update()
)


def conversations_in(
    connection: Connection, channels: Sequence[str], chats: Sequence[str]
) -> dict[Key, Mapping[str, object]]:
    """Return what the bot remembers of unfinished dialogues, by channel and chat; held until we commit."""
    rows = connection.execute(_CONVERSATIONS, {"channels": channels, "chats": chats})
    return {(row.channel, row.chat): row.state for row in rows}


def keep_conversations(
    connection: Connection, kept: Mapping[Key, Mapping[str, object]], now: datetime
) -> None:
    """Remember this of each chat's dialogue, and nothing older."""
    rows = [
        {"channel": channel, "chat": chat, "state": dict(state), "at": now}
        # In one order, so that two processes do not wait for each other.
        for (channel, chat), state in sorted(kept.items(), key=itemgetter(0))
    ]
    statement = insert_new(connection, conversations, replaces=("state", "at"))
    connection.execute(statement, rows)


def forget_before(connection: Connection, moment: datetime) -> int:
    """Delete events and wrong codes older than this; return how many rows went."""
    return sum(
        connection.execute(delete(table).where(table.c.at < moment)).rowcount
        for table in (events, wrong_codes)
    )


def forget_dialogues_before(connection: Connection, moment: datetime) -> int:
    """Delete dialogues that nobody went on with since then; return how many rows went."""
    return connection.execute(delete(conversations).where(conversations.c.at < moment)).rowcount

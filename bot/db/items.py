"""What goes into newsletters: items, from when somebody thought of them until they were sent."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from bot.core.broadcasts import BroadcastState
from bot.core.editions import OPEN_ITEMS, Item, ItemState
from bot.core.facts import ItemPlaced
from bot.core.people import PersonId
from bot.db.tables import items, persons


def item(connection: Connection, item_id: int) -> Item | None:
    """Return one item."""
    found = _items(connection, items.c.item_id == item_id)
    return found[0] if found else None


def waiting(connection: Connection, edition: str) -> tuple[Item, ...]:
    """Return what the next issue of an edition takes, in the order in which it came."""
    return _items(connection, items.c.edition == edition, items.c.state.in_(OPEN_ITEMS))


def placed_in(connection: Connection, broadcast_id: int) -> tuple[Item, ...]:
    """Return the items of a newsletter."""
    inside = items.c.state.in_([ItemState.PLACED, ItemState.SENT])
    return _items(connection, items.c.broadcast_id == broadcast_id, inside)


def all_of(connection: Connection, edition: str = "") -> tuple[Item, ...]:
    """Return every item, of one edition or of all, the newest first."""
    found = _items(connection, *([items.c.edition == edition] if edition else []))
    return tuple(reversed(found))


def count_waiting(connection: Connection) -> dict[str, int]:
    """Return how many items the next issue of each edition takes."""
    rows = connection.execute(
        select(items.c.edition, func.count())
        .where(items.c.state.in_(OPEN_ITEMS))
        .group_by(items.c.edition)
    )
    return {row[0]: row[1] for row in rows}


def settled_meetings(connection: Connection, edition: str) -> frozenset[int]:
    """Return the meetings that an editor dropped from the edition, or holds for its next issue."""
    settled = items.c.state.in_([ItemState.DROPPED, *OPEN_ITEMS])
    rows = connection.execute(
        select(items.c.meeting_id).where(
            items.c.edition == edition, items.c.meeting_id.is_not(None), settled
        )
    )
    return frozenset(rows.scalars())


def add(connection: Connection, added: Item, author: PersonId | None, now: datetime) -> None:
    """Keep a new item."""
    connection.execute(
        insert(items).values(
            item_id=added.item_id,
            edition=added.edition,
            state=added.state,
            meeting_id=added.meeting_id,
            author_id=author,
            made_at=now,
            **_said(added),
        )
    )


def change(connection: Connection, changed: Item) -> None:
    """Keep what an item says now, and where in its newsletter."""
    connection.execute(
        update(items).where(items.c.item_id == changed.item_id).values(**_said(changed))
    )


def place(connection: Connection, fact: ItemPlaced) -> None:
    """Keep where an item stands."""
    connection.execute(
        update(items)
        .where(items.c.item_id == fact.item_id)
        .values(state=fact.state, place=fact.place, broadcast_id=fact.broadcast_id)
    )


def settle(connection: Connection, broadcast_id: int, state: BroadcastState) -> None:
    """Let the items of a newsletter follow it: sent with it, or waiting again where it will never be.

    Meetings do not wait: each issue takes those that are to come.
    """
    placed = (items.c.broadcast_id == broadcast_id, items.c.state == ItemState.PLACED)
    if state is BroadcastState.SENDING:
        connection.execute(update(items).where(*placed).values(state=ItemState.SENT))
    elif state is BroadcastState.CANCELLED:
        over = update(items).where(*placed, items.c.meeting_id.is_not(None))
        connection.execute(over.values(state=ItemState.EXPIRED))
        again = {"state": ItemState.WAITING, "broadcast_id": None, "place": 0}
        connection.execute(update(items).where(*placed).values(**again))


def _said(said: Item) -> dict[str, object]:
    return {
        "section": said.section,
        "title": said.title,
        "text": said.text,
        "link": said.link,
        "audience": said.audience,
        "action": said.action,
        "expires_on": said.expires_on,
    }


def _items(connection: Connection, *where: ColumnElement[bool]) -> tuple[Item, ...]:
    rows = connection.execute(
        select(items, persons.c.name)
        .outerjoin(persons, persons.c.person_id == items.c.author_id)
        .where(*where)
        .order_by(items.c.place, items.c.item_id)
    )
    return tuple(
        Item(
            item_id=row.item_id,
            edition=row.edition,
            section=row.section,
            title=row.title,
            text=row.text,
            link=row.link,
            audience=row.audience,
            action=row.action,
            expires_on=row.expires_on,
            state=ItemState(row.state),
            place=row.place,
            broadcast_id=row.broadcast_id,
            author_id=PersonId(row.author_id) if row.author_id else None,
            author_name=row.name or "",
            meeting_id=row.meeting_id,
            made_at=row.made_at,
        )
        for row in rows
    )

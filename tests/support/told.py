"""Texts that homes were told, put into a database in one line each."""

import json
from datetime import datetime, timedelta

from sqlalchemy import insert, update

from bot.core.broadcasts import BroadcastState
from bot.core.facts import BroadcastDrafted
from bot.core.kindness import Kindness
from bot.db import broadcasts, drafts
from bot.db.database import Connection
from bot.db.tables import broadcasts as table
from bot.db.tables import items
from tests.support.clocks import MONDAY

DAY = timedelta(days=1)


def draft(
    connection: Connection, number: int, text: str, audience: str = "all", title: str = ""
) -> None:
    """Keep a text as a draft."""
    fact = BroadcastDrafted(number, audience, text, urgent=False, ack=False)
    drafts.draft(connection, fact, None, MONDAY)
    if title:
        connection.execute(update(table).where(table.c.broadcast_id == number).values(title=title))


# Homes that take as much as there is.
PATIENT = Kindness(per_week=1_000)


def tell(
    connection: Connection,
    number: int,
    text: str,
    audience: str = "all",
    title: str = "",
    at: datetime | None = None,
) -> None:
    """Send a text to the homes of an audience, on the day of its number unless ``at`` says when."""
    draft(connection, number, text, audience, title)
    send(connection, number, at or MONDAY + number * DAY)


def send(connection: Connection, number: int, at: datetime) -> None:
    """Send a draft."""
    broadcasts.decide(connection, number, BroadcastState.SENDING)
    drafted = broadcasts.broadcast(connection, number)
    assert drafted
    drawn = json.dumps({"text": drafted.text, "buttons": []})
    broadcasts.queue(connection, drafted, {"telegram": (drawn,)}, at, PATIENT)


def withdraw(connection: Connection, number: int) -> None:
    """Withdraw a text that was sent."""
    connection.execute(
        update(table)
        .where(table.c.broadcast_id == number)
        .values(withdrawn_at=MONDAY, text="Withdrawn.")
    )


def correct(connection: Connection, number: int, text: str) -> None:
    """Correct a text that was sent."""
    connection.execute(
        update(table).where(table.c.broadcast_id == number).values(text=text, corrected_at=MONDAY)
    )


def place_item(
    connection: Connection, item_id: int, number: int, title: str, text: str, state: str = "placed"
) -> None:
    """Put an item into a newsletter."""
    connection.execute(
        insert(items).values(
            item_id=item_id,
            edition="weekly",
            title=title,
            text=text,
            state=state,
            broadcast_id=number,
            made_at=MONDAY,
        )
    )

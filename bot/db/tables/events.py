"""What came in, and what a turn remembers or leaves behind."""

from sqlalchemy import JSON, Column, Integer, String, Table

from bot.db.columns import Moment, key, metadata

conversations = Table(
    "conversations",
    metadata,
    Column("channel", String, primary_key=True),
    Column("chat", String, primary_key=True),
    Column("state", JSON, nullable=False),
    Column("at", Moment, nullable=False),
)

# Every event that was taken, so that it acts once however often the platform repeats it. Never its text.
events = Table(
    "events",
    metadata,
    Column("channel", String, primary_key=True),
    Column("event_id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column(
        "parked", String, nullable=False, default=""
    ),  # the error that stopped it, by class name
)

series = Table(
    "series",
    metadata,
    Column("name", String, primary_key=True),
    Column("last", Integer, nullable=False),
)

# Each row's hash covers the row before it, so an altered or missing row shows.
audit = Table(
    "audit",
    metadata,
    key("audit_id"),
    Column("at", Moment, nullable=False),
    Column("person_id", Integer),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("about", String, nullable=False),
    Column("hash", String, nullable=False),
)

"""What homes need: escalations and their timelines."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from bot.db.columns import Moment, key, metadata, to

escalations = Table(
    "escalations",
    metadata,
    Column("escalation_id", Integer, primary_key=True, autoincrement=False),
    Column("home_id", ForeignKey("homes.home_id"), nullable=False, index=True),
    Column("category", String, nullable=False),
    Column("team", String, nullable=False),
    Column("summary", Text, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("version", Integer, nullable=False, default=1),
    Column("owner_id", ForeignKey("persons.person_id")),
    to("assignments.assignment_id", index=True),
    Column("raised_at", Moment, nullable=False),
    Column("raised_by", ForeignKey("persons.person_id")),
    Column("resolved_at", Moment),
)

entries = Table(
    "entries",
    metadata,
    key("entry_id"),
    to("escalations.escalation_id", nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("person_id", ForeignKey("persons.person_id")),
    Column("at", Moment, nullable=False),
)

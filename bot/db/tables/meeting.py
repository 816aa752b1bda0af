"""Forums, training and clinics: meetings that homes are asked to, and who comes."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
)

from bot.db.columns import Moment, metadata

meetings = Table(
    "meetings",
    metadata,
    Column("meeting_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),  # forum, training or clinic
    Column("title", String, nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("starts_at", Moment, nullable=False, index=True),
    Column("ends_at", Moment, nullable=False),
    Column("place", String, nullable=False, default=""),
    Column("link", String, nullable=False, default=""),
    Column("audience", String, nullable=False),
    Column("places", Integer),  # empty = as many as come
    Column("state", String, nullable=False, index=True),  # planned, asked, called_off, held
    Column("note", Text, nullable=False, default=""),
    Column("broadcast_id", ForeignKey("broadcasts.broadcast_id")),
    Column("author_id", ForeignKey("persons.person_id")),
    Column("made_at", Moment, nullable=False),
)

# What one home said to a meeting, and whether it was there.
attendances = Table(
    "attendances",
    metadata,
    Column("meeting_id", ForeignKey("meetings.meeting_id"), primary_key=True),
    Column("home_id", ForeignKey("homes.home_id"), primary_key=True),
    Column("answer", String, nullable=False),  # coming, maybe or not_coming
    Column("question", Text, nullable=False, default=""),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("came", Boolean),
)

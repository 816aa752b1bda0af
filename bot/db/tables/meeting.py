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

from bot.db.columns import Moment, key, metadata, to

# Homes are asked by a broadcast of their own; whether they have been is its state, not one of this table.
meetings = Table(
    "meetings",
    metadata,
    Column("meeting_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),  # as in content/meetings.toml
    Column("title", String, nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("starts_at", Moment, nullable=False, index=True),
    Column("ends_at", Moment, nullable=False),
    Column("place", String, nullable=False, default=""),
    Column("link", String, nullable=False, default=""),
    Column("audience", String, nullable=False),
    Column("places", Integer),  # empty = as many as come
    Column("broadcast_id", ForeignKey("broadcasts.broadcast_id"), nullable=False, unique=True),
    Column("author_id", ForeignKey("persons.person_id")),
    Column("made_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("changed_at", Moment),
    Column("called_off_at", Moment),
    Column("reason", Text, nullable=False, default=""),  # why it was called off
    Column("uid", String, nullable=False),  # under which calendars know it, for good
)

# What one home said to a meeting, and whether it was there.
attendances = Table(
    "attendances",
    metadata,
    Column("meeting_id", ForeignKey("meetings.meeting_id"), primary_key=True),
    Column("home_id", ForeignKey("homes.home_id"), primary_key=True),
    Column("answer", String, nullable=False),  # coming, maybe, not_coming or waiting
    Column("turn", Integer),  # whose turn it is on the waiting list; the least is the first
    Column("person_id", ForeignKey("persons.person_id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("came", Boolean),
)

# What homes asked before a meeting.
meeting_questions = Table(
    "meeting_questions",
    metadata,
    key("question_id"),
    to("meetings.meeting_id", nullable=False, index=True),
    Column("home_id", ForeignKey("homes.home_id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False),
    Column("at", Moment, nullable=False),
)

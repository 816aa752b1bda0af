"""What is sent to homes without being asked for, counted; and what keeps it back."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint

from bot.db.columns import Moment, key, metadata

# One row for each thing that is not urgent and that a home did not ask for, whoever sends it: the one purse.
pushes = Table(
    "pushes",
    metadata,
    key("push_id"),
    Column("home_id", ForeignKey("homes.home_id"), nullable=False),
    Column("about", String, nullable=False),  # broadcast:5, round:3, meeting:2
    Column("title", String, nullable=False, default=""),  # what it is called in a card with others
    Column("state", String, nullable=False),  # sent, held, or bundled (counted as one with others)
    Column("made_at", Moment, nullable=False),
    Column("counts_at", Moment, nullable=False),  # in which week it counts, and when it goes out
    Column("held", String, nullable=False, default=""),  # quiet_hours or budget
    UniqueConstraint("about", "home_id"),
    Index("ix_pushes_home", "home_id", "counts_at"),
)

# What somebody agreed to that takes two: that a network on trial turns live, that a restored one sends again.
consents = Table(
    "consents",
    metadata,
    Column("about", String, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), primary_key=True),
    Column("at", Moment, nullable=False),
)

# Moments of the whole network: live_at, restored_at, released_at.
marks = Table(
    "marks",
    metadata,
    Column("name", String, primary_key=True),
    Column("at", Moment, nullable=False),
)

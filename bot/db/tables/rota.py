"""What changes a rota: who took a shift of somebody else's, who is away, and who asked whom to swap."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from bot.db.columns import Moment, key, metadata

rota_changes = Table(
    "rota_changes",
    metadata,
    key("rota_change_id"),
    Column("kind", String, nullable=False),
    Column("team", String, nullable=False),
    Column("shift", String, nullable=False, default=""),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("made_by", ForeignKey("persons.person_id")),
    Column("made_at", Moment, nullable=False),
    Index("ix_rota_changes_team", "team", "ends_at"),
)

# Nothing of the rota changes before the one who was asked accepts.
swaps = Table(
    "swaps",
    metadata,
    Column("swap_id", Integer, primary_key=True, autoincrement=False),
    Column("team", String, nullable=False),
    Column("asked_by", ForeignKey("persons.person_id"), nullable=False),
    Column("shift", String, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("asked_of", ForeignKey("persons.person_id"), nullable=False),
    Column("other_shift", String, nullable=False),
    Column("other_starts_at", Moment, nullable=False),
    Column("other_ends_at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("decided_at", Moment),
)

"""Escalations climb a ladder, and rotas say who is on call: the policy of each, when it moves next, what was swapped."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.db.columns import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ADDED: dict[str, Any] = {
    "source": sa.String(),
    "urgency": sa.String(),
    "policy": sa.String(),
    "steps": sa.JSON(),
    "word_seconds": sa.Integer(),
    "release_seconds": sa.Integer(),
    "step": sa.Integer(),
    "asked": sa.Boolean(),
    "outcome": sa.Text(),
}
# What was raised before has no policy of its own: its team, the coordinators and then everybody hear of it.
_STEPS = '[["team", 3600], ["coordinators", 3600], ["all_leads", 3600]]'


_KEEP = sa.text(
    "UPDATE escalations SET source = 'home', urgency = 'week', policy = '', outcome = '', step = 0, asked = :asked,"
    f" steps = '{_STEPS}', word_seconds = 28800, release_seconds = 14400"
)


def upgrade() -> None:
    """Take this step; what is open moves at the first tick, and an owner is asked for word."""
    with op.batch_alter_table("escalations") as batch:
        for name, kind in _ADDED.items():
            batch.add_column(sa.Column(name, kind, nullable=True))
        batch.add_column(sa.Column("due_at", Moment(timezone=True), nullable=True))
    op.get_bind().execute(_KEEP, {"asked": False})
    op.execute("UPDATE escalations SET due_at = raised_at WHERE state <> 'resolved'")
    with op.batch_alter_table("escalations") as batch:
        for name, kind in _ADDED.items():
            batch.alter_column(name, existing_type=kind, nullable=False)
    op.create_index(
        "ix_escalations_due_at",
        "escalations",
        ["due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )


    _rotas()


def _rotas() -> None:
    op.create_table(
        "rota_changes",
        sa.Column("rota_change_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", Moment(timezone=True), nullable=False),
        sa.Column("ends_at", Moment(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name="fk_rota_changes_person_id"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["persons.person_id"], name="fk_rota_changes_made_by"),
        sa.PrimaryKeyConstraint("rota_change_id", name="pk_rota_changes"),
    )
    op.create_index("ix_rota_changes_person_id", "rota_changes", ["person_id"])
    op.create_index("ix_rota_changes_team", "rota_changes", ["team", "ends_at"])
    op.create_table(
        "swaps",
        sa.Column("swap_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("starts_at", Moment(timezone=True), nullable=False),
        sa.Column("ends_at", Moment(timezone=True), nullable=False),
        sa.Column("asked_of", sa.Integer(), nullable=False),
        sa.Column("other_shift", sa.String(), nullable=False),
        sa.Column("other_starts_at", Moment(timezone=True), nullable=False),
        sa.Column("other_ends_at", Moment(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", Moment(timezone=True), nullable=False),
        sa.Column("decided_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["persons.person_id"], name="fk_swaps_asked_by"),
        sa.ForeignKeyConstraint(["asked_of"], ["persons.person_id"], name="fk_swaps_asked_of"),
        sa.PrimaryKeyConstraint("swap_id", name="pk_swaps"),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("swaps")
    op.drop_table("rota_changes")
    op.drop_index("ix_escalations_due_at", "escalations")
    with op.batch_alter_table("escalations") as batch:
        for name in (*_ADDED, "due_at"):
            batch.drop_column(name)

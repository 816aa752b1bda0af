"""What homes confirmed of a text that was corrected since, where they were asked to confirm it anew."""

import sqlalchemy as sa
from alembic import op

from bot.db import tables

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.create_table(
        "confirmations",
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcasts.broadcast_id"],
            name=op.f("fk_confirmations_broadcast_id"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.home_id"], name=op.f("fk_confirmations_home_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_confirmations_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "broadcast_id", "home_id", "version", name=op.f("pk_confirmations")
        ),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("confirmations")

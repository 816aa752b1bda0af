"""Rooms that cannot be written to, so that what was meant for them goes elsewhere."""

import sqlalchemy as sa
from alembic import op

from bot.db.columns import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.create_table(
        "shut_rooms",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("shut_at", Moment(timezone=True), nullable=False),
        sa.Column("failed_at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "chat", name=op.f("pk_shut_rooms")),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("shut_rooms")

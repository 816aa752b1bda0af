"""A smaller index of what was sent: whatever is still to go costs nothing there."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_NAME = "ix_deliveries_sent"
_SENT = sa.text("sent_id <> ''")


def upgrade() -> None:
    """Take this step."""
    op.drop_index(_NAME, "deliveries")
    op.create_index(
        _NAME,
        "deliveries",
        ["sent_chat", "sent_id"],
        sqlite_where=_SENT,
        postgresql_where=_SENT,
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_index(_NAME, "deliveries")
    op.create_index(_NAME, "deliveries", ["sent_chat", "sent_id"])

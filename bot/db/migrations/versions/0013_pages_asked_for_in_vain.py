"""When the page of a document was asked for in vain, so that it keeps nobody from looking at the others."""

import sqlalchemy as sa
from alembic import op

from bot.db.columns import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    # Not in a batch, which would lose the table's triggers on SQLite.
    op.add_column("guidance", sa.Column("missed_at", Moment(timezone=True)))


def downgrade() -> None:
    """Take this step back."""
    op.drop_column("guidance", "missed_at")

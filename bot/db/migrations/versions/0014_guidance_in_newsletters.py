"""Which item of a newsletter tells of a change of guidance, so that a home's record has it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    with op.batch_alter_table("changes") as changes:
        changes.add_column(sa.Column("item_id", sa.Integer(), nullable=True))
        changes.create_foreign_key("fk_changes_item_id", "items", ["item_id"], ["item_id"])


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("changes") as changes:
        changes.drop_constraint("fk_changes_item_id", type_="foreignkey")
        changes.drop_column("item_id")

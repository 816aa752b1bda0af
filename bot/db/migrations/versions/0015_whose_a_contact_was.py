"""What homes were told of a contact and which homes they were, so that they hear of it once it is taken out."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_COLUMNS = ("label", "name", "audience")


def upgrade() -> None:
    """Take this step."""
    with op.batch_alter_table("contacts_told") as told:
        for name in _COLUMNS:
            told.add_column(sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("contacts_told") as told:
        for name in _COLUMNS:
            told.drop_column(name)

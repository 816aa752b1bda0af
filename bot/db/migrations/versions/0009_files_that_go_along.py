"""Files that go along with what is said, and by what name each platform knows them."""

import sqlalchemy as sa
from alembic import op

from bot.db.columns import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_BRINGS = ("deliveries", "broadcast_parts")


def upgrade() -> None:
    """Take this step."""
    op.create_table(
        "files",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("made_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.person_id"], name="fk_files_person_id"),
        sa.PrimaryKeyConstraint("file_id", name="pk_files"),
    )
    op.create_table(
        "broadcast_files",
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.broadcast_id"], name="fk_broadcast_files_broadcast_id"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.file_id"], name="fk_broadcast_files_file_id"),
        sa.PrimaryKeyConstraint("broadcast_id", name="pk_broadcast_files"),
    )
    op.create_index("ix_broadcast_files_file_id", "broadcast_files", ["file_id"])
    op.create_table(
        "uploads",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("known_as", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.file_id"], name="fk_uploads_file_id"),
        sa.PrimaryKeyConstraint("file_id", "channel", name="pk_uploads"),
    )
    for table in _BRINGS:
        # In one statement: SQLite would have to make the table anew for a constraint of its own.
        name = f"fk_{table}_file_id"
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN file_id INTEGER CONSTRAINT {name} REFERENCES files (file_id)"
        )


def downgrade() -> None:
    """Take this step back."""
    for table in _BRINGS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("file_id")
    for table in ("uploads", "broadcast_files", "files"):
        op.drop_table(table)

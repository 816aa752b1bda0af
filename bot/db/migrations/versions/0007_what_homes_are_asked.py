"""What homes are asked in a round and by when, why an answer is none, what was carried, and answers without names."""

import sqlalchemy as sa
from alembic import op

from bot.db.columns import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step; the rounds until now asked everything and were never due."""
    op.add_column("rounds", sa.Column("due_at", Moment(timezone=True), nullable=True))
    op.add_column(
        "rounds", sa.Column("asked", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column(
        "rounds",
        sa.Column("anonymous", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "answers", sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column(
        "answers", sa.Column("age", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("answers", sa.Column("since", Moment(timezone=True), nullable=True))
    op.create_table(
        "sheets",
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.round_id"], name=op.f("fk_sheets_round_id")
        ),
        sa.PrimaryKeyConstraint("sheet", "question_id", name=op.f("pk_sheets")),
    )
    op.create_index(op.f("ix_sheets_round_id"), "sheets", ["round_id"])
    op.create_table(
        "paused_questions",
        sa.Column("questionnaire_id", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("paused_at", Moment(timezone=True), nullable=False),
        sa.Column("paused_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["paused_by"], ["persons.person_id"], name=op.f("fk_paused_questions_paused_by")
        ),
        sa.PrimaryKeyConstraint(
            "questionnaire_id", "question_id", name=op.f("pk_paused_questions")
        ),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("paused_questions")
    op.drop_table("sheets")
    with op.batch_alter_table("answers") as answers:
        for column in ("since", "age", "note"):
            answers.drop_column(column)
    with op.batch_alter_table("rounds") as rounds:
        for column in ("anonymous", "asked", "due_at"):
            rounds.drop_column(column)

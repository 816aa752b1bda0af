"""Next steps that were promised on a case, how it went as the home says, and cases of several homes that are one matter."""

import sqlalchemy as sa
from alembic import op

from bot.db.columns import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.create_table(
        "incidents",
        sa.Column("incident_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["persons.person_id"], name="fk_incidents_made_by"),
        sa.PrimaryKeyConstraint("incident_id", name="pk_incidents"),
    )
    with op.batch_alter_table("escalations") as batch:
        batch.add_column(sa.Column("incident_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            "fk_escalations_incident_id", "incidents", ["incident_id"], ["incident_id"]
        )
    op.create_index("ix_escalations_incident_id", "escalations", ["incident_id"])
    _actions()
    _scores()
    op.create_table(
        "contacts_told",
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("contact_id", name="pk_contacts_told"),
    )


def _actions() -> None:
    op.create_table(
        "actions",
        sa.Column("action_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("next_at", Moment(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", Moment(timezone=True), nullable=False),
        sa.Column("ended_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalations.escalation_id"], name="fk_actions_escalation_id"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["persons.person_id"], name="fk_actions_owner_id"),
        sa.ForeignKeyConstraint(["made_by"], ["persons.person_id"], name="fk_actions_made_by"),
        sa.PrimaryKeyConstraint("action_id", name="pk_actions"),
    )
    op.create_index("ix_actions_escalation_id", "actions", ["escalation_id"])
    op.create_index("ix_actions_owner_id", "actions", ["owner_id"])
    op.create_index(
        "ix_actions_next_at",
        "actions",
        ["next_at"],
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )


def _scores() -> None:
    op.create_table(
        "scores",
        sa.Column("score_id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalations.escalation_id"], name="fk_scores_escalation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.person_id"], name="fk_scores_person_id"),
        sa.PrimaryKeyConstraint("score_id", name="pk_scores"),
    )
    op.create_index("ix_scores_escalation_id", "scores", ["escalation_id"])


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("contacts_told")
    op.drop_table("scores")
    op.drop_table("actions")
    op.drop_index("ix_escalations_incident_id", "escalations")
    with op.batch_alter_table("escalations") as batch:
        batch.drop_constraint("fk_escalations_incident_id", type_="foreignkey")
        batch.drop_column("incident_id")
    op.drop_table("incidents")

"""The first tables."""

import sqlalchemy as sa
from alembic import op

from bot.db import tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.create_table(
        "audit",
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_audit")),
    )
    op.create_table(
        "conversations",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "chat", name=op.f("pk_conversations")),
    )
    op.create_table(
        "events",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.Column("parked", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "event_id", name=op.f("pk_events")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_at"), ["at"], unique=False)

    op.create_table(
        "homes",
        sa.Column("home_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("setting", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=False),
        sa.Column("manager", sa.String(), nullable=False),
        sa.Column("beds", sa.Integer(), nullable=True),
        sa.Column("rating", sa.String(), nullable=False),
        sa.Column("cqc_location_id", sa.String(), nullable=False),
        sa.Column("cqc_provider_id", sa.String(), nullable=False),
        sa.Column("imported_at", tables.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("home_id", name=op.f("pk_homes")),
    )
    with op.batch_alter_table("homes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_homes_area"), ["area"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_homes_cqc_location_id"), ["cqc_location_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_homes_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_homes_provider"), ["provider"], unique=False)

    op.create_table(
        "leases",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("until", tables.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "pauses",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("until", tables.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_pauses")),
    )
    op.create_table(
        "persons",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("joined_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("left_at", tables.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_persons")),
    )
    op.create_table(
        "rounds",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("questionnaire_id", sa.String(), nullable=False),
        sa.Column("opened_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("closed_at", tables.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_rounds")),
    )
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rounds_questionnaire_id"), ["questionnaire_id"], unique=False
        )

    op.create_table(
        "series",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_series")),
    )
    op.create_table(
        "wrong_codes",
        sa.Column("wrong_code_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("wrong_code_id", name=op.f("pk_wrong_codes")),
    )
    with op.batch_alter_table("wrong_codes", schema=None) as batch_op:
        batch_op.create_index("ix_wrong_codes_chat", ["channel", "chat", "at"], unique=False)

    op.create_table(
        "accounts",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("lane_key", sa.Integer(), nullable=False),
        sa.Column("opened_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("last_used_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("shut_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("shut_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_accounts_person_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("channel", "chat", name=op.f("uq_accounts_channel_chat")),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accounts_person_id"), ["person_id"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.String(), nullable=False),
        sa.Column("done_at", tables.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.home_id"], name=op.f("fk_assignments_home_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.round_id"], name=op.f("fk_assignments_round_id")
        ),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_assignments")),
        sa.UniqueConstraint("round_id", "home_id", name=op.f("uq_assignments_round_id_home_id")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignments_home_id"), ["home_id"], unique=False)

    op.create_table(
        "broadcasts",
        sa.Column("broadcast_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("ack", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("send_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("sent_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("finished_at", tables.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["persons.person_id"], name=op.f("fk_broadcasts_author_id")
        ),
        sa.PrimaryKeyConstraint("broadcast_id", name=op.f("pk_broadcasts")),
    )
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_broadcasts_state"), ["state"], unique=False)

    op.create_table(
        "home_cqc_ids",
        sa.Column("home_id", sa.String(), nullable=False),
        sa.Column("cqc_id", sa.String(), nullable=False),
        sa.Column("seen_at", tables.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.home_id"], name=op.f("fk_home_cqc_ids_home_id")
        ),
        sa.PrimaryKeyConstraint("home_id", "cqc_id", name=op.f("pk_home_cqc_ids")),
    )
    with op.batch_alter_table("home_cqc_ids", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_home_cqc_ids_cqc_id"), ["cqc_id"], unique=False)

    op.create_table(
        "home_labels",
        sa.Column("home_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.home_id"], name=op.f("fk_home_labels_home_id")
        ),
        sa.PrimaryKeyConstraint("home_id", "kind", "value", name=op.f("pk_home_labels")),
    )
    with op.batch_alter_table("home_labels", schema=None) as batch_op:
        batch_op.create_index(
            "ix_home_labels_kind_value", ["kind", "value", "home_id"], unique=False
        )

    op.create_table(
        "invites",
        sa.Column("invite_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("home_id", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("used_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["home_id"], ["homes.home_id"], name=op.f("fk_invites_home_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_invites_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["used_by"], ["persons.person_id"], name=op.f("fk_invites_used_by")
        ),
        sa.PrimaryKeyConstraint("invite_id", name=op.f("pk_invites")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invites_code_hash")),
    )
    op.create_table(
        "memberships",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", tables.Moment(timezone=True), nullable=False),
        sa.Column("until", tables.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.home_id"], name=op.f("fk_memberships_home_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_memberships_person_id")
        ),
        sa.PrimaryKeyConstraint("membership_id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_home_id"), ["home_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_memberships_person_id"), ["person_id"], unique=False)

    op.create_table(
        "team_members",
        sa.Column("team_member_id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", tables.Moment(timezone=True), nullable=False),
        sa.Column("until", tables.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_team_members_person_id")
        ),
        sa.PrimaryKeyConstraint("team_member_id", name=op.f("pk_team_members")),
    )
    with op.batch_alter_table("team_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_members_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_members_team"), ["team"], unique=False)

    op.create_table(
        "answers",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.assignment_id"], name=op.f("fk_answers_assignment_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_answers_person_id")
        ),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_answers")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_answers_assignment_id"), ["assignment_id"], unique=False
        )

    op.create_table(
        "broadcast_parts",
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcasts.broadcast_id"],
            name=op.f("fk_broadcast_parts_broadcast_id"),
        ),
        sa.PrimaryKeyConstraint("broadcast_id", "channel", "part", name=op.f("pk_broadcast_parts")),
    )
    op.create_table(
        "deliveries",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("lane_key", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("broadcast_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("edits_id", sa.Integer(), nullable=True),
        sa.Column("thread_of_id", sa.Integer(), nullable=True),
        sa.Column("created_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("due_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_tried_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        sa.Column("finished_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sent_chat", sa.String(), nullable=False),
        sa.Column("sent_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_deliveries_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.broadcast_id"], name=op.f("fk_deliveries_broadcast_id")
        ),
        sa.ForeignKeyConstraint(
            ["edits_id"], ["deliveries.delivery_id"], name=op.f("fk_deliveries_edits_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_of_id"], ["deliveries.delivery_id"], name=op.f("fk_deliveries_thread_of_id")
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_deliveries")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deliveries_card",
            ["card"],
            unique=False,
            sqlite_where=sa.text("card <> ''"),
            postgresql_where=sa.text("card <> ''"),
        )
        batch_op.create_index(
            "ix_deliveries_edits",
            ["edits_id"],
            unique=False,
            sqlite_where=sa.text("edits_id IS NOT NULL"),
            postgresql_where=sa.text("edits_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_deliveries_on_wire",
            ["channel"],
            unique=False,
            sqlite_where=sa.text("state = 'on_wire'"),
            postgresql_where=sa.text("state = 'on_wire'"),
        )
        batch_op.create_index("ix_deliveries_sent", ["sent_chat", "sent_id"], unique=False)
        batch_op.create_index(
            "ix_deliveries_waiting",
            ["channel", "priority", "delivery_id"],
            unique=False,
            sqlite_where=sa.text("state = 'queued'"),
            postgresql_where=sa.text("state = 'queued'"),
        )
        batch_op.create_index(
            "uq_deliveries_broadcast",
            ["broadcast_id", "account_id", "part"],
            unique=True,
            sqlite_where=sa.text("broadcast_id IS NOT NULL"),
            postgresql_where=sa.text("broadcast_id IS NOT NULL"),
        )

    op.create_table(
        "escalations",
        sa.Column("escalation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("home_id", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=True),
        sa.Column("resolved_at", tables.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.assignment_id"],
            name=op.f("fk_escalations_assignment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.home_id"], name=op.f("fk_escalations_home_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["persons.person_id"], name=op.f("fk_escalations_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["raised_by"], ["persons.person_id"], name=op.f("fk_escalations_raised_by")
        ),
        sa.PrimaryKeyConstraint("escalation_id", name=op.f("pk_escalations")),
    )
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_escalations_assignment_id"), ["assignment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_escalations_home_id"), ["home_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalations_state"), ["state"], unique=False)

    op.create_table(
        "receipts",
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("gap", sa.String(), nullable=False),
        sa.Column("acknowledged_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_receipts_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["persons.person_id"], name=op.f("fk_receipts_acknowledged_by")
        ),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.broadcast_id"], name=op.f("fk_receipts_broadcast_id")
        ),
        sa.ForeignKeyConstraint(["home_id"], ["homes.home_id"], name=op.f("fk_receipts_home_id")),
        sa.PrimaryKeyConstraint("broadcast_id", "home_id", name=op.f("pk_receipts")),
    )
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.create_index("ix_receipts_home", ["home_id"], unique=False)

    op.create_table(
        "entries",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalations.escalation_id"], name=op.f("fk_entries_escalation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_entries_person_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entries")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entries_escalation_id"), ["escalation_id"], unique=False
        )


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entries_escalation_id"))

    op.drop_table("entries")
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.drop_index("ix_receipts_home")

    op.drop_table("receipts")
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalations_state"))
        batch_op.drop_index(batch_op.f("ix_escalations_home_id"))
        batch_op.drop_index(batch_op.f("ix_escalations_assignment_id"))

    op.drop_table("escalations")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_deliveries_broadcast",
            sqlite_where=sa.text("broadcast_id IS NOT NULL"),
            postgresql_where=sa.text("broadcast_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_deliveries_waiting",
            sqlite_where=sa.text("state = 'queued'"),
            postgresql_where=sa.text("state = 'queued'"),
        )
        batch_op.drop_index("ix_deliveries_sent")
        batch_op.drop_index(
            "ix_deliveries_on_wire",
            sqlite_where=sa.text("state = 'on_wire'"),
            postgresql_where=sa.text("state = 'on_wire'"),
        )
        batch_op.drop_index(
            "ix_deliveries_edits",
            sqlite_where=sa.text("edits_id IS NOT NULL"),
            postgresql_where=sa.text("edits_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_deliveries_card",
            sqlite_where=sa.text("card <> ''"),
            postgresql_where=sa.text("card <> ''"),
        )

    op.drop_table("deliveries")
    op.drop_table("broadcast_parts")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_assignment_id"))

    op.drop_table("answers")
    with op.batch_alter_table("team_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_members_team"))
        batch_op.drop_index(batch_op.f("ix_team_members_person_id"))

    op.drop_table("team_members")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_person_id"))
        batch_op.drop_index(batch_op.f("ix_memberships_home_id"))

    op.drop_table("memberships")
    op.drop_table("invites")
    with op.batch_alter_table("home_labels", schema=None) as batch_op:
        batch_op.drop_index("ix_home_labels_kind_value")

    op.drop_table("home_labels")
    with op.batch_alter_table("home_cqc_ids", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_home_cqc_ids_cqc_id"))

    op.drop_table("home_cqc_ids")
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_broadcasts_state"))

    op.drop_table("broadcasts")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignments_home_id"))

    op.drop_table("assignments")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accounts_person_id"))

    op.drop_table("accounts")
    with op.batch_alter_table("wrong_codes", schema=None) as batch_op:
        batch_op.drop_index("ix_wrong_codes_chat")

    op.drop_table("wrong_codes")
    op.drop_table("series")
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rounds_questionnaire_id"))

    op.drop_table("rounds")
    op.drop_table("persons")
    op.drop_table("pauses")
    op.drop_table("leases")
    with op.batch_alter_table("homes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_homes_provider"))
        batch_op.drop_index(batch_op.f("ix_homes_name"))
        batch_op.drop_index(batch_op.f("ix_homes_cqc_location_id"))
        batch_op.drop_index(batch_op.f("ix_homes_area"))

    op.drop_table("homes")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_at"))

    op.drop_table("events")
    op.drop_table("conversations")
    op.drop_table("audit")

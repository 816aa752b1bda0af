"""Newsletters that are compiled, approved and corrected; meetings; and the purse of what homes are sent."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from bot.db.columns import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


_MADE = (
    "items",
    "meeting_questions",
    "attendances",
    "meetings",
    "broadcast_versions",
    "approvals",
    "recurring",
    "pushes",
    "consents",
    "marks",
)
_ADDED = {
    "receipts": ("read_by", "read_at"),
    "deliveries": ("bundled_in", "about", "held"),
    "persons": ("away_until", "away_from"),
    "broadcasts": (
        "recurring_id",
        "withdrawn_at",
        "corrected_at",
        "chased_at",
        "version",
        "title",
        "issue",
        "edition",
        "kind",
    ),
}


def upgrade() -> None:
    """Take this step."""
    _network()
    for name in ("away_from", "away_until"):
        op.add_column("persons", sa.Column(name, Moment(timezone=True)))
    _recurring()
    _broadcasts()
    _meetings()
    _items()
    _live()


def _network() -> None:
    op.create_table(
        'marks',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_marks')),
    )
    op.create_table(
        'consents',
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['persons.person_id'], name=op.f('fk_consents_person_id')),
    sa.PrimaryKeyConstraint('about', 'person_id', name=op.f('pk_consents')),
    )
    op.create_table(
        'pushes',
    sa.Column('push_id', sa.Integer(), nullable=False),
    sa.Column('home_id', sa.String(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('counts_at', Moment(timezone=True), nullable=False),
    sa.Column('held', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['home_id'], ['homes.home_id'], name=op.f('fk_pushes_home_id')),
    sa.PrimaryKeyConstraint('push_id', name=op.f('pk_pushes')),
    sa.UniqueConstraint('about', 'home_id', name=op.f('uq_pushes_about_home_id')),
    )
    op.create_index('ix_pushes_home', 'pushes', ['home_id', 'counts_at'])


def _live() -> None:
    """Let a network that has people of homes, or has sent to them, write to them as it did."""
    now = sa.literal(datetime.now(UTC), Moment())
    marks = sa.table("marks", sa.column("name", sa.String()), sa.column("at", Moment()))
    members, sent = sa.table("memberships"), sa.table("broadcasts", sa.column("sent_at"))
    used = sa.or_(
        sa.exists(sa.select(1).select_from(members)),
        sa.exists(sa.select(1).select_from(sent).where(sent.c.sent_at.is_not(None))),
    )
    op.execute(
        sa.insert(marks).from_select(
            ["name", "at"], sa.select(sa.literal("live_at"), now).where(used)
        )
    )


def _recurring() -> None:
    op.create_table(
        'recurring',
    sa.Column('recurring_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('opens', sa.String(), nullable=False),
    sa.Column('on_holidays', sa.String(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('since', Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('recurring_id', name=op.f('pk_recurring')),
    )


def _broadcasts() -> None:
    op.create_table(
        'approvals',
    sa.Column('approval_id', sa.Integer(), nullable=False),
    sa.Column('broadcast_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('decision', sa.String(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['broadcast_id'], ['broadcasts.broadcast_id'], name=op.f('fk_approvals_broadcast_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.person_id'], name=op.f('fk_approvals_person_id')),
    sa.PrimaryKeyConstraint('approval_id', name=op.f('pk_approvals')),
    )
    op.create_index('ix_approvals_broadcast_id', 'approvals', ['broadcast_id'])
    op.create_table(
        'broadcast_versions',
    sa.Column('broadcast_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('audience', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['broadcast_id'], ['broadcasts.broadcast_id'], name=op.f('fk_broadcast_versions_broadcast_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.person_id'], name=op.f('fk_broadcast_versions_person_id')),
    sa.PrimaryKeyConstraint('broadcast_id', 'version', name=op.f('pk_broadcast_versions')),
    )
    _more_columns()


def _more_columns() -> None:
    op.add_column("broadcasts", _word("kind", "announcement"))
    for name in ("edition", "issue", "title"):
        op.add_column("broadcasts", _word(name))
    version = sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    op.add_column("broadcasts", version)
    for name in ("chased_at", "corrected_at", "withdrawn_at"):
        op.add_column("broadcasts", sa.Column(name, Moment(timezone=True)))
    _pointing("broadcasts", "recurring_id", "recurring (recurring_id)")
    op.create_index(
        "uq_broadcasts_issue",
        "broadcasts",
        ["edition", "issue"],
        unique=True,
        sqlite_where=sa.text("edition <> ''"),
        postgresql_where=sa.text("edition <> ''"),
    )
    op.create_index(
        "uq_broadcasts_recurring",
        "broadcasts",
        ["recurring_id", "issue"],
        unique=True,
        sqlite_where=sa.text("recurring_id IS NOT NULL"),
        postgresql_where=sa.text("recurring_id IS NOT NULL"),
    )
    for name in ("held", "about"):
        op.add_column("deliveries", _word(name))
    _pointing("deliveries", "bundled_in", "deliveries (delivery_id)")
    op.create_index(
        "ix_deliveries_held",
        "deliveries",
        ["due_at"],
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
    op.add_column("receipts", sa.Column("read_at", Moment(timezone=True)))
    _pointing("receipts", "read_by", "persons (person_id)")
    # Who acknowledged had read it.
    op.execute("UPDATE receipts SET read_at = acknowledged_at, read_by = acknowledged_by")
    op.drop_index("ix_receipts_acknowledged_at", "receipts")
    _said_when("read_at")


def _said_when(column: str) -> None:
    said = sa.text(f"{column} IS NOT NULL")
    op.create_index(
        f"ix_receipts_{column}", "receipts", [column], sqlite_where=said, postgresql_where=said
    )


def _meetings() -> None:
    op.create_table(
        'meetings',
    sa.Column('meeting_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('starts_at', Moment(timezone=True), nullable=False),
    sa.Column('ends_at', Moment(timezone=True), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('link', sa.String(), nullable=False),
    sa.Column('audience', sa.String(), nullable=False),
    sa.Column('places', sa.Integer(), nullable=True),
    sa.Column('broadcast_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', Moment(timezone=True), nullable=True),
    sa.Column('called_off_at', Moment(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('uid', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['persons.person_id'], name=op.f('fk_meetings_author_id')),
    sa.ForeignKeyConstraint(['broadcast_id'], ['broadcasts.broadcast_id'], name=op.f('fk_meetings_broadcast_id')),
    sa.PrimaryKeyConstraint('meeting_id', name=op.f('pk_meetings')),
    sa.UniqueConstraint('broadcast_id', name=op.f('uq_meetings_broadcast_id')),
    )
    op.create_index('ix_meetings_starts_at', 'meetings', ['starts_at'])
    _attendances()


def _attendances() -> None:
    op.create_table(
        'attendances',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('home_id', sa.String(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.Column('came', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['home_id'], ['homes.home_id'], name=op.f('fk_attendances_home_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.meeting_id'], name=op.f('fk_attendances_meeting_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.person_id'], name=op.f('fk_attendances_person_id')),
    sa.PrimaryKeyConstraint('meeting_id', 'home_id', name=op.f('pk_attendances')),
    )
    op.create_table(
        'meeting_questions',
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('home_id', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['home_id'], ['homes.home_id'], name=op.f('fk_meeting_questions_home_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.meeting_id'], name=op.f('fk_meeting_questions_meeting_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.person_id'], name=op.f('fk_meeting_questions_person_id')),
    sa.PrimaryKeyConstraint('question_id', name=op.f('pk_meeting_questions')),
    )
    op.create_index('ix_meeting_questions_meeting_id', 'meeting_questions', ['meeting_id'])


def _items() -> None:
    op.create_table(
        'items',
    sa.Column('item_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('edition', sa.String(), nullable=False),
    sa.Column('section', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('link', sa.String(), nullable=False),
    sa.Column('audience', sa.String(), nullable=False),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('broadcast_id', sa.Integer(), nullable=True),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('made_at', Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['persons.person_id'], name=op.f('fk_items_author_id')),
    sa.ForeignKeyConstraint(['broadcast_id'], ['broadcasts.broadcast_id'], name=op.f('fk_items_broadcast_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.meeting_id'], name=op.f('fk_items_meeting_id')),
    sa.PrimaryKeyConstraint('item_id', name=op.f('pk_items')),
    )
    op.create_index('ix_items_broadcast_id', 'items', ['broadcast_id'])
    op.create_index('ix_items_edition', 'items', ['edition'])
    op.create_index('ix_items_meeting_id', 'items', ['meeting_id'])
    op.create_index('ix_items_state', 'items', ['state'])


def _word(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default=sa.text(f"'{default}'"))


def _pointing(table: str, column: str, at: str) -> None:
    # In one statement: SQLite would have to make the table anew for a constraint of its own.
    name = f"fk_{table}_{column}"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {at}")


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_receipts_read_at", "receipts")
    _said_when("acknowledged_at")
    for table, columns in _ADDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column)
    for table in _MADE:
        op.drop_table(table)

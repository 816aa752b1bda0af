"""Guidance: feeds that are watched, documents found there, and every version of each."""

import sqlalchemy as sa
from alembic import op

from bot.db.columns import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    _feeds()
    _guidance()
    _changes()


def _feeds() -> None:
    op.create_table('feeds',
    sa.Column('feed_id', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('due_at', Moment(timezone=True), nullable=False),
    sa.Column('etag', sa.String(), nullable=False),
    sa.Column('modified', sa.String(), nullable=False),
    sa.Column('first_read_at', Moment(timezone=True), nullable=True),
    sa.Column('read_at', Moment(timezone=True), nullable=True),
    sa.Column('newest_at', Moment(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('trouble', sa.String(), nullable=False),
    sa.Column('detail', sa.String(), nullable=False),
    sa.Column('told', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('feed_id', name='pk_feeds')
    )
    op.create_index('ix_feeds_due_at', 'feeds', ['due_at'])


def _guidance() -> None:
    op.create_table('guidance',
    sa.Column('guidance_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('page', sa.String(), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('publisher', sa.String(), nullable=False),
    sa.Column('feed_id', sa.String(), nullable=False),
    sa.Column('standing', sa.String(), nullable=False),
    sa.Column('moved_to', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', Moment(timezone=True), nullable=True),
    sa.Column('first_seen_at', Moment(timezone=True), nullable=False),
    sa.Column('checked_at', Moment(timezone=True), nullable=True),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.Column('etag', sa.String(), nullable=False),
    sa.Column('topic', sa.String(), nullable=False),
    sa.Column('audience', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('guidance_id', name='pk_guidance'),
    sa.UniqueConstraint('page', name='uq_guidance_page')
    )
    op.create_index('ix_guidance_feed_id', 'guidance', ['feed_id'])


def _changes() -> None:
    op.create_table('changes',
    sa.Column('change_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('guidance_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('added', sa.Text(), nullable=False),
    sa.Column('removed', sa.Text(), nullable=False),
    sa.Column('published_at', Moment(timezone=True), nullable=True),
    sa.Column('seen_at', Moment(timezone=True), nullable=False),
    sa.Column('team', sa.String(), nullable=False),
    sa.Column('decision', sa.String(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('audience', sa.String(), nullable=False),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('climbs_at', Moment(timezone=True), nullable=True),
    sa.Column('climbed', sa.Integer(), nullable=False),
    sa.Column('assigned_to', sa.Integer(), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('decided_at', Moment(timezone=True), nullable=True),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('material', sa.Boolean(), nullable=False),
    sa.Column('confirm_by', Moment(timezone=True), nullable=True),
    sa.Column('reminded_at', Moment(timezone=True), nullable=True),
    sa.Column('broadcast_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['assigned_to'], ['persons.person_id'], name='fk_changes_assigned_to'),
    sa.ForeignKeyConstraint(['broadcast_id'], ['broadcasts.broadcast_id'], name='fk_changes_broadcast_id'),
    sa.ForeignKeyConstraint(['decided_by'], ['persons.person_id'], name='fk_changes_decided_by'),
    sa.ForeignKeyConstraint(['guidance_id'], ['guidance.guidance_id'], name='fk_changes_guidance_id'),
    sa.PrimaryKeyConstraint('change_id', name='pk_changes'),
    sa.UniqueConstraint('guidance_id', 'version', name='uq_changes_guidance_id_version')
    )
    op.create_index('ix_changes_broadcast_id', 'changes', ['broadcast_id'])
    op.create_index('ix_changes_climbs_at', 'changes', ['climbs_at'])
    op.create_index('ix_changes_confirm_by', 'changes', ['confirm_by'])


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("changes")
    op.drop_table("guidance")
    op.drop_table("feeds")

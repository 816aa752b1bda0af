"""Guidance: feeds that are watched, documents found there, every version of each, and passages to find them by.

A later step that makes ``guidance`` anew on SQLite (``batch_alter_table`` does) loses its triggers, and has to make
them again.
"""

import sqlalchemy as sa
from alembic import op

from bot.db.columns import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Everybody finds a document that is in the library, once homes may find it there.
_KEEP = """
INSERT INTO passages (about, broadcast_id, title, text, at)
SELECT 'guidance:' || new.guidance_id, NULL, new.title, new.gist || {line} || '<' || new.url || '>',
    CASE WHEN new.listed AND new.standing = 'current' THEN new.first_seen_at END
WHERE true
ON CONFLICT (about) DO UPDATE SET title = excluded.title, text = excluded.text, at = excluded.at;
"""
_FORGET = "DELETE FROM passages WHERE about = 'guidance:' || old.guidance_id;"
_MADE_OF = "title, gist, url, listed, standing"


def upgrade() -> None:
    """Take this step."""
    _feeds()
    _guidance()
    _changes()
    _found()


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
    sa.Column('listed', sa.Boolean(), nullable=False),
    sa.Column('gist', sa.Text(), nullable=False),
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
    sa.Column('broadcast_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['assigned_to'], ['persons.person_id'], name='fk_changes_assigned_to'),
    sa.ForeignKeyConstraint(['broadcast_id'], ['broadcasts.broadcast_id'], name='fk_changes_broadcast_id'),
    sa.ForeignKeyConstraint(['decided_by'], ['persons.person_id'], name='fk_changes_decided_by'),
    sa.ForeignKeyConstraint(['guidance_id'], ['guidance.guidance_id'], name='fk_changes_guidance_id'),
    sa.PrimaryKeyConstraint('change_id', name='pk_changes'),
    sa.UniqueConstraint('guidance_id', 'version', name='uq_changes_guidance_id_version')
    )
    op.create_index('ix_changes_broadcast_id', 'changes', ['broadcast_id'])
    op.create_index('ix_changes_confirm_by', 'changes', ['confirm_by'])
    op.create_index('ix_changes_decision', 'changes', ['decision'])


def _found() -> None:
    if op.get_bind().dialect.name == "sqlite":
        keep = _KEEP.format(line="char(10, 10)")
        _trigger_on_sqlite("guidance_found", "INSERT", keep)
        _trigger_on_sqlite("guidance_found_anew", f"UPDATE OF {_MADE_OF}", keep)
        _trigger_on_sqlite("guidance_lost", "DELETE", _FORGET)
    else:
        keep = _KEEP.format(line="chr(10) || chr(10)")
        _trigger_on_postgresql("guidance_found", f"INSERT OR UPDATE OF {_MADE_OF}", keep)
        _trigger_on_postgresql("guidance_lost", "DELETE", _FORGET)


def _trigger_on_sqlite(name: str, when: str, work: str) -> None:
    op.execute(f"CREATE TRIGGER {name} AFTER {when} ON guidance BEGIN {work} END")


def _trigger_on_postgresql(name: str, when: str, work: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {work} RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} AFTER {when} ON guidance FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Take this step back."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in ("guidance_found", "guidance_lost"):
        op.execute(f"DROP TRIGGER {name}" + ("" if on_sqlite else " ON guidance"))
        if not on_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    if on_sqlite:
        op.execute("DROP TRIGGER guidance_found_anew")
    op.execute("DELETE FROM passages WHERE about LIKE 'guidance:%'")
    op.drop_table("changes")
    op.drop_table("guidance")
    op.drop_table("feeds")

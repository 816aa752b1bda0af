"""What homes were told can be found by its words: passages with an index of words, kept by the database itself.

A later step that makes ``broadcasts`` or ``items`` anew on SQLite (``batch_alter_table`` does) loses the triggers
that stand on it, and has to make them again.
"""

import sqlalchemy as sa
from alembic import op

from bot.db.columns import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# A moment only where it may be found: it was sent, and was not withdrawn.
_SENT = "CASE WHEN {row}.withdrawn_at IS NULL THEN {row}.sent_at END"
# A correction changes the whole, not the items that it was made of, so these are found no more.
_AS_WRITTEN = "CASE WHEN {row}.withdrawn_at IS NULL AND {row}.corrected_at IS NULL THEN {row}.sent_at END"
_KEEP = """
INSERT INTO passages (about, broadcast_id, title, text, at) {values}
ON CONFLICT (about) DO UPDATE SET broadcast_id = excluded.broadcast_id, title = excluded.title,
    text = excluded.text, at = excluded.at
"""
_BROADCAST = f"""
SELECT 'broadcast:' || {{row}}.broadcast_id, {{row}}.broadcast_id, {{row}}.title, {{row}}.text, {_SENT}
"""
_ITEM = f"""
SELECT 'item:' || {{row}}.item_id, {{row}}.broadcast_id, {{row}}.title,
    {{row}}.text || CASE WHEN {{row}}.action = '' THEN '' ELSE {{line}} || {{row}}.action END,
    (SELECT {_AS_WRITTEN.format(row="b")} FROM broadcasts b
     WHERE b.broadcast_id = {{row}}.broadcast_id AND {{row}}.state IN ('placed', 'sent'))
"""
_ITEMS_OF = f"""
UPDATE passages SET at = {_AS_WRITTEN}
WHERE broadcast_id = {{row}}.broadcast_id AND about IN (
    SELECT 'item:' || item_id FROM items
    WHERE items.broadcast_id = {{row}}.broadcast_id AND items.state IN ('placed', 'sent'))
"""
_FORGET = "DELETE FROM passages WHERE about = '{kind}:' || {row}.{kind}_id"
# Which columns a passage is made of.
_MADE_OF = {
    "broadcast": "title, text, sent_at, corrected_at, withdrawn_at",
    "item": "title, text, action, state, broadcast_id",
}


def upgrade() -> None:
    """Take this step; what was sent before can be found as well."""
    op.create_table(
        "passages",
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("passage_id", name="pk_passages"),
        sa.UniqueConstraint("about", name="uq_passages_about"),
    )
    op.create_index("ix_passages_broadcast_id", "passages", ["broadcast_id"])
    if op.get_bind().dialect.name == "sqlite":
        _words_on_sqlite()
        _triggers_on_sqlite()
    else:
        _words_on_postgresql()
        _triggers_on_postgresql()
    # A bare WHERE: without it, SQLite reads ON CONFLICT as part of a join (its docs, "Parsing Ambiguity").
    op.execute(_KEEP.format(values=_broadcast("b") + "FROM broadcasts b WHERE true"))
    op.execute(_KEEP.format(values=_item("i") + "FROM items i WHERE true"))


def _broadcast(row: str) -> str:
    return _BROADCAST.format(row=row)


def _item(row: str) -> str:
    line = "char(10, 10)" if op.get_bind().dialect.name == "sqlite" else "chr(10) || chr(10)"
    return _ITEM.format(row=row, line=line)


def _kept(kind: str) -> str:
    if kind == "item":
        return _KEEP.format(values=_item("new") + "WHERE true") + ";"
    kept = _KEEP.format(values=_broadcast("new") + "WHERE true")
    return f"{kept}; {_ITEMS_OF.format(row='new')};"


def _words_on_sqlite() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE passages_words USING fts5(title, text, content='passages',"
        " content_rowid='passage_id', tokenize='porter unicode61 remove_diacritics 2')"
    )
    add = "INSERT INTO passages_words (rowid, title, text) VALUES (new.passage_id, new.title, new.text);"
    # How an index beside its table is told of a row that goes (SQLite docs, "External Content Tables").
    drop = (
        "INSERT INTO passages_words (passages_words, rowid, title, text)"
        " VALUES ('delete', old.passage_id, old.title, old.text);"
    )
    _trigger_on_sqlite("passages_added", "INSERT", "passages", add)
    _trigger_on_sqlite("passages_dropped", "DELETE", "passages", drop)
    _trigger_on_sqlite("passages_changed", "UPDATE OF title, text", "passages", drop + add)


def _triggers_on_sqlite() -> None:
    for kind, columns in _MADE_OF.items():
        table = f"{kind}s"
        _trigger_on_sqlite(f"{table}_found", "INSERT", table, _kept(kind))
        _trigger_on_sqlite(f"{table}_found_anew", f"UPDATE OF {columns}", table, _kept(kind))
        forget = _FORGET.format(kind=kind, row="old") + ";"
        _trigger_on_sqlite(f"{table}_lost", "DELETE", table, forget)


def _trigger_on_sqlite(name: str, when: str, table: str, work: str) -> None:
    op.execute(f"CREATE TRIGGER {name} AFTER {when} ON {table} BEGIN {work} END")


def _words_on_postgresql() -> None:
    # PostgreSQL reads flu/covid as a file and gov.uk as a machine, each one word (its docs, "Parsers"), and é as
    # another letter than e: so what is no letter or figure becomes a space, and accents go.
    op.execute(
        r"""
        CREATE FUNCTION passages_folded(written text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT pg_catalog.regexp_replace(
                pg_catalog.regexp_replace(
                    pg_catalog.normalize(written, 'NFD'), '[\u0300-\u036f]', '', 'g'
                ),
                '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9'
                '\u00bb-\u00bf\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f\ufe00-\ufe0f'
                '\U0001f000-\U0001faff]+', ' ', 'g'
            )
        $$
        """
    )
    op.execute(
        "ALTER TABLE passages ADD COLUMN words tsvector GENERATED ALWAYS AS ("
        " setweight(to_tsvector('pg_catalog.english', passages_folded(title)), 'A') ||"
        " setweight(to_tsvector('pg_catalog.english', passages_folded(text)), 'D')) STORED"
    )
    op.execute("CREATE INDEX ix_passages_words ON passages USING gin (words)")


def _triggers_on_postgresql() -> None:
    for kind, columns in _MADE_OF.items():
        table = f"{kind}s"
        _trigger_on_postgresql(f"{table}_found", f"INSERT OR UPDATE OF {columns}", table, _kept(kind))
        forget = _FORGET.format(kind=kind, row="old") + ";"
        _trigger_on_postgresql(f"{table}_lost", "DELETE", table, forget)


def _trigger_on_postgresql(name: str, when: str, table: str, work: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {work} RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    """Take this step back."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in ("broadcasts", "items"):
        for name in (f"{table}_found", f"{table}_lost"):
            op.execute(f"DROP TRIGGER {name}" + ("" if on_sqlite else f" ON {table}"))
            if not on_sqlite:
                op.execute(f"DROP FUNCTION {name}()")
        if on_sqlite:
            op.execute(f"DROP TRIGGER {table}_found_anew")
    if on_sqlite:
        op.execute("DROP TABLE passages_words")
    op.drop_table("passages")
    if not on_sqlite:
        op.execute("DROP FUNCTION passages_folded(text)")

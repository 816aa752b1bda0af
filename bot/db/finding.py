"""Finds texts by their words, with the full-text search of each database: FTS5 and tsvector."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Integer,
    Select,
    Text,
    case,
    column,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    tuple_,
)

from bot.core.finding import END, FOUND, Finds, Found, Passage, Past, Place, phrases
from bot.core.people import HomeId
from bot.db.tables import broadcasts, passages, receipts

PAGE = 5
# A word of the title counts as so many of the text, on both databases.
_TITLE, _TEXT = 1.0, 0.1
# What step 0005 makes a space of in what it keeps; the same in what is asked for.
_BETWEEN = re.compile(
    "[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf"
    "\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f\ufe00-\ufe0f\U0001f000-\U0001faff]+"
)
_ACCENT = re.compile("[\u0300-\u036f]")
# FTS5's own hidden columns: the table's name as a column is what MATCH is asked of.
_words = table("passages_words", column("rowid", Integer), column("passages_words", Text))
_tsvector: ColumnElement[Any] = literal_column("passages.words")


def find(
    connection: Connection, asked: str, home_ids: Sequence[HomeId] | None, start: int = 0
) -> Finds:
    """Return a page of what has all of the words, or where nothing has, any of them; the best and newest first.

    Only what was for one of the homes; everything where ``home_ids`` is None. One text a broadcast: the item
    of a newsletter rather than the whole.
    """
    looked_for = phrases(asked)
    for every in (True, False):
        query = _query(connection, looked_for, every=every)
        rows = connection.execute(_found(connection, query, home_ids, start)).all() if query else []
        if rows or len(looked_for) < 2:  # noqa: PLR2004 - one word is all of the words and any of them
            break
    if not rows:
        return Finds(0, ())
    marked = _marked(connection, query, [row.passage_id for row in rows])
    page = tuple(Found(row.passage_id, row.title, marked[row.passage_id], row.at) for row in rows)
    return Finds(rows[0].total, page, every)


def _spaced(phrase: str) -> str:
    """Return the phrase as its words with spaces between."""
    bare = _ACCENT.sub("", unicodedata.normalize("NFD", phrase))
    return " ".join(_BETWEEN.sub(" ", bare).split())


def _query(connection: Connection, looked_for: Sequence[str], *, every: bool) -> str:
    """Return the query in words that both databases read alike: in quotation marks, nothing is an operator."""
    # FTS5 takes what is asked for apart as it does what it keeps, so it is given it as it is.
    written = looked_for if _is_sqlite(connection) else map(_spaced, looked_for)
    return (" " if every else " OR ").join(f'"{each}"' for each in written)


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _tsquery(query: str) -> ColumnElement[Any]:
    return func.websearch_to_tsquery(literal_column("'pg_catalog.english'::regconfig"), query)


def _hits(connection: Connection, query: str) -> Select[Any]:
    """Return each passage that has the words, and how well it fits: more is better."""
    if _is_sqlite(connection):
        worse = func.bm25(literal_column("passages_words"), _TITLE, _TEXT, type_=Float)
        found = select(_words.c.rowid.label("passage_id"), (-worse).label("score"))
        return found.where(_words.c.passages_words.op("MATCH")(query))
    weights: ColumnElement[Any] = literal_column(
        f"'{{{_TEXT}, {_TEXT}, {_TEXT}, {_TITLE}}}'::float4[]"
    )
    # 1: a word counts for less in a long text (PostgreSQL docs, "Ranking Search Results"), as bm25 has it.
    score = func.ts_rank(weights, _tsvector, _tsquery(query), 1)
    matches = _tsvector.op("@@")(_tsquery(query))
    return select(passages.c.passage_id, score.label("score")).where(matches)


def _found(
    connection: Connection, query: str, home_ids: Sequence[HomeId] | None, start: int
) -> Select[Any]:
    hits = _hits(connection, query).cte("hits")
    # Of a broadcast, an item that fits comes before the whole.
    whole = case((passages.c.about.like("broadcast:%"), 1), else_=0)
    place = func.row_number().over(
        partition_by=func.coalesce(passages.c.broadcast_id, -passages.c.passage_id),
        order_by=(whole, hits.c.score.desc(), passages.c.passage_id),
    )
    kept = (
        select(passages.c.passage_id, passages.c.title, passages.c.at, hits.c.score)
        .add_columns(place.label("place"))
        .join(hits, hits.c.passage_id == passages.c.passage_id)
        .where(passages.c.at.is_not(None), _for(passages.c.broadcast_id, home_ids))
        .subquery()
    )
    return (
        select(kept, func.count().over().label("total"))
        .where(kept.c.place == 1)
        .order_by(kept.c.score.desc(), kept.c.at.desc(), kept.c.passage_id.desc())
        .limit(PAGE)
        .offset(start)
    )


def _for(
    broadcast_id: ColumnElement[Any], home_ids: Sequence[HomeId] | None
) -> ColumnElement[bool]:
    """Say whether a broadcast was for one of the homes; what is of no broadcast is for everybody."""
    if home_ids is None:
        return literal(value=True)
    theirs = exists().where(
        receipts.c.broadcast_id == broadcast_id, receipts.c.home_id.in_(list(home_ids))
    )
    return or_(broadcast_id.is_(None), theirs)


def _marked(connection: Connection, query: str, passage_ids: Sequence[int]) -> dict[int, str]:
    """Return the whole text of each passage, with marks around the words found."""
    if _is_sqlite(connection):
        highlight = func.highlight(literal_column("passages_words"), 1, FOUND, END)
        matches = _words.c.passages_words.op("MATCH")(query)
        shown = select(_words.c.rowid, highlight).where(matches, _words.c.rowid.in_(passage_ids))
    else:
        english: ColumnElement[Any] = literal_column("'pg_catalog.english'::regconfig")
        options = f"HighlightAll=true, StartSel={FOUND}, StopSel={END}"
        headline = func.ts_headline(english, passages.c.text, _tsquery(query), options)
        chosen = passages.c.passage_id.in_(passage_ids)
        shown = select(passages.c.passage_id, headline).where(chosen)
    return {row[0]: row[1] for row in connection.execute(shown)}


def passage(
    connection: Connection, passage_id: int, home_ids: Sequence[HomeId] | None
) -> Passage | None:
    """Return a whole text that one of the homes may find; any where ``home_ids`` is None."""
    row = connection.execute(
        select(passages).where(
            passages.c.passage_id == passage_id,
            passages.c.at.is_not(None),
            _for(passages.c.broadcast_id, home_ids),
        )
    ).first()
    if row is None:
        return None
    kind, _, number = row.about.partition(":")
    guidance_id = int(number) if kind == "guidance" else None
    return Passage(row.broadcast_id, row.title, row.text, row.at, guidance_id)


def place_of(
    connection: Connection, broadcast_id: int | None, home_ids: Sequence[HomeId] | None
) -> Place | None:
    """Return where a broadcast stands among those sent to one of the homes; None = the newest.

    Where ``home_ids`` is None, among all. What was withdrawn is left out.
    """
    moment = (broadcasts.c.sent_at, broadcasts.c.broadcast_id)
    seen = (
        select(broadcasts.c.broadcast_id, broadcasts.c.sent_at)
        .where(broadcasts.c.sent_at.is_not(None), broadcasts.c.withdrawn_at.is_(None))
        .where(_for(broadcasts.c.broadcast_id, home_ids))
        .limit(1)
    )
    newest_first = [each.desc() for each in moment]
    one = seen.order_by(*newest_first)
    if broadcast_id is not None:
        one = one.where(broadcasts.c.broadcast_id == broadcast_id)
    here = connection.execute(one).first()
    if here is None:
        return None
    this = tuple_(literal(here.sent_at, broadcasts.c.sent_at.type), literal(here.broadcast_id))
    older = connection.execute(seen.where(tuple_(*moment) < this).order_by(*newest_first)).first()
    newer = connection.execute(seen.where(tuple_(*moment) > this).order_by(*moment)).first()
    return Place(
        Past(here.broadcast_id, here.sent_at),
        Past(older.broadcast_id, older.sent_at) if older else None,
        Past(newer.broadcast_id, newer.sent_at) if newer else None,
    )

"""Finding again what homes were told, beside the full-text search of each database asked by hand."""

import random
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, select, text

from bench.figure import Figure
from bench.network import settle
from bench.rows.reading import look
from bench.stand import Stand
from bot.core.broadcasts import BroadcastState
from bot.core.people import HomeId
from bot.db import finding
from bot.db.database import Connection, Database
from bot.db.tables import broadcasts, passages, receipts

ITEMS, HOMES = 10_000, 50
# As in any language, few words are common and many are rare; what is asked for stands in one text of twenty.
VOCABULARY, LENGTH = 3_000, 120
ASKED, SHARE = "flu jabs", 20
HOME = HomeId("H000000")


async def rows(stand: Stand) -> list[Figure]:
    """Return how long a home's search takes, against the database's own and against a second."""
    figures = []
    for kind in ("sqlite", "postgresql"):
        with stand.database(kind) as database:
            settle(database, HOMES, "telegram")
            _tell(database)
            what = f"search in {ITEMS:,} items, {kind}"
            figures += look(database, what, _search, (_SQL[kind],))
    return figures


def _search(connection: Connection) -> object:
    found = finding.find(connection, ASKED, [HOME])
    assert found.total == ITEMS // SHARE
    return found


def _tell(database: Database) -> None:
    """Let every home have been told all of it."""
    chance = random.Random(1)  # noqa: S311 - the same texts in every run
    words = [f"word{number}" for number in range(VOCABULARY)]
    weights = [1 / (place + 1) for place in range(VOCABULARY)]
    now = datetime.now(UTC)
    with database.write() as connection:
        connection.execute(
            insert(broadcasts),
            [
                {
                    "broadcast_id": number,
                    "audience": "all",
                    "text": " ".join(chance.choices(words, weights, k=LENGTH))
                    + (f" {ASKED} " if number % SHARE == 0 else ""),
                    "urgent": False,
                    "ack": False,
                    "state": BroadcastState.SENT,
                    "made_at": now,
                    "sent_at": now - timedelta(hours=number),
                }
                for number in range(1, ITEMS + 1)
            ],
        )
        for place in range(HOMES):
            connection.execute(
                insert(receipts),
                [
                    {"broadcast_id": number, "home_id": f"H{place:06}"}
                    for number in range(1, ITEMS + 1)
                ],
            )
    with database.write() as connection:
        connection.execute(text("ANALYZE"))
        kept = connection.execute(select(func.count()).select_from(passages)).scalar_one()
        assert kept == ITEMS


# The five best of a home with the words marked, and how many there are.
_SQL = {
    "sqlite": f"""
    WITH hits AS (
        SELECT w.rowid AS id, -bm25(passages_words, 1.0, 0.1) AS score
        FROM passages_words w WHERE passages_words MATCH '"flu" "jabs"'
    ), best AS (
        SELECT p.passage_id, p.title, p.at, h.score, count(*) OVER () AS total
        FROM hits h JOIN passages p ON p.passage_id = h.id
        WHERE p.at IS NOT NULL AND EXISTS (
            SELECT 1 FROM receipts r WHERE r.broadcast_id = p.broadcast_id AND r.home_id = '{HOME}'
        )
        ORDER BY h.score DESC, p.at DESC LIMIT 5
    )
    SELECT b.*, highlight(passages_words, 1, '[', ']')
    FROM best b JOIN passages_words ON passages_words.rowid = b.passage_id
    WHERE passages_words MATCH '"flu" "jabs"' ORDER BY b.score DESC
    """,  # noqa: S608 - a home of ours
    "postgresql": f"""
    WITH asked AS (SELECT websearch_to_tsquery('pg_catalog.english', '"flu" "jabs"') AS query), best AS (
        SELECT p.passage_id, p.title, p.text, p.at, count(*) OVER () AS total,
            ts_rank('{{0.1, 0.1, 0.1, 1.0}}', p.words, asked.query, 1) AS score
        FROM passages p, asked
        WHERE p.words @@ asked.query AND p.at IS NOT NULL AND EXISTS (
            SELECT 1 FROM receipts r WHERE r.broadcast_id = p.broadcast_id AND r.home_id = '{HOME}'
        )
        ORDER BY score DESC, p.at DESC LIMIT 5
    )
    SELECT b.*, ts_headline('pg_catalog.english', b.text, asked.query, 'HighlightAll=true')
    FROM best b, asked ORDER BY b.score DESC
    """,  # noqa: S608 - a home of ours
}

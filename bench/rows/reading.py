"""What people look at: figures over big tables, beside the plain SQL that fetches the same."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, text

from bench.figure import Figure, middle
from bench.network import settle
from bench.stand import Stand
from bot.db import audience, directory, rounds
from bot.db.database import Connection, Database
from bot.db.tables import answers, assignments
from bot.db.tables import rounds as rounds_table

HOMES = 15_000
PEOPLE_A_HOME = 4
ROUNDS = 5
# 1,000,000 answers: 20 questions in each of some rounds, the last one of them counted.
QUESTIONS, PAST_ROUNDS, ASKED = 20, 50, 1_000


async def rows(stand: Stand) -> list[Figure]:
    """Return how long each look takes, against plain SQL and against a second."""
    figures = []
    for kind in ("sqlite", "postgresql"):
        with stand.database(kind) as database:
            settle(database, HOMES, "telegram", PEOPLE_A_HOME)
            _ask(database)
            figures += [
                *_look(database, f"homes list, {HOMES:,} homes, {kind}", directory.listing, _HOMES),
                *_look(
                    database,
                    f"audience preview, {HOMES * PEOPLE_A_HOME:,} people, {kind}",
                    lambda connection: audience.reach(connection, "type:nursing", ["telegram"]),
                    _AUDIENCE,
                ),
                *_look(
                    database,
                    f"results of a round, 1,000,000 answers, {kind}",
                    lambda connection: rounds.results(connection, PAST_ROUNDS),
                    _RESULTS,
                ),
            ]
    return figures


def _look(
    database: Database, what: str, ours: Callable[[Connection], Any], plain: tuple[str, ...]
) -> list[Figure]:
    def bare(connection: Connection) -> list[Any]:
        return [connection.execute(text(each)).all() for each in plain]

    seconds = _timed(database, ours)
    ceiling = _timed(database, bare)
    return [
        Figure(what, 1000 * seconds, "ms", 1000 * ceiling, "plain SQL", at_most=2),
        Figure(what, seconds, "s", at_most=1),
    ]


def _timed(database: Database, look: Callable[[Connection], Any]) -> float:
    took = []
    for _ in range(ROUNDS):
        with database.read() as connection:
            began = time.perf_counter()
            look(connection)
            took.append(time.perf_counter() - began)
    return middle(took)


def _ask(database: Database) -> None:
    now = datetime.now(UTC)
    with database.write() as connection:
        for number in range(1, PAST_ROUNDS + 1):
            closed = None if number == PAST_ROUNDS else now
            opened = {"round_id": number, "questionnaire_id": "weekly", "opened_at": now}
            connection.execute(insert(rounds_table).values(closed_at=closed, **opened))
            first = (number - 1) * ASKED + 1
            connection.execute(
                insert(assignments),
                [
                    {"assignment_id": first + place, "round_id": number, "home_id": f"H{place:06}"}
                    for place in range(ASKED)
                ],
            )
            connection.execute(
                insert(answers),
                [
                    {
                        "assignment_id": first + place,
                        "question_id": f"q{question}",
                        "state": "answered",
                        "value": str((place + question) % 5),
                        "person_id": 1,
                        "at": now,
                    }
                    for place in range(ASKED)
                    for question in range(QUESTIONS)
                ],
            )
    with database.write() as connection:
        connection.execute(text("ANALYZE"))


_HOMES = (
    """
    SELECT h.*, count(DISTINCT m.person_id) AS people
    FROM homes h LEFT JOIN memberships m ON m.home_id = h.home_id AND m."until" IS NULL
    GROUP BY h.home_id ORDER BY h.name
    """,
    "SELECT home_id, kind, value FROM home_labels ORDER BY value",
)
_AUDIENCE = (
    """
    SELECT h.home_id, h.name, min(a.account_id)
    FROM homes h
    JOIN home_labels l ON l.home_id = h.home_id AND l.kind = 'type' AND l.value = 'nursing'
    LEFT JOIN memberships m ON m.home_id = h.home_id AND m."until" IS NULL
    LEFT JOIN accounts a ON a.person_id = m.person_id AND a.shut_at IS NULL
    GROUP BY h.home_id, h.name ORDER BY h.name
    """,
    """
    SELECT l2.value, count(*)
    FROM home_labels l
    JOIN home_labels l2 ON l2.home_id = l.home_id AND l2.kind = 'type'
    WHERE l.kind = 'type' AND l.value = 'nursing' GROUP BY l2.value
    """,
)
_RESULTS = (
    f"""
    SELECT a.question_id, a.state, a.value, count(*) FROM answers a
    WHERE a.answer_id IN (
        SELECT max(b.answer_id)
        FROM answers b JOIN assignments s ON s.assignment_id = b.assignment_id
        WHERE s.round_id = {PAST_ROUNDS} GROUP BY b.assignment_id, b.question_id
    )
    GROUP BY a.question_id, a.state, a.value
    """,  # noqa: S608 - a number of ours
)

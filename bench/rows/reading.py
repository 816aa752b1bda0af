"""What people look at: figures over big tables, beside the plain SQL that fetches the same."""

import io
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text

from bench.figure import Figure, middle
from bench.network import settle
from bench.stand import ROOT, Stand
from bot.cli.main import carry_out
from bot.core.broadcasts import Reach
from bot.db import answers as answered
from bot.db import audience, directory, rounds
from bot.db.database import Connection, Database
from bot.db.tables import answers, assignments
from bot.db.tables import rounds as rounds_table

HOMES = 15_000
PEOPLE_A_HOME = 4
ROUNDS = 7
# 1,000,000 answers: of some past rounds to a part of the homes, and of one to all of them, which is counted.
QUESTIONS = 20
ANSWERS = 1_000_000
PAST_ROUNDS, ASKED = 35, 1_000
LAST_ROUND = PAST_ROUNDS + 1


async def rows(stand: Stand) -> list[Figure]:
    """Return how long each look takes, against plain SQL and against a second."""
    figures = []
    people = HOMES * PEOPLE_A_HOME
    for kind in ("sqlite", "postgresql"):
        with stand.database(kind) as database:
            settle(database, HOMES, "telegram", PEOPLE_A_HOME)
            _ask(database)
            what = f"homes list, {HOMES:,} homes, {kind}"
            figures += look(database, what, directory.listing, _HOMES)
            figures.append(_drawn(database, f"the same drawn, {kind}"))
            what = f"preview of {people:,} people, {kind}"
            figures += look(database, what, _preview, _AUDIENCE)
            what = f"results, {ANSWERS:,} answers, {kind}"
            figures += look(database, what, _results, _RESULTS)
    return figures


def _preview(connection: Connection) -> Reach:
    return audience.reach(connection, "all", ["telegram"])


def _results(connection: Connection) -> object:
    return answered.results(connection, LAST_ROUND), rounds.asked_and_done(connection, LAST_ROUND)


def _drawn(database: Database, what: str) -> Figure:
    """Return the seconds of ``homeround homes list`` from the command to its last line, once the program runs."""
    url = database.url.set(drivername=database.url.get_backend_name())
    took = []
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "config.toml")
        lines = ("[database]", f'url = "{url.render_as_string(hide_password=False)}"')
        content = ("[content]", f'path = "{ROOT / "content"}"')
        config.write_text("\n".join((*lines, *content)), encoding="utf-8")
        for _ in range(ROUNDS):
            printed = io.StringIO()
            began = time.perf_counter()
            with redirect_stdout(printed):
                assert carry_out(("homes", "list", "--config", str(config))) == 0
            took.append(time.perf_counter() - began)
            assert printed.getvalue().count("\n") == HOMES + 1
    return Figure(what, middle(took), "s", at_most=1)


def look(
    database: Database, what: str, ours: Callable[[Connection], Any], plain: tuple[str, ...]
) -> list[Figure]:
    """Return how long a look takes, against the plain SQL for the same and against a second."""

    def bare(connection: Connection) -> list[Any]:
        return [connection.execute(text(each)).all() for each in plain]

    seconds, ceiling = _timed(database, ours, bare)
    return [
        Figure(what, 1000 * seconds, "ms", 1000 * ceiling, "plain SQL", at_most=2),
        Figure(f"{what}: time", seconds, "s", at_most=1),
    ]


def _timed(database: Database, *looks: Callable[[Connection], Any]) -> list[float]:
    """Return the seconds of each look, taken in turn: what else the machine does meets them alike."""
    took: list[list[float]] = [[] for _ in looks]
    for _ in range(ROUNDS):
        for place, look in enumerate(looks):
            with database.read() as connection:
                began = time.perf_counter()
                look(connection)
                took[place].append(time.perf_counter() - began)
    return [middle(each) for each in took]


def _ask(database: Database) -> None:
    with database.write() as connection:
        for number in range(1, PAST_ROUNDS + 1):
            _answer(connection, number, (number - 1) * ASKED + 1, ASKED)
        _answer(connection, LAST_ROUND, PAST_ROUNDS * ASKED + 1, HOMES)
    with database.write() as connection:
        connection.execute(text("ANALYZE"))
        kept = connection.execute(select(func.count()).select_from(answers)).scalar_one()
        assert kept == ANSWERS


def _answer(connection: Connection, number: int, first: int, asked: int) -> None:
    """Let a round be answered by so many homes; its assignments are numbered from the first."""
    now = datetime.now(UTC)
    opened = {"round_id": number, "questionnaire_id": "weekly", "opened_at": now}
    connection.execute(insert(rounds_table).values(closed_at=now, **opened))
    connection.execute(
        insert(assignments),
        [
            {"assignment_id": first + place, "round_id": number, "home_id": f"H{place:06}"}
            for place in range(asked)
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
            for place in range(asked)
            for question in range(QUESTIONS)
        ],
    )


_HOMES = (
    """
    SELECT h.*, count(DISTINCT m.person_id) AS people
    FROM homes h LEFT JOIN memberships m ON m.home_id = h.home_id AND m."until" IS NULL
    GROUP BY h.home_id ORDER BY h.name
    """,
    "SELECT home_id, kind, value FROM home_labels ORDER BY value",
)
# How many homes are reached, the names of the others and why, and the homes by type.
_AUDIENCE = (
    """
    SELECT best, CASE WHEN best > 0 THEN name END, count(*)
    FROM (
        SELECT h.name, min(CASE WHEN m.person_id IS NULL THEN 3 WHEN m."until" IS NOT NULL THEN 2
                                WHEN a.shut_at IS NULL THEN 0 ELSE 1 END) AS best
        FROM homes h
        LEFT JOIN memberships m ON m.home_id = h.home_id
        LEFT JOIN accounts a ON a.person_id = m.person_id AND a.channel = 'telegram'
        GROUP BY h.home_id
    ) AS each_home
    GROUP BY 1, 2 ORDER BY 2
    """,
    "SELECT value, count(*) FROM home_labels WHERE kind = 'type' GROUP BY value",
)
_RESULTS = (
    f"""
    SELECT a.question_id, a.state, a.value, count(*)
    FROM answers a
    JOIN (
        SELECT max(b.answer_id) AS last
        FROM answers b JOIN assignments s ON s.assignment_id = b.assignment_id
        WHERE s.round_id = {LAST_ROUND} GROUP BY b.assignment_id, b.question_id
    ) AS newest ON newest.last = a.answer_id
    GROUP BY a.question_id, a.state, a.value
    """,  # noqa: S608 - a number of ours
    f"SELECT count(*), count(done_at) FROM assignments WHERE round_id = {LAST_ROUND}",  # noqa: S608 - the same
)

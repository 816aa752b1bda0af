"""Rounds of a questionnaire over time: which homes answered, and how many gave each answer."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, exists, func, select

from bot.core.people import HomeId
from bot.core.pictures import Cell
from bot.core.rounds import Round
from bot.db.rounds import rounds_until
from bot.db.tables import answers, assignments, homes

Counted = Mapping[tuple[int, str], Mapping[tuple[str, str], int]]

# As many as a phone shows beside each other.
MOST_ROUNDS = 12


def became(
    connection: Connection, found: Round
) -> tuple[list[Round], list[tuple[str, Mapping[int, Cell]]]]:
    """Return the rounds until this one, the oldest first, and each home by name with what became of its copies."""
    these = rounds_until(connection, found, MOST_ROUNDS)
    due = {each.round_id: each.due_at for each in these}
    begun = exists().where(answers.c.assignment_id == assignments.c.assignment_id)
    rows = connection.execute(
        select(homes.c.name, homes.c.home_id, assignments.c.round_id, assignments.c.done_at, begun)
        .join(homes, homes.c.home_id == assignments.c.home_id)
        .where(assignments.c.round_id.in_(list(due)))
    )
    cells: defaultdict[tuple[str, HomeId], dict[int, Cell]] = defaultdict(dict)
    for name, home_id, round_id, done_at, has_begun in rows:
        cells[name, home_id][round_id] = _cell(done_at, due[round_id], begun=has_begun)
    return these, [(name, found) for (name, _), found in sorted(cells.items())]


def _cell(done_at: datetime | None, due_at: datetime | None, *, begun: bool) -> Cell:
    if done_at is None:
        return Cell.BEGUN if begun else Cell.SILENT
    return Cell.LATE if due_at is not None and done_at > due_at else Cell.DONE


def asked(connection: Connection, these: list[Round]) -> Mapping[int, int]:
    """Return how many homes each round asked."""
    rows = connection.execute(
        select(assignments.c.round_id, func.count())
        .where(assignments.c.round_id.in_([each.round_id for each in these]))
        .group_by(assignments.c.round_id)
    )
    return {row[0]: row[1] for row in rows}


def counted(connection: Connection, these: list[Round]) -> Counted:
    """Return how many homes gave each (state, value), by round and question id."""
    newest = (
        select(func.max(answers.c.answer_id).label("answer_id"), assignments.c.round_id)
        .join(assignments, assignments.c.assignment_id == answers.c.assignment_id)
        .where(assignments.c.round_id.in_([each.round_id for each in these]))
        .group_by(assignments.c.round_id, answers.c.assignment_id, answers.c.question_id)
        .subquery()
    )
    rows = connection.execute(
        select(
            newest.c.round_id, answers.c.question_id, answers.c.state, answers.c.value, func.count()
        )
        .join(newest, newest.c.answer_id == answers.c.answer_id)
        .group_by(newest.c.round_id, answers.c.question_id, answers.c.state, answers.c.value)
    )
    found: defaultdict[tuple[int, str], dict[tuple[str, str], int]] = defaultdict(dict)
    for round_id, question_id, state, value, count in rows:
        found[round_id, question_id][state, value] = count
    return found

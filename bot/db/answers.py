"""Answers in the database. The newest answer to a question counts; the others stay."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Integer, Subquery, bindparam, func, insert, select

from bot.core.facts import Answered
from bot.core.people import HomeId, PersonId
from bot.core.quality import Said
from bot.core.questionnaires import BETWEEN
from bot.core.rounds import Answer, AnswerState
from bot.db.tables import answers, assignments

# Every database takes so many values in one statement.
_MOST = 500

_ANSWERS = (
    select(answers)
    .where(answers.c.assignment_id.in_(bindparam("numbers", type_=Integer, expanding=True)))
    .order_by(answers.c.answer_id)
)


def answers_in(
    connection: Connection, numbers: Sequence[int]
) -> Mapping[int, Mapping[str, Answer]]:
    """Return what was said last to each question, by assignment and question id."""
    given: defaultdict[int, dict[str, Answer]] = defaultdict(dict)
    for at in range(0, len(numbers), _MOST):
        for row in connection.execute(_ANSWERS, {"numbers": numbers[at : at + _MOST]}):
            # The newest comes last, and counts.
            known = given[row.assignment_id].get(row.question_id)
            given[row.assignment_id][row.question_id] = Answer(
                row.question_id,
                AnswerState(row.state),
                row.value,
                row.note,
                row.age,
                row.since,
                PersonId(row.person_id),
                row.at,
                known.times + 1 if known else 1,
            )
    return given


class Given(NamedTuple):
    """An answer, who gave it, and when."""

    fact: Answered
    person_id: int
    at: datetime


def keep_answers(connection: Connection, given: Iterable[Given]) -> None:
    """Keep answers beside any earlier ones to the same questions."""
    rows = [
        {
            "assignment_id": each.fact.assignment_id,
            "question_id": each.fact.question_id,
            "state": each.fact.state,
            "value": each.fact.value,
            "note": each.fact.note,
            "age": each.fact.age,
            "since": each.fact.since,
            "person_id": each.person_id,
            "at": each.at,
        }
        for each in given
    ]
    connection.execute(insert(answers), rows)


def carriable(connection: Connection, round_id: int | None, carry: int) -> set[HomeId]:
    """Return the homes that said everything in the round, and none of it for ``carry`` rounds already."""
    if round_id is None or not carry:
        return set()
    last = newest_in(round_id)
    rows = connection.execute(
        select(assignments.c.home_id)
        .join(answers, answers.c.assignment_id == assignments.c.assignment_id)
        .join(last, last.c.answer_id == answers.c.answer_id)
        .where(assignments.c.done_at.is_not(None))
        .group_by(assignments.c.home_id)
        .having(func.max(answers.c.age) < carry)
    )
    return {HomeId(home_id) for home_id in rows.scalars()}


def newest_in(round_id: int) -> Subquery:
    """Return the query for the numbers of the answers that count in a round."""
    return (
        select(func.max(answers.c.answer_id).label("answer_id"))
        .join(assignments, assignments.c.assignment_id == answers.c.assignment_id)
        .where(assignments.c.round_id == round_id)
        .group_by(answers.c.assignment_id, answers.c.question_id)
        .subquery()
    )


def results(connection: Connection, round_id: int) -> dict[str, dict[tuple[str, str], int]]:
    """Return how many homes gave each (state, value), by question id; a home counts with its newest answer."""
    newest = newest_in(round_id)
    # A join, and not "in": of that PostgreSQL expects few rows, and so looks each of many up by itself.
    rows = connection.execute(
        select(answers.c.question_id, answers.c.state, answers.c.value, func.count())
        .join(newest, newest.c.answer_id == answers.c.answer_id)
        .group_by(answers.c.question_id, answers.c.state, answers.c.value)
    )
    counted: dict[str, dict[tuple[str, str], int]] = {}
    for question_id, state, value, count in rows:
        counted.setdefault(question_id, {})[(state, value)] = count
    return counted


def unclear(connection: Connection, round_id: int, question_id: str) -> int:
    """Count the homes that called the question unclear last."""
    found = results(connection, round_id).get(question_id, {})
    return found.get((AnswerState.UNCLEAR, ""), 0)


def everything_said(connection: Connection, round_id: int) -> list[list[Said]]:
    """Return every answer that was given in a round, in order, a list a home."""
    rows = connection.execute(
        select(answers)
        .join(assignments, assignments.c.assignment_id == answers.c.assignment_id)
        .where(assignments.c.round_id == round_id)
        .order_by(answers.c.answer_id)
    )
    sheets: defaultdict[int, list[Said]] = defaultdict(list)
    for row in rows:
        said = Said(row.question_id, AnswerState(row.state), row.value, row.at, bool(row.age))
        sheets[row.assignment_id].append(said)
    return list(sheets.values())


def homes_that_said(
    connection: Connection, round_id: int, question_id: str, value: str
) -> tuple[HomeId, ...]:
    """Return the homes whose last answer to the question is this value, or has it among several."""
    last = newest_in(round_id)
    rows = connection.execute(
        select(assignments.c.home_id, answers.c.value)
        .join(answers, answers.c.assignment_id == assignments.c.assignment_id)
        .join(last, last.c.answer_id == answers.c.answer_id)
        .where(answers.c.question_id == question_id, answers.c.state == AnswerState.ANSWERED)
        .order_by(assignments.c.home_id)
    )
    return tuple(HomeId(home_id) for home_id, said in rows if value in said.split(BETWEEN))

"""Rounds, assignments and answers in the database. The newest answer to a question counts; the others stay."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    Connection,
    Integer,
    RowMapping,
    bindparam,
    func,
    insert,
    literal,
    select,
    update,
)

from bot.core.facts import Answered, RoundOpened
from bot.core.people import Home, HomeId
from bot.core.rounds import Answer, AnswerState, Assignment, Round
from bot.db.audience import homes_in
from bot.db.people import home_from
from bot.db.tables import answers, assignments, homes, rounds


def open_round(connection: Connection, questionnaire_id: str) -> Round | None:
    """Return the round of the questionnaire that takes answers now."""
    row = (
        connection.execute(
            select(rounds)
            .where(rounds.c.questionnaire_id == questionnaire_id, rounds.c.closed_at.is_(None))
            .order_by(rounds.c.round_id.desc())
        )
        .mappings()
        .first()
    )
    return _round(row) if row else None


def _round(row: RowMapping) -> Round:
    return Round(row["round_id"], row["questionnaire_id"], row["opened_at"], row["closed_at"])


def open_new(
    connection: Connection, fact: RoundOpened, audience: str, now: datetime
) -> list[tuple[int, Home]]:
    """Open the round, give every home of its audience an assignment, and return them.

    Raises:
        BadAudience: The audience cannot be read.
    """
    connection.execute(
        insert(rounds).values(
            round_id=fact.round_id, questionnaire_id=fact.questionnaire_id, opened_at=now
        )
    )
    connection.execute(
        insert(assignments).from_select(
            ["round_id", "home_id"],
            select(literal(fact.round_id), homes.c.home_id).where(homes_in(audience)),
        )
    )
    rows = connection.execute(
        select(assignments.c.assignment_id, homes)
        .join(homes, homes.c.home_id == assignments.c.home_id)
        .where(assignments.c.round_id == fact.round_id)
        .order_by(assignments.c.assignment_id)
    ).mappings()
    return [(row["assignment_id"], home_from(row)) for row in rows]


def close(connection: Connection, questionnaire_id: str, now: datetime) -> int:
    """Close the open round of the questionnaire; return how many were open (0 or 1)."""
    closed = connection.execute(
        update(rounds)
        .where(rounds.c.questionnaire_id == questionnaire_id, rounds.c.closed_at.is_(None))
        .values(closed_at=now)
    )
    return closed.rowcount


_ASSIGNMENTS = (
    select(assignments.c.assignment_id, assignments.c.done_at, rounds, homes)
    .join(rounds, rounds.c.round_id == assignments.c.round_id)
    .join(homes, homes.c.home_id == assignments.c.home_id)
    .order_by(assignments.c.assignment_id)
)
_numbered = bindparam("numbers", type_=Integer, expanding=True)
_NUMBERED = _ASSIGNMENTS.where(assignments.c.assignment_id.in_(_numbered))
_OPEN = _ASSIGNMENTS.where(
    assignments.c.home_id == bindparam("home_id"), rounds.c.closed_at.is_(None)
)
_ANSWERS = (
    select(answers).where(answers.c.assignment_id.in_(_numbered)).order_by(answers.c.answer_id)
)


def assignments_numbered(connection: Connection, numbers: Sequence[int]) -> dict[int, Assignment]:
    """Return these assignments with their answers so far; whoever asks for them next waits until we commit."""
    held = _NUMBERED.with_for_update(of=assignments)
    found = _with_answers(connection, connection.execute(held, {"numbers": numbers}).mappings())
    return {each.assignment_id: each for each in found}


def assignment(connection: Connection, assignment_id: int) -> Assignment | None:
    """Return one assignment with its answers so far; whoever asks for it next waits until we commit."""
    return assignments_numbered(connection, [assignment_id]).get(assignment_id)


def open_assignments(connection: Connection, home_id: HomeId) -> tuple[Assignment, ...]:
    """Return the home's assignments in rounds that take answers, oldest first."""
    rows = connection.execute(_OPEN, {"home_id": home_id}).mappings()
    return tuple(_with_answers(connection, rows))


def _with_answers(connection: Connection, found: Iterable[RowMapping]) -> Iterator[Assignment]:
    rows = list(found)
    numbers = [row["assignment_id"] for row in rows]
    given: defaultdict[int, dict[str, Answer]] = defaultdict(dict)
    for row in connection.execute(_ANSWERS, {"numbers": numbers}) if numbers else ():
        answer = Answer(row.question_id, AnswerState(row.state), row.value)
        # The newest comes last, and counts.
        given[row.assignment_id][row.question_id] = answer
    for each in rows:
        yield Assignment(
            assignment_id=each["assignment_id"],
            round=_round(each),
            home=home_from(each),
            answers=given[each["assignment_id"]],
            done_at=each["done_at"],
        )


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
            "person_id": each.person_id,
            "at": each.at,
        }
        for each in given
    ]
    connection.execute(insert(answers), rows)


def mark_done(connection: Connection, numbers: Collection[int], now: datetime) -> None:
    """Record when these assignments were first complete."""
    connection.execute(
        update(assignments)
        .where(assignments.c.assignment_id.in_(numbers), assignments.c.done_at.is_(None))
        .values(done_at=now)
    )


def newest(connection: Connection, questionnaire_id: str) -> int | None:
    """Return the number of the questionnaire's newest round, open or closed."""
    return connection.execute(
        select(func.max(rounds.c.round_id)).where(rounds.c.questionnaire_id == questionnaire_id)
    ).scalar()


def results(connection: Connection, round_id: int) -> dict[str, dict[tuple[str, str], int]]:
    """Return how many homes gave each (state, value), by question id; a home counts with its newest answer."""
    newest = (
        select(func.max(answers.c.answer_id).label("answer_id"))
        .join(assignments, assignments.c.assignment_id == answers.c.assignment_id)
        .where(assignments.c.round_id == round_id)
        .group_by(answers.c.assignment_id, answers.c.question_id)
        .subquery()
    )
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


def asked_and_done(connection: Connection, round_id: int) -> tuple[int, int]:
    """Return how many homes were asked, and how many have answered every question."""
    row = connection.execute(
        select(func.count(), func.count(assignments.c.done_at)).where(
            assignments.c.round_id == round_id
        )
    ).one()
    return row[0], row[1]

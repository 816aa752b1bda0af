"""Rounds, assignments and answers in the database. The newest answer to a question counts; the others stay."""

from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, literal, select, update

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


def assignment(connection: Connection, assignment_id: int) -> Assignment | None:
    """Return one assignment with its answers so far."""
    found = _assignments(connection, assignments.c.assignment_id == assignment_id)
    return found[0] if found else None


def open_assignments(connection: Connection, home_id: HomeId) -> tuple[Assignment, ...]:
    """Return the home's assignments in rounds that take answers, oldest first."""
    return _assignments(connection, assignments.c.home_id == home_id, rounds.c.closed_at.is_(None))


def _assignments(connection: Connection, *where: object) -> tuple[Assignment, ...]:
    rows = connection.execute(
        select(assignments.c.assignment_id, assignments.c.done_at, rounds, homes)
        .join(rounds, rounds.c.round_id == assignments.c.round_id)
        .join(homes, homes.c.home_id == assignments.c.home_id)
        .where(*where)  # type: ignore[arg-type]
        .order_by(assignments.c.assignment_id)
    ).mappings()
    return tuple(
        Assignment(
            assignment_id=row["assignment_id"],
            round=_round(row),
            home=home_from(row),
            answers=answers_to(connection, row["assignment_id"]),
            done_at=row["done_at"],
        )
        for row in rows.all()
    )


def answers_to(connection: Connection, assignment_id: int) -> dict[str, Answer]:
    """Return the present answer to each question of an assignment, by question id."""
    rows = connection.execute(
        select(answers)
        .where(answers.c.assignment_id == assignment_id)
        .order_by(answers.c.answer_id)
    )
    return {
        row.question_id: Answer(row.question_id, AnswerState(row.state), row.value) for row in rows
    }


def keep_answer(connection: Connection, fact: Answered, person_id: int, now: datetime) -> None:
    """Keep one answer beside any earlier one to the same question."""
    connection.execute(
        insert(answers).values(
            assignment_id=fact.assignment_id,
            question_id=fact.question_id,
            state=fact.state,
            value=fact.value,
            person_id=person_id,
            at=now,
        )
    )


def mark_done(connection: Connection, assignment_id: int, now: datetime) -> None:
    """Record when the assignment was first complete."""
    connection.execute(
        update(assignments)
        .where(assignments.c.assignment_id == assignment_id, assignments.c.done_at.is_(None))
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
        select(func.max(answers.c.answer_id))
        .join(assignments, assignments.c.assignment_id == answers.c.assignment_id)
        .where(assignments.c.round_id == round_id)
        .group_by(answers.c.assignment_id, answers.c.question_id)
    )
    rows = connection.execute(
        select(answers.c.question_id, answers.c.state, answers.c.value, func.count())
        .where(answers.c.answer_id.in_(newest))
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

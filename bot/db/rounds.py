"""Rounds and assignments in the database: opened, closed, and who was asked what."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Connection,
    Integer,
    RowMapping,
    Select,
    bindparam,
    func,
    insert,
    literal,
    select,
    update,
)

from bot.core.facts import RoundOpened
from bot.core.later import Later
from bot.core.people import HomeId
from bot.core.questionnaires import Every, Questionnaire
from bot.core.rounds import Assignment, Round
from bot.db import moot
from bot.db.answers import answers_in, carriable
from bot.db.audience import homes_in
from bot.db.people import home_from
from bot.db.sheets import mix_closed
from bot.db.tables import assignments, homes, paused_questions, rounds

_BETWEEN = ","


def open_round(connection: Connection, questionnaire_id: str) -> Round | None:
    """Return the round of the questionnaire that takes answers now."""
    return _first(connection, _of(questionnaire_id).where(rounds.c.closed_at.is_(None)))


def newest_round(connection: Connection, questionnaire_id: str) -> Round | None:
    """Return the newest round of the questionnaire, open or closed."""
    return _first(connection, _of(questionnaire_id))


def rounds_until(connection: Connection, found: Round, most: int) -> list[Round]:
    """Return so many rounds of the questionnaire up to this one, the oldest first."""
    these = _of(found.questionnaire_id).where(rounds.c.round_id <= found.round_id).limit(most)
    return [_round(row) for row in connection.execute(these).mappings()][::-1]


def all_open(connection: Connection) -> list[Round]:
    """Return the rounds that take answers now."""
    rows = connection.execute(select(rounds).where(rounds.c.closed_at.is_(None))).mappings()
    return [_round(row) for row in rows]


def round_numbered(connection: Connection, round_id: int) -> Round | None:
    """Return one round."""
    return _first(connection, select(rounds).where(rounds.c.round_id == round_id))


def _of(questionnaire_id: str) -> Select[Any]:
    newest_first = rounds.c.round_id.desc()
    return (
        select(rounds).where(rounds.c.questionnaire_id == questionnaire_id).order_by(newest_first)
    )


def _first(connection: Connection, query: Select[Any]) -> Round | None:
    row = connection.execute(query.limit(1)).mappings().first()
    return _round(row) if row else None


def _round(row: RowMapping) -> Round:
    asked = tuple(filter(None, row["asked"].split(_BETWEEN)))
    return Round(
        row["round_id"],
        row["questionnaire_id"],
        row["opened_at"],
        row["closed_at"],
        row["due_at"],
        asked,
        row["anonymous"],
    )


def open_new(
    connection: Connection,
    fact: RoundOpened,
    questionnaire: Questionnaire,
    now: datetime,
    zone: ZoneInfo,
) -> list[tuple[Assignment, bool]]:
    """Open the round and give every home of its audience an assignment.

    Return them, each with whether the home may give its last answers again as they were.

    Raises:
        BadAudience: The audience cannot be read.
    """
    asked = _due(connection, questionnaire, now, zone)
    due_at = Later.read(questionnaire.closes).moment(now, zone) if questionnaire.closes else None
    before = newest(connection, questionnaire.id)
    connection.execute(
        insert(rounds).values(
            round_id=fact.round_id,
            questionnaire_id=fact.questionnaire_id,
            opened_at=now,
            due_at=due_at,
            asked=_BETWEEN.join(asked),
            anonymous=questionnaire.anonymous,
        )
    )
    connection.execute(
        insert(assignments).from_select(
            ["round_id", "home_id"],
            select(literal(fact.round_id), homes.c.home_id).where(homes_in(questionnaire.audience)),
        )
    )
    may_carry = carriable(connection, before, questionnaire.carry)
    found = _with_answers(
        connection,
        connection.execute(_ASSIGNMENTS.where(assignments.c.round_id == fact.round_id)).mappings(),
        are_new=True,
    )
    return [(each, each.home.home_id in may_carry) for each in found]


def _due(
    connection: Connection, questionnaire: Questionnaire, now: datetime, zone: ZoneInfo
) -> list[str]:
    """Return the questions of a round that opens now: none that is paused, nor one that its time has not come again."""
    paused = set(
        connection.execute(
            select(paused_questions.c.question_id).where(
                paused_questions.c.questionnaire_id == questionnaire.id
            )
        ).scalars()
    )
    seldom = {each.id for each in questionnaire.questions if each.every is not Every.ROUND}
    last: dict[str, datetime] = {}
    if seldom:
        # No longer ago than the seldomest: a question is asked once a year.
        year = now.replace(year=now.year - 1, day=1)
        for row in connection.execute(
            _of(questionnaire.id).where(rounds.c.opened_at >= year)
        ).mappings():
            for question_id in _round(row).asked or seldom:
                last.setdefault(question_id, row["opened_at"])
    come = [
        each.id
        for each in questionnaire.questions
        if each.id not in paused and _has_come(each.every, last.get(each.id), now, zone)
    ]
    # A round without a question would be none.
    return questionnaire.askable(come) or [each.id for each in questionnaire.questions]


def _has_come(every: Every, last: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Say whether a question is asked now that was last asked then: once in each such stretch of local time."""
    if every is Every.ROUND or last is None:
        return True
    before, local = last.astimezone(zone), now.astimezone(zone)
    if before.year != local.year or every is Every.YEAR:
        return before.year != local.year
    months = 3 if every is Every.QUARTER else 1
    return (before.month - 1) // months != (local.month - 1) // months


def close(connection: Connection, questionnaire_id: str, now: datetime) -> int:
    """Close the open round of the questionnaire; return how many were open (0 or 1)."""
    closed = connection.execute(
        update(rounds)
        .where(rounds.c.questionnaire_id == questionnaire_id, rounds.c.closed_at.is_(None))
        .values(closed_at=now)
    )
    if closed.rowcount:
        mix_closed(connection, questionnaire_id, now)
        these = _of(questionnaire_id).where(rounds.c.closed_at == now)
        moot.closed(connection, [row.round_id for row in connection.execute(these)], now)
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


def unfinished(connection: Connection, round_id: int) -> tuple[Assignment, ...]:
    """Return the assignments of a round that still wait for an answer, by the name of the home."""
    waiting = _ASSIGNMENTS.where(
        assignments.c.round_id == round_id, assignments.c.done_at.is_(None)
    )
    rows = connection.execute(waiting.order_by(None).order_by(homes.c.name)).mappings()
    return tuple(_with_answers(connection, rows))


def _with_answers(
    connection: Connection, found: Iterable[RowMapping], *, are_new: bool = False
) -> Iterator[Assignment]:
    rows = list(found)
    given = {} if are_new else answers_in(connection, [row["assignment_id"] for row in rows])
    for each in rows:
        yield Assignment(
            assignment_id=each["assignment_id"],
            round=_round(each),
            home=home_from(each),
            answers=given.get(each["assignment_id"], {}),
            done_at=each["done_at"],
        )


def mark_done(connection: Connection, numbers: Collection[int], now: datetime) -> None:
    """Record when these assignments were first complete."""
    connection.execute(
        update(assignments)
        .where(assignments.c.assignment_id.in_(numbers), assignments.c.done_at.is_(None))
        .values(done_at=now)
    )
    moot.answered(connection, list(numbers), now)


def newest(connection: Connection, questionnaire_id: str) -> int | None:
    """Return the number of the questionnaire's newest round, open or closed."""
    return connection.execute(
        select(func.max(rounds.c.round_id)).where(rounds.c.questionnaire_id == questionnaire_id)
    ).scalar()


def just_before(found: Round) -> Select[Any]:
    """Return the query for the number of the round of the questionnaire before this one."""
    return select(func.max(rounds.c.round_id)).where(
        rounds.c.questionnaire_id == found.questionnaire_id, rounds.c.round_id < found.round_id
    )


def asked_and_done(connection: Connection, round_id: int) -> tuple[int, int]:
    """Return how many homes were asked, and how many have answered every question."""
    row = connection.execute(
        select(func.count(), func.count(assignments.c.done_at)).where(
            assignments.c.round_id == round_id
        )
    ).one()
    return row[0], row[1]

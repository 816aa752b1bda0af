"""Answers to surveys without names: kept apart from who has answered, and in no order once the round is closed."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from bot.core.errors import Overtaken
from bot.core.figures import Said, said_of
from bot.core.rounds import Answer, Assignment, Round
from bot.db.tables import assignments, rounds, sheets

_CHANCE = secrets.SystemRandom()


def hand_in(connection: Connection, found: Assignment, answers: Sequence[Answer]) -> None:
    """Keep that the home has answered, and apart from it what was said.

    Raises:
        Overtaken: The home has answered already.
    """
    # When it was is not kept: the moment would tell one sheet from another.
    done = connection.execute(
        update(assignments)
        .where(assignments.c.assignment_id == found.assignment_id, assignments.c.done_at.is_(None))
        .values(done_at=found.round.opened_at)
    )
    if done.rowcount != 1:
        raise Overtaken
    sheet = _name()
    rows = [_row(found.round.round_id, sheet, each) for each in answers]
    _CHANCE.shuffle(rows)
    connection.execute(insert(sheets), rows)


def _name() -> str:
    return secrets.token_hex(8)


def _row(round_id: int, sheet: str, answer: Answer) -> dict[str, object]:
    return {
        "sheet": sheet,
        "question_id": answer.question_id,
        "round_id": round_id,
        "state": answer.state,
        "value": answer.value,
        "note": answer.note,
    }


def mix(connection: Connection, round_id: int) -> None:
    """Write the sheets of a round anew under other names and in another order, and its assignments with them.

    Until now a database could tell, by where its rows lie, which home answered when; after this it cannot.
    """
    rows = [dict(row) for row in connection.execute(_of(round_id)).mappings()]
    names = {row["sheet"]: _name() for row in rows}
    for row in rows:
        row["sheet"] = names[row["sheet"]]
    _CHANCE.shuffle(rows)
    connection.execute(delete(sheets).where(sheets.c.round_id == round_id))
    if rows:
        connection.execute(insert(sheets), rows)
    opened = select(rounds.c.opened_at).where(rounds.c.round_id == round_id).scalar_subquery()
    connection.execute(
        update(assignments)
        .where(assignments.c.round_id == round_id, assignments.c.done_at.is_not(None))
        .values(done_at=opened)
    )


def mix_closed(connection: Connection, questionnaire_id: str, now: datetime) -> None:
    """Mix the sheets of the rounds without names that were closed at this moment."""
    found = connection.execute(
        select(rounds.c.round_id).where(
            rounds.c.questionnaire_id == questionnaire_id,
            rounds.c.closed_at == now,
            rounds.c.anonymous,
        )
    ).scalars()
    for round_id in found.all():
        mix(connection, round_id)


def _of(round_id: int) -> Select[Any]:
    return select(sheets).where(sheets.c.round_id == round_id)


def results(connection: Connection, found: Round) -> dict[str, dict[tuple[str, str], int]]:
    """Return how many sheets gave each (state, value), by question id."""
    rows = connection.execute(
        select(sheets.c.question_id, sheets.c.state, sheets.c.value, func.count())
        .where(sheets.c.round_id == found.round_id)
        .group_by(sheets.c.question_id, sheets.c.state, sheets.c.value)
    )
    counted: defaultdict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for question_id, state, value, count in rows:
        counted[question_id][state, value] = count
    return counted


def said(
    connection: Connection, found: Round, areas: Sequence[str]
) -> Mapping[str, dict[str, Said]]:
    """Return what was said to the scored questions, by sheet."""
    by_sheet: defaultdict[str, dict[str, Said]] = defaultdict(dict)
    for row in connection.execute(_of(found.round_id)):
        mine = by_sheet[row.sheet]
        if row.question_id in areas:
            mine[row.question_id] = said_of(row.state, row.value)
    return by_sheet

"""Waves of a survey in the database, as the figures take them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from bot.core.figures import Said, Wave, said_of
from bot.core.questionnaires import Kind, Questionnaire
from bot.core.rounds import AnswerState, Round
from bot.db import sheets
from bot.db.answers import newest_in
from bot.db.rounds import just_before, round_numbered
from bot.db.tables import answers, assignments, home_labels

# A home of several is counted with the first of these: who specialises is told apart.
CARE_GROUPS = ("ld", "mh", "pd", "older")


def areas_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the questions that are scored."""
    return tuple(each.id for each in questionnaire.questions if each.kind is Kind.SCORE)


def wave(connection: Connection, found: Round, areas: Sequence[str]) -> Wave:
    """Return who was asked in a wave, and what was said to its scored questions."""
    asked = _asked(connection, found.round_id)
    if found.anonymous:
        # Whose a sheet is cannot be told, and so neither its care group.
        asked = dict.fromkeys(asked, "")
        said = sheets.said(connection, found, areas)
    else:
        said = _said(connection, found, areas)
    for mine in said.values():
        for area in areas:
            if found.asked and area not in found.asked:
                mine.setdefault(area, AnswerState.NOT_ASKED)
    return Wave(tuple(areas), asked, said)


def _said(
    connection: Connection, found: Round, areas: Sequence[str]
) -> Mapping[str, dict[str, Said]]:
    said: defaultdict[str, dict[str, Said]] = defaultdict(dict)
    last = newest_in(found.round_id)
    rows = connection.execute(
        select(assignments.c.home_id, answers.c.question_id, answers.c.state, answers.c.value)
        .join(answers, answers.c.assignment_id == assignments.c.assignment_id)
        .join(last, last.c.answer_id == answers.c.answer_id)
    )
    for row in rows:
        # A home that has said anything has answered.
        mine = said[row.home_id]
        if row.question_id in areas:
            mine[row.question_id] = said_of(row.state, row.value)
    return said


def _asked(connection: Connection, round_id: int) -> dict[str, str]:
    rows = connection.execute(
        select(assignments.c.home_id, home_labels.c.value)
        .outerjoin(
            home_labels,
            (home_labels.c.home_id == assignments.c.home_id)
            & (home_labels.c.kind == "type")
            & home_labels.c.value.in_(CARE_GROUPS),
        )
        .where(assignments.c.round_id == round_id)
    )
    groups: dict[str, str] = {}
    for home_id, label in rows:
        known = groups.get(home_id, "")
        groups[home_id] = min(filter(None, (known, label)), key=CARE_GROUPS.index, default="")
    return groups


def wave_before(connection: Connection, found: Round) -> Round | None:
    """Return the wave before this one."""
    number = connection.execute(just_before(found)).scalar()
    return round_numbered(connection, number) if number else None

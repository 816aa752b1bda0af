"""Who is reminded and who is rung: homes that have not answered, and those whose answers asked for help."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, or_, select

from bot.core.asking import Call, Standing
from bot.core.kindness import PushState
from bot.core.people import HomeId
from bot.core.rounds import Assignment, Round
from bot.core.silence import LONGEST, is_silent
from bot.db import rounds as its
from bot.db.answers import carriable
from bot.db.cases import OPEN
from bot.db.people import home_from
from bot.db.tables import answers, assignments, escalations, homes, pushes, rounds


def to_remind(
    connection: Connection, found: Round, carry: int, most: int
) -> tuple[tuple[Assignment, bool], ...]:
    """Return the assignments that may be reminded of, each with whether its last answers can be said again."""
    about = f"round:{found.round_id}"
    rows = connection.execute(
        select(
            pushes.c.home_id,
            func.count().label("pushed"),
            func.count().filter(pushes.c.state == PushState.HELD).label("held"),
        )
        .where(or_(pushes.c.about == about, pushes.c.about.startswith(f"{about}.")))
        .group_by(pushes.c.home_id)
    )
    # What waits goes out by itself, and so needs no reminder; the first push is none.
    leave = {row.home_id for row in rows if row.held or row.pushed > most}
    before = connection.execute(its.just_before(found)).scalar()
    may_carry = carriable(connection, before, carry)
    return tuple(
        (each, not each.answers and each.home.home_id in may_carry)
        for each in its.unfinished(connection, found.round_id)
        if each.home.home_id not in leave
    )


def standing(connection: Connection, round_id: int) -> Standing:
    """Return how a round stands."""
    late = and_(rounds.c.due_at.is_not(None), assignments.c.done_at > rounds.c.due_at)
    mine = answers.c.assignment_id == assignments.c.assignment_id
    begun = exists().where(mine)
    carried = exists().where(mine, answers.c.age > 0)
    row = connection.execute(
        select(
            func.count(),
            func.count(assignments.c.done_at),
            func.count().filter(late),
            func.count().filter(assignments.c.done_at.is_(None), begun),
            func.count().filter(assignments.c.done_at.is_not(None), carried),
        )
        .select_from(assignments)
        .join(rounds, rounds.c.round_id == assignments.c.round_id)
        .where(assignments.c.round_id == round_id)
    ).one()
    return Standing(*row)


def calls(connection: Connection, found: Round) -> tuple[Call, ...]:
    """Return the homes to ring for a round: the silent ones first, then by name."""
    past = _past(connection, found)
    asked_for_help = _helped(connection, found.round_id)
    rows = connection.execute(_homes_in(found.round_id)).mappings()
    listed = []
    for row in rows:
        home = home_from(row)
        reference = asked_for_help.get(home.home_id, "")
        silent = row["done_at"] is None and is_silent(past[home.home_id])
        if reference or row["done_at"] is None:
            listed.append(Call(home, row["telephone"], silent, reference))
    return tuple(sorted(listed, key=lambda each: (not each.silent, each.home.name)))


def _homes_in(round_id: int) -> Select[Any]:
    return (
        select(homes, assignments.c.done_at)
        .join(assignments, assignments.c.home_id == homes.c.home_id)
        .where(assignments.c.round_id == round_id)
    )


def _past(connection: Connection, found: Round) -> Mapping[HomeId, Sequence[bool]]:
    """Return for each home whether it answered, in the rounds until this one, oldest first."""
    these = (
        select(rounds.c.round_id)
        .where(
            rounds.c.questionnaire_id == found.questionnaire_id,
            rounds.c.round_id <= found.round_id,
        )
        .order_by(rounds.c.round_id.desc())
        .limit(LONGEST + 1)
        .subquery()
    )
    answered: defaultdict[HomeId, list[bool]] = defaultdict(list)
    for row in connection.execute(
        select(assignments.c.home_id, assignments.c.done_at)
        .join(these, these.c.round_id == assignments.c.round_id)
        .order_by(assignments.c.round_id)
    ):
        answered[HomeId(row.home_id)].append(row.done_at is not None)
    return answered


def _helped(connection: Connection, round_id: int) -> Mapping[HomeId, str]:
    """Return the references of what this round's answers raised and is open, by home."""
    rows = connection.execute(
        select(escalations.c.home_id, escalations.c.escalation_id)
        .join(assignments, assignments.c.assignment_id == escalations.c.assignment_id)
        .where(assignments.c.round_id == round_id, OPEN)
        .order_by(escalations.c.escalation_id)
    )
    found: defaultdict[HomeId, list[str]] = defaultdict(list)
    for row in rows:
        found[HomeId(row.home_id)].append(f"HR-{row.escalation_id}")
    return {home_id: ", ".join(references) for home_id, references in found.items()}

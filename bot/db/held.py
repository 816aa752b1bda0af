"""Everything that is held about one person, for ``/me``: read from every table that names them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, func, or_, select

from bot.core.people import PersonId
from bot.db.tables import (
    accounts,
    answers,
    attendances,
    confirmations,
    deliveries,
    entries,
    homes,
    meeting_questions,
    memberships,
    persons,
    receipts,
    team_members,
)


def _capital(word: ColumnElement[str]) -> ColumnElement[str]:
    return func.upper(func.substr(word, 1, 1), type_=String).concat(func.substr(word, 2))


def about(connection: Connection, person_id: PersonId) -> Mapping[str, tuple[str, ...]]:
    """Return plain lines by kind: name, accounts, homes, teams, answers, read, cases, meetings, messages."""
    queries: dict[str, Select[Any]] = {
        "name": select(persons.c.name).where(persons.c.person_id == person_id),
        "accounts": select(_capital(accounts.c.channel) + " (" + accounts.c.chat + ")")
        .where(accounts.c.person_id == person_id)
        .order_by(accounts.c.account_id),
        "homes": select(homes.c.name + ", " + memberships.c.role)
        .join(homes, homes.c.home_id == memberships.c.home_id)
        .where(memberships.c.person_id == person_id, memberships.c.until.is_(None))
        .order_by(homes.c.name),
        "teams": select(team_members.c.team)
        .where(team_members.c.person_id == person_id, team_members.c.until.is_(None))
        .order_by(team_members.c.team),
        "answers": select(func.count()).where(answers.c.person_id == person_id),
        "read": select(
            select(func.count())
            .where(or_(receipts.c.read_by == person_id, receipts.c.acknowledged_by == person_id))
            .scalar_subquery()
            + select(func.count()).where(confirmations.c.person_id == person_id).scalar_subquery()
        ),
        "cases": select(func.count()).where(entries.c.person_id == person_id),
        "meetings": select(
            select(func.count()).where(attendances.c.person_id == person_id).scalar_subquery()
            + select(func.count())
            .where(meeting_questions.c.person_id == person_id)
            .scalar_subquery()
        ),
        "messages": select(func.count())
        .select_from(deliveries.join(accounts, accounts.c.account_id == deliveries.c.account_id))
        .where(accounts.c.person_id == person_id),
    }
    return {
        kind: tuple(str(line) for line in connection.execute(query).scalars())
        for kind, query in queries.items()
    }

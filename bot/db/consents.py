"""Consents: what takes two people, and who of them has agreed so far."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from bot.core.people import Person, PersonId, TeamId
from bot.db import people
from bot.db.leases import insert_or_skip
from bot.db.tables import consents, persons, team_members


def agree(connection: Connection, about: str, person_id: PersonId, now: datetime) -> None:
    """Keep that the person agrees; once is enough."""
    insert_or_skip(connection, consents, about=about, person_id=person_id, at=now)


def agreed(connection: Connection, about: str, teams: Collection[TeamId]) -> tuple[Person, ...]:
    """Return who has agreed and is in one of the teams now, the first first."""
    found = connection.execute(
        select(persons.c.person_id)
        .join(consents, consents.c.person_id == persons.c.person_id)
        .join(team_members, team_members.c.person_id == persons.c.person_id)
        .where(
            consents.c.about == about,
            team_members.c.until.is_(None),
            team_members.c.team.in_(list(teams)),
        )
        .order_by(consents.c.at, consents.c.person_id)
    ).scalars()
    everybody = (people.person(connection, each) for each in dict.fromkeys(found))
    return tuple(each for each in everybody if each)

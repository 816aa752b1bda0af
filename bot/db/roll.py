"""The roll: everybody who has joined and not left, for operators to read."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Select, select

from bot.db.tables import accounts, homes, memberships, persons, team_members


def listing(connection: Connection) -> list[dict[str, object]]:
    """Return who has not left, by name: person_id, name, homes, teams, channels (of open accounts), joined_at.

    Homes, teams and channels are lists of names, in order; ``joined_at`` is aware UTC.
    """
    at_homes = _by_person(
        connection,
        select(memberships.c.person_id, homes.c.name)
        .join(homes, homes.c.home_id == memberships.c.home_id)
        .where(memberships.c.until.is_(None)),
    )
    in_teams = _by_person(
        connection,
        select(team_members.c.person_id, team_members.c.team).where(team_members.c.until.is_(None)),
    )
    on_channels = _by_person(
        connection,
        select(accounts.c.person_id, accounts.c.channel).where(accounts.c.shut_at.is_(None)),
    )
    rows = connection.execute(
        select(persons)
        .where(persons.c.left_at.is_(None))
        .order_by(persons.c.name, persons.c.person_id)
    )
    return [
        {
            "person_id": row.person_id,
            "name": row.name,
            "homes": at_homes[row.person_id],
            "teams": in_teams[row.person_id],
            "channels": on_channels[row.person_id],
            "joined_at": row.joined_at,
        }
        for row in rows
    ]


def _by_person(connection: Connection, query: Select[Any]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for person_id, name in sorted(set(map(tuple, connection.execute(query)))):
        found[person_id].append(name)
    return found

"""Homes and people for tests of the database: added, joined, gone, in one line each."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.people import Home, HomeId, Invite, PersonId, Role, TeamId
from bot.db import directory, people
from bot.db.database import Connection
from bot.db.directory import Described
from tests.support.clocks import MONDAY


def add_home(
    connection: Connection,
    home_id: str,
    name: str = "",
    types: Sequence[str] = ("nursing",),
    tags: Sequence[str] = (),
    **fields: str,
) -> HomeId:
    """Keep a home and return its id."""
    described = Described(home_id, "", {"name": name or f"Home {home_id}", **fields}, types, tags)
    directory.compare_and_keep(connection, [described], MONDAY, keep=True)
    return HomeId(home_id)


def join(
    connection: Connection,
    *places: str,
    chat: str = "",
    channel: str = "telegram",
    name: str = "Samir",
    role: Role = Role.MANAGER,
    now: datetime = MONDAY,
) -> PersonId:
    """Let a new person join homes by their ids (or, with the role of a lead, teams); return their number."""
    person_id = PersonId(people.new_person(connection, name, now))
    for place in places:
        take_role(connection, person_id, place, role, now)
    if chat:
        people.open_account(connection, person_id, channel, chat, now)
    return person_id


def take_role(
    connection: Connection,
    person_id: PersonId,
    place: str,
    role: Role = Role.MANAGER,
    now: datetime = MONDAY,
) -> None:
    """Give a person a role at a home, or with the role of a lead in a team."""
    lead = role is Role.LEAD
    home = None if lead else Home(HomeId(place), "")
    team = TeamId(place) if lead else None
    used = Invite(0, role, home, team, None, "", now, usable=True)
    people.give_role(connection, used, person_id, now)

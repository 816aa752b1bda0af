"""Invites: single-use, for a fortnight, and never to be read out of the database."""

from datetime import timedelta

import pytest

from bot.core.codes import hash_code, looks_like_code, normalise
from bot.core.people import Invite, Role, TeamId
from bot.db import invites, people
from bot.db.database import Connection, Database
from bot.db.invites import NewInvite
from bot.db.tables import invites as invites_table
from bot.db.tables import metadata
from tests.support.clocks import MONDAY
from tests.support.joined import add_home

FORTNIGHT = timedelta(days=14)
SECOND = timedelta(seconds=1)


def everything(connection: Connection) -> str:
    """Return every value of every table."""
    return "\n".join(
        str(tuple(row))
        for table in metadata.sorted_tables
        for row in connection.execute(table.select())
    )


def for_home(connection: Connection, home_id: str = "H1") -> NewInvite:
    add_home(connection, home_id, "Ash Lodge")
    (made,), _ = invites.for_homes(connection, [home_id], Role.DEPUTY, MONDAY)
    return made


def test_a_code_is_found_by_its_hash_and_is_nowhere_in_the_database(database: Database) -> None:
    with database.write() as connection:
        made = for_home(connection)
        lead = invites.for_lead(connection, "Priya", "clinical", MONDAY)

        held = everything(connection)

    assert looks_like_code(made.code)
    for code in (made.code, lead.code):
        assert hash_code(code) in held
        assert code not in held
        assert normalise(code) not in held.upper()


def test_an_invite_says_what_it_is_for(database: Database) -> None:
    with database.write() as connection:
        made = for_home(connection)
        lead = invites.for_lead(connection, "Priya", "clinical", MONDAY)

        def found(code: str) -> Invite | None:
            which = invites_table.c.code_hash == hash_code(code.lower().replace("-", " "))
            return people.invite(connection, which, MONDAY)

        one, two = found(made.code), found(lead.code)
        assert one
        assert one.home
        assert (one.role, one.home.name, one.team) == (Role.DEPUTY, "Ash Lodge", None)
        assert two
        assert (two.role, two.home, two.team, two.name) == (
            Role.LEAD,
            None,
            TeamId("clinical"),
            "Priya",
        )
        assert found("AAAA-BBBB-CCCC") is None


def test_an_invite_lasts_a_fortnight(database: Database) -> None:
    with database.write() as connection:
        made = for_home(connection)
        assert made.expires_at == MONDAY + FORTNIGHT

        def usable(after: timedelta) -> bool:
            which = invites_table.c.code_hash == hash_code(made.code)
            found = people.invite(connection, which, MONDAY + after)
            assert found
            return found.usable

        assert [usable(FORTNIGHT - SECOND), usable(FORTNIGHT)] == [True, False]


def test_an_invite_is_used_once(database: Database) -> None:
    with database.write() as connection:
        made = for_home(connection)
        which = invites_table.c.code_hash == hash_code(made.code)
        found = people.invite(connection, which, MONDAY)
        assert found
        samir = people.new_person(connection, "Samir", MONDAY)
        ada = people.new_person(connection, "Ada", MONDAY)

        assert people.use_invite(connection, found, samir, MONDAY)
        assert not people.use_invite(connection, found, ada, MONDAY)

        again = people.invite(connection, which, MONDAY)
        assert again
        assert not again.usable


@pytest.mark.parametrize("chosen", [None, ["H2", "H1"]])
def test_invites_for_many_homes_come_by_home_name_each_with_its_own_code(
    database: Database, chosen: list[str] | None
) -> None:
    with database.write() as connection:
        add_home(connection, "H1", "Birch House")
        add_home(connection, "H2", "Ash Lodge")

        made, unknown = invites.for_homes(connection, chosen, Role.MANAGER, MONDAY)

    assert [each.home_name for each in made] == ["Ash Lodge", "Birch House"]
    assert len({each.code for each in made}) == 2
    assert unknown == []


def test_where_one_home_is_unknown_no_invite_is_made(database: Database) -> None:
    with database.write() as connection:
        add_home(connection, "H1")

        made, unknown = invites.for_homes(connection, ["H1", "H9", "H8"], Role.MANAGER, MONDAY)

        assert (made, unknown) == ([], ["H8", "H9"])
        assert connection.execute(invites_table.select()).all() == []

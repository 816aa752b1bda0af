"""Escalations: one owner, a version that nobody slips past, and a timeline of everything."""

import threading
from datetime import timedelta

import pytest

from bot.core.cases import CaseState, Entry, EntryKind
from bot.core.errors import Overtaken
from bot.core.facts import EntryAdded, EscalationMoved
from bot.core.people import PersonId, Role
from bot.db import cases
from bot.db.database import Connection, Database
from bot.db.tables import escalations
from tests.support import needs
from tests.support.clocks import MONDAY
from tests.support.joined import add_home, join

HOUR = timedelta(hours=1)


def raised(connection: Connection, number: int = 1) -> PersonId:
    """Let Samir's home raise an escalation; return Samir."""
    add_home(connection, "H1", "Ash Lodge")
    samir = join(connection, "H1", chat=str(number))
    fact = needs.raised(number, "H1", "power", "clinical", "No power.")
    cases.raise_new(connection, fact, samir, MONDAY)
    return samir


def lead(connection: Connection, name: str) -> PersonId:
    return join(connection, "clinical", name=name, role=Role.LEAD)


def claimed_by(person_id: PersonId, version: int = 1) -> EscalationMoved:
    return needs.claimed(1, version, person_id)


def test_a_new_escalation_is_open_and_owned_by_nobody(database: Database) -> None:
    with database.write() as connection:
        raised(connection)

        found = cases.escalation(connection, 1)

    assert found
    assert (found.reference, found.state, found.version) == ("HR-1", CaseState.OPEN, 1)
    assert (found.home.name, found.team, found.summary) == ("Ash Lodge", "clinical", "No power.")
    assert (found.owner_id, found.owner_name, found.raised_at) == (None, "", MONDAY)


def test_a_claim_names_its_owner_and_moves_the_version(database: Database) -> None:
    with database.write() as connection:
        raised(connection)
        priya = lead(connection, "Priya")
        cases.move(connection, claimed_by(priya), priya, MONDAY + HOUR)

        found = cases.escalation(connection, 1)

    assert found
    assert (found.owner_id, found.owner_name, found.version) == (priya, "Priya", 2)


def test_who_decided_on_an_older_version_is_overtaken_and_changes_nothing(
    database: Database,
) -> None:
    with database.write() as connection:
        raised(connection)
        priya, ben = lead(connection, "Priya"), lead(connection, "Ben")
        cases.move(connection, claimed_by(priya), priya, MONDAY)
    with pytest.raises(Overtaken), database.write() as connection:
        cases.move(connection, claimed_by(ben), ben, MONDAY)

    with database.read() as connection:
        found = cases.escalation(connection, 1)
        assert found
        assert found.owner_name == "Priya"
        assert len(cases.timeline(connection, 1)) == 2


def test_of_two_who_claim_in_the_same_moment_one_has_it(database: Database) -> None:
    with database.write() as connection:
        raised(connection)
        leads = [lead(connection, name) for name in ("Priya", "Ben")]
    start = threading.Barrier(2)
    overtaken: list[PersonId] = []

    def claim(person_id: PersonId) -> None:
        start.wait()
        try:
            with database.write() as connection:
                cases.move(connection, claimed_by(person_id), person_id, MONDAY)
        except Overtaken:
            overtaken.append(person_id)

    threads = [threading.Thread(target=claim, args=(each,)) for each in leads]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    with database.read() as connection:
        found = cases.escalation(connection, 1)
    assert found
    assert {found.owner_id, *overtaken} == set(leads)
    assert len(overtaken) == 1


def test_what_is_resolved_keeps_its_owner_and_is_open_no_more(database: Database) -> None:
    with database.write() as connection:
        raised(connection, 1)
        raised(connection, 2)
        priya = lead(connection, "Priya")
        cases.move(connection, claimed_by(priya), priya, MONDAY)
        cases.move(connection, needs.resolved(1, 2, priya), priya, MONDAY)

        found = cases.escalation(connection, 1)
        assert found
        assert (found.state, found.owner_name) == (CaseState.RESOLVED, "Priya")
        still_open = cases.escalations_where(connection, cases.OPEN)
        assert [each.escalation_id for each in still_open] == [2]
        assert cases.escalations_where(connection, escalations.c.team == "digital") == ()


def test_the_timeline_tells_everything_in_its_order(database: Database) -> None:
    with database.write() as connection:
        samir = raised(connection)
        priya = lead(connection, "Priya")
        cases.move(connection, claimed_by(priya), priya, MONDAY + HOUR)
        cases.add_entry(
            connection, EntryAdded(1, EntryKind.TO_HOME, "On our way."), priya, MONDAY + 2 * HOUR
        )
        cases.add_entry(
            connection, EntryAdded(1, EntryKind.FROM_HOME, "Thanks."), samir, MONDAY + 3 * HOUR
        )
        cases.move(connection, needs.resolved(1, 2, priya), priya, MONDAY + 4 * HOUR)

        assert cases.timeline(connection, 1) == (
            Entry(EntryKind.RAISED, MONDAY, "Samir", "No power."),
            Entry(EntryKind.CLAIMED, MONDAY + HOUR, "Priya"),
            Entry(EntryKind.TO_HOME, MONDAY + 2 * HOUR, "Priya", "On our way."),
            Entry(EntryKind.FROM_HOME, MONDAY + 3 * HOUR, "Samir", "Thanks."),
            Entry(EntryKind.RESOLVED, MONDAY + 4 * HOUR, "Priya"),
        )

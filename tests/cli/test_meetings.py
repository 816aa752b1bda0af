"""Meetings as an operator sees them."""

import json
from pathlib import Path

from bot.core.broadcasts import BroadcastKind, BroadcastState
from bot.core.facts import (
    BroadcastDecided,
    BroadcastDrafted,
    MeetingAnswered,
    MeetingPlanned,
    MeetingQuestionAsked,
)
from bot.core.meetings import Attending, Plan
from bot.core.people import HomeId
from bot.core.turn import Caller
from bot.db.record import record
from bot.db.store import Store
from tests.support.calendars import properties, read
from tests.support.joined import join
from tests.support.meetings import LENGTH, STARTS_AT
from tests.support.network import Network
from tests.support.operator import Operator

PLAN = Plan("clinic", "Ulcers", "", STARTS_AT, STARTS_AT + LENGTH, "Hall", "", "all", 5)


def with_meeting(operator: Operator) -> Operator:
    """Return the operator once homes were asked to a meeting, and one comes and asks something."""
    network = Network(operator.database)
    with operator.database.write() as connection:
        person_id = join(connection, "H1", chat="1", name="Samir")
        store = Store(connection, network.desk, "telegram", "1", network.clock.now())
        caller = Caller(store.person(person_id), store.account())
        drafted = BroadcastDrafted(
            1, "all", "x", urgent=False, ack=False, kind=BroadcastKind.MEETING
        )
        for fact in (
            drafted,
            MeetingPlanned(1, 1, PLAN),
            BroadcastDecided(1, BroadcastState.SENDING),
            MeetingAnswered(1, HomeId("H1"), Attending.COMING),
            MeetingQuestionAsked(1, HomeId("H1"), "Is there parking?"),
        ):
            record(store, caller, fact)
    return operator


def test_meetings_are_listed_with_who_comes_and_shown_home_by_home(operator: Operator) -> None:
    assert operator.does("meetings", "list") == "No meeting has been planned.\n"
    with_meeting(operator)
    (row,) = json.loads(operator.does("meetings", "list", "--json"))
    shown = operator.does("meetings", "show", "1")

    assert (row["kind"], row["title"], row["homes"]) == ("Clinic", "Ulcers", 3)
    assert (row["coming"], row["silent"], row["places_left"]) == (1, 2, 4)
    assert row["starts_at"] == STARTS_AT.isoformat()
    assert "1 of 3 homes" in shown
    assert "Is there parking?" in shown
    assert "Ash Lodge" in shown
    (home,) = json.loads(operator.does("meetings", "show", "1", "--json"))
    assert (home["home_id"], home["answer"], home["came"]) == ("H1", "coming", "")


def test_a_calendar_file_is_written_as_homes_get_it(operator: Operator, tmp_path: Path) -> None:
    with_meeting(operator)
    out = tmp_path / "clinic.ics"
    assert operator.does("meetings", "calendar", "1", "--out", out).startswith("Ulcers")

    found = properties(read(out.read_bytes().decode()))
    assert (found["SUMMARY"], found["LOCATION"]) == ("Ulcers", "Hall")


def test_what_is_not_there_is_one_sentence(operator: Operator, tmp_path: Path) -> None:
    missing = ["There is no meeting 9. See: homeround meetings list"]
    assert operator.fails("meetings", "show", "9") == missing
    assert operator.fails("meetings", "calendar", "9", "--out", tmp_path / "x.ics") == missing
    with_meeting(operator)
    (sentence,) = operator.fails("meetings", "calendar", "1", "--out", tmp_path / "no" / "x.ics")
    assert sentence.startswith("Cannot write")

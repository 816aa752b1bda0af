"""Homes, people, check-ins and cases as an operator sees them: a table for people, JSON for programs."""

import json
from datetime import datetime
from typing import Any

import pytest

from bot.core.facts import Answered
from bot.core.people import HomeId, Role
from bot.core.rounds import AnswerState
from bot.db import answers, cases, rounds
from tests.support import needs
from tests.support.clocks import MONDAY
from tests.support.directory_files import ours, own_file
from tests.support.joined import join
from tests.support.operator import Operator


def rows(operator: Operator, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(operator.does(*words, "--json"))
    return found


def in_tokyo(operator: Operator) -> Operator:
    text = operator.config.read_text(encoding="utf-8")
    operator.config.write_text(f'{text}[network]\ntimezone = "Asia/Tokyo"\n', encoding="utf-8")
    return operator


def test_homes_are_listed_with_how_many_have_joined(on_both: Operator) -> None:
    with on_both.database.write() as connection:
        join(connection, "H2", chat="1")
        join(connection, "H2", chat="2", role=Role.DEPUTY)

    table = on_both.does("homes", "list").splitlines()

    assert table[0].split() == ["Id", "Home", "Area", "Types", "Tags", "People"]
    assert table[1].split() == ["H1", "Ash", "Lodge", "North", "care_home,", "older", "weekly", "0"]
    assert [row["people"] for row in rows(on_both, "homes", "list")] == [0, 2, 0]


def test_people_are_listed_with_homes_teams_and_channels(on_both: Operator) -> None:
    assert on_both.does("people", "list").startswith("Nobody has joined yet.")
    assert rows(on_both, "people", "list") == []
    with on_both.database.write() as connection:
        join(connection, "H1", "H3", chat="1", name="Samir")
        join(connection, "clinical", chat="U1", channel="slack", name="Łucja", role=Role.LEAD)

    found = {row.pop("name"): row for row in rows(on_both, "people", "list")}

    joined = MONDAY.isoformat()
    assert found == {
        "Samir": {
            "person_id": 1,
            "homes": ["Ash Lodge", "Cedar Court"],
            "teams": [],
            "channels": ["telegram"],
            "joined_at": joined,
        },
        "Łucja": {
            "person_id": 2,
            "homes": [],
            "teams": ["clinical"],
            "channels": ["slack"],
            "joined_at": joined,
        },
    }


def test_times_are_told_in_the_networks_zone(operator: Operator) -> None:
    with operator.database.write() as connection:
        join(connection, "H1", chat="1", name="Samir")

    table = in_tokyo(operator).does("people", "list")

    # Nine hours before London in winter.
    assert "23 Nov 2026 19:00" in table
    assert datetime.fromisoformat(rows(operator, "people", "list")[0]["joined_at"]) == MONDAY


def test_a_name_cannot_steer_the_terminal(operator: Operator) -> None:
    with operator.database.write() as connection:
        join(connection, "H1", chat="1", name="Sam\x1b[2J\rir [bold]")

    assert "Sam [2J ir [bold]" in operator.does("people", "list")


def test_cases_that_are_open_are_listed_with_who_has_them(on_both: Operator) -> None:
    assert on_both.does("escalations", "list") == "Nothing is open.\n"
    with on_both.database.write() as connection:
        priya = join(
            connection, "clinical", chat="U1", channel="slack", name="Priya", role=Role.LEAD
        )
        for number in (1, 2, 3):
            raised = needs.raised(number, "H1", "medicines", "clinical", f"Need {number}")
            cases.raise_new(connection, raised, None, MONDAY)
        cases.move(connection, needs.claimed(2, 1, priya), priya, MONDAY)
        cases.move(connection, needs.resolved(3, 1), priya, MONDAY)

    found = rows(on_both, "escalations", "list")
    everything = rows(on_both, "escalations", "list", "--all")

    assert [row["reference"] for row in found] == ["HR-1", "HR-2"]
    assert [row["reference"] for row in everything] == ["HR-1", "HR-2", "HR-3"]
    assert found[1] == {
        "reference": "HR-2",
        "state": "claimed",
        "urgency": "week",
        "policy": "usual",
        "due_at": (MONDAY + needs.HOUR).isoformat(),
        "category": "medicines",
        "team": "clinical",
        "home_id": "H1",
        "home": "Ash Lodge",
        "owner": "Priya",
        "raised_at": MONDAY.isoformat(),
    }
    # What the home wrote is for the team, not for whoever looks over an operator's shoulder.
    assert "Need" not in on_both.does("escalations", "list", "--all")


def test_a_round_is_opened_counted_and_closed(on_both: Operator) -> None:
    opened = on_both.does("round", "open", "weekly")
    assert opened == (
        "Weekly check-in is open: 0 of 3 homes are asked. The others cannot be reached yet.\n"
    )
    assert on_both.fails("round", "open", "weekly") == [
        "weekly is open already. Close it first: homeround round close weekly"
    ]
    with on_both.database.write() as connection:
        who = join(connection, "H1", chat="1")
        (mine,) = rounds.open_assignments(connection, HomeId("H1"))
        (other,) = rounds.open_assignments(connection, HomeId("H2"))
        for assignment, state, value in (
            (mine, AnswerState.ANSWERED, "help"),
            (mine, AnswerState.ANSWERED, "well"),
            (other, AnswerState.UNCLEAR, ""),
        ):
            fact = Answered(assignment.assignment_id, "week", state, value)
            answers.keep_answers(connection, [answers.Given(fact, who, MONDAY)])
        rounds.mark_done(connection, [mine.assignment_id], MONDAY)

    printed = on_both.does("round", "results", "weekly")
    found = rows(on_both, "round", "results", "weekly")

    assert printed.startswith("Weekly check-in: 1 of 3 homes have answered in full.")
    week = [row for row in found if row["question"] == "How is your home this week?"]
    assert {(row["state"], row["value"]): row["homes"] for row in week if row["homes"]} == {
        ("answered", "well"): 1,
        ("unclear", ""): 1,
        ("no_reply", ""): 1,
    }
    for question in {row["question"] for row in found}:
        asked = [row for row in found if row["question"] == question]
        assert sum(row["homes"] for row in asked) == 3
        assert {row["of"] for row in asked} == {3}

    assert on_both.does("round", "close", "weekly") == "Weekly check-in is closed.\n"
    assert on_both.fails("round", "close", "weekly") == ["weekly is not open."]
    assert rows(on_both, "round", "results", "weekly") == found
    assert on_both.does("round", "open", "weekly") == opened.replace("0 of 3", "1 of 3")


@pytest.mark.parametrize("what", ["open", "close", "results"])
def test_a_check_in_that_nobody_wrote_is_told(operator: Operator, what: str) -> None:
    assert operator.fails("round", what, "monthly") == [
        "There is no check-in monthly; there are discharge, equipment, support, weekly."
    ]


def test_results_of_what_was_never_opened_are_none(operator: Operator) -> None:
    assert operator.fails("round", "results", "weekly") == ["weekly has not been opened yet."]


def test_what_was_done_to_rounds_stands_in_the_audit_log(operator: Operator) -> None:
    operator.does("round", "open", "weekly")
    operator.does("round", "close", "weekly")

    with operator.database.read() as connection:
        query = "SELECT action, about FROM audit WHERE action LIKE 'round%' ORDER BY audit_id"
        assert [tuple(row) for row in connection.exec_driver_sql(query)] == [
            ("round opened", "round_id=1"),
            ("round closed", "questionnaire=weekly"),
        ]


def test_a_list_that_is_piped_has_one_line_a_row(operator: Operator) -> None:
    many = [ours(f"X{n}", f"The home with the longest name of number {n} " * 3) for n in range(20)]
    operator.does("homes", "import", operator.writes("o.csv", own_file(*many)))

    lines = operator.does("homes", "list").splitlines()

    names = {line.split()[0]: line for line in lines[1:]}
    assert len(lines) == 1 + 3 + 20
    for row in many:
        assert row["Setting name"].strip() in names[row["Setting ID"]]

"""What is to go out later, on the command line: listed, moved, cancelled; once, and again and again."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.core.people import Role
from bot.db.tables import broadcasts
from tests.support.joined import join
from tests.support.operator import Operator
from tests.support.tables import everything

YEAR = datetime.now(UTC).year + 1
FIRST_OF_JULY = datetime(YEAR, 7, 1, 8, 30, tzinfo=UTC)  # 09:30 in London


@pytest.fixture
def joined(operator: Operator) -> Operator:
    """One of the three homes has a manager."""
    with operator.database.write() as connection:
        join(connection, "H1", chat="1", name="Samir")
    return operator


def sends(operator: Operator, *more: str, text: str = "**Hello** all") -> str:
    file = operator.writes("news.md", text)
    return operator.does("broadcast", "--audience", "all", "--file", file, "--yes", *more)


def listed(operator: Operator) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(operator.does("scheduled", "list", "--json"))
    return found


def actions(operator: Operator) -> list[tuple[str, str]]:
    rows = everything(operator.database)["audit"]
    return [(each["action"], each["about"]) for each in rows if each["actor"] == "operator"]


def test_nothing_scheduled_is_said(joined: Operator) -> None:
    assert joined.does("scheduled", "list") == "Nothing is scheduled.\n"


def test_a_time_in_words_is_read_as_in_chat(joined: Operator) -> None:
    printed = sends(joined, "--at", f"1 July {YEAR} 9.30am")

    assert f"Broadcast 1 goes out on 01 Jul {YEAR} 09:30." in printed
    (row,) = listed(joined)
    assert (row["broadcast_id"], row["state"], row["about"]) == (1, "scheduled", "Hello all")
    assert datetime.fromisoformat(row["goes_out_at"]) == FIRST_OF_JULY
    assert f"01 Jul {YEAR} 09:30" in joined.does("scheduled", "list")


def test_moved_it_goes_out_at_the_new_time(joined: Operator) -> None:
    sends(joined, "--at", f"1 July {YEAR} 09:30")

    printed = joined.does("scheduled", "move", "1", f"{YEAR}-12-01T09:30")

    assert printed == f"Broadcast 1 goes out on 01 Dec {YEAR} 09:30.\n"
    assert listed(joined)[0]["goes_out_at"].startswith(f"{YEAR}-12-01T09:30")
    assert ("broadcast moved", "broadcast_id=1") in actions(joined)


def test_cancelled_it_is_in_no_list_and_cannot_be_moved(joined: Operator) -> None:
    sends(joined, "--at", f"1 July {YEAR} 09:30")

    assert joined.does("scheduled", "cancel", "1") == "Broadcast 1 does not go out.\n"

    assert listed(joined) == []
    none = ["Nothing with the number 1 is to go out. See: homeround scheduled list"]
    assert joined.fails("scheduled", "move", "1", f"{YEAR}-12-01T09:30") == none
    assert joined.fails("scheduled", "cancel", "1") == none
    assert ("broadcast cancelled", "broadcast_id=1") in actions(joined)


@pytest.mark.parametrize(
    ("time", "told"),
    [
        ("soon", "soon is not a time; write one such as 2026-12-01T09:30."),
        ("2020-01-01T09:30", "01 Jan 2020 09:30 has passed."),
        ("1 January 2020 09:30", "01 Jan 2020 09:30 has passed."),
    ],
)
def test_a_time_that_cannot_be_kept_moves_nothing(joined: Operator, time: str, told: str) -> None:
    sends(joined, "--at", f"1 July {YEAR} 09:30")
    before = listed(joined)

    assert joined.fails("scheduled", "move", "1", time) == [told]
    assert listed(joined) == before


def test_its_author_is_told_what_the_operator_did(joined: Operator) -> None:
    sends(joined, "--at", f"1 July {YEAR} 09:30")
    with joined.database.write() as connection:
        priya = join(connection, "clinical", chat="2", name="Priya", role=Role.LEAD)
        connection.execute(broadcasts.update().values(author_id=priya))

    joined.does("scheduled", "move", "1", f"{YEAR}-12-01T09:30")
    joined.does("scheduled", "cancel", "1")

    told = [
        each["payload"] for each in everything(joined.database)["deliveries"] if each["chat"] == "2"
    ]
    assert len(told) == 2
    assert f"01 Dec {YEAR} 09:30" in told[0]


def test_what_repeats_is_listed_with_its_next_day_and_cancelled_alike(joined: Operator) -> None:
    printed = sends(
        joined,
        *("--repeat", "first Monday of the month 09:30"),
        *("--on-holidays", "before", "--until", f"20 December {YEAR + 1}"),
    )
    assert "Broadcast 1 goes out first Monday of the month 09:30." in printed

    (row,) = listed(joined)

    assert row["state"] == "repeating"
    assert row["repeats"] == "first Monday of the month 09:30"
    assert (row["on_holidays"], row["until"]) == ("before", f"{YEAR + 1}-12-20")
    assert datetime.fromisoformat(row["goes_out_at"]) > datetime.now(UTC)
    assert joined.fails("scheduled", "move", "1", f"{YEAR}-12-01T09:30") == [
        "Broadcast 1 repeats. Change when in chat, or cancel it."
    ]
    joined.does("scheduled", "cancel", "1")
    assert listed(joined) == []


def test_once_and_again_and_again_together_is_wrong_use(joined: Operator) -> None:
    words = ("--at", "tomorrow 09:00", "--repeat", "Monday 09:30")
    file = joined.writes("news.md", "Hello")
    ran = joined.runs("broadcast", "--audience", "all", "--file", file, "--yes", *words)

    assert ran.code == 2
    assert "Give either --at or --repeat." in ran.err
    assert everything(joined.database)["broadcasts"] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--repeat", "Mondays"), '"Mondays" is not a time; write one such as Monday 09:30'),
        (("--repeat", "Monday 09:30", "--until", "soon"), "soon is not a date"),
        (("--repeat", "Monday 09:30", "--until", "1 May 2020"), "There is no such day"),
    ],
)
def test_what_cannot_repeat_is_told_and_nothing_is_kept(
    joined: Operator, words: tuple[str, ...], told: str
) -> None:
    file = joined.writes("news.md", "Hello")
    (fault,) = joined.fails("broadcast", "--audience", "all", "--file", file, "--yes", *words)

    assert fault.startswith(told)
    assert everything(joined.database)["broadcasts"] == []

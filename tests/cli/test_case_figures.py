"""``homeround escalations figures``: how long homes waited, as a table, JSON and a picture that is told in words."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.cases import EntryKind
from bot.core.facts import EntryAdded
from bot.core.people import Role
from bot.db import cases
from tests.support import needs
from tests.support.clocks import MONDAY
from tests.support.joined import join
from tests.support.operator import Operator

HOUR = timedelta(hours=1)
# However long ago the cases of this test are for whoever runs it.
FIGURES = ("escalations", "figures", "--days", "36500")


@pytest.fixture
def waited(operator: Operator) -> Operator:
    """A network of which one home waited over a night, and another still waits."""
    with operator.database.write() as connection:
        priya = join(connection, "clinical", chat="U1", channel="slack", role=Role.LEAD)
        for number, at in ((1, MONDAY), (2, MONDAY + HOUR)):
            fact = needs.raised(number, f"H{number}", "medicines", "clinical", "x")
            cases.raise_new(connection, fact, None, at)
        cases.move(connection, needs.claimed(1, 1, priya), priya, MONDAY + 2 * HOUR)
        word = EntryAdded(1, EntryKind.TO_HOME, "I ring you.")
        cases.add_entry(connection, word, priya, MONDAY + 24 * HOUR)
        cases.move(connection, needs.resolved(1, 2, priya), priya, MONDAY + 26 * HOUR)
    return operator


def test_the_table_has_working_hours_and_the_clock_beside_each_other(waited: Operator) -> None:
    _, working, clock = waited.does(*FIGURES).splitlines()

    assert re.split("  +", working)[:6] == [
        *("medicines", "2", "in working hours"),
        *("8.0 h, 8.0 h", "2.0 h, 2.0 h", "10.0 h, 10.0 h"),
    ]
    assert re.split("  +", clock.strip())[:2] == ["on the clock", "24.0 h, 24.0 h"]
    (row,) = json.loads(waited.does(*FIGURES, "--json"))
    assert row["first_word"]["working"] == {
        "number": 1,
        "median": 28_800,
        "ninth_of_ten": 28_800,
    }


def test_the_picture_is_told_in_words_for_who_cannot_see_it(
    waited: Operator, tmp_path: Path
) -> None:
    path = tmp_path / "waits.png"

    told = waited.does(*FIGURES, "--chart", path).splitlines()

    assert path.read_bytes().startswith(b"\x89PNG")
    assert told[2] == (
        "Until the first word of a person, Medicines: half of 1 waited no longer than 8.0 hours,"
        " nine of ten no longer than 8.0."
    )
    assert told[-1].startswith("Still open, Medicines: ")


def test_without_cases_there_is_nothing_to_draw(operator: Operator, tmp_path: Path) -> None:
    path = tmp_path / "waits.png"

    (told,) = operator.fails(*FIGURES, "--chart", path)

    assert told == "No case was raised in the last 36500 days, so there is nothing to draw."
    assert not path.exists()

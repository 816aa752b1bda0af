"""How long homes waited: the middle and what nine of ten did not exceed, on the clock and in working hours."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.case_figures import Spread, figures
from bot.core.cases import CaseState, Entry, EntryKind, Escalation
from bot.core.hours import Hours, Span
from bot.core.people import Home, HomeId, TeamId
from bot.holidays import bank_holiday
from tests.support.clocks import MONDAY
from tests.support.needs import POLICY
from tests.support.network import LONDON

HOUR = timedelta(hours=1)
WORKS = Hours((Span.read("Monday to Friday 09:00-17:00"),), LONDON, bank_holiday)
FRIDAY = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)


def case(number: int, raised_at: datetime, state: CaseState = CaseState.OPEN) -> Escalation:
    home = Home(HomeId("H1"), "Ash Lodge")
    return Escalation(
        number, home, "ppe", TeamId("infection"), "x", state, raised_at, raised_at, 1, POLICY
    )


def line(kind: EntryKind, at: datetime) -> Entry:
    return Entry(kind, at, "Priya")


def test_a_weekend_counts_on_the_clock_and_not_in_working_hours() -> None:
    lines = [
        line(EntryKind.RAISED, FRIDAY),
        line(EntryKind.CLAIMED, FRIDAY + 66 * HOUR),  # Monday 10:00
        line(EntryKind.TO_HOME, FRIDAY + 67 * HOUR),
        line(EntryKind.TO_HOME, FRIDAY + 90 * HOUR),
    ]

    (found,) = figures([(case(1, FRIDAY), lines)], lambda _: WORKS, FRIDAY + 100 * HOUR)

    assert found.claim.clock.median == 66 * HOUR
    assert found.claim.working.median == 2 * HOUR
    assert found.first_word.working.median == 3 * HOUR, "the first word counts"
    assert found.resolve.clock == Spread(0, None, None)
    assert (found.open_a_day, found.open_a_week, found.open_longer) == (0, 1, 0)


def test_what_was_opened_again_is_counted_once_a_case_and_what_is_resolved_is_not_open() -> None:
    lines = [
        line(EntryKind.RAISED, MONDAY),
        line(EntryKind.RESOLVED, MONDAY + HOUR),
        line(EntryKind.REOPENED, MONDAY + 2 * HOUR),
        line(EntryKind.RESOLVED, MONDAY + 3 * HOUR),
        line(EntryKind.REOPENED, MONDAY + 4 * HOUR),
        line(EntryKind.RESOLVED, MONDAY + 5 * HOUR),
    ]
    settled = case(1, MONDAY, CaseState.RESOLVED)

    (found,) = figures([(settled, lines)], lambda _: WORKS, MONDAY + 9 * HOUR)

    assert (found.cases, found.reopened, found.open_a_day) == (1, 1, 0)
    assert found.resolve.clock.median == HOUR
    assert found.first_word.clock.median == HOUR, "the home reads what came of it"


@pytest.mark.parametrize(
    ("hours", "middle", "ninth"),
    [([1], 1, 1), ([1, 2, 3], 2, 3), (range(1, 11), 5.5, 9), (range(1, 101), 50.5, 90)],
)
def test_the_middle_and_nine_of_ten(hours: list[int], middle: float, ninth: int) -> None:
    found = Spread.of(each * HOUR for each in hours)

    assert (found.median, found.ninth_of_ten) == (middle * HOUR, ninth * HOUR)


@given(lengths=st.lists(st.timedeltas(timedelta(), 1000 * HOUR), min_size=1))
def test_nine_of_ten_do_not_exceed_it_and_it_was_really_waited_for(
    lengths: list[timedelta],
) -> None:
    found = Spread.of(lengths)

    assert found.ninth_of_ten in lengths
    assert sum(each <= found.ninth_of_ten for each in lengths) >= 0.9 * len(lengths)

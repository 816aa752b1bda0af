"""Spans of the week and working hours, over weekends, bank holidays and both changes of the clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.hours import Hours, Span
from bot.holidays import bank_holiday

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)
WORKS = Hours(
    (Span.read("Monday to Friday 09:00-12:30"), Span.read("Monday to Friday 13:00-17:00")),
    LONDON,
    bank_holiday,
)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(), timedelta(days=700)).map(FIRST.__add__)
lengths = st.timedeltas(timedelta(), timedelta(hours=100))


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("every day 08:00-20:00", 7),
        ("Monday to Friday 09:00-17:00", 5),
        ("friday to monday 09:00 to 17:00", 4),
        ("Saturday and Sunday 9:00-13:00", 2),
        ("Monday, Wednesday and Friday 20:00-24:00", 3),
        ("Tuesday 20:00-08:00", 1),
    ],
)
def test_a_span_is_read_from_words(words: str, days: int) -> None:
    assert len(Span.read(words).weekdays) == days


@pytest.mark.parametrize(
    "words", ["", "Monday", "Someday 09:00-17:00", "Monday 25:00-26:00", "Monday 9-17"]
)
def test_what_names_no_span_is_told_in_plain_words(words: str) -> None:
    with pytest.raises(ValueError, match="write one such as Monday to Friday 09:00-17:00"):
        Span.read(words)


@pytest.mark.parametrize(
    ("from_", "hours", "until"),
    [
        ("2026-11-23T10:00", 1, "2026-11-23T11:00"),
        ("2026-11-23T12:00", 1, "2026-11-23T13:30"),
        ("2026-11-23T16:30", 1, "2026-11-24T09:30"),
        ("2026-11-27T16:00", 2, "2026-11-30T10:00"),
        ("2026-12-24T16:00", 2, "2026-12-29T10:00"),  # Christmas on a Friday, Boxing Day's Monday
        ("2026-04-02T16:00", 2, "2026-04-07T10:00"),  # Easter
        ("2026-10-23T16:30", 1, "2026-10-26T09:30"),  # the clocks go back on the Sunday
        ("2026-03-27T16:30", 1, "2026-03-30T09:30"),  # and forward
    ],
)
def test_working_time_leaves_out_nights_weekends_and_holidays(
    from_: str, hours: int, until: str
) -> None:
    assert WORKS.add(at(from_), hours * HOUR) == at(until)


def test_a_span_over_midnight_is_as_long_as_the_clock_says_on_the_days_that_it_changes() -> None:
    night = Span.read("every day 20:00-08:00")

    lengths = [
        end - start
        for start, end in (
            night.on(date(2026, *day), LONDON) for day in ((3, 28), (10, 24), (11, 3))
        )
    ]

    assert lengths == [11 * HOUR, 13 * HOUR, 12 * HOUR]


@given(start=moments, length=lengths)
def test_what_is_added_is_what_lies_between(start: datetime, length: timedelta) -> None:
    end = WORKS.add(start, length)

    assert end >= start
    assert WORKS.between(start, end) == length


@given(moment=moments)
def test_it_opens_at_a_moment_at_which_it_is_open(moment: datetime) -> None:
    opens = WORKS.opening(moment)

    assert opens >= moment
    assert WORKS.is_open(opens)
    assert WORKS.between(moment, opens) == timedelta()

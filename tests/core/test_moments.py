"""A moment once, in words as people write them; local time, across both changes of the clocks and leap days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.moments import read_moment
from bot.core.recurrence import moment_of

LONDON = ZoneInfo("Europe/London")
# A Monday, 10:00 in London.
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
MOMENTS = st.builds(moment_of, DAYS, TIMES, st.just(LONDON))


@pytest.mark.parametrize(
    ("words", "local"),
    [
        ("today 17:00", "2026-11-23 17:00"),
        ("Tomorrow 09:00", "2026-11-24 09:00"),
        ("tomorrow at 9.30am", "2026-11-24 09:30"),
        ("Friday 09:30", "2026-11-27 09:30"),
        ("  fri   9:30 pm ", "2026-11-27 21:30"),
        ("on Wednesday, noon", "2026-11-25 12:00"),
        ("Thursday 12am", "2026-11-26 00:00"),
        ("Monday 10:30", "2026-11-23 10:30"),
        ("Monday 09:30", "2026-11-30 09:30"),
        ("1 December 09:30", "2026-12-01 09:30"),
        ("1st of December at 9am", "2026-12-01 09:00"),
        ("Tuesday 1 December 2026 09:30", "2026-12-01 09:30"),
        ("Fri, 27 Nov, 2026 at 9.30", "2026-11-27 09:30"),
        ("1 November 09:30", "2027-11-01 09:30"),
        ("29 February 09:30", "2028-02-29 09:30"),
        ("1/12/2026 09:30", "2026-12-01 09:30"),
        ("3/4 09:30", "2027-04-03 09:30"),
        ("2026-12-01 09:30", "2026-12-01 09:30"),
        ("2026-12-01T09:30", "2026-12-01 09:30"),
        # Named in full, it may have passed: whoever asks says so.
        ("today 09:00", "2026-11-23 09:00"),
        ("1 May 2020 09:00", "2020-05-01 09:00"),
    ],
)
def test_a_moment_is_written_as_people_write_it(words: str, local: str) -> None:
    read = read_moment(words, NOW, LONDON)

    assert read is not None
    assert read.astimezone(LONDON).strftime("%Y-%m-%d %H:%M") == local


@pytest.mark.parametrize(
    "words",
    [
        "",
        "tomorrow",
        "09:30",
        "tomorrow 9",
        "tomorrow 24:00",
        "tomorrow 9:60",
        "tomorrow 13pm",
        "tomorrow 0am",
        "someday 09:30",
        "mo 09:30",
        "1 Foo 09:30",
        "30 February 09:30",
        "31/11/2026 09:30",
        "2026-13-01 09:30",
        "29 February 2027 09:30",
        "Friday 28 November 09:30",  # a Saturday
        "Wednesday 1 December 2026 09:30",  # a Tuesday
        "31 December 9999 99:30",
        "as soon as you can",
    ],
)
def test_words_that_are_no_moment_are_none(words: str) -> None:
    assert read_moment(words, NOW, LONDON) is None


def test_a_time_that_spring_leaves_out_is_the_first_moment_after_the_gap() -> None:
    assert read_moment("28 March 2027 01:30", NOW, LONDON) == datetime(
        2027, 3, 28, 1, 0, tzinfo=UTC
    )


def test_a_time_that_comes_twice_in_autumn_is_the_first() -> None:
    read = read_moment("31 October 2027 01:30", NOW, LONDON)

    assert read == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@given(DAYS, TIMES, MOMENTS)
def test_a_date_in_full_is_its_moment_whenever_it_is_read(
    day: date, at: time, now: datetime
) -> None:
    wanted = moment_of(day, at, LONDON)

    for words in (
        f"{day:%A} {day.day} {day:%B %Y} {at:%H:%M}",
        f"{day.day}/{day.month}/{day.year} {at:%H.%M}",
        f"{day} {at:%H:%M}",
        f"{day.day} {day:%b} {day.year} at {at:%I:%M%p}",
    ):
        assert read_moment(words, now, LONDON) == wanted, words


@given(DAYS, TIMES, MOMENTS)
def test_a_date_without_a_year_is_the_next_one_that_is_not_past(
    day: date, at: time, now: datetime
) -> None:
    read = read_moment(f"{day.day} {day:%B} {at:%H:%M}", now, LONDON)

    assert read is not None
    assert read > now
    local = read.astimezone(LONDON)
    assert (local.day, local.month) == (day.day, day.month)
    years = 8 if (day.month, day.day) == (2, 29) else 1
    assert read - now <= timedelta(days=366 * years)


@given(st.sampled_from(["Monday", "Thursday", "sat", "Sunday"]), TIMES, MOMENTS)
def test_a_day_of_the_week_is_within_a_week_and_not_past(
    weekday: str, at: time, now: datetime
) -> None:
    read = read_moment(f"{weekday} {at:%H:%M}", now, LONDON)

    assert read is not None
    assert timedelta() < read - now <= timedelta(days=7, hours=1)
    assert f"{read.astimezone(LONDON):%A}".lower().startswith(weekday.lower())


@given(TIMES, MOMENTS)
def test_tomorrow_is_the_next_local_date(at: time, now: datetime) -> None:
    day = now.astimezone(LONDON).date() + timedelta(days=1)

    assert read_moment(f"tomorrow {at:%H:%M}", now, LONDON) == moment_of(day, at, LONDON)


PIECES = [
    "tomorrow",
    "31",
    "february",
    "9999",
    "0000",
    "99",
    "/",
    ":",
    "-",
    " ",
    "at",
    "mon",
    "pm",
    "é",
]


@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_is_written_it_is_a_moment_or_none(words: str) -> None:
    read = read_moment(words, NOW, LONDON)

    assert read is None or read.tzinfo is UTC

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.recurrence import Recurrence, latest_due, moment_of, next_due

LONDON = ZoneInfo("Europe/London")
ST_JOHNS = ZoneInfo("America/St_Johns")
# Clocks that change by an hour, by half an hour, at midnight, in the other half of the year, and never.
ZONES = st.sampled_from(
    [
        LONDON,
        ZoneInfo("Australia/Lord_Howe"),
        ZoneInfo("America/Havana"),
        ST_JOHNS,
        ZoneInfo("Asia/Kolkata"),
    ]
)
DAYS = st.dates(date(2005, 1, 1), date(2040, 12, 31))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(datetime(2005, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 (hypothesis adds the zone)
RECURRENCES = st.builds(Recurrence, TIMES, st.none() | st.integers(0, 6))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Monday 09:30", Recurrence(time(9, 30), 0)),
        ("sunday 23:59", Recurrence(time(23, 59), 6)),
        ("  Every   day 00:00 ", Recurrence(time(0, 0))),
        ("every Monday 09:30", Recurrence(time(9, 30), 0)),
        ("First Monday of the month 09:30", Recurrence(time(9, 30), 0, 1)),
        ("last friday of the month 16:00", Recurrence(time(16, 0), 4, -1)),
    ],
)
def test_a_time_is_written_in_words(words: str, meant: Recurrence) -> None:
    assert Recurrence.read(words) == meant


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Monday",
        "09:30",
        "Mondays 09:30",
        "Monday 24:00",
        "Monday 9:30",
        "Monday 09:60",
        "day 09:30",
        "first Monday 09:30",
        "fifth Monday of the month 09:30",
        "Monday of the month 09:30",
        "every Monday of the month 09:30",
    ],
)
def test_words_that_are_no_time_are_refused_with_an_example(words: str) -> None:
    with pytest.raises(ValueError, match=r"is not a time; write one such as Monday 09:30"):
        Recurrence.read(words)


def test_a_time_that_comes_twice_in_autumn_is_the_first() -> None:
    # London goes back from 02:00 to 01:00 summer time on this day, at 01:00 UTC.
    day = date(2026, 10, 25)

    assert moment_of(day, time(1, 30), LONDON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment_of(day, time(0, 59), LONDON) == datetime(2026, 10, 24, 23, 59, tzinfo=UTC)
    assert moment_of(day, time(2, 0), LONDON) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("left_out", [time(1, 0), time(1, 1), time(1, 30), time(1, 59)])
def test_a_time_that_spring_leaves_out_is_the_first_moment_after_the_gap(left_out: time) -> None:
    # London goes forward from 01:00 to 02:00 on this day, at 01:00 UTC.
    day = date(2027, 3, 28)

    assert moment_of(day, left_out, LONDON) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_the_times_around_the_gap_stay_where_they_are() -> None:
    day = date(2027, 3, 28)

    assert moment_of(day, time(0, 59), LONDON) == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    assert moment_of(day, time(2, 0), LONDON) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_a_weekly_time_is_at_the_same_local_time_in_summer_and_winter() -> None:
    monday = Recurrence(time(9, 30), 0)

    assert next_due(monday, datetime(2026, 10, 19, 8, 30, tzinfo=UTC), LONDON) == (
        date(2026, 10, 26),
        datetime(2026, 10, 26, 9, 30, tzinfo=UTC),
    )
    assert latest_due(monday, datetime(2026, 10, 26, 9, 29, tzinfo=UTC), LONDON) == (
        date(2026, 10, 19),
        datetime(2026, 10, 19, 8, 30, tzinfo=UTC),
    )


def test_a_moment_that_is_due_right_now_is_the_latest_and_not_the_next() -> None:
    daily = Recurrence(time(8, 0))
    now = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

    assert latest_due(daily, now, LONDON) == (date(2026, 11, 24), now)
    assert next_due(daily, now, LONDON) == (date(2026, 11, 25), now + timedelta(days=1))


@given(TIMES, DAYS, ZONES)
def test_the_moment_shows_its_local_time_or_the_first_one_after_a_gap(
    at: time, day: date, zone: ZoneInfo
) -> None:
    moment = moment_of(day, at, zone)
    wanted = datetime.combine(day, at)
    shown = moment.astimezone(zone).replace(tzinfo=None)

    assert moment.tzinfo is UTC
    assert shown >= wanted
    if shown > wanted:
        just_before = (moment - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
        assert just_before < wanted
    else:
        an_hour_before = (moment - timedelta(hours=1)).astimezone(zone).replace(tzinfo=None)
        assert an_hour_before != wanted


# St John's once went back at a minute past midnight: its next date had begun, and was left again.
@example(Recurrence(time(0, 0)), datetime(2010, 11, 7, 2, 45, tzinfo=UTC), ST_JOHNS)
@given(RECURRENCES, MOMENTS, ZONES)
def test_the_next_is_after_the_moment_and_nothing_falls_due_between(
    recurrence: Recurrence, after: datetime, zone: ZoneInfo
) -> None:
    day, moment = next_due(recurrence, after, zone)
    before, last = latest_due(recurrence, after, zone)

    assert last <= after < moment
    assert before < day
    assert recurrence.falls_on(day)
    assert recurrence.falls_on(before)
    assert day - before == timedelta(days=1 if recurrence.weekday is None else 7)


@given(RECURRENCES, MOMENTS, ZONES)
def test_it_falls_due_once_on_each_of_its_dates_however_often_it_is_looked_at(
    recurrence: Recurrence, start: datetime, zone: ZoneInfo
) -> None:
    fell_due = []
    moment = start
    for _ in range(10):
        day, moment = next_due(recurrence, moment, zone)
        fell_due.append(day)
        assert latest_due(recurrence, moment, zone) == (day, moment)
    step = 1 if recurrence.weekday is None else 7

    assert fell_due == [fell_due[0] + timedelta(days=step * n) for n in range(10)]


@given(TIMES, st.integers(2005, 2040))
def test_a_year_has_each_local_date_of_london_exactly_once(at: time, year: int) -> None:
    daily = Recurrence(at)
    moment = datetime(year, 1, 1, tzinfo=UTC) - timedelta(seconds=1)
    days = []
    while True:
        day, moment = next_due(daily, moment, LONDON)
        if day.year > year:
            break
        days.append(day)

    first = date(year, 1, 1)
    assert days == [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@given(st.integers(0, 6), st.sampled_from([1, 2, 3, 4, -1]), st.integers(2024, 2035))
def test_a_monthly_time_falls_once_in_each_month_in_its_week(
    weekday: int, place: int, year: int
) -> None:
    monthly = Recurrence(time(9, 30), weekday, place)
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]

    found = [day for day in days if monthly.falls_on(day)]

    assert [day.month for day in found] == list(range(1, 13))
    for day in found:
        same = [each.day for each in days if each.month == day.month and each.weekday() == weekday]
        assert same.index(day.day) == (len(same) - 1 if place == -1 else place - 1)


def test_the_first_of_a_quarter_comes_four_times_a_year() -> None:
    tuesday = Recurrence.read("first Tuesday of the quarter 09:30")
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]

    assert [each for each in days if tuesday.falls_on(each)] == [
        date(2026, 1, 6),
        date(2026, 4, 7),
        date(2026, 7, 7),
        date(2026, 10, 6),
    ]

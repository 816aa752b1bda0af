"""What comes again, and bank holidays: the real calendar of England and Wales, every rule, twelve years."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.recurrence import Recurrence, latest_due, moment_of
from bot.core.working_days import OnHoliday, Plan, is_working, next_of, shifted
from bot.holidays import bank_holiday

LONDON = ZoneInfo("Europe/London")
FILE = Path(__file__).parent / "data/bank_holidays.json"  # as GOV.UK publishes it
PUBLISHED = {
    date.fromisoformat(each["date"])
    for each in json.loads(FILE.read_text(encoding="utf-8"))["england-and-wales"]["events"]
}
DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2035, 12, 31)
DAYS = st.dates(FIRST, LAST)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
RECURRENCES = st.one_of(
    st.builds(Recurrence, TIMES),
    st.builds(Recurrence, TIMES, st.integers(0, 6)),
    st.builds(Recurrence, TIMES, st.integers(0, 6), st.sampled_from([1, 2, 3, 4, -1])),
)
SHIFTS = st.sampled_from([OnHoliday.BEFORE, OnHoliday.AFTER])


def every_day(first: date = FIRST, last: date = LAST) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


def plan(words: str, rule: OnHoliday, until: date | None = None) -> Plan:
    return Plan(Recurrence.read(words), rule, bank_holiday, until)


def test_every_bank_holiday_that_is_published_is_known() -> None:
    assert PUBLISHED
    assert [day for day in sorted(PUBLISHED) if not bank_holiday(day)] == []


def test_no_working_day_is_taken_for_a_bank_holiday() -> None:
    known = every_day(min(PUBLISHED), max(PUBLISHED))

    assert {day for day in known if bank_holiday(day) and day.weekday() < 5} == {
        day for day in PUBLISHED if day.weekday() < 5
    }


def test_a_weekend_is_a_bank_holiday_only_where_the_next_week_has_its_day_instead() -> None:
    for day in every_day(min(PUBLISHED), max(PUBLISHED)):
        if day.weekday() >= 5 and bank_holiday(day) and day not in PUBLISHED:
            assert any(day + n * DAY in PUBLISHED for n in range(1, 4)), day


def test_each_year_until_2035_has_its_eight() -> None:
    for year in range(2024, 2036):
        days = every_day(date(year, 1, 1), date(year, 12, 31))
        assert len([day for day in days if bank_holiday(day) and day.weekday() < 5]) == 8, year


@pytest.mark.parametrize(
    ("words", "rule", "dates"),
    [
        # Good Friday is 26 March 2027, Easter Monday the 29th.
        ("Monday 09:30", OnHoliday.AFTER, ["22", "30"]),
        ("Monday 09:30", OnHoliday.BEFORE, ["22", "25"]),
        ("Monday 09:30", OnHoliday.SKIP, ["22"]),
        ("Monday 09:30", OnHoliday.KEEP, ["22", "29"]),
        ("Friday 09:30", OnHoliday.AFTER, ["30"]),
        ("Friday 09:30", OnHoliday.BEFORE, ["25"]),
        ("last Monday of the month 09:30", OnHoliday.AFTER, ["30"]),
        ("first Monday of the month 09:30", OnHoliday.KEEP, []),
        ("every day 09:30", OnHoliday.SKIP, ["22", "23", "24", "25", "27", "28", "30", "31"]),
        ("every day 09:30", OnHoliday.AFTER, ["22", "23", "24", "25", "27", "28", "30", "31"]),
    ],
)
def test_easter_is_kept_as_the_rule_says(words: str, rule: OnHoliday, dates: list[str]) -> None:
    easter = every_day(date(2027, 3, 22), date(2027, 3, 31))

    found = [f"{day.day}" for day in easter if plan(words, rule).falls_on(day)]

    assert found == dates


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        ("first Monday of the month 09:30", ["2027-01-04", "2027-02-01", "2027-03-01"]),
        ("last Friday of the month 16:00", ["2027-01-29", "2027-02-26", "2027-03-25"]),
        ("every Monday 09:30", ["2027-01-04", "2027-01-11", "2027-01-18"]),
    ],
)
def test_the_next_ones_follow_each_other(words: str, dates: list[str]) -> None:
    moment, found = datetime(2027, 1, 1, 12, tzinfo=UTC), []
    for _ in dates:
        following = next_of(plan(words, OnHoliday.BEFORE), moment, LONDON)
        assert following is not None
        day, moment = following
        found.append(str(day))

    assert found == dates


def test_after_its_last_date_nothing_follows() -> None:
    weekly = plan("Monday 09:30", OnHoliday.KEEP, date(2026, 12, 7))
    last = moment_of(date(2026, 12, 7), time(9, 30), LONDON)

    assert next_of(weekly, last - DAY, LONDON) == (date(2026, 12, 7), last)
    assert next_of(weekly, last, LONDON) is None


@given(RECURRENCES, st.sampled_from(OnHoliday), DAYS)
def test_a_date_is_one_of_its_own_or_comes_from_one_by_the_rule(
    recurrence: Recurrence, rule: OnHoliday, day: date
) -> None:
    near = every_day(day - 10 * DAY, day + 10 * DAY)
    wanted = any(
        recurrence.falls_on(each) and shifted(each, rule, bank_holiday) == day for each in near
    )

    assert Plan(recurrence, rule, bank_holiday).falls_on(day) == wanted


@given(RECURRENCES, SHIFTS, DAYS)
def test_what_is_moved_goes_to_the_nearest_working_day_and_never_stays_on_a_bank_holiday(
    recurrence: Recurrence, rule: OnHoliday, day: date
) -> None:
    goes = shifted(day, rule, bank_holiday)
    assert goes is not None
    assert not bank_holiday(goes)
    assert not (bank_holiday(day) and Plan(recurrence, rule, bank_holiday).falls_on(day))
    if goes != day:
        assert is_working(goes, bank_holiday)
        assert (goes < day) == (rule is OnHoliday.BEFORE)
        between = every_day(min(goes, day) + DAY, max(goes, day) - DAY)
        assert not any(is_working(each, bank_holiday) for each in between)
        assert len(between) < 5


@given(RECURRENCES, st.sampled_from(OnHoliday), DAYS, TIMES)
def test_the_next_is_the_latest_once_it_has_come_and_none_is_between(
    recurrence: Recurrence, rule: OnHoliday, day: date, at: time
) -> None:
    known = Plan(recurrence, rule, bank_holiday)
    after = moment_of(day, at, LONDON)
    following = next_of(known, after, LONDON)
    assert following is not None
    date_of, moment = following

    assert moment > after
    assert latest_due(known, moment, LONDON) == following
    assert latest_due(known, moment - timedelta(seconds=1), LONDON)[1] <= after
    assert known.falls_on(date_of)


@given(st.integers(2024, 2035), TIMES, SHIFTS)
def test_a_weekly_one_goes_out_in_every_week_of_a_year_exactly_once(
    year: int, at: time, rule: OnHoliday
) -> None:
    weekly = Plan(Recurrence(at, 2), rule, bank_holiday)  # Wednesday: both ways stay near
    own = [day for day in every_day(date(year, 1, 1), date(year, 12, 31)) if day.weekday() == 2]

    goes = [shifted(day, rule, bank_holiday) for day in own]

    assert len(set(goes)) == len(own)
    assert all(day is not None and weekly.falls_on(day) for day in goes)

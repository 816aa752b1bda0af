"""When homes may be sent what they did not ask for: out of quiet hours, and so much in a local week."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.kindness import Kindness
from bot.core.quiet import QuietHours

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(), timedelta(days=1000)).map(lambda each: FIRST + each)
SHIPPED = Kindness()
TIMES = st.times().map(lambda each: each.replace(second=0, microsecond=0))


def local(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("said", "goes"),
    [
        ("2026-11-25T19:59", "2026-11-25T19:59"),
        ("2026-11-25T20:00", "2026-11-26T07:30"),
        ("2026-11-26T03:00", "2026-11-26T07:30"),
        # The clocks go forward on 29 March 2026 and back on 25 October.
        ("2026-03-28T22:00", "2026-03-29T07:30"),
        ("2026-10-24T22:00", "2026-10-25T07:30"),
    ],
)
def test_what_is_said_in_quiet_hours_goes_when_they_end(said: str, goes: str) -> None:
    now = datetime.fromisoformat(said).replace(tzinfo=LONDON).astimezone(UTC)

    assert f"{SHIPPED.opens(now).astimezone(LONDON):%Y-%m-%dT%H:%M}" == goes


def test_an_end_that_the_clocks_leave_out_is_the_first_moment_after_the_gap() -> None:
    kindness = Kindness(QuietHours(time(23, 0), time(1, 30)))

    opens = kindness.opens(local(date(2026, 3, 29), time(0, 10)))

    assert opens.astimezone(LONDON).time() == time(2, 0)


def test_an_end_that_comes_twice_ends_the_quiet_once() -> None:
    kindness = Kindness(QuietHours(time(22, 0), time(1, 30)))

    opens = kindness.opens(local(date(2026, 10, 24), time(23, 0)))

    assert opens == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(TIMES, TIMES, MOMENTS)
def test_nothing_is_quiet_when_quiet_hours_have_ended(
    start: time, end: time, now: datetime
) -> None:
    kindness = Kindness(QuietHours(start, end))

    opens = kindness.opens(now)

    assert not kindness.quiet.holds(opens, LONDON)
    assert now <= opens <= now + timedelta(hours=26)


@given(MOMENTS)
def test_a_week_is_from_monday_to_monday_in_local_time(now: datetime) -> None:
    start, end = SHIPPED.week(now)

    assert start <= now < end
    for each in (start, end):
        assert each.astimezone(LONDON).weekday() == 0
        assert each.astimezone(LONDON).time() == time()


@given(MOMENTS)
def test_what_waits_for_the_next_week_goes_on_monday_morning(now: datetime) -> None:
    goes = SHIPPED.next_week(now).astimezone(LONDON)

    assert goes.weekday() == 0
    assert goes.time() == time(7, 30)
    assert SHIPPED.week(goes)[0] == SHIPPED.week(now)[1]

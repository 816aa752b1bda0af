"""Quiet hours: local hours, over midnight or not."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.quiet import QuietHours

LONDON = ZoneInfo("Europe/London")
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
NIGHT = QuietHours(time(20, 0), time(7, 30))


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize("day", [date(2026, 1, 15), date(2026, 7, 15)])
@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(19, 59, False), (20, 0, True), (0, 0, True), (7, 29, True), (7, 30, False), (12, 0, False)],
)
def test_a_night_goes_over_midnight_in_summer_and_winter(
    day: date, hour: int, minute: int, quiet: bool
) -> None:
    assert NIGHT.holds(local(day, hour, minute), LONDON) == quiet


@given(start=TIMES, end=TIMES, moment=st.datetimes(timezones=st.just(UTC)))
def test_every_moment_is_quiet_in_the_span_or_in_the_other_way_round(
    start: time, end: time, moment: datetime
) -> None:
    there, back = QuietHours(start, end), QuietHours(end, start)

    if start == end:
        assert not there.holds(moment, LONDON), "no hours at all"
    else:
        assert there.holds(moment, LONDON) != back.holds(moment, LONDON)


@given(start=TIMES, end=TIMES)
def test_it_is_read_as_it_is_written(start: time, end: time) -> None:
    assert QuietHours.read(f" {start:%H:%M}-{end:%H:%M} ") == QuietHours(start, end)


@given(st.text())
def test_any_other_text_is_refused_with_an_example(text: str) -> None:
    try:
        QuietHours.read(text)
    except ValueError as fault:
        assert "write one such as 20:00-07:30" in str(fault)


@pytest.mark.parametrize("text", ["", "20:00", "20-07", "24:00-07:00", "8:00-9:00", "20:60-07:00"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a span of hours"):
        QuietHours.read(text)


def test_hours_stay_local_over_the_change_of_the_clocks() -> None:
    for day in (date(2026, 10, 24), date(2026, 10, 25), date(2027, 3, 28)):
        assert NIGHT.holds(local(day, 7, 29), LONDON)
        assert not NIGHT.holds(local(day, 7, 30), LONDON)
        assert NIGHT.holds(local(day, 7, 30) - timedelta(minutes=1), LONDON)

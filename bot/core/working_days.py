"""Working days: what becomes of a broadcast that comes again when its day is a bank holiday."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.recurrence import Recurrence, moment_of

# The name of the bank holiday on a local date, empty where it is none.
Holiday = Callable[[date], str]
_DAY = timedelta(days=1)
_SATURDAY = 5
# However a month falls and whatever is skipped, the next date is not further away than this.
FARTHEST = timedelta(days=400)


class OnHoliday(StrEnum):
    """What is done on a bank holiday: the working day before it or after it, not at all, or all the same."""

    BEFORE = "before"
    AFTER = "after"
    SKIP = "skip"
    KEEP = "keep"


def is_working(day: date, holiday: Holiday) -> bool:
    """Say whether people are at work on this date: no weekend and no bank holiday."""
    return day.weekday() < _SATURDAY and not holiday(day)


def working_day(day: date, rule: OnHoliday, holiday: Holiday) -> date:
    """Return the last working day before the date, or (AFTER) the first one after it."""
    step = _DAY if rule is OnHoliday.AFTER else -_DAY
    day += step
    while not is_working(day, holiday):
        day += step
    return day


def shifted(day: date, rule: OnHoliday, holiday: Holiday) -> date | None:
    """Return the date on which what falls on ``day`` is done; None = not at all."""
    if rule is OnHoliday.KEEP or not holiday(day):
        return day
    return None if rule is OnHoliday.SKIP else working_day(day, rule, holiday)


@dataclass(frozen=True, slots=True)
class Plan:
    """A recurrence with its rule for bank holidays, and the last local date that it has; None = without end.

    Two that come to the same date by the rule are one.
    """

    recurrence: Recurrence
    rule: OnHoliday
    holiday: Holiday
    until: date | None = None

    @property
    def at(self) -> time:
        """Return the local time of day."""
        return self.recurrence.at

    def falls_on(self, day: date) -> bool:
        """Say whether it goes out on this local date: on its own, or on one that a bank holiday moved there."""
        if self.until is not None and day > self.until:
            return False
        if self.recurrence.falls_on(day) and shifted(day, self.rule, self.holiday) == day:
            return True
        if self.rule not in (OnHoliday.BEFORE, OnHoliday.AFTER):
            return False
        return is_working(day, self.holiday) and self._is_moved_to(day)

    def _is_moved_to(self, day: date) -> bool:
        """Say whether any holiday beside this working day, with no other between them, is one of its dates."""
        step = _DAY if self.rule is OnHoliday.BEFORE else -_DAY
        day += step
        while not is_working(day, self.holiday):
            if self.holiday(day) and self.recurrence.falls_on(day):
                return True
            day += step
        return False


def next_of(plan: Plan, after: datetime, zone: ZoneInfo) -> tuple[date, datetime] | None:
    """Return the first local date on which it goes out after that moment, and the moment; None where there is none."""
    first = day = after.astimezone(zone).date()
    while day - first <= FARTHEST:
        if plan.falls_on(day):
            moment = moment_of(day, plan.at, zone)
            if moment > after:
                return day, moment
        day += _DAY
    return None


def opening_plan(words: str, holiday: Holiday) -> Plan:
    """Return when a round opens: one that would on a bank holiday, when nobody is there, on the working day after.

    What opens every day opens every day.
    """
    recurrence = Recurrence.read(words)
    rule = OnHoliday.KEEP if recurrence.weekday is None else OnHoliday.AFTER
    return Plan(recurrence, rule, holiday)

"""Times in words that come again: ``Monday 09:30``, ``every day 08:00``, ``first Monday of the month 09:30``.

Or ``of the quarter``, which is the month that it begins with. Local time, summer and winter, once a local date.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol, Self
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# In which week of the month: counted from its first day, or the last there is.
PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_WORDS = re.compile(
    r"(?P<day>every day|((?P<place>[a-z]+) )?(?P<weekday>[a-z]+?)(?P<of> of the (?:month|quarter))?)"
    r" (?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)"
)
_WEEK = timedelta(days=7)
_QUARTER = 3  # months


class Dates(Protocol):
    """Local dates with a local time of day: a recurrence, or one with its rules."""

    @property
    def at(self) -> time:
        """Return the local time of day."""

    def falls_on(self, day: date) -> bool:
        """Say whether this local date is one of its days."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A local time of day, on one day of the week or (None) on every day.

    ``place`` is that of the day in its month, such as 1 for the first Monday and -1 for the last; None = every week.
    ``months`` is how many months it is from one to the next.
    """

    at: time
    weekday: int | None = None
    place: int | None = None
    months: int = 1

    @classmethod
    def read(cls, words: str) -> Self:
        """Return the recurrence that the words name.

        Raises:
            ValueError: The words name none; the message says in plain words what does.
        """
        found = _WORDS.fullmatch(" ".join(words.lower().split()))
        if found:
            at = time(int(found["hour"]), int(found["minute"]))
            weekday, place, of = found["weekday"], found["place"], found["of"]
            if found["day"] == "every day":
                return cls(at)
            if weekday in WEEKDAYS and place in (PLACES if of else (None, "every")):
                months = _QUARTER if of == " of the quarter" else 1
                return cls(at, WEEKDAYS.index(weekday), PLACES[place] if of else None, months)
        message = f'"{words}" is not a time; write one such as Monday 09:30 or every day 08:00'
        raise ValueError(message)

    def falls_on(self, day: date) -> bool:
        """Say whether this local date is one of its days."""
        if self.weekday is None:
            return True
        if day.weekday() != self.weekday or (day.month - 1) % self.months:
            return False
        if self.place == PLACES["last"]:
            return (day + _WEEK).month != day.month
        return self.place in (None, (day.day - 1) // _WEEK.days + 1)


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment (aware UTC) of a local time on a local date.

    A time that the clocks leave out becomes the first moment after the gap; one that comes twice, the first.
    """
    local = datetime.combine(day, at)
    moment = local.replace(tzinfo=zone).astimezone(UTC)  # fold=0: the first of two
    if moment.astimezone(zone).replace(tzinfo=None) == local:
        return moment
    moment = local.replace(tzinfo=zone, fold=1).astimezone(UTC)  # before the gap
    while moment.astimezone(zone).replace(tzinfo=None) < local:
        moment += timedelta(minutes=1)
    return moment


def latest_due(recurrence: Dates, now: datetime, zone: ZoneInfo) -> tuple[date, datetime]:
    """Return the last local date on which it fell due until ``now``, and the moment."""
    # Clocks that go back over midnight return to a date after the next one had begun.
    day = now.astimezone(zone).date() + timedelta(days=1)
    while True:
        if recurrence.falls_on(day):
            moment = moment_of(day, recurrence.at, zone)
            if moment <= now:
                return day, moment
        day -= timedelta(days=1)


def next_due(recurrence: Dates, after: datetime, zone: ZoneInfo) -> tuple[date, datetime]:
    """Return the first local date on which it falls due after that moment, and the moment."""
    day = after.astimezone(zone).date()
    while True:
        if recurrence.falls_on(day):
            moment = moment_of(day, recurrence.at, zone)
            if moment > after:
                return day, moment
        day += timedelta(days=1)

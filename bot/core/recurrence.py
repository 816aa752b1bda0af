"""Times in words: ``Monday 09:30``, ``every day 08:00``. Local time, summer and winter, once a local date."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORDS = re.compile(r"(?P<day>every day|[a-z]+) (?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A local time of day, on one day of the week or (None) on every day."""

    at: time
    weekday: int | None = None

    @classmethod
    def read(cls, words: str) -> Self:
        """Return the recurrence that the words name.

        Raises:
            ValueError: The words name none; the message says in plain words what does.
        """
        found = _WORDS.fullmatch(" ".join(words.lower().split()))
        day = found["day"] if found else ""
        if found and day in (*WEEKDAYS, "every day"):
            at = time(int(found["hour"]), int(found["minute"]))
            return cls(at, None if day == "every day" else WEEKDAYS.index(day))
        message = f'"{words}" is not a time; write one such as Monday 09:30 or every day 08:00'
        raise ValueError(message)

    def falls_on(self, day: date) -> bool:
        """Say whether this local date is one of its days."""
        return self.weekday is None or day.weekday() == self.weekday


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


def latest_due(recurrence: Recurrence, now: datetime, zone: ZoneInfo) -> tuple[date, datetime]:
    """Return the last local date on which it fell due until ``now``, and the moment."""
    # Clocks that go back over midnight return to a date after the next one had begun.
    day = now.astimezone(zone).date() + timedelta(days=1)
    while True:
        if recurrence.falls_on(day):
            moment = moment_of(day, recurrence.at, zone)
            if moment <= now:
                return day, moment
        day -= timedelta(days=1)


def next_due(recurrence: Recurrence, after: datetime, zone: ZoneInfo) -> tuple[date, datetime]:
    """Return the first local date on which it falls due after that moment, and the moment."""
    day = after.astimezone(zone).date()
    while True:
        if recurrence.falls_on(day):
            moment = moment_of(day, recurrence.at, zone)
            if moment > after:
                return day, moment
        day += timedelta(days=1)

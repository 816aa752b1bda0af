"""Spans of the week in local time: ``Monday to Friday 09:00-17:00``, ``every day 20:00-08:00``; and working hours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from bot.core.recurrence import WEEKDAYS, moment_of
from bot.core.working_days import Holiday

_DAY = timedelta(days=1)
_WORDS = re.compile(r"(?P<days>.+?) (?P<start>\d\d?:[0-5]\d) ?(?:-|to) ?(?P<end>\d\d?:[0-5]\d)")
_MIDNIGHT = "24:00"
# However many holidays fall together, a team works again within this time.
FARTHEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of some days of the week; one that ends no later than it begins ends on the day after."""

    weekdays: frozenset[int]
    start: time
    end: time

    @classmethod
    def read(cls, words: str) -> Self:
        """Return the span that the words name.

        Raises:
            ValueError: The words name none; the message says in plain words what does.
        """
        found = _WORDS.fullmatch(" ".join(words.lower().split()))
        weekdays = _weekdays(found["days"]) if found else frozenset()
        try:
            start, end = (_time(found["start"]), _time(found["end"])) if found else (None, None)
        except ValueError:
            start = end = None
        if start is None or end is None or not weekdays:
            what = f'"{words}" is not a span of the week; write one such as Monday to Friday 09:00-17:00'
            raise ValueError(what)
        return cls(weekdays, start, end)

    def on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return from when to when (aware UTC) it lasts where it begins on this local date."""
        last = day if self.start < self.end else day + _DAY
        return moment_of(day, self.start, zone), moment_of(last, self.end, zone)


def _time(words: str) -> time:
    return time() if words == _MIDNIGHT else time.fromisoformat(words.zfill(len(_MIDNIGHT)))


def _weekdays(words: str) -> frozenset[int]:
    """Return the days of the week that the words name; none where they name none."""
    if words == "every day":
        return frozenset(range(len(WEEKDAYS)))
    first, to, last = words.partition(" to ")
    if to and first in WEEKDAYS and last in WEEKDAYS:
        begin, length = WEEKDAYS.index(first), len(WEEKDAYS)
        return frozenset(
            (begin + ahead) % length for ahead in range((WEEKDAYS.index(last) - begin) % length + 1)
        )
    names = re.split(r", | and ", words)
    known = all(name in WEEKDAYS for name in names)
    return frozenset(map(WEEKDAYS.index, names)) if known else frozenset()


@dataclass(frozen=True, slots=True)
class Hours:
    """When a team works: the spans of its week, on bank holidays as well or not. No span means round the clock."""

    spans: tuple[Span, ...]
    zone: ZoneInfo
    holiday: Holiday
    on_holidays: bool = False

    def is_open(self, at: datetime) -> bool:
        """Say whether the team works at this moment."""
        return self.opening(at) == at

    def opening(self, after: datetime) -> datetime:
        """Return the first moment from then on at which the team works; then itself where it does."""
        if not self.spans:
            return after
        for start, end in self._from(after):
            if end > after:
                return max(start, after)
        return after + FARTHEST

    def add(self, start: datetime, length: timedelta) -> datetime:
        """Return when so much working time has passed."""
        if not self.spans:
            return start + length
        for begins, ends in self._from(start):
            here = max(begins, start)
            if ends - here >= length:
                return here + length
            length -= max(ends - here, timedelta())
        return start + FARTHEST

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of the time from one moment to the other is working time."""
        if not self.spans:
            return end - start
        total = timedelta()
        for begins, ends in self._from(start):
            if begins >= end:
                break
            total += max(min(ends, end) - max(begins, start), timedelta())
        return total

    def _from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield from when to when the team works, parts that meet as one, from the day before on."""
        day = moment.astimezone(self.zone).date() - _DAY
        last = day + FARTHEST
        held: tuple[datetime, datetime] | None = None
        while day <= last:
            for start, end in sorted(self._of(day)):
                if held and start <= held[1]:
                    held = held[0], max(held[1], end)
                    continue
                if held:
                    yield held
                held = start, end
            day += _DAY
        if held:
            yield held

    def _of(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if self.on_holidays or not self.holiday(day):
            for span in self.spans:
                if day.weekday() in span.weekdays:
                    yield span.on(day, self.zone)

"""How long after something: ``after 2 days``, ``after 4 days 17:00``. Local dates, and local time where one is said."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from bot.core.recurrence import moment_of

_WORDS = re.compile(
    r"after (?P<days>\d{1,3}) days?(?: (?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d))?"
)


@dataclass(frozen=True, slots=True)
class Later:
    """So many local dates later, at a local time of day; None = at the same time of day."""

    days: int
    at: time | None = None

    @classmethod
    def read(cls, words: str) -> Self:
        """Return what the words name.

        Raises:
            ValueError: The words name none; the message says in plain words what does.
        """
        found = _WORDS.fullmatch(" ".join(words.lower().split()))
        if found is None:
            message = f'"{words}" is not a length of time; write one such as after 2 days 10:00'
            raise ValueError(message)
        at = time(int(found["hour"]), int(found["minute"])) if found["hour"] else None
        return cls(int(found["days"]), at)

    def moment(self, start: datetime, zone: ZoneInfo) -> datetime:
        """Return the moment (aware UTC) so long after ``start``."""
        local = start.astimezone(zone)
        at = self.at or local.time()
        return moment_of(local.date() + timedelta(days=self.days), at, zone)

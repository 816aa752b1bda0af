"""Quiet hours: the local hours in which nothing is sent that can wait."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Self
from zoneinfo import ZoneInfo

_TIME = r"((?:[01]\d|2[0-3]):[0-5]\d)"
_SPAN = re.compile(f"{_TIME}-{_TIME}")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one local time to another, over midnight where the second is the earlier."""

    start: time
    end: time

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the hours that ``20:00-07:30`` names.

        Raises:
            ValueError: The text is not two times of day; the message says so in plain words.
        """
        found = _SPAN.fullmatch(text.strip())
        if not found:
            raise ValueError(f"{text} is not a span of hours; write one such as 20:00-07:30")
        return cls(time.fromisoformat(found[1]), time.fromisoformat(found[2]))

    def holds(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Say whether the moment (aware) lies in the quiet hours of this zone."""
        local = moment.astimezone(zone).time()
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end

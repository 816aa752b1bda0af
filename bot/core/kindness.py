"""Kindness: when a home may be sent what it did not ask for, and how much of it in a week."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.quiet import QuietHours
from bot.core.recurrence import moment_of


class Held(StrEnum):
    """Why a message goes out later than it was made."""

    QUIET_HOURS = "quiet_hours"
    BUDGET = "budget"


class PushState(StrEnum):
    """Where a push stands: sent (when quiet hours end), held for another week, or counted as one with others."""

    SENT = "sent"
    HELD = "held"
    BUNDLED = "bundled"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that a home was not sent yet: what it is about, and what it is called."""

    about: str
    title: str


@dataclass(frozen=True, slots=True)
class Kindness:
    """The quiet hours, and how many pushes a home gets in one calendar week, in the network's own zone.

    ``reminders`` is how often a home is reminded of one thing at most.
    """

    quiet: QuietHours = field(default_factory=lambda: QuietHours.read("20:00-07:30"))
    per_week: int = 3
    reminders: int = 2
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/London"))

    def opens(self, moment: datetime) -> datetime:
        """Return the moment itself, or in quiet hours the moment when they end."""
        if not self.quiet.holds(moment, self.zone):
            return moment
        local = moment.astimezone(self.zone)
        for days in (
            -1,
            0,
            1,
            2,
        ):  # a date may have more hours than one, and the clocks may leave its end out
            end = moment_of(local.date() + timedelta(days=days), self.quiet.end, self.zone)
            if end > moment and not self.quiet.holds(end, self.zone):
                return end
        raise AssertionError(self.quiet)

    def week(self, moment: datetime) -> tuple[datetime, datetime]:
        """Return when the local calendar week of this moment begins, on a Monday, and when the next one does."""
        day = moment.astimezone(self.zone).date()
        monday = day - timedelta(days=day.weekday())
        return (
            moment_of(monday, time(), self.zone),
            moment_of(monday + timedelta(days=7), time(), self.zone),
        )

    def next_week(self, moment: datetime) -> datetime:
        """Return the first moment of the next week that is not in quiet hours."""
        return self.opens(self.week(moment)[1]).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Cost:
    """What sending to an audience now would mean for its homes.

    ``until`` is when quiet hours end, where it is quiet now; ``over`` how many homes would have more than
    their week's messages, and get this at ``next_week``, in one card with whatever else waited.
    """

    until: datetime | None
    over: int
    per_week: int
    next_week: datetime

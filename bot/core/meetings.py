"""Meetings: forums, training and clinics that homes are asked to; who comes, and who has a place."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.core.people import Home, HomeId, PersonId
from bot.core.recurrence import moment_of

DAY = timedelta(days=1)


class Attending(StrEnum):
    """What a home said to a meeting; WAITING is for a place to come free."""

    COMING = "coming"
    MAYBE = "maybe"
    NOT_COMING = "not_coming"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a lead plans: moments are aware UTC; ``places`` is None where as many may come as like."""

    kind: str
    title: str
    text: str
    starts_at: datetime
    ends_at: datetime
    place: str
    link: str
    audience: str
    places: int | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting. ``asked_at`` is when its broadcast went to homes, if it has; ``version`` counts its changes."""

    meeting_id: int
    plan: Plan
    broadcast_id: int
    author_id: PersonId | None
    made_at: datetime
    uid: str
    asked_at: datetime | None = None
    version: int = 1
    changed_at: datetime | None = None
    called_off_at: datetime | None = None
    reason: str = ""

    @property
    def card(self) -> str:
        """Return the name under which what its leads see of it is found again."""
        return f"meeting:{self.meeting_id}"

    @property
    def home_card(self) -> str:
        """Return the name under which what homes were shown of it, beside the broadcast, is found again."""
        return f"meeting_home:{self.meeting_id}"

    @property
    def asked(self) -> bool:
        """Say whether homes have been asked to it."""
        return self.asked_at is not None

    def is_open(self, now: datetime) -> bool:
        """Say whether homes may still say whether they come."""
        return self.asked and self.called_off_at is None and now < self.plan.ends_at

    def reminder_at(self, at: time, zone: ZoneInfo) -> datetime:
        """Return when to remind (aware UTC): at this local time on the local day before."""
        return moment_of(self.plan.starts_at.astimezone(zone).date() - DAY, at, zone)


@dataclass(frozen=True, slots=True)
class Attendance:
    """What one home said; ``turn`` is its turn on the waiting list, ``came`` None until somebody noted it."""

    home: Home
    attending: Attending
    at: datetime
    turn: int | None = None
    came: bool | None = None


@dataclass(frozen=True, slots=True)
class HomeQuestion:
    """What a home asked before a meeting."""

    home: Home
    person_name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A message that shows a meeting to somebody, and those of their homes that it is for."""

    delivery_id: int
    home_ids: tuple[HomeId, ...]


class Meetings(Protocol):
    """What a handler may ask about meetings."""

    def meeting(self, meeting_id: int) -> Meeting | None:
        """Return one meeting, held until the transaction ends: two answers never meet."""

    def to_come(self, after: datetime) -> tuple[Meeting, ...]:
        """Return the meetings that homes were asked to and that end after then, the earliest first."""

    def past(self, before: datetime, most: int) -> tuple[Meeting, ...]:
        """Return so many meetings that have ended before then and took place, the latest first."""

    def homes_asked(self, meeting: Meeting, home_ids: Sequence[HomeId]) -> tuple[Home, ...]:
        """Return those of the homes that the meeting is for, by name."""

    def number_asked(self, meeting: Meeting) -> int:
        """Count the homes that the meeting is for."""

    def attendances(self, meeting_id: int) -> tuple[Attendance, ...]:
        """Return what homes said, by the name of the home."""

    def questions(self, meeting_id: int) -> tuple[HomeQuestion, ...]:
        """Return what homes asked beforehand, oldest first."""

    def cards(
        self, meeting: Meeting, home_ids: Collection[HomeId] | None = None
    ) -> tuple[HomeCard, ...]:
        """Return every message that shows the meeting to somebody of one of these homes, or of any home."""

    def calendar(self, meeting: Meeting) -> bytes:
        """Return the meeting as a calendar file."""


def coming(attendances: Iterable[Attendance]) -> int:
    """Count the homes that come, which is how many places are taken."""
    return sum(each.attending is Attending.COMING for each in attendances)


def places_left(places: int | None, attendances: Iterable[Attendance]) -> int | None:
    """Return how many places are left, None where there is no limit."""
    return None if places is None else max(places - coming(attendances), 0)


def becomes(
    places: int | None, attendances: Sequence[Attendance], home_id: HomeId, wanted: Attending
) -> Attending | None:
    """Return what a home's answer becomes; None where it wants to come and every place is taken."""
    if wanted not in (Attending.COMING, Attending.WAITING):
        return wanted
    mine = next((each.attending for each in attendances if each.home.home_id == home_id), None)
    if mine is Attending.COMING or places_left(places, attendances) != 0:
        return Attending.COMING
    return Attending.WAITING if Attending.WAITING in (mine, wanted) else None


def next_in_turn(places: int | None, attendances: Sequence[Attendance]) -> tuple[Home, ...]:
    """Return the homes that have waited longest, as many as places are left now."""
    waiting = [each for each in attendances if each.attending is Attending.WAITING]
    waiting.sort(key=lambda each: each.turn or 0)
    left = places_left(places, attendances)
    return tuple(each.home for each in (waiting if left is None else waiting[:left]))

"""Rotas: when a team works, who of it is on call now, and when nobody is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.core.hours import Hours, Span
from bot.core.people import PersonId, TeamId
from bot.core.working_days import Holiday

_DAY = timedelta(days=1)
_WEEK = 7
# The working hours of a team that has no rota.
USUAL = (Span.read("Monday to Friday 09:00-17:00"),)


@dataclass(frozen=True, slots=True)
class Shift:
    """A part of the week that people take by turns, a week each; the first begins on the Monday ``turns_from``."""

    id: str
    label: str
    span: Span
    people: tuple[str, ...]
    turns_from: date
    on_holidays: bool = True

    def turn(self, day: date) -> str:
        """Return whose turn it is where the shift begins on this local date."""
        return self.people[(day - self.turns_from).days // _WEEK % len(self.people)]


@dataclass(frozen=True, slots=True)
class Rota:
    """The working hours of a team, and its shifts; without shifts nobody is on call."""

    team: TeamId
    spans: tuple[Span, ...] = USUAL
    on_holidays: bool = False
    shifts: tuple[Shift, ...] = ()

    def hours(self, zone: ZoneInfo, holiday: Holiday) -> Hours:
        """Return when the team works."""
        return Hours(self.spans, zone, holiday, self.on_holidays)

    def shift(self, shift_id: str) -> Shift | None:
        """Return one of its shifts."""
        return next((each for each in self.shifts if each.id == shift_id), None)


class ChangeKind(StrEnum):
    """What changes a rota: somebody takes a shift, or is away."""

    COVER = "cover"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a rota: from one moment to another (aware UTC), later ones before earlier ones.

    A cover names its shift; who is away is so for every shift.
    """

    kind: ChangeKind
    team: TeamId
    person_id: PersonId
    person_name: str
    starts_at: datetime
    ends_at: datetime
    shift: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a shift, from one moment to another (aware UTC)."""

    shift: str
    starts_at: datetime
    ends_at: datetime


class SwapState(StrEnum):
    """Whether who was asked to swap has said yes or no."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Swap:
    """Somebody asked somebody else of the team to take a shift for one of theirs."""

    swap_id: int
    team: TeamId
    by: PersonId
    by_name: str
    mine: Part
    of: PersonId
    of_name: str
    theirs: Part
    state: SwapState


@dataclass(frozen=True, slots=True)
class Duty:
    """A part of a shift: who is on, from when to when (aware UTC). ``person_id`` is None where nobody is.

    ``name`` is then whose turn it would be.
    """

    shift: Shift
    starts_at: datetime
    ends_at: datetime
    person_id: PersonId | None
    name: str


@dataclass(frozen=True, slots=True)
class Roster:
    """A rota with what has changed, and the people of the team by name."""

    rota: Rota
    changes: Sequence[Change]
    people: Mapping[str, PersonId]
    zone: ZoneInfo
    holiday: Holiday

    def on_now(self, at: datetime) -> tuple[Duty, ...]:
        """Return who is on call at this moment, shift by shift."""
        found = self.between(at - _DAY, at + _DAY)
        return tuple(each for each in found if each.starts_at <= at < each.ends_at)

    def gaps(self, start: datetime, end: datetime) -> tuple[Duty, ...]:
        """Return when nobody is on call between two moments although there is a shift."""
        return tuple(each for each in self.between(start, end) if each.person_id is None)

    def between(self, start: datetime, end: datetime) -> tuple[Duty, ...]:
        """Return who is on call when between two moments, the earliest first; parts that meet as one."""
        found: list[Duty] = []
        for shift in self.rota.shifts:
            for begins, ends, day in self._occurrences(shift, start, end):
                found += self._parts(shift, begins, ends, shift.turn(day))
        return tuple(sorted(found, key=lambda each: (each.starts_at, each.shift.id)))

    def _occurrences(
        self, shift: Shift, start: datetime, end: datetime
    ) -> Iterator[tuple[datetime, datetime, date]]:
        day = start.astimezone(self.zone).date() - _DAY
        last = end.astimezone(self.zone).date()
        while day <= last:
            works = shift.on_holidays or not self.holiday(day)
            if works and day.weekday() in shift.span.weekdays:
                begins, ends = shift.span.on(day, self.zone)
                if begins < end and ends > start:
                    yield begins, ends, day
            day += _DAY

    def _parts(self, shift: Shift, begins: datetime, ends: datetime, name: str) -> list[Duty]:
        here = [each for each in self.changes if each.starts_at < ends and each.ends_at > begins]
        inside = {moment for each in here for moment in (each.starts_at, each.ends_at)}
        cuts = [begins, *sorted(moment for moment in inside if begins < moment < ends), ends]
        parts: list[Duty] = []
        for first, last in pairwise(cuts):
            person_id, who = self._who(shift, first, name)
            meets = parts and (parts[-1].person_id, parts[-1].name) == (person_id, who)
            since = parts.pop().starts_at if meets else first
            parts.append(Duty(shift, since, last, person_id, who))
        return parts

    def _who(self, shift: Shift, at: datetime, name: str) -> tuple[PersonId | None, str]:
        """Return who is on at this moment: the last who took the shift, else whose turn it is, unless away."""
        there = [each for each in self.changes if each.starts_at <= at < each.ends_at]
        covers = [
            each for each in there if each.kind is ChangeKind.COVER and each.shift == shift.id
        ]
        people = {each.casefold(): person_id for each, person_id in self.people.items()}
        person_id = people.get(name.casefold())
        if covers:
            name = covers[-1].person_name
            person_id = covers[-1].person_id if covers[-1].person_id in people.values() else None
        away = {each.person_id for each in there if each.kind is ChangeKind.AWAY}
        return (None if person_id in away else person_id), name


class Rotas(Protocol):
    """What a handler may ask about rotas."""

    def changes(self, team: TeamId, start: datetime, end: datetime) -> tuple[Change, ...]:
        """Return what changes the team's rota between two moments, in the order in which it was made."""

    def swap(self, swap_id: int) -> Swap | None:
        """Return one swap."""

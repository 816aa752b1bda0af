"""``rota.toml``: when each team works, and who of it is on call by turns."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from pydantic import Field

from bot.content.entry import Entry, Id, Label, Text
from bot.content.folder import Folder
from bot.core.definitions import Team
from bot.core.hours import Span
from bot.core.moments import read_day
from bot.core.people import TeamId
from bot.core.recurrence import WEEKDAYS
from bot.core.rota import USUAL, Rota, Shift
from bot.places import nearest

ROTA = "rota.toml"
_MINUTES = 24 * 60
_FIRST = date(2020, 1, 6)
Place = tuple[str | int, ...]


class _Shift(Entry):
    id: Id
    label: Label
    when: str
    people: list[Text] = Field(min_length=1)
    turns_from: str
    on_holidays: bool = True


class _Rota(Entry):
    team: str
    hours: list[str] = Field(min_length=1)
    on_holidays: bool = False
    round_the_clock: bool = False
    shifts: list[_Shift] = Field(default_factory=list)


class _Rotas(Entry):
    rotas: list[_Rota] = Field(default_factory=list)


def rotas(folder: Folder, known: Mapping[TeamId, Team]) -> Mapping[TeamId, Rota]:
    """Return the rotas by team."""
    found = folder.entry(ROTA, _Rotas)
    if found is None:
        return {}
    folder.unique(ROTA, ("rotas",), "team", [each.team for each in found.rotas])
    for place, each in enumerate(found.rotas):
        if known and each.team not in known:
            what = f'no team has the id "{each.team}"{nearest(each.team, list(known))}'
            folder.fault(ROTA, ("rotas", place, "team"), what)
    return {
        TeamId(each.team): _rota(folder, ("rotas", place), each)
        for place, each in enumerate(found.rotas)
    }


def _rota(folder: Folder, here: Place, entry: _Rota) -> Rota:
    spans = [_span(folder, (*here, "hours", place), each) for place, each in enumerate(entry.hours)]
    folder.unique(ROTA, (*here, "shifts"), "id", [each.id for each in entry.shifts])
    shifts = tuple(
        _shift(folder, (*here, "shifts", place), each) for place, each in enumerate(entry.shifts)
    )
    if entry.round_the_clock and (gap := _gap(shifts)):
        folder.fault(ROTA, (*here, "shifts"), f"leave a gap: nobody is on from {gap}")
    known = tuple(each for each in spans if each)
    return Rota(TeamId(entry.team), known or USUAL, entry.on_holidays, shifts)


def _span(folder: Folder, place: Place, words: str) -> Span | None:
    try:
        return Span.read(words)
    except ValueError as error:
        folder.fault(ROTA, place, str(error))
        return None


def _shift(folder: Folder, here: Place, entry: _Shift) -> Shift:
    span = _span(folder, (*here, "when"), entry.when) or USUAL[0]
    monday = read_day(entry.turns_from, _FIRST)
    if monday is None or monday.weekday():
        what = f'"{entry.turns_from}" is not a Monday; write one such as 4 January 2027'
        folder.fault(ROTA, (*here, "turns_from"), what)
        monday = _FIRST
    names = tuple(entry.people)
    return Shift(entry.id, entry.label, span, names, monday, entry.on_holidays)


def _gap(shifts: tuple[Shift, ...]) -> str:
    """Return the first time of an ordinary week at which no shift is, in words; empty where there is none."""
    covered = sorted(span for shift in shifts for span in _minutes(shift.span))
    reached = 0
    for start, end in covered:
        if start > reached:
            return f"{_words(reached)} to {_words(start)}"
        reached = max(reached, end)
    whole = _MINUTES * len(WEEKDAYS)
    return "" if reached >= whole else f"{_words(reached)} to {_words(whole)}"


def _minutes(span: Span) -> Iterator[tuple[int, int]]:
    """Yield from which to which minute of the week it lasts; one over the end of the week in two parts."""
    length = _minute(span.end) - _minute(span.start)
    length += 0 if length > 0 else _MINUTES
    whole = _MINUTES * len(WEEKDAYS)
    for day in span.weekdays:
        start = day * _MINUTES + _minute(span.start)
        yield start, min(start + length, whole)
        if start + length > whole:
            yield 0, start + length - whole


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _words(minute: int) -> str:
    day, rest = divmod(minute, _MINUTES)
    moment = datetime.combine(_FIRST, time(*divmod(rest, 60)))
    return f"{WEEKDAYS[day % len(WEEKDAYS)].capitalize()} {moment:%H:%M}"

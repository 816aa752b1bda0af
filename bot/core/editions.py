"""Newsletters before they are sent: editions, the items that go into them, and in which order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.people import PersonId, TeamId
from bot.core.recurrence import Recurrence, moment_of
from bot.core.sentences import Sentence
from bot.core.working_days import Holiday, OnHoliday, Plan, next_of

# What a template may have besides its sections by name.
TITLE, DATE, SECTIONS = "title", "date", "sections"


class ItemState(StrEnum):
    """Where an item stands.

    WAITING for the next issue; PLACED in a draft; HELD by the editor for the issue after; EXPIRED before it was
    in one; DROPPED by the editor; SENT.
    """

    WAITING = "waiting"
    PLACED = "placed"
    HELD = "held"
    EXPIRED = "expired"
    DROPPED = "dropped"
    SENT = "sent"


# Those that the next issue takes.
OPEN_ITEMS = (ItemState.WAITING, ItemState.HELD)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a newsletter tells. ``action`` says what to do and by when; empty = for information.

    ``expires_on`` is the last local date on which it is worth telling, None where it stays. ``meeting_id`` is of a
    meeting that it tells of by itself.
    """

    item_id: int
    edition: str
    section: str
    title: str
    text: str = ""
    link: str = ""
    audience: str = "all"
    action: str = ""
    expires_on: date | None = None
    state: ItemState = ItemState.WAITING
    place: int = 0
    broadcast_id: int | None = None
    author_id: PersonId | None = None
    author_name: str = ""
    meeting_id: int | None = None
    made_at: datetime | None = None

    def is_over(self, day: date) -> bool:
        """Say whether it is not worth telling any more on this local date."""
        return self.expires_on is not None and self.expires_on < day


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a newsletter, with the items under it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A kind of newsletter.

    ``closes`` is when its draft is made; ``sends`` when an approved one goes out after that, None = at once.
    ``approver`` is the team of the second person, None where none is needed. ``meetings`` is the id of the section
    that tells of meetings by itself, empty where none does, so far ``ahead`` of the closing.
    """

    id: str
    title: str
    audience: str
    closes: Recurrence
    sections: tuple[Section, ...]
    editor: TeamId
    template: Sentence
    approver: TeamId | None = None
    sends: Recurrence | None = None
    on_holidays: OnHoliday = OnHoliday.BEFORE
    meetings: str = ""
    ahead: timedelta = timedelta(days=28)

    def closings(self, holiday: Holiday) -> Plan:
        """Return the local dates on which its drafts are made."""
        return Plan(self.closes, self.on_holidays, holiday)

    def next_closing(
        self, after: datetime, holiday: Holiday, zone: ZoneInfo
    ) -> tuple[date, datetime]:
        """Return the local date on which the next draft is made, and the moment."""
        found = next_of(self.closings(holiday), after, zone)
        assert found is not None, "no rule leaves out a whole year"
        return found

    def sends_at(self, issue: date, holiday: Holiday, zone: ZoneInfo) -> datetime | None:
        """Return when the issue of that closing goes out (aware UTC), None = as soon as it may.

        What would go out on a bank holiday goes out on the working day after, as its draft was made before.
        """
        if self.sends is None:
            return None
        keeps = self.on_holidays is OnHoliday.KEEP
        plan = Plan(self.sends, OnHoliday.KEEP if keeps else OnHoliday.AFTER, holiday)
        found = next_of(plan, moment_of(issue, self.closes.at, zone), zone)
        return found[1] if found else None

    def section_of(self, item: Item) -> Section:
        """Return where the item stands: in the last section where its own is gone from the file."""
        found = (each for each in self.sections if each.id == item.section)
        return next(found, self.sections[-1])


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """Which announcements need a second person: those to more homes than this, and urgent ones where it says so."""

    team: TeamId
    more_than_homes: int | None = None
    urgent: bool = False

    def asks_for(self, homes: int, *, urgent: bool) -> bool:
        """Say whether such an announcement needs a second person."""
        too_many = self.more_than_homes is not None and homes > self.more_than_homes
        return too_many or (urgent and self.urgent)


@dataclass(frozen=True, slots=True)
class Sorted:
    """Items that an issue takes, in the order in which it tells them, and those that are over."""

    taken: tuple[Item, ...]
    over: tuple[Item, ...] = field(default=())


def sort_out(edition: Edition, items: Iterable[Item], day: date) -> Sorted:
    """Return the items in the order of the edition's sections, those that are over on this local date apart."""
    order = {each.id: place for place, each in enumerate(edition.sections)}

    def place(item: Item) -> tuple[int, int, int]:
        return order[edition.section_of(item).id], item.place, item.item_id

    items = sorted(items, key=place)
    return Sorted(
        tuple(each for each in items if not each.is_over(day)),
        tuple(each for each in items if each.is_over(day)),
    )


def by_section(
    edition: Edition, items: Sequence[Item]
) -> Mapping[Section, tuple[tuple[int, Item], ...]]:
    """Return the items under their sections, each with its number in the issue, from 1."""
    return {
        section: tuple(
            (number, each)
            for number, each in enumerate(items, 1)
            if edition.section_of(each) == section
        )
        for section in edition.sections
    }


def closed_markdown(text: str) -> str:
    """Return a text whose code block, where it left one open, ends with it and takes in nothing after it."""
    fence = ""
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip(" "))
        mark = _fence(line.strip()) if indent <= _MOST_INDENT else ""
        if not fence:
            fence = mark if "`" not in line.strip().removeprefix(mark) or "~" in mark else ""
        elif mark and mark[0] == fence[0] and len(mark) >= len(fence) and line.strip() == mark:
            fence = ""
    return f"{text}\n{fence}" if fence else text


# CommonMark 0.31, section 4.5.
_MOST_INDENT, _LEAST_FENCE = 3, 3


def _fence(line: str) -> str:
    for sign in "`~":
        length = len(line) - len(line.lstrip(sign))
        if length >= _LEAST_FENCE:
            return sign * length
    return ""

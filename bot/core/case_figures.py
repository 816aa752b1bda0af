"""How long homes wait: to the first word, to a claim and to the end, by category, in working hours and on the clock."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.cases import CaseState, Entry, EntryKind, Escalation, Timeline
from bot.core.hours import Hours

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of some lengths of time, and what nine of ten do not exceed; None where there are none."""

    number: int
    median: timedelta | None
    ninth_of_ten: timedelta | None

    @classmethod
    def of(cls, lengths: Iterable[timedelta]) -> "Spread":
        """Return the spread of these."""
        ordered = sorted(lengths)
        if not ordered:
            return cls(0, None, None)
        # The nearest rank: a length that was really waited for.
        rank = -(-9 * len(ordered) // 10)
        low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
        return cls(len(ordered), low + (high - low) / 2, ordered[rank - 1])


@dataclass(frozen=True, slots=True)
class Waits:
    """How long something took: on the clock, and in the working hours of the team."""

    clock: Spread
    working: Spread


@dataclass(frozen=True, slots=True)
class CategoryFigures:
    """The figures of one category; the last three count what is open by its age."""

    category: str
    cases: int
    reopened: int
    first_word: Waits
    claim: Waits
    resolve: Waits
    open_a_day: int
    open_a_week: int
    open_longer: int


def figures(
    found: Iterable[Timeline], hours_of: Callable[[Escalation], Hours], now: datetime
) -> tuple[CategoryFigures, ...]:
    """Return the figures by category, by name; of each case what came first counts.

    What a home reads at the end is a word as well, where none came before it.
    """
    by_category: defaultdict[str, list[Timeline]] = defaultdict(list)
    for each in found:
        by_category[each[0].category].append(each)
    return tuple(
        _of_category(category, cases, hours_of, now)
        for category, cases in sorted(by_category.items())
    )


def _of_category(
    category: str, cases: list[Timeline], hours_of: Callable[[Escalation], Hours], now: datetime
) -> CategoryFigures:
    firsts = [(each, _firsts(lines)) for each, lines in cases]

    def waits(*kinds: EntryKind) -> Waits:
        ends = [
            (each, min(times[kind] for kind in kinds if kind in times))
            for each, times in firsts
            if any(kind in times for kind in kinds)
        ]
        clock = Spread.of(end - each.raised_at for each, end in ends)
        working = Spread.of(hours_of(each).between(each.raised_at, end) for each, end in ends)
        return Waits(clock, working)

    ages = [now - each.raised_at for each, _ in cases if each.state is not CaseState.RESOLVED]
    return CategoryFigures(
        category,
        len(cases),
        sum(EntryKind.REOPENED in times for _, times in firsts),
        waits(EntryKind.TO_HOME, EntryKind.RESOLVED),
        waits(EntryKind.CLAIMED),
        waits(EntryKind.RESOLVED),
        sum(age < DAY for age in ages),
        sum(DAY <= age < WEEK for age in ages),
        sum(age >= WEEK for age in ages),
    )


def _firsts(lines: Sequence[Entry]) -> Mapping[EntryKind, datetime]:
    """Return when each kind of line came first."""
    found: dict[EntryKind, datetime] = {}
    for line in lines:
        found.setdefault(line.kind, line.at)
    return found

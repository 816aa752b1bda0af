"""The audit of ladders: each step of a case that was told later than it was due, worked out anew from its timeline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.cases import CaseState, Entry, EntryKind, Escalation
from bot.core.hours import Hours
from bot.core.ladder import Ladder, Pace, Tell

# A tick, a full batch and a restart fit into this.
TOLERANCE = timedelta(minutes=5)
_OWNED = (EntryKind.CLAIMED, EntryKind.TO_HOME)
_ASIDE = (
    EntryKind.FROM_HOME,
    EntryKind.CHANGED,
    EntryKind.PROMISED,
    EntryKind.DONE,
    EntryKind.DROPPED,
)
_BEGUN = (EntryKind.RAISED, EntryKind.RELEASED)


@dataclass(frozen=True, slots=True)
class Late:
    """What was due and came later; ``at`` is None where it has not come yet."""

    what: str
    due_at: datetime
    at: datetime | None


def late(
    escalation: Escalation, entries: Sequence[Entry], hours: Hours, now: datetime
) -> tuple[Late, ...]:
    """Return what the ladder of a case should have done and did not, or did too late."""
    pace = Pace.of(escalation.policy, hours, escalation.urgency)
    found = list(_told_late(pace, entries))
    due_at = escalation.ladder.due_at
    if escalation.state is not CaseState.RESOLVED and (due_at is None or due_at < now - TOLERANCE):
        found.append(Late("next", due_at or escalation.moved_at, None))
    return tuple(found)


def _told_late(pace: Pace, entries: Sequence[Entry]) -> Iterator[Late]:
    """Yield each step and each question for word that came late.

    After what a person decided with a time of their own, nothing is expected before they or the ladder move it again.
    """
    ladder: Ladder | None = None
    for entry in entries:
        moves = entry.kind in (EntryKind.TOLD, EntryKind.ASKED, EntryKind.RELEASED)
        if moves and ladder and ladder.due_at and entry.at > ladder.due_at + TOLERANCE:
            yield Late(entry.text.partition(":")[0] or entry.kind, ladder.due_at, entry.at)
        ladder = _after(pace, entry, ladder)


def _after(pace: Pace, entry: Entry, ladder: Ladder | None) -> Ladder | None:
    """Return where the ladder stands after this line; None where that cannot be known from it."""
    if entry.kind in _BEGUN:
        return pace.first(entry.at)
    if entry.kind in _OWNED:
        return pace.owned(entry.at)
    if entry.kind is EntryKind.ASKED:
        return pace.asked(entry.at)
    if entry.kind is EntryKind.TOLD:
        return _told(pace, entry)
    if entry.kind in _ASIDE:
        return ladder
    return None


def _told(pace: Pace, entry: Entry) -> Ladder:
    tell = Tell(entry.text.partition(":")[0])
    steps = [each.tell for each in pace.policy.steps]
    return pace.climbed(Ladder(steps.index(tell)), entry.at)

"""Broadcasts: what is sent to many homes, who it reaches, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.core.kindness import Held
from bot.core.messages import File
from bot.core.people import HomeId, PersonId
from bot.core.recurrence import Recurrence
from bot.core.working_days import Holiday, OnHoliday, Plan


class BroadcastState(StrEnum):
    """Where a broadcast stands.

    WAITING is for a second person's approval, STALE for a person to say what now; REPEATING is the pattern of what
    goes out again and again.
    """

    DRAFT = "draft"
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    REPEATING = "repeating"
    STALE = "stale"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"


# What has not gone out, and may still be changed or dropped.
CHANGEABLE = (
    BroadcastState.DRAFT,
    BroadcastState.WAITING,
    BroadcastState.SCHEDULED,
    BroadcastState.STALE,
)
# Nobody has said yet, or any more, that one of these is to go out.
NOT_MEANT = (BroadcastState.DRAFT, BroadcastState.CANCELLED)
# A person may still say what becomes of one of these.
PLANNED = (BroadcastState.SCHEDULED, BroadcastState.REPEATING, BroadcastState.STALE)


class BroadcastKind(StrEnum):
    """What a broadcast is to those who get it."""

    ANNOUNCEMENT = "announcement"
    MEETING = "meeting"
    NEWSLETTER = "newsletter"
    GUIDANCE = "guidance"


class Decision(StrEnum):
    """What a second person said of one version of a broadcast."""

    APPROVED = "approved"
    SENT_BACK = "sent_back"


class Gap(StrEnum):
    """Why a home of the audience cannot be reached."""

    NOT_JOINED = "not_joined"
    BLOCKED = "blocked"
    LEFT = "left"
    CHANNEL_OFF = "channel_off"


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One text for an audience. ``author_id`` is None when it came from the command line or the clock.

    A newsletter has its ``edition`` and its ``issue``, the local date of its closing such as 2026-11-27. One that
    asks homes to a meeting has its ``meeting_id``, one that tells of a change of guidance its ``change_id``.
    ``version`` grows with each change of the text; of one that was withdrawn, the text is why. From ``of_use_until``
    on (aware UTC) it goes to nobody: the meeting has begun by then.
    """

    broadcast_id: int
    author_id: PersonId | None
    audience: str
    text: str
    urgent: bool
    ack: bool
    state: BroadcastState
    send_at: datetime | None = None
    issue: str = ""
    recurring_id: int | None = None
    kind: BroadcastKind = BroadcastKind.ANNOUNCEMENT
    title: str = ""
    meeting_id: int | None = None
    edition: str = ""
    file: File | None = None
    version: int = 1
    sent_at: datetime | None = None
    chased_at: datetime | None = None
    corrected_at: datetime | None = None
    withdrawn_at: datetime | None = None
    change_id: int | None = None
    of_use_until: datetime | None = None

    @property
    def card(self) -> str:
        """Return the name under which its progress line is found again."""
        return f"broadcast:{self.broadcast_id}"

    @property
    def preview_card(self) -> str:
        """Return the name under which what its author decides on is found again."""
        return f"preview:{self.broadcast_id}"

    @property
    def copy_card(self) -> str:
        """Return the name under which copies that people asked to see are found again."""
        if self.meeting_id is not None:
            return f"meeting_home:{self.meeting_id}"
        return f"copy:{self.broadcast_id}"

    @property
    def approval_card(self) -> str:
        """Return the name under which what a second person decides on is found again."""
        return f"approval:{self.broadcast_id}"


@dataclass(frozen=True, slots=True)
class Approval:
    """What a second person said of one version; ``person_name`` is empty where it was the operator."""

    version: int
    decision: Decision
    note: str
    person_id: PersonId | None
    person_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Recurring:
    """When a pattern goes out: local time in words, what is done on bank holidays, and the last date if any.

    Nothing that was due until ``since`` (aware UTC) goes out.
    """

    recurring_id: int
    opens: str
    on_holidays: OnHoliday
    until: date | None
    since: datetime

    def plan(self, holiday: Holiday) -> Plan:
        """Return its local dates."""
        return Plan(Recurrence.read(self.opens), self.on_holidays, holiday, self.until)


@dataclass(frozen=True, slots=True)
class Reach:
    """Who an audience is: homes in it, homes that a message reaches, and the others by reason."""

    homes: int
    reached: int
    by_type: Mapping[str, int]
    gaps: Mapping[Gap, tuple[str, ...]]  # names of the homes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one home said of a broadcast: ``read_at`` (aware UTC) is None until it says that it has read it."""

    home_id: HomeId
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Hold:
    """How many homes wait for a broadcast, until when (aware UTC), and why; a home's week holds ``per_week``."""

    why: Held
    until: datetime
    homes: int
    per_week: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of a broadcast so far, in homes."""

    homes: int
    delivered: int
    waiting: int
    failed: int
    not_reached: int
    acknowledged: int
    read: int = 0


class HomeDelivery(NamedTuple):
    """What became of a broadcast for one home, and why: ``reason`` and ``held`` are short codes."""

    home_id: str
    home_name: str
    state: str
    reason: str
    in_doubt: bool
    finished_at: datetime | None
    read_at: datetime | None
    acknowledged_at: datetime | None
    person: str
    types: tuple[str, ...] = ()
    held: str = ""
    held_until: datetime | None = None


class Edits(NamedTuple):
    """How far a correction or a withdrawal is, in messages."""

    done: int
    waiting: int
    failed: int


class TypeFigures(NamedTuple):
    """What became of a broadcast in the homes of one type."""

    type: str
    homes: int
    delivered: int
    read: int
    acknowledged: int


def by_type(rows: Iterable[HomeDelivery]) -> tuple[TypeFigures, ...]:
    """Return the figures of each type of home, by its name; a home of several types counts in each."""
    found: dict[str, list[HomeDelivery]] = {}
    for row in rows:
        for each in row.types:
            found.setdefault(each, []).append(row)
    return tuple(
        TypeFigures(
            name,
            len(of),
            sum(each.state == "delivered" for each in of),
            sum(each.read_at is not None for each in of),
            sum(each.acknowledged_at is not None for each in of),
        )
        for name, of in sorted(found.items())
    )

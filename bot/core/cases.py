"""Escalations: what a home needs, who has it, and everything that was said about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.people import Home, PersonId, TeamId


class CaseState(StrEnum):
    """Where an escalation stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    RESOLVED = "resolved"


class EntryKind(StrEnum):
    """What a line of the timeline records."""

    RAISED = "raised"
    CHANGED = "changed"
    CLAIMED = "claimed"
    TO_HOME = "to_home"
    FROM_HOME = "from_home"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline: who did what, when (aware UTC), and the words where there were any."""

    kind: EntryKind
    at: datetime
    by_name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Escalation:
    """A need of a home on its way to an answer.

    ``version`` moves with every change of owner or state, and ``moved_at`` (aware UTC) is when the last one was.
    """

    escalation_id: int
    home: Home
    category: str
    team: TeamId
    summary: str
    state: CaseState
    raised_at: datetime
    moved_at: datetime
    version: int
    owner_id: PersonId | None = None
    owner_name: str = ""

    @property
    def reference(self) -> str:
        """Return what people call it, such as ``HR-12``."""
        return f"HR-{self.escalation_id}"

    @property
    def card(self) -> str:
        """Return the name under which its cards are found again."""
        return f"escalation:{self.escalation_id}"

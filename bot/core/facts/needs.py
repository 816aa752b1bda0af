"""What happens to escalations."""

from dataclasses import dataclass

from bot.core.cases import CaseState, EntryKind
from bot.core.people import HomeId, PersonId, TeamId


@dataclass(frozen=True, slots=True)
class EscalationRaised:
    """A home needs something of a team."""

    escalation_id: int
    home_id: HomeId
    category: str
    team: TeamId
    summary: str
    assignment_id: int | None = None


@dataclass(frozen=True, slots=True)
class EscalationMoved:
    """An escalation changed state; Overtaken unless its version is still ``version``.

    ``owner_id`` becomes its owner; None keeps the present one.
    """

    escalation_id: int
    version: int
    state: CaseState
    owner_id: PersonId | None = None


@dataclass(frozen=True, slots=True)
class EntryAdded:
    """A line for the timeline of an escalation."""

    escalation_id: int
    kind: EntryKind
    text: str = ""

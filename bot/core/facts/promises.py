"""What happens to next steps, scores and incidents."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.people import PersonId, TeamId
from bot.core.promises import ActionState


@dataclass(frozen=True, slots=True)
class ActionPromised:
    """A next step was promised by a local date; at ``next_at`` (aware UTC) its owner is reminded."""

    action_id: int
    escalation_id: int
    text: str
    owner_id: PersonId
    due_on: date
    next_at: datetime


@dataclass(frozen=True, slots=True)
class ActionMoved:
    """A next step is done or dropped, or is reminded of again at ``next_at``; Overtaken where it had ended."""

    action_id: int
    state: ActionState
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseScored:
    """A home said how it went."""

    escalation_id: int
    score: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class CasesLinked:
    """More cases belong to an incident; Overtaken where one of them is in another already."""

    incident_id: int
    escalation_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class IncidentMade:
    """Cases of several homes are one matter from now on; Overtaken where one of them is in another already."""

    incident_id: int
    category: str
    team: TeamId
    escalation_ids: tuple[int, ...]

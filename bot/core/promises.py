"""What was promised on a case: next steps with an owner and a date; and cases of several homes that are one matter."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.core.cases import Escalation
from bot.core.people import PersonId, TeamId

# A home says how it went from 1 to 5; from here down, whoever coordinates hears of it.
SCORES, LOW = range(1, 6), 2


class ActionState(StrEnum):
    """Whether a promised next step is still to come."""

    PROMISED = "promised"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Action:
    """A next step that somebody promised by a local date; ``next_at`` (aware UTC) is when they are reminded."""

    action_id: int
    escalation_id: int
    text: str
    owner_id: PersonId
    owner_name: str
    due_on: date
    next_at: datetime | None
    state: ActionState


@dataclass(frozen=True, slots=True)
class Incident:
    """The same need of several homes at once."""

    incident_id: int
    category: str
    team: TeamId


def incident_card(incident_id: int) -> str:
    """Return the name under which the card of an incident is found again."""
    return f"incident:{incident_id}"


class Promises(Protocol):
    """What a handler may ask about next steps and incidents."""

    def action(self, action_id: int) -> Action | None:
        """Return one next step."""

    def open_actions(self, *escalation_ids: int) -> tuple[Action, ...]:
        """Return the next steps of these cases that are still to come, the nearest first."""

    def late(self, team: TeamId, today: date) -> tuple[Action, ...]:
        """Return the next steps of a team's cases promised for a day before this one, the longest past first."""

    def alike(self, category: str, since: datetime) -> tuple[Escalation, ...]:
        """Return what is open in a category, was raised since then and is in no incident, the oldest first."""

    def incident(self, incident_id: int) -> Incident | None:
        """Return one incident."""

    def open_incident(self, category: str, since: datetime) -> Incident | None:
        """Return the newest incident of a category that was made since then and of which a case is open."""

    def linked(self, incident_id: int) -> tuple[Escalation, ...]:
        """Return the cases of an incident that are not resolved, the oldest first."""

"""What happens to escalations."""

from dataclasses import dataclass

from bot.core.cases import CaseState, EntryKind, Source
from bot.core.ladder import NOT_BEGUN, Ladder, Policy, Urgency
from bot.core.people import HomeId, PersonId, TeamId


@dataclass(frozen=True, slots=True)
class EscalationRaised:
    """A home needs something of a team."""

    escalation_id: int
    home_id: HomeId
    category: str
    team: TeamId
    summary: str
    policy: Policy
    urgency: Urgency
    ladder: Ladder
    source: Source = Source.HOME
    assignment_id: int | None = None


@dataclass(frozen=True, slots=True)
class EscalationMoved:
    """An escalation moved; Overtaken unless its version is still ``version``.

    It is then as is said here, with a line of this kind in its timeline; ``team`` is None where it stays with its team.
    ``ladder`` must have a moment at which it moves next, unless it is resolved: no open escalation is ever silent.
    """

    escalation_id: int
    version: int
    state: CaseState
    owner_id: PersonId | None
    kind: EntryKind
    ladder: Ladder = NOT_BEGUN
    text: str = ""
    team: TeamId | None = None

    def __post_init__(self) -> None:
        """Make sure that somebody has it, or is told of it at some moment.

        Raises:
            ValueError: It would be silent, or owned by nobody.
        """
        if self.state is CaseState.RESOLVED:
            return
        has_owner = self.owner_id is not None
        if self.ladder.due_at is None or has_owner != (self.state is CaseState.CLAIMED):
            raise ValueError(self)


@dataclass(frozen=True, slots=True)
class EntryAdded:
    """A line for the timeline of an escalation."""

    escalation_id: int
    kind: EntryKind
    text: str = ""

"""Escalations for tests of other things: a policy, and facts that are whole."""

from datetime import timedelta

from bot.core.cases import CaseState, EntryKind
from bot.core.facts import EscalationMoved, EscalationRaised
from bot.core.ladder import Ladder, Policy, Step, Tell, Urgency
from bot.core.people import HomeId, PersonId, TeamId
from tests.support.clocks import MONDAY

HOUR = timedelta(hours=1)
POLICY = Policy("usual", (Step(Tell.TEAM, HOUR), Step(Tell.ALL_LEADS, HOUR)), HOUR, HOUR)
WAITS = Ladder(1, MONDAY + HOUR)


def raised(number: int, home: str, category: str, team: str, summary: str) -> EscalationRaised:
    """Return the fact that a home needs something this week."""
    of, at = HomeId(home), TeamId(team)
    return EscalationRaised(number, of, category, at, summary, POLICY, Urgency.WEEK, WAITS)


def claimed(number: int, version: int, owner_id: PersonId) -> EscalationMoved:
    """Return the fact that somebody has it."""
    state, kind = CaseState.CLAIMED, EntryKind.CLAIMED
    return EscalationMoved(number, version, state, owner_id, kind, WAITS)


def resolved(number: int, version: int, owner_id: PersonId | None = None) -> EscalationMoved:
    """Return the fact that it is settled."""
    return EscalationMoved(number, version, CaseState.RESOLVED, owner_id, EntryKind.RESOLVED)

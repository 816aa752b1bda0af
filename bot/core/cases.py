"""Escalations: what a home needs, who has it, and everything that was said about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.core.ladder import NOT_BEGUN, Ladder, Policy, Urgency
from bot.core.people import Home, HomeId, Person, PersonId, TeamId


class CaseState(StrEnum):
    """Where an escalation stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    RESOLVED = "resolved"


class EntryKind(StrEnum):
    """What a line of the timeline records."""

    RAISED = "raised"
    CHANGED = "changed"
    TOLD = "told"
    CLAIMED = "claimed"
    ASKED = "asked"
    RELEASED = "released"
    HANDED_ON = "handed_on"
    SNOOZED = "snoozed"
    TO_HOME = "to_home"
    FROM_HOME = "from_home"
    PROMISED = "promised"
    DONE = "done"
    DROPPED = "dropped"
    RESOLVED = "resolved"
    REOPENED = "reopened"


class Source(StrEnum):
    """Who or what raised an escalation."""

    HOME = "home"
    ANSWER = "answer"
    LEAD = "lead"


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

    ``version`` moves with every change of owner or state and with every step, and ``moved_at`` (aware UTC) is when it
    was last raised, claimed, given back or resolved. Its policy is the one that it was raised with.
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
    policy: Policy
    urgency: Urgency = Urgency.WEEK
    ladder: Ladder = NOT_BEGUN
    owner_id: PersonId | None = None
    owner_name: str = ""
    outcome: str = ""

    @property
    def reference(self) -> str:
        """Return what people call it, such as ``HR-12``."""
        return f"HR-{self.escalation_id}"

    @property
    def card(self) -> str:
        """Return the name under which its cards are found again."""
        return card_of(self.escalation_id)


def card_of(escalation_id: int) -> str:
    """Return the name under which the cards of an escalation are found again."""
    return f"escalation:{escalation_id}"


# An escalation with everything that happened to it, oldest first.
Timeline = tuple[Escalation, Sequence[Entry]]


class Cases(Protocol):
    """What a handler may ask about escalations, beside the first questions of ``Look``."""

    def timelines(self, since: datetime) -> Sequence[Timeline]:
        """Return what is open or was resolved since then, each with everything that happened to it, oldest first."""

    def kinds_of(self, home_id: HomeId) -> frozenset[str]:
        """Return the types of a home, such as ``nursing`` and ``ld``."""

    def lately_resolved(self, home_id: HomeId, since: datetime) -> Escalation | None:
        """Return what was resolved last for a home, where that was since then."""

    def on_hand(self, teams: Sequence[TeamId]) -> tuple[Person, ...]:
        """Return the people of these teams who can be written to, by name."""

    def silent_homes(self) -> tuple[Home, ...]:
        """Return the homes that answered neither of the last two rounds that have closed, by name; a few at most."""

    def homes_called(self, words: str) -> tuple[Home, ...]:
        """Return the homes with this id, or with these words in their name, by name; a few at most."""

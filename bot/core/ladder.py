"""Ladders: who is told of a case, after how long the next, and when somebody who has it is asked for word."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from bot.core.hours import Hours


class Urgency(StrEnum):
    """By when a home needs it."""

    TODAY = "today"
    WEEK = "week"


class Tell(StrEnum):
    """Who a step tells: the team in its room, who is on call for it, each of its leads, the coordinators, everybody."""

    ROOM = "room"
    ON_CALL = "on_call"
    TEAM = "team"
    COORDINATORS = "coordinators"
    ALL_LEADS = "all_leads"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who is told, and how long it then waits for somebody to claim the case."""

    tell: Tell
    wait: timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """Who is told, in order; the last step is told again and again.

    The home may expect ``word`` within that time, its owner is asked when that passed, and has ``release`` to answer.
    Waits count working time, but for what is needed today.
    """

    id: str
    steps: tuple[Step, ...]
    word: timedelta
    release: timedelta


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where a case stands on its ladder: how many steps were told, and when it moves next (aware UTC).

    ``due_at`` is None only where nothing is open any more. ``asked`` is true once its owner was asked for word.
    """

    step: int = 0
    due_at: datetime | None = None
    asked: bool = False


NOT_BEGUN = Ladder()


@dataclass(frozen=True, slots=True)
class Pace:
    """How time passes for a case: round the clock, or in the working hours of its team."""

    policy: Policy
    hours: Hours
    urgency: Urgency

    @classmethod
    def of(cls, policy: Policy, hours: Hours, urgency: Urgency) -> Self:
        """Return the pace; what is needed today waits for nobody's working hours."""
        pace = replace(hours, spans=()) if urgency is Urgency.TODAY else hours
        return cls(policy, pace, urgency)

    def first(self, at: datetime) -> Ladder:
        """Return the ladder of what is open from now on.

        The card in the team's room disturbs nobody and is there at once; any other step waits until the team works.
        """
        begun = Ladder(0, self.hours.opening(at))
        return self.climbed(begun, at) if self.step(begun).tell is Tell.ROOM else begun

    def climbed(self, ladder: Ladder, at: datetime) -> Ladder:
        """Return the ladder after its next step was told."""
        wait = self.step(ladder).wait
        return Ladder(min(ladder.step + 1, len(self.policy.steps)), self.hours.add(at, wait))

    def step(self, ladder: Ladder) -> Step:
        """Return the step that is to be told next: after the last, the last again."""
        return self.policy.steps[min(ladder.step, len(self.policy.steps) - 1)]

    def owned(self, at: datetime) -> Ladder:
        """Return the ladder of what somebody has: due when they are to be asked for word."""
        return Ladder(0, self.hours.add(at, self.policy.word))

    def asked(self, at: datetime) -> Ladder:
        """Return the ladder of what its owner was asked about: due when it is given back."""
        return Ladder(0, self.hours.add(at, self.policy.release), asked=True)

    def expected_by(self, at: datetime) -> datetime:
        """Return by when the home may expect word."""
        return self.hours.add(at, self.policy.word)

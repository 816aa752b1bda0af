"""Homes, the people who run them, the leads who support them, and their accounts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

HomeId = NewType("HomeId", str)
PersonId = NewType("PersonId", int)
AccountId = NewType("AccountId", int)
TeamId = NewType("TeamId", str)


class Role(StrEnum):
    """What a person is to a home (manager, deputy) or to the network (lead)."""

    MANAGER = "manager"
    DEPUTY = "deputy"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Home:
    """A care setting. ``home_id`` is the network's own key, never a CQC id."""

    home_id: HomeId
    name: str
    area: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """One person's role at one home."""

    home: Home
    role: Role


@dataclass(frozen=True, slots=True)
class Account:
    """One person's chat on one channel; ``chat`` is the platform's own id for it."""

    account_id: AccountId
    person_id: PersonId
    channel: str
    chat: str
    last_used_at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has joined: with homes, with teams, or with both."""

    person_id: PersonId
    name: str
    memberships: tuple[Membership, ...] = ()
    teams: tuple[TeamId, ...] = ()
    away_from: datetime | None = None
    away_until: datetime | None = None

    def runs(self, home_id: HomeId) -> bool:
        """Say whether this person is the manager or deputy of the home."""
        return any(each.home.home_id == home_id for each in self.memberships)

    def is_away(self, moment: datetime) -> bool:
        """Say whether this person is away at that moment (aware)."""
        if self.away_from is None or self.away_until is None:
            return False
        return self.away_from <= moment < self.away_until

    @property
    def is_lead(self) -> bool:
        """Say whether this person belongs to a team of the network."""
        return bool(self.teams)


@dataclass(frozen=True, slots=True)
class Invite:
    """A single-use code, kept hashed: for a role at a home, a team, or a second account.

    ``usable`` is false once the code is used or past ``expires_at`` (aware UTC).
    """

    invite_id: int
    role: Role
    home: Home | None
    team: TeamId | None
    person_id: PersonId | None
    name: str
    expires_at: datetime
    usable: bool

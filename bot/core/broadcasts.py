"""Broadcasts: what is sent to many homes, who it reaches, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.people import HomeId, PersonId


class BroadcastState(StrEnum):
    """Where a broadcast stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"


class Gap(StrEnum):
    """Why a home of the audience cannot be reached."""

    NOT_JOINED = "not_joined"
    BLOCKED = "blocked"
    LEFT = "left"
    CHANNEL_OFF = "channel_off"


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One text for an audience. ``author_id`` is None when it came from the command line."""

    broadcast_id: int
    author_id: PersonId | None
    audience: str
    text: str
    urgent: bool
    ack: bool
    state: BroadcastState
    send_at: datetime | None = None

    @property
    def card(self) -> str:
        """Return the name under which its progress line is found again."""
        return f"broadcast:{self.broadcast_id}"


@dataclass(frozen=True, slots=True)
class Reach:
    """Who an audience is: homes in it, homes that a message reaches, and the others by reason."""

    homes: int
    reached: int
    by_type: Mapping[str, int]
    gaps: Mapping[Gap, tuple[str, ...]]  # names of the homes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one home said of a broadcast: ``acknowledged_at`` (aware UTC) is None until it says it has read it."""

    home_id: HomeId
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of a broadcast so far, in homes."""

    homes: int
    delivered: int
    waiting: int
    failed: int
    not_reached: int
    acknowledged: int

"""Deliveries: the words for how a message leaves, and the closed set of what may become of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from bot.core.errors import SendError


class Priority(IntEnum):
    """Who goes first in a lane: the smaller the sooner."""

    REPLY = 0
    ESCALATION = 1
    URGENT = 2
    BROADCAST = 3


class State(StrEnum):
    """Where a delivery stands. The last three are final."""

    HELD = "held"
    QUEUED = "queued"
    ON_WIRE = "on_wire"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Operation(StrEnum):
    """What is done in the chat."""

    SEND = "send"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Wire:
    """One delivery, ready for its channel. ``payload`` is what the channel itself prepared.

    ``message_id`` is the message that an edit changes; ``thread_id`` the message that a reply hangs under;
    ``first_tried_at`` (aware UTC) is set when an earlier try is in doubt. Of a file that is kept, ``content`` is
    there, or ``known_as``: the platform's own name for what it was brought before.
    """

    delivery_id: int
    operation: Operation
    chat: str
    payload: str
    message_id: str = ""
    thread_id: str = ""
    attempts: int = 1
    first_tried_at: datetime | None = None
    file_id: int | None = None
    content: bytes = b""
    known_as: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took it: its own ids for the chat and the message, and its name for a file to send it again."""

    chat: str
    message_id: str
    known_as: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one try: sent, or an error that the channel classified."""

    wire: Wire
    sent: Sent | None = None
    error: SendError | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """One rate-limited way out of a channel: ``number`` of ``of`` lanes."""

    channel: str
    number: int = 0
    of: int = 1

    @property
    def name(self) -> str:
        """Return the lane's name among the leases, such as ``telegram/0``."""
        return f"{self.channel}/{self.number}"

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all the channel's lanes."""
        return tuple(Lane(self.channel, number, self.of).name for number in range(self.of))


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a lane may go. 0 means no limit. ``per_chat`` is the least time between two new messages to one chat."""

    per_second: float = 30
    per_chat: timedelta = field(default=timedelta(seconds=1))
    window: int = 10  # at most this many messages are on the wire, so a kill leaves at most this many in doubt

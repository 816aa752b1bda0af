"""Every error this project raises on purpose.

* HomeroundError
  + Faults            a file does not say what it must; lists every fault found
  + StalePress        the button belongs to something finished, altered or edited since
  + NotAllowed        the caller may not do this
  + BadAudience       an audience expression cannot be read, or names something that no home has
  + Overtaken         somebody else changed the same row first; look again and decide again
  + NotTaken          an event was not kept: the engine has ended, or too many wait
  + SendError         a channel did not take a message
    - Throttled       not before ``retry_after``
    - Unreachable     try again later; ``in_doubt`` where the platform may have taken it
    - Rejected        never try this message again
    - Forgotten       the platform knows a file no more by its own name for it: bring it again
    - Blocked         the person left or blocked the bot: never write to that account again
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta


class HomeroundError(Exception):
    """The root of every error raised on purpose. Carries ids and reasons, never names or message texts."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file: shown as ``file:line: key: what is wrong``. Line 0 = the whole file."""

    file: str
    line: int
    key: str
    what: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.what}" if self.key else f"{place}: {self.what}"


class Faults(HomeroundError):
    """A file does not say what it must. Holds every fault found, not only the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


class StalePress(HomeroundError):
    """The button belongs to something finished, was altered, or its definition was edited since."""


class NotAllowed(HomeroundError):
    """The caller may not do this: another home's matter, or a lead's tool."""


class BadAudience(HomeroundError):
    """An audience expression cannot be read, or names something that no home has: ``part`` says which part."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class Overtaken(HomeroundError):
    """Somebody else changed the same row first: the turn runs again on the fresh state."""


class NotTaken(HomeroundError):
    """An event was not kept, because the engine has ended or too many wait: the platform brings it again."""


class SendError(HomeroundError):
    """A channel did not take a message. ``reason`` is the platform's own short code or phrase."""

    kind = "rejected"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Throttled(SendError):
    """The platform asks for a pause. ``retry_after`` is from now; ``whole_lane`` is false where one chat only."""

    kind = "throttled"

    def __init__(self, reason: str, retry_after: timedelta, *, whole_lane: bool = True) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.whole_lane = whole_lane


class Unreachable(SendError):
    """The platform could not be reached or failed. ``in_doubt``: it may have taken the message all the same."""

    kind = "unreachable"

    def __init__(self, reason: str, *, in_doubt: bool) -> None:
        super().__init__(reason)
        self.in_doubt = in_doubt


class Forgotten(Unreachable):
    """The platform knows a file no more by the name that it gave it, and has sent nothing."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, in_doubt=False)


class Rejected(SendError):
    """The platform will never take this message as it is."""

    kind = "rejected"


class Missing(Rejected):
    """Somebody deleted the message that was to be changed or answered."""


class Blocked(SendError):
    """The person left or blocked the bot, or the room is gone: nothing more is written there."""

    kind = "blocked"

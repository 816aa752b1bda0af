"""Owns the words for what the stand hands to the app, and for what came back."""

from dataclasses import dataclass
from typing import Literal, Protocol

from sandbox.slack.workspace import Json

Kind = Literal["events_api", "interactive", "slash_commands"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One payload for the app. ``attempt`` 0 is the first; ``reason`` says why it comes again."""

    kind: Kind
    payload: Json
    attempt: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the app did with a parcel.

    ``status`` is the HTTP status (200 for an acknowledged envelope), None where nothing came back.
    """

    status: int | None
    body: Json | None = None
    reason: str = ""
    no_retry: bool = False

    @property
    def taken(self) -> bool:
        """Say whether the app acknowledged the parcel."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(slots=True)
class Patience:
    """How long the stand waits for the app, in seconds (docs.slack.dev/apis/events-api)."""

    acknowledge: float = 3.0
    retries: tuple[float, ...] = (0.5, 60.0, 300.0)
    trigger: float = 3.0


class Transport(Protocol):
    """One way to the app."""

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Hand the parcel over once and return what the app did; raises nothing."""

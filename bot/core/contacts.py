"""The named people of homes: who to ring for what, at which hour, and when that was last made sure of."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.core.hours import Span
from bot.core.people import HomeId


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody whom the homes of an audience can ring; outside the hours ``otherwise`` is what they do."""

    id: str
    label: str
    name: str
    telephone: str
    spans: tuple[Span, ...]
    otherwise: str
    audience: str
    confirmed: date

    @property
    def told(self) -> "Told":
        """Return what is noted once its homes know it."""
        return Told(self.digest, self.label, self.name, self.audience)

    @property
    def digest(self) -> str:
        """Return what changes whenever something changes that a home would want to know."""
        told = "\x1f".join((self.label, self.name, self.telephone, str(self.spans), self.otherwise))
        return f"{zlib.crc32(told.encode()):x}"


@dataclass(frozen=True, slots=True)
class Told:
    """What homes were last told of a contact, and which homes; what a version before did not note is empty."""

    digest: str
    label: str
    name: str
    audience: str


class Contacts(Protocol):
    """What a handler may ask about contacts."""

    def of_home(self, home_id: HomeId, known: Sequence[Contact]) -> tuple[Contact, ...]:
        """Return those of the contacts that are for the home."""

    def homes_of(self, audience: str) -> tuple[HomeId, ...]:
        """Return the homes that a contact is for."""

    def told(self, contact_id: str) -> Told | None:
        """Return what homes were last told of a contact; None where it is new."""

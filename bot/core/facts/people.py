"""What happens to people, their accounts and the rooms that they are written to in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.people import PersonId


@dataclass(frozen=True, slots=True)
class ConversationKept:
    """What the bot remembers of an unfinished dialogue with this chat: replaced whole, {} forgets it."""

    state: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class WrongCodeTried:
    """The caller gave a code that opens nothing."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The caller used an invite: gets a person (the account's own, the invite's, or a new one) and its role."""

    invite_id: int
    name: str


@dataclass(frozen=True, slots=True)
class LinkCodeMade:
    """The caller's person may join a second account with the code that has this hash, once."""

    code_hash: str


@dataclass(frozen=True, slots=True)
class Left:
    """The person ended every membership and team, and is written to no more; what was recorded stays."""

    person_id: PersonId


@dataclass(frozen=True, slots=True)
class AccountShut:
    """The caller's account cannot be written to: blocked by its owner."""


@dataclass(frozen=True, slots=True)
class AccountOpened:
    """The caller's account can be written to again."""


@dataclass(frozen=True, slots=True)
class RoomShut:
    """A room cannot be written to: archived, or the app is not in it any more."""

    channel: str
    chat: str


@dataclass(frozen=True, slots=True)
class RoomOpened:
    """A room can be written to again."""

    channel: str
    chat: str


@dataclass(frozen=True, slots=True)
class AwayTold:
    """The caller is away from one moment to another; None and None when they are back."""

    away_from: datetime | None
    away_until: datetime | None

"""Files that go along with what is said: what a person offers, what is kept of it, and why one is not taken."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.core.messages import File
from bot.core.people import PersonId

# How the answer to a file's field begins where the file was not taken; else it is the number of the kept file.
_UNFIT = "!"
MEGABYTE = 1024 * 1024


class Unfit(StrEnum):
    """Why a file is not taken."""

    KIND = "kind"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_WIDE = "too_wide"
    BROKEN = "broken"
    IDENTIFYING = "identifying"
    NOT_FETCHED = "not_fetched"


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that a person offers, by the platform's own name for it; nothing of it has been fetched yet."""

    ref: str
    name: str
    size: int  # in bytes, as the platform says


class Files(Protocol):
    """What a handler may ask about files."""

    def brought(self, file_id: int, by: PersonId) -> File | None:
        """Return a file that this person brought and that goes along with nothing yet."""


def turned_away(why: Unfit, most: int) -> str:
    """Return the answer to a file's field where the file was not taken; ``most`` is the largest, in bytes."""
    return f"{_UNFIT}{why.value}:{most // MEGABYTE}"


def why_not(answer: str) -> tuple[Unfit, str] | None:
    """Return why the file of this answer was not taken, and how many megabytes are; None where it was."""
    if not answer.startswith(_UNFIT):
        return None
    why, _, megabytes = answer.removeprefix(_UNFIT).partition(":")
    return Unfit(why), megabytes

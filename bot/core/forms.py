"""Forms: a few fields filled in together, a modal in Slack and a guided dialogue in Telegram."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    CHOICE = "choice"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen; ``value`` is kept, ``label`` is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. ``limit`` is in characters; ``value`` is what it holds before anybody fills it in.

    After any of the answers ``ends`` nothing more is asked.
    """

    id: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    hint: str = ""
    limit: int = 3000
    lines: int = 1
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    value: str = ""
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """Fields with a title. ``about`` is the handler's own note of what it is for; it comes back with the answers."""

    id: str
    title: str
    submit: str
    fields: tuple[Field, ...]
    intro: str = ""
    about: str = ""

    def next_field(self, values: Mapping[str, str]) -> Field | None:
        """Return the first field that ``values`` does not hold yet, or None when all are filled in, or one ended it."""
        if any(values.get(each.id) in each.ends for each in self.fields if each.ends):
            return None
        return next((each for each in self.fields if each.id not in values), None)

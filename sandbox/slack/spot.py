"""Owns how one place inside blocks or a view is checked, and how its faults are worded."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox.slack.workspace import Json

LONGEST_ID = 255  # slack_sdk.models.blocks: action_id and block_id
LONGEST_URL = 3000


@dataclass(frozen=True, slots=True)
class Spot:
    """One object of the JSON, where it is, and the list that takes what is wrong with it."""

    value: Json
    at: str
    faults: list[str]

    @property
    def kind(self) -> str:
        """Return the ``type`` of this, "" where it has none."""
        kind = self.value.get("type")
        return kind if isinstance(kind, str) else ""

    def fault(self, sentence: str, key: str = "") -> None:
        """Note what is wrong here, or with the field ``key`` of this."""
        self.faults.append(f"{sentence} [json-pointer:{self.at}{f'/{key}' if key else ''}]")

    def missing(self, key: str) -> None:
        """Note that a field is not there."""
        self.fault(f"missing required field: {key}")

    def string(self, key: str, longest: int, *, required: bool = False) -> str:
        """Return the field's text, "" where it is not there; it has 1 to ``longest`` characters."""
        value = self.value.get(key)
        if value is None:
            if required:
                self.missing(key)
            return ""
        if not isinstance(value, str):
            self.fault("must provide a string", key)
            return ""
        if len(value) > longest:
            self.fault(f"must be less than {longest + 1} characters", key)
        elif not value and required:
            self.fault("must be more than 0 characters", key)
        return value

    def words(self, key: str, longest: int, *, required: bool = True, plain: bool = False) -> None:
        """Check a text object: ``plain_text``, or ``mrkdwn`` where ``plain`` is not asked for."""
        words = self.inside(key, required=required)
        if words is not None:
            words.check_words(longest, plain=plain)

    def check_words(self, longest: int, *, plain: bool = False) -> None:
        """Check that this is a text object of 1 to ``longest`` characters."""
        kind = self.kind
        if kind not in ({"plain_text"} if plain else {"plain_text", "mrkdwn"}):
            self.fault(f"unsupported type: {kind}" if kind else "missing required field: type")
        self.string("text", longest, required=True)
        if kind == "mrkdwn" and "emoji" in self.value:
            self.fault("invalid additional property: emoji")

    def address(self, key: str, *, required: bool = False) -> None:
        """Check a web address."""
        value = self.string(key, LONGEST_URL, required=required)
        if not value:
            return
        if not _is_address(value):
            self.fault("must be a valid URL", key)

    def inside(self, key: str, *, required: bool = False) -> "Spot | None":
        """Return the object in the field, or None where it is not there or not an object."""
        value = self.value.get(key)
        if isinstance(value, dict):
            return Spot(value, f"{self.at}/{key}", self.faults)
        if value is not None:
            self.fault("must provide an object", key)
        elif required:
            self.missing(key)
        return None

    def items(self, key: str, most: int, *, fewest: int = 1) -> "Iterator[Spot]":
        """Yield the objects of the list in the field; it has ``fewest`` to ``most`` of them."""
        value = self.value.get(key)
        if not isinstance(value, list):
            if value is not None:
                self.fault("must provide an array", key)
            elif fewest:
                self.missing(key)
            return
        if len(value) > most:
            self.fault(f"no more than {most} items allowed", key)
        if len(value) < fewest:
            self.fault(f"no fewer than {fewest} items allowed", key)
        for number, item in enumerate(value):
            if isinstance(item, dict):
                yield Spot(item, f"{self.at}/{key}/{number}", self.faults)
            else:
                self.fault("must provide an object", f"{key}/{number}")


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path))

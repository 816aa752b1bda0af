"""The ledger: every message a platform accepted, and every call that it refused. Tests count with it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted message or edit. ``metadata`` is Slack's, as sent."""

    platform: str
    method: str
    chat: str
    message_id: str
    text: str
    at: datetime
    metadata: dict[str, Any] | None = None


class Ledger:
    """Everything accepted, in order, and how often each kind of call was refused."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.refused: Counter[tuple[str, str, str]] = Counter()

    def accept(self, entry: Entry) -> None:
        """Write down an accepted message."""
        self.entries.append(entry)

    def refuse(self, platform: str, method: str, error: str) -> None:
        """Write down a refused call, by the platform's name for the error."""
        self.refused[platform, method, error] += 1

    def found(
        self,
        platform: str | None = None,
        chat: str | None = None,
        containing: str = "",
        method: str | None = None,
    ) -> list[Entry]:
        """Return the accepted messages that fit, in order."""
        return [
            entry
            for entry in self.entries
            if platform in (None, entry.platform)
            and chat in (None, entry.chat)
            and containing in entry.text
            and method in (None, entry.method)
        ]

    def count(
        self, platform: str | None = None, chat: str | None = None, containing: str = ""
    ) -> int:
        """Return how many accepted messages fit."""
        return len(self.found(platform, chat, containing))

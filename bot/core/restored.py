"""A restored network: what waited when the backup was made may have gone out since."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was restored and that nobody has released yet.

    When it was made, where that is known, and restored (aware UTC), and how many messages waited in it.
    """

    made_at: datetime | None
    restored_at: datetime
    waiting: int

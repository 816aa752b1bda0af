"""What happens to files that go along."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileAdded:
    """A file goes along with a broadcast from now on, whatever went along before; Overtaken unless it is a draft.

    ``alt`` says what it shows to whoever cannot see it.
    """

    broadcast_id: int
    file_id: int
    alt: str


@dataclass(frozen=True, slots=True)
class FileTakenOut:
    """No file goes along with a broadcast any more; Overtaken unless it is a draft."""

    broadcast_id: int

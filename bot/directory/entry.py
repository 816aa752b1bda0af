"""One home as a file describes it, whichever file it was."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says of a home. ``home_id`` is empty in CQC's files, which know only their own ids.

    ``fields`` holds columns of the homes table; an empty value means that the file does not say.
    """

    row: int
    home_id: str
    cqc_location_id: str
    fields: Mapping[str, str | int | None]
    types: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file: its entries and the name of its shape.

    ``outside`` rows lie outside the network's areas; ``other`` rows are services that are no care setting.
    """

    shape: str
    entries: tuple[Entry, ...]
    outside: int = 0
    other: int = 0

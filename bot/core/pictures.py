"""Pictures of figures: what each shows as plain values; ``bot/charts/`` draws them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class PictureKind(StrEnum):
    """What a picture is of: scores, wave against wave, which homes answered, answers over time, waits for help."""

    SPREAD = "spread"
    WAVES = "waves"
    HOMES = "homes"
    TREND = "trend"
    WAITS = "waits"


class Cell(StrEnum):
    """What became of one home's copy of one round; a home that was not asked has none."""

    DONE = "done"
    LATE = "late"
    BEGUN = "begun"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Grid:
    """Homes by rounds: ``columns`` are the days on which the rounds opened, the oldest first."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """How many homes gave one answer, round by round; None where the question was not asked.

    One that ``is_state`` counts homes without one: it does not apply, is unclear, got no reply.
    """

    label: str
    counts: tuple[int | None, ...]
    is_state: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """One question over the rounds that asked it, the oldest first."""

    question: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """The spread of one area: how many gave 1, 2, 3, 4, 5; None where too few did for it to be shown.

    ``note`` says of how many homes it is.
    """

    label: str
    counts: tuple[int, ...] | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A mean with its interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pair:
    """One area in two waves; None where a wave's is not shown. ``told`` says in words what changed."""

    label: str
    before: Dot | None
    after: Dot | None
    told: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long something took in one category, in hours; None where it never came."""

    label: str
    number: int
    middle: float | None
    ninth: float | None


@dataclass(frozen=True, slots=True)
class Ages:
    """What is open in one category: for less than a day, less than a week, longer."""

    label: str
    counts: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that a picture is drawn from, as plain values that a row can hold: what it shows, and the words in it."""

    kind: PictureKind
    title: str
    shows: Mapping[str, Any]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is to be drawn, and what it shows, in words for whoever cannot see it."""

    name: str
    drawing: Drawing
    alt: str

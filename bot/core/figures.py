"""The figures of survey waves, as a report shows them; ``bot/figures/`` works them out.

What a group is too small for is None: it is hidden, and never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.rounds import AnswerState

# Fewer homes than this are never told apart; where anybody may read it, fewer than the second.
FEWEST = 5
FEWEST_IN_PUBLIC = 10
LOWEST, HIGHEST = 1, 5
SCORES = range(LOWEST, HIGHEST + 1)
# A difference that chance alone would show at least so often is no clear change.
CLEAR_BELOW = 0.05

Said = int | AnswerState


def said_of(state: str, value: str) -> Said:
    """Return what an answer to a scored question says: the score, or the state where there is none."""
    return int(value) if state == AnswerState.ANSWERED else AnswerState(state)


@dataclass(frozen=True, slots=True)
class Wave:
    """What was said in one wave: ``asked`` is the care group by home, ``said`` a score or a state by home and area.

    Of a survey without names the keys of ``said`` are no homes.
    """

    areas: tuple[str, ...]
    asked: Mapping[str, str]
    said: Mapping[str, Mapping[str, Said]]


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where a figure lies, 95 times in 100."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, with the Wilson interval of the share; ``interval`` is None of none."""

    count: int
    of: int
    interval: Interval | None

    @property
    def share(self) -> float | None:
        """Return the share from 0 to 1, None of none."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Described:
    """Scores described. ``interval`` is Student's t, for comparing.

    ``fpc`` is what it is narrowed by where it only describes these homes, most of whom answered; ``interval_here`` is
    the narrowed one. Of fewer than two scores there is neither a spread nor an interval.
    """

    n: int
    mean: float
    median: float
    sd: float | None = None
    interval: Interval | None = None
    fpc: float | None = None
    interval_here: Interval | None = None


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """One area of support. ``no_reply`` counts homes that answered the survey, but not this.

    ``not_asked`` counts those that were spared it.
    ``top2`` is the share of 4 and 5; ``spread`` how many gave 1, 2, 3, 4, 5.
    """

    area: str
    n: int
    not_applicable: int
    unclear: int
    not_asked: int
    no_reply: int
    described: Described | None
    top2: Share | None
    spread: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One care group, empty = none that is known: the mean of its homes, and that of all its answers. None = hidden."""

    group: str
    homes: int | None
    mean: float | None
    per_answer: float | None


@dataclass(frozen=True, slots=True)
class WaveFigures:
    """One wave. ``overall`` is the mean of the homes' own means, which is what "overall" always says.

    ``per_answer`` pools all answers, as older reports did: homes that answered more areas count more.
    ``partial`` is how many homes scored some areas and not all: but for them, overall would be the mean of the areas.
    """

    answered: Share
    areas: tuple[AreaFigures, ...]
    overall: Described | None
    per_answer: Described | None
    groups: tuple[GroupFigures, ...]
    partial: int
    fewest: int

    @property
    def is_of_few(self) -> bool:
        """Say whether fewer homes answered than may be shown: then nothing of what was said is."""
        return self.answered.count < self.fewest


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference that was tested: how large, and how often chance alone would show as much or more."""

    difference: float
    statistic: float
    df: float
    p: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Ranked:
    """The same by ranks (Mann-Whitney): for those who distrust means of scores."""

    u: float
    p: float


@dataclass(frozen=True, slots=True)
class Change:
    """One area, or ``OVERALL``, from one wave to the next; ``before`` and ``after`` are how many homes scored it.

    ``paired`` is of the ``matched`` homes that answered in both: the headline. ``difference``, ``welch`` and
    ``ranks`` are of all homes, beside it. ``adjusted_p`` is the paired one, adjusted (Holm) for how many areas were
    looked at; of the overall, which is one question only, it is the paired one itself.
    ``direction`` is 1 where the homes in both waves are clearly higher, -1 lower, 0 where there is no clear
    change, None where that is not told.
    """

    area: str
    before: int
    after: int
    difference: float | None
    welch: Difference | None
    ranks: Ranked | None
    matched: int
    paired: Difference | None
    adjusted_p: float | None = None
    direction: int | None = None


# The area of what is no area, but all of them.
OVERALL = ""


@dataclass(frozen=True, slots=True)
class Staying:
    """One care group in one of two waves: how many of its homes are in both, and how many in this one only."""

    group: str
    both: int
    alone: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """One wave against the one before; ``staying`` says of each wave who is in both."""

    areas: tuple[Change, ...]
    overall: Change
    staying: tuple[tuple[Staying, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A wave's figures as they may be shown, and against the wave before where there was one."""

    figures: WaveFigures
    comparison: Comparison | None = None
    before: WaveFigures | None = None
    before_at: datetime | None = None

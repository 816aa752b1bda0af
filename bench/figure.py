"""A figure: what was measured, the ceiling beside it, and what is to be reached."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from math import log
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. ``ceiling`` is None where the figure stands by itself.

    ``value`` is compared with ``at_least`` and ``at_most``: the ratio of ``ours`` to ``ceiling`` where there
    is a ceiling, else ``ours`` itself.
    """

    what: str
    ours: float
    unit: str
    ceiling: float | None = None
    ceiling_is: str = ""
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    @property
    def value(self) -> float:
        """Return what is to reach its mark."""
        return self.ours / self.ceiling if self.ceiling else self.ours

    @property
    def is_reached(self) -> bool | None:
        """Say whether the mark is reached; None where there is none."""
        if self.at_least is None and self.at_most is None:
            return None
        enough = self.at_least is None or self.value >= self.at_least
        return enough and (self.at_most is None or self.value <= self.at_most)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share of them lies; the largest where there are few."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return median(values)


def growth(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return the exponent by which the cost grows from the smallest size to the largest; 1 = linearly."""
    return log(costs[-1] / costs[0]) / log(sizes[-1] / sizes[0])


ROUNDS = 3


async def in_turns(*ways: Callable[[], Awaitable[float]]) -> list[float]:
    """Return the middle figure of each way: whatever else the machine does meets all of them alike."""
    found: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for figures, way in zip(found, ways, strict=True):
            figures.append(await way())
    return list(map(middle, found))

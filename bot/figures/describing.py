"""Scores described: shares with Wilson's interval, means with Student's."""

from collections.abc import Sequence

import numpy as np
from scipy import stats

from bot.core.figures import Described, Interval, Share

LEVEL = 0.95


def share(count: int, of: int) -> Share:
    """Return how many of how many, with Wilson's interval."""
    if not of:
        return Share(count, of, None)
    found = stats.binomtest(count, of).proportion_ci(LEVEL, method="wilson")
    return Share(count, of, Interval(float(found.low), float(found.high)))


def described(scores: Sequence[float], population: int) -> Described | None:
    """Return the scores described, None where there are none; ``population`` is how many homes were asked."""
    n = len(scores)
    if not n:
        return None
    mean, median = float(np.mean(scores)), float(np.median(scores))
    if n == 1:
        return Described(n, mean, median)
    sd = float(np.std(scores, ddof=1))
    fpc = float(np.sqrt((population - n) / (population - 1))) if population > n else 0.0
    return Described(n, mean, median, sd, _around(mean, sd, n), fpc, _around(mean, sd * fpc, n))


def _around(mean: float, sd: float, n: int) -> Interval:
    if not sd:  # all alike, or everybody answered: nothing is left to chance
        return Interval(mean, mean)
    low, high = stats.t.interval(LEVEL, n - 1, loc=mean, scale=sd / np.sqrt(n))
    return Interval(float(low), float(high))

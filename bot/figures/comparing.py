"""One wave against the one before: paired on the homes in both, and all homes beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy import stats

from bot.core.figures import OVERALL, Change, Comparison, Difference, Interval, Ranked, Wave
from bot.figures.waves import means_of, scores_of

Scores = Mapping[str, float]
# Differences of means that are the same but for how computers count.
_SAME = 1e-9


def compare(before: Wave, after: Wave) -> Comparison:
    """Return what changed, also for homes that are too few to be shown."""
    first, second = scores_of(before), scores_of(after)
    areas = [
        _change(area, _of(first, area), _of(second, area))
        for area in after.areas
        if area in before.areas
    ]
    overall = _change(OVERALL, means_of(before), means_of(after))
    alone = overall.paired.p if overall.paired else None
    return Comparison(_holm(areas), replace(overall, adjusted_p=alone))


def _of(scores: Mapping[str, Mapping[str, int]], area: str) -> Scores:
    return {home: float(found[area]) for home, found in scores.items() if area in found}


def _change(area: str, before: Scores, after: Scores) -> Change:
    both = sorted(before.keys() & after.keys())
    first, second = list(before.values()), list(after.values())
    difference = float(np.mean(second) - np.mean(first)) if first and second else None
    return Change(
        area=area,
        before=len(first),
        after=len(second),
        difference=difference,
        welch=_welch(first, second),
        ranks=_ranks(first, second),
        matched=len(both),
        paired=_paired([before[home] for home in both], [after[home] for home in both]),
    )


def _welch(first: Sequence[float], second: Sequence[float]) -> Difference | None:
    # Where all homes of one wave said the same, there is no spread to test against.
    if min(len(first), len(second)) <= 1 or min(np.ptp(first), np.ptp(second)) < _SAME:
        return None
    found = stats.ttest_ind(second, first, equal_var=False)
    interval = found.confidence_interval()
    return Difference(
        float(np.mean(second) - np.mean(first)),
        float(found.statistic),
        float(found.df),
        float(found.pvalue),
        Interval(float(interval.low), float(interval.high)),
    )


def _ranks(first: Sequence[float], second: Sequence[float]) -> Ranked | None:
    if not (first and second) or np.ptp([*first, *second]) < _SAME:
        return None
    found = stats.mannwhitneyu(second, first, alternative="two-sided", method="asymptotic")
    return Ranked(float(found.statistic), float(found.pvalue))


def _paired(first: Sequence[float], second: Sequence[float]) -> Difference | None:
    differences = np.subtract(second, first)
    if len(differences) <= 1 or np.ptp(differences) < _SAME:
        return None
    found = stats.ttest_rel(second, first)
    interval = found.confidence_interval()
    return Difference(
        float(np.mean(differences)),
        float(found.statistic),
        float(found.df),
        float(found.pvalue),
        Interval(float(interval.low), float(interval.high)),
    )


def _holm(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Adjust each p for how many were looked at: the smallest times all, the next times all but one, never falling."""
    tested = sorted((each.paired.p, place) for place, each in enumerate(changes) if each.paired)
    adjusted: dict[int, float] = {}
    highest = 0.0
    for step, (p, place) in enumerate(tested):
        highest = max(highest, min(1.0, p * (len(tested) - step)))
        adjusted[place] = highest
    return tuple(
        replace(each, adjusted_p=adjusted.get(place)) for place, each in enumerate(changes)
    )

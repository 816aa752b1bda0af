"""One wave against the one before: paired on the homes in both, and all homes beside it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy import stats

from bot.core.figures import (
    CLEAR_BELOW,
    OVERALL,
    Change,
    Comparison,
    Difference,
    Interval,
    Ranked,
    Staying,
    Wave,
)
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
    whole = means_of(before), means_of(after)
    overall = _change(OVERALL, *whole)
    both = whole[0].keys() & whole[1].keys()
    return Comparison(
        _holm(areas),
        _judged(overall, overall.paired.p if overall.paired else None),
        tuple(
            _staying(wave.asked, means.keys(), both)
            for wave, means in zip((before, after), whole, strict=True)
        ),
    )


def _staying(
    groups: Mapping[str, str], homes: Collection[str], both: Collection[str]
) -> tuple[Staying, ...]:
    stay = Counter(groups.get(home, "") for home in both)
    all_of_it = Counter(groups.get(home, "") for home in homes)
    return tuple(
        Staying(group, stay[group], count - stay[group]) for group, count in all_of_it.items()
    )


def _judged(change: Change, adjusted_p: float | None) -> Change:
    """Return the change with its direction: none where chance alone would show as much."""
    if change.paired is None or adjusted_p is None:
        return change
    clear = 1 if change.paired.difference > 0 else -1
    return replace(
        change, adjusted_p=adjusted_p, direction=clear if adjusted_p < CLEAR_BELOW else 0
    )


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
    return tuple(_judged(each, adjusted.get(place)) for place, each in enumerate(changes))

"""What may be shown: nothing of a few homes, and nothing that a few homes' figures could be worked out from."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.figures import (
    FEWEST,
    FEWEST_IN_PUBLIC,
    AreaFigures,
    Change,
    Comparison,
    GroupFigures,
    WaveFigures,
)

# One hidden group alone is the total less the others.
HIDDEN_TOGETHER = 2


def hidden(sizes: Mapping[str, int], fewest: int, together: int) -> frozenset[str]:
    """Return the groups that must not be shown beside their total.

    Those of fewer than ``fewest`` homes, and then the next smallest, until what is left over when all that is shown
    is taken from the total is at least two groups and ``together`` homes. Groups of none hide nothing and nobody.
    """
    known = sorted((size, name) for name, size in sizes.items() if size)
    small = [each for each in known if each[0] < fewest]
    large = known[len(small) :]
    while small and large and (len(small) < HIDDEN_TOGETHER or _homes(small) < together):
        small.append(large.pop(0))
    return frozenset(name for _, name in small)


def _homes(groups: list[tuple[int, str]]) -> int:
    return sum(size for size, _ in groups)


def in_view(figures: WaveFigures, *, public: bool) -> WaveFigures:
    """Return the figures as leads may see them, or as anybody may.

    Leads know their homes, so what they see together may be of few; what anybody reads may not.
    """
    fewest = FEWEST_IN_PUBLIC if public else FEWEST
    sizes = {each.group: each.homes or 0 for each in figures.groups}
    hide = hidden(sizes, fewest, fewest if public else 0)
    few = any(0 < each.n < fewest for each in figures.areas)
    overall = figures.overall if figures.overall and figures.overall.n >= fewest else None
    return replace(
        figures,
        areas=tuple(_area(each, fewest) for each in figures.areas),
        overall=overall,
        # All answers less those of the areas that are shown would be those of an area that is not.
        per_answer=figures.per_answer if overall and not few else None,
        groups=tuple(_group(each, hide) for each in figures.groups) if overall else (),
        fewest=fewest,
    )


def _area(area: AreaFigures, fewest: int) -> AreaFigures:
    if area.n >= fewest:
        return area
    return replace(area, described=None, top2=None, spread=None)


def _group(group: GroupFigures, hide: frozenset[str]) -> GroupFigures:
    if group.group not in hide:
        return group
    return replace(group, homes=None, mean=None, per_answer=None)


def changes_in_view(comparison: Comparison, *, public: bool) -> Comparison:
    """Return what changed as leads may see it, or as anybody may."""
    return replace(
        comparison,
        areas=tuple(_change(each, public=public) for each in comparison.areas),
        overall=_change(comparison.overall, public=public),
    )


def _change(change: Change, *, public: bool) -> Change:
    fewest = FEWEST_IN_PUBLIC if public else FEWEST
    if min(change.before, change.after) < fewest:
        change = replace(change, difference=None, welch=None, ranks=None)
    # The change of all homes less that of the homes in both is of those in one of the waves only.
    others = change.before + change.after - 2 * change.matched
    if change.matched < fewest or (public and 0 < others < fewest):
        change = replace(change, paired=None, adjusted_p=None)
    return change

"""What may be shown: nothing of a few homes, and nothing that a few homes' figures could be worked out from."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

from bot.core.figures import (
    FEWEST,
    FEWEST_IN_PUBLIC,
    AreaFigures,
    Change,
    Comparison,
    Described,
    GroupFigures,
    WaveFigures,
)

# One hidden group alone is the total less the others; of two homes alone, each would learn what the other said.
HIDDEN_TOGETHER, HOMES_TOGETHER = 2, 3


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

    What is left over when what is shown is taken from a total is at least ten homes in public, and three for leads.
    """
    fewest = FEWEST_IN_PUBLIC if public else FEWEST
    sizes = {each.group: each.homes or 0 for each in figures.groups}
    hide = hidden(sizes, fewest, fewest if public else HOMES_TOGETHER)
    # What all homes said less what they said of the areas that are shown is what was said of one that is not.
    few = any(0 < each.n < fewest for each in figures.areas)
    whole = not few and _many(figures.overall) >= fewest
    # The mean of the homes differs from that of the areas by those homes alone that left areas out.
    overall = whole and not (public and 0 < figures.partial < fewest)
    return replace(
        figures,
        areas=tuple(_area(each, fewest) for each in figures.areas),
        overall=figures.overall if overall else None,
        per_answer=figures.per_answer if whole else None,
        groups=tuple(_group(each, hide, public=public) for each in figures.groups)
        if overall
        else (),
        fewest=fewest,
    )


def _many(described: Described | None) -> int:
    return described.n if described else 0


def _area(area: AreaFigures, fewest: int) -> AreaFigures:
    if area.n >= fewest:
        return area
    return replace(area, described=None, top2=None, spread=None)


def _group(group: GroupFigures, hide: frozenset[str], *, public: bool) -> GroupFigures:
    if group.group in hide:
        return replace(group, homes=None, mean=None, per_answer=None)
    # The two means of a group differ by those of its homes alone that left areas out.
    return replace(group, per_answer=None) if public else group


def changes_in_view(
    comparison: Comparison, waves: tuple[WaveFigures, WaveFigures], *, public: bool
) -> Comparison:
    """Return what changed as leads may see it, or as anybody may; ``waves`` are the two as they may see them."""
    fewest = FEWEST_IN_PUBLIC if public else FEWEST
    tells = not public and not 0 < _left(comparison, waves) < fewest
    overall = _change(comparison.overall, fewest, tells=tells)
    if not all(each.overall for each in waves):
        overall = replace(
            overall, difference=None, welch=None, ranks=None, paired=None, adjusted_p=None
        )
    areas = []
    for each in comparison.areas:
        left = each.before + each.after - 2 * each.matched
        areas.append(_change(each, fewest, tells=not public and not 0 < left < fewest))
    return Comparison(tuple(areas), overall)


def _change(change: Change, fewest: int, *, tells: bool) -> Change:
    """Return the change; unless it ``tells``, what changed for the homes in both waves is said in words only.

    What changed for all homes less what did for those is of the others.
    """
    if min(change.before, change.after) < fewest:
        change = replace(change, difference=None, welch=None, ranks=None)
    if change.matched < fewest:
        return replace(change, paired=None, adjusted_p=None, direction=None)
    return change if tells else replace(change, paired=None, adjusted_p=None)


def _left(comparison: Comparison, waves: tuple[WaveFigures, WaveFigures]) -> int:
    """Return the fewest homes that are left over when the overall, its groups and those in both waves are subtracted.

    Of each group that is shown, either the homes in both waves can be left or the others; of all that are hidden too.
    """
    pieces = []
    for figures, staying in zip(waves, comparison.staying, strict=True):
        shown = {each.group for each in figures.groups if each.mean is not None}
        apart = [each for each in staying if each.group in shown]
        together = [each for each in staying if each.group not in shown]
        pieces += [(each.both, each.alone) for each in apart]
        pieces.append((sum(e.both for e in together), sum(e.alone for e in together)))
    return min((sum(each) for each in product(*pieces) if any(each)), default=0)

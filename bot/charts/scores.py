"""Scores: how they spread, area by area, and the means of two waves side by side."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from bot.charts.paper import FAINT, INK, SIZE, paper, png, wrapped
from bot.core.figures import HIGHEST, LOWEST, SCORES
from bot.core.pictures import Bar, Dot, Pair
from bot.core.words import ChartWords

# From orange by grey to purple: told apart by every kind of sight (colorbrewer2.org, PuOr); the figures stand in them.
COLOURS = ("#b35806", "#fdb863", "#d9d9d9", "#b2abd2", "#542788")
_DARK = {0, 4}
# Less of a bar holds no digit.
_DIGIT = 0.022
BEFORE, AFTER = "#e66101", "#5e3c99"


def draw_spread(title: str, bars: Sequence[Bar], words: ChartWords) -> bytes:
    """Return how many homes gave each score, a bar an area."""
    figure, axes = paper(1.6 + 0.75 * len(bars), title)
    for place, bar in enumerate(bars):
        if bar.counts is None:
            axes.text(0, place, words.hidden, va="center", fontsize=SIZE, color=FAINT)
            continue
        left, total = 0.0, sum(bar.counts) or 1
        for score, count in enumerate(bar.counts):
            width = count / total
            axes.barh(place, width, left=left, color=COLOURS[score], height=0.62)
            if width > _DIGIT * len(str(count)):
                colour = "white" if score in _DARK else INK
                middle = left + width / 2
                axes.text(
                    middle, place, str(count), ha="center", va="center", fontsize=SIZE, color=colour
                )
            left += width
    labels = [f"{wrapped(bar.label)}\n{bar.note}".strip() for bar in bars]
    axes.set_yticks(range(len(bars)), labels)
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.set_xticks([])
    handles = [Rectangle((0, 0), 1, 1, facecolor=colour) for colour in COLOURS]
    names = [words.lowest, *map(str, SCORES[1:-1]), words.highest]
    figure.legend(handles, names, loc="outside lower center", ncols=5, frameon=False, fontsize=SIZE)
    return png(figure)


def draw_pairs(
    title: str, pairs: Sequence[Pair], names: tuple[str, str], words: ChartWords
) -> bytes:
    """Return the means of two waves with their intervals; ``names`` are those of the waves, the earlier first."""
    figure, axes = paper(1.8 + 0.8 * len(pairs), title)
    for place, pair in enumerate(pairs):
        for dot, colour, shape, offset in (
            (pair.before, BEFORE, "o", -0.15),
            (pair.after, AFTER, "D", 0.15),
        ):
            if dot is not None:
                _dot(axes, dot, place + offset, colour, shape)
            else:
                axes.text(
                    LOWEST,
                    place + offset,
                    words.hidden,
                    va="center",
                    fontsize=SIZE - 1,
                    color=colour,
                )
    axes.set_yticks(range(len(pairs)), [wrapped(pair.label) for pair in pairs])
    axes.set_ylim(max(len(pairs), 1) - 0.5, -0.5)
    # Room for the figure of a mean that is the lowest.
    axes.set_xlim(LOWEST - 0.6, HIGHEST + 0.1)
    axes.set_xticks(SCORES)
    axes.grid(axis="x", color="#e5e5e5")
    axes.set_axisbelow(True)
    handles = [
        axes.plot([], [], shape, color=colour, markersize=8)[0]
        for colour, shape in ((BEFORE, "o"), (AFTER, "D"))
    ]
    figure.legend(handles, names, loc="outside lower center", ncols=2, frameon=False, fontsize=SIZE)
    return png(figure)


def _dot(axes: Axes, dot: Dot, height: float, colour: str, shape: str) -> None:
    low, high = max(dot.low, LOWEST), min(dot.high, HIGHEST)
    axes.plot([low, high], [height, height], color=colour, linewidth=2.5)
    axes.plot([dot.mean], [height], shape, color=colour, markersize=9)
    axes.annotate(
        f"{dot.mean:.2f}",
        (low, height),
        xytext=(-6, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=SIZE - 1,
        color=colour,
    )

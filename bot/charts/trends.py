"""Answers over time: a small picture a question, as lines where answers are few, as figures in squares where many."""

from collections.abc import Sequence
from itertools import cycle
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from bot.charts.paper import DPI, INK, LABEL, SIZE, TITLE, WIDTH, bare, png, wrapped
from bot.core.pictures import Trend

# Told apart by every kind of sight (Okabe and Ito, "Color Universal Design"), and by dash and mark as well.
_ANSWERS = (
    ("#0072b2", "-", "o"),
    ("#d55e00", "--", "s"),
    ("#009e73", "-.", "^"),
    ("#cc79a7", ":", "D"),
    ("#e69f00", "-", "v"),
)
# What is no answer of the question's is in grey.
_STATES = (("#999999", ":", "x"), ("#777777", "--", "+"), ("#555555", "-.", "1"))
# From white to dark blue: the more homes, the darker; the figures stand in the squares.
_PALE, _DEEP = (1.0, 1.0, 1.0), (0.17, 0.37, 0.54)
_DARK = 0.55


def draw_trends(title: str, trends: Sequence[Trend]) -> bytes:
    """Return each question over the rounds that asked it."""
    heights = [_height(each) for each in trends]
    figure = Figure(
        figsize=(WIDTH, 0.6 + sum(heights)), dpi=DPI, layout="constrained", facecolor="white"
    )
    figure.suptitle("\n".join(wrap(title, TITLE)), fontsize=SIZE + 2, color=INK)
    grid = figure.add_gridspec(len(trends), 1, height_ratios=heights)
    for place, trend in enumerate(trends):
        axes = figure.add_subplot(grid[place, 0])
        bare(axes)
        axes.set_title("\n".join(wrap(trend.question, TITLE)), fontsize=SIZE, color=INK, loc="left")
        (_squares if _is_many(trend) else _lines)(axes, trend)
        axes.set_xticks(range(len(trend.columns)), trend.columns, rotation=45, ha="right")
        axes.tick_params(labelsize=SIZE - 2)
    return png(figure)


def _is_many(trend: Trend) -> bool:
    return sum(not each.is_state for each in trend.lines) > len(_ANSWERS)


def _height(trend: Trend) -> float:
    """Return how many inches a question takes: its lines and their names below, or a row an answer."""
    names = sum(len(wrap(each.label, LABEL)) for each in trend.lines)
    rows = 0.8 + 0.1 * len(trend.lines) if _is_many(trend) else 2.2
    return 0.2 * (len(wrap(trend.question, TITLE)) + names) + rows


def _lines(axes: Axes, trend: Trend) -> None:
    answers, states = cycle(_ANSWERS), cycle(_STATES)
    for line in trend.lines:
        colour, dash, mark = next(states if line.is_state else answers)
        values = [float("nan") if each is None else each for each in line.counts]
        axes.plot(
            range(len(values)),
            values,
            color=colour,
            linestyle=dash,
            marker=mark,
            label=wrapped(line.label),
        )
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(bottom=0)
    axes.grid(axis="y", color="#e5e5e5")
    axes.legend(
        loc="upper center", bbox_to_anchor=(0.45, -0.3), ncols=2, frameon=False, fontsize=SIZE - 1
    )


def _squares(axes: Axes, trend: Trend) -> None:
    most = max((each or 0 for line in trend.lines for each in line.counts), default=0) or 1
    for row, line in enumerate(trend.lines):
        for column, count in enumerate(line.counts):
            if count is None:
                continue
            share = count / most
            colour = tuple(
                pale + (deep - pale) * share for pale, deep in zip(_PALE, _DEEP, strict=True)
            )
            axes.add_patch(
                Rectangle(
                    (column - 0.46, row - 0.44), 0.92, 0.88, facecolor=colour, edgecolor="#c8c8c8"
                )
            )
            ink = "white" if share > _DARK else INK
            axes.text(column, row, str(count), ha="center", va="center", fontsize=9, color=ink)
    axes.set_xlim(-0.5, max(len(trend.columns), 1) - 0.5)
    axes.set_ylim(len(trend.lines) - 0.5, -0.5)
    axes.set_yticks(range(len(trend.lines)), [wrapped(each.label) for each in trend.lines])

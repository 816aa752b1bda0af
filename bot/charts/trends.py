"""Answers over time: a small picture a question, a line an answer, each with its own dash and its name at its end."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from bot.charts.paper import DPI, INK, SIZE, WIDTH, bare, png, wrapped
from bot.core.pictures import Trend

# Told apart by every kind of sight (Okabe and Ito, "Color Universal Design"), and by dash and mark as well.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
_DASHES = ("-", "--", "-.", ":")
_MARKS = ("o", "s", "^", "D", "v", "P", "X")
_QUESTION = 62


def draw_trends(title: str, trends: Sequence[Trend]) -> bytes:
    """Return each question over the rounds that asked it."""
    figure = Figure(
        figsize=(WIDTH, 0.8 + 2.7 * len(trends)), dpi=DPI, layout="constrained", facecolor="white"
    )
    figure.suptitle(title, fontsize=SIZE + 2, color=INK)
    for place, trend in enumerate(trends):
        _panel(figure.add_subplot(len(trends), 1, place + 1), trend)
    return png(figure)


def _panel(axes: Axes, trend: Trend) -> None:
    bare(axes)
    axes.set_title(trend.question[:_QUESTION], fontsize=SIZE, color=INK, loc="left")
    for place, line in enumerate(trend.lines):
        values = [float("nan") if each is None else each for each in line.counts]
        axes.plot(
            range(len(values)),
            values,
            color=_COLOURS[place % len(_COLOURS)],
            linestyle=_DASHES[place % len(_DASHES)],
            marker=_MARKS[place % len(_MARKS)],
            label=wrapped(line.label),
        )
    axes.set_xticks(range(len(trend.columns)), trend.columns, rotation=30, ha="right")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(bottom=0)
    axes.grid(axis="y", color="#e5e5e5")
    axes.tick_params(labelsize=SIZE - 2)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=SIZE - 2)

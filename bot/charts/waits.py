"""How long homes waited, by category: the middle and what nine of ten did not exceed; and what is open, by age."""

from collections.abc import Sequence
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bot.charts.paper import DPI, FAINT, INK, SIZE, TITLE, WIDTH, bare, png, wrapped
from bot.core.pictures import Ages, Waiting
from bot.core.words import ChartWords

# Told apart by every kind of sight (Okabe and Ito, "Color Universal Design"); shape and figure say the same.
MIDDLE, NINTH = "#0072b2", "#d55e00"
AGES = ("#56b4e9", "#e69f00", "#000000")
_ROW, _HEAD = 0.42, 0.9


def draw_waits(
    title: str,
    waits: Sequence[tuple[str, Sequence[Waiting]]],
    ages: Sequence[Ages],
    words: ChartWords,
) -> bytes:
    """Return a panel for each of ``waits`` (its title, a category a row) and one for what is open."""
    panels = len(waits) + 1
    heights = [_HEAD + _ROW * max(1, len(rows)) for rows in (*(each for _, each in waits), ages)]
    figure = Figure(
        figsize=(WIDTH, 0.8 + sum(heights)), dpi=DPI, layout="constrained", facecolor="white"
    )
    figure.suptitle("\n".join(wrap(title, TITLE)), fontsize=SIZE + 2, color=INK)
    axes = figure.subplots(panels, 1, height_ratios=heights, squeeze=False)[:, 0]
    for panel, (name, rows) in zip(axes, waits, strict=False):
        _waits(panel, name, rows, words)
    _ages(axes[-1], ages, words)
    for label, colour, shape in ((words.middle, MIDDLE, "o"), (words.ninth, NINTH, "D")):
        axes[0].scatter([], [], color=colour, marker=shape, label=label)
    figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=SIZE - 1)
    return png(figure)


def _panel(axes: Axes, name: str, labels: Sequence[str]) -> None:
    bare(axes)
    axes.set_title(name, fontsize=SIZE, color=INK, loc="left")
    axes.set_yticks(range(len(labels)), [wrapped(each) for each in labels])
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.grid(axis="x", color="#e5e5e5")
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=SIZE - 2)


def _waits(axes: Axes, name: str, rows: Sequence[Waiting], words: ChartWords) -> None:
    _panel(axes, name, [f"{each.label} (n\N{NO-BREAK SPACE}{each.number})" for each in rows])
    for place, each in enumerate(rows):
        if each.middle is None or each.ninth is None:
            axes.text(0, place, words.no_waits, va="center", fontsize=SIZE - 2, color=FAINT)
            continue
        axes.plot([each.middle, each.ninth], [place, place], color="#bbbbbb", linewidth=2, zorder=1)
        axes.scatter(each.middle, place, color=MIDDLE, marker="o", s=46, zorder=2)
        axes.scatter(each.ninth, place, color=NINTH, marker="D", s=40, zorder=2)
    axes.set_xlim(left=0)
    axes.set_xlabel(words.hours, fontsize=SIZE - 2, color=FAINT)


def _ages(axes: Axes, rows: Sequence[Ages], words: ChartWords) -> None:
    _panel(axes, words.still_open, [each.label for each in rows])
    left = [0] * len(rows)
    names = (words.a_day, words.a_week, words.longer)
    for age, (name, colour) in enumerate(zip(names, AGES, strict=True)):
        counts = [each.counts[age] for each in rows]
        axes.barh(range(len(rows)), counts, left=left, height=0.6, color=colour, label=name)
        left = [before + count for before, count in zip(left, counts, strict=True)]
    for place, total in enumerate(left):
        axes.text(total, place, f" {total}", va="center", fontsize=SIZE - 2, color=INK)
    axes.set_xticks([])
    axes.set_xlim(0, max([1, *left]) * 1.1)

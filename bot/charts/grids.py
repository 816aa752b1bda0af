"""Which homes answered which rounds: a square a home and a round, told apart by its mark as well as its colour."""

from matplotlib.patches import Rectangle

from bot.charts.paper import INK, SIZE, paper, png
from bot.core.pictures import Cell, Grid
from bot.core.words import ChartWords

# From dark to light, so that the order shows in grey as well.
_COLOURS = {
    Cell.DONE: "#2c5f8a",
    Cell.LATE: "#7fb1d6",
    Cell.BEGUN: "#d5e4f0",
    Cell.SILENT: "#ffffff",
}
_MARKS = {Cell.DONE: "●", Cell.LATE: "◐", Cell.BEGUN: "…", Cell.SILENT: "\N{MINUS SIGN}"}
_INKS = {Cell.DONE: "white", Cell.LATE: INK, Cell.BEGUN: INK, Cell.SILENT: "#b35806"}
_NAME = 26


def draw_grid(title: str, grid: Grid, words: ChartWords) -> bytes:
    """Return the homes by rounds."""
    figure, axes = paper(2.3 + 0.24 * len(grid.rows), title)
    for row, (_, cells) in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            square = Rectangle(
                (column - 0.46, row - 0.44),
                0.92,
                0.88,
                facecolor=_COLOURS[cell],
                edgecolor="#c8c8c8",
            )
            axes.add_patch(square)
            axes.text(
                column, row, _MARKS[cell], ha="center", va="center", fontsize=9, color=_INKS[cell]
            )
    axes.set_xlim(-0.5, max(len(grid.columns), 1) - 0.5)
    axes.set_ylim(max(len(grid.rows), 1) - 0.5, -0.5)
    axes.set_yticks(range(len(grid.rows)), [_short(name) for name, _ in grid.rows])
    axes.tick_params(axis="y", labelsize=SIZE - 2)
    axes.set_xticks(range(len(grid.columns)), grid.columns, rotation=45, ha="left")
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", labelsize=SIZE - 2)
    names = {
        Cell.DONE: words.done,
        Cell.LATE: words.late,
        Cell.BEGUN: words.begun,
        Cell.SILENT: words.silent,
    }
    handles = [
        Rectangle((0, 0), 1, 1, facecolor=_COLOURS[each], edgecolor="#c8c8c8") for each in Cell
    ]
    labels = [f"{_MARKS[each]} {names[each]}" for each in Cell]
    figure.legend(
        handles, labels, loc="outside lower center", ncols=4, frameon=False, fontsize=SIZE - 1
    )
    return png(figure)


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"

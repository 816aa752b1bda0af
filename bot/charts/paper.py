"""What all pictures share: the paper, the letters, and how they become bytes that are the same every time."""

import io
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

# As wide as a phone held upright, with letters that are read on it without zooming; 1,075 points, so that it is sharp.
WIDTH, DPI = 5.6, 192
SIZE = 11
INK, FAINT = "#222222", "#767676"
LABEL = 22  # characters of a line beside a bar
TITLE = 46  # and of one across the whole width


def paper(height: float, title: str) -> tuple[Figure, Axes]:
    """Return an empty figure so many inches high, with one set of axes."""
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained", facecolor="white")
    figure.suptitle("\n".join(wrap(title, TITLE)), fontsize=SIZE + 2, color=INK, ha="center")
    axes = figure.add_subplot()
    bare(axes)
    return figure, axes


def bare(axes: Axes) -> None:
    """Leave nothing round the figures but the figures."""
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=SIZE, labelcolor=INK)


def wrapped(label: str) -> str:
    """Return a label in lines that stand beside a bar."""
    return "\n".join(wrap(label, LABEL))


def png(figure: Figure) -> bytes:
    """Return the figure as a PNG, without the moment or the version that made it."""
    FigureCanvasAgg(figure)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()

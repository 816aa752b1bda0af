"""What a run found: a table on the terminal, JSON for programs, and a picture of the ratios."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import matplotlib as mpl
from rich.console import Console
from rich.text import Text

from bench.figure import Figure

mpl.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

Found = Mapping[str, Sequence[Figure]]
# What each column of the table is wide: a line of it goes into 100 columns.
_WHAT, _OURS, _CEILING, _RATIO, _MARK = 46, 16, 7, 6, 12
# Told apart without colour as well: by where the bar ends (Okabe and Ito, "Color universal design").
_REACHED, _MISSED = "#0072B2", "#D55E00"


def say(sentence: str) -> None:
    """Print one line."""
    Console(stderr=True, soft_wrap=True).print(sentence, highlight=False, markup=False)


def show(found: Found) -> None:
    """Print the table: two lines a figure, the second of which names the ceiling."""
    console = Console(soft_wrap=True)
    console.print(Text(_line("", "Homeround", "Ceiling", "Ratio", "To reach", ""), style="bold"))
    for group, figures in found.items():
        console.print(Text(group, style="bold"))
        for figure in figures:
            missed = figure.is_reached is False
            console.print(Text(_told(figure), style="bold" if missed else ""))
            if below := "; ".join(filter(None, (figure.ceiling_is, figure.note))):
                console.print(Text(f"      {below}", style="dim"))
    console.print(f"\n{_summary(_all(found))}", highlight=False, markup=False)


def _told(figure: Figure) -> str:
    ceiling = _number(figure.ceiling) if figure.ceiling else "-"
    ratio = f"{figure.value:.2f}" if figure.ceiling else "-"
    verdict = {True: "reached", False: "missed", None: ""}[figure.is_reached]
    ours = f"{_number(figure.ours)} {figure.unit}"
    return _line(f"  {figure.what}", ours, ceiling, ratio, _mark(figure), verdict)


def _line(what: str, ours: str, ceiling: str, ratio: str, mark: str, verdict: str) -> str:
    cells = (
        what.ljust(_WHAT),
        ours.rjust(_OURS),
        ceiling.rjust(_CEILING),
        ratio.rjust(_RATIO),
        f" {mark}".ljust(_MARK + 1),
        verdict,
    )
    return " ".join(cells).rstrip()


def _summary(figures: Sequence[Figure]) -> str:
    marked = [each.is_reached for each in figures if each.is_reached is not None]
    return f"Reached: {sum(marked)} of {len(marked)}."


def _all(found: Found) -> list[Figure]:
    return [figure for figures in found.values() for figure in figures]


def _mark(figure: Figure) -> str:
    least, most = figure.at_least, figure.at_most
    if least is not None and most is not None:
        return f"{least:g}" if least == most else f"{least:g} to {most:g}"
    if least is not None:
        return f"at least {least:g}"
    return "" if most is None else f"at most {most:g}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def write(found: Found, folder: Path) -> None:
    """Write ``bench.json`` and ``bench.png`` into the folder, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        group: [
            asdict(figure) | {"value": figure.value, "is_reached": figure.is_reached}
            for figure in figures
        ]
        for group, figures in found.items()
    }
    (folder / "bench.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    _draw(_all(found), folder / "bench.png")


def _draw(figures: Sequence[Figure], path: Path) -> None:
    """Draw what is to be large above what is to be small, each beside its mark."""
    marked = [each for each in figures if each.is_reached is not None]
    large = [each for each in marked if each.at_least is not None]
    small = [each for each in marked if each.at_least is None]
    panels = [each for each in (large, small) if each]
    if not panels:
        return
    chart = plt.figure(figsize=(11, 0.42 * len(marked) + 1.3 * len(panels)), layout="constrained")
    heights = [len(each) + 1 for each in panels]
    places = chart.subplots(len(panels), height_ratios=heights, squeeze=False)
    for axes, panel in zip(places[:, 0], panels, strict=True):
        _panel(axes, panel, is_large=panel is large)
    chart.savefig(path, dpi=150)
    plt.close(chart)


def _panel(axes: Axes, figures: Sequence[Figure], *, is_large: bool) -> None:
    """Draw rates beside their ceilings, or costs as shares of what they may be; the black lines are the marks."""
    values = [each.value if is_large else each.value / (each.at_most or 1) for each in figures]
    colours = [_REACHED if each.is_reached else _MISSED for each in figures]
    places = range(len(figures))
    axes.barh(places, values, color=colours, height=0.55)
    for place, (each, value) in enumerate(zip(figures, values, strict=True)):
        marks = (each.at_least, each.at_most) if is_large else (1.0,)
        for mark in filter(None, marks):
            axes.plot([mark, mark], [place - 0.42, place + 0.42], color="black", linewidth=2)
        far = max(value, *filter(None, marks))
        told = f"{_label(each)}{'' if each.is_reached else ', missed'}"
        axes.text(far, place, f"  {told}", va="center", fontsize=8)
    axes.set_yticks(places, [_name(each) for each in figures], fontsize=7)
    axes.invert_yaxis()
    axes.margins(x=0.2, y=0.01)
    axes.set_xlim(left=0)
    axes.spines[["top", "right"]].set_visible(False)
    title = (
        "Times the ceiling: the black line or beyond"
        if is_large
        else ("Share of what it may cost: the black line or below")
    )
    axes.set_title(title, loc="left", fontsize=10, fontweight="bold")


def _name(figure: Figure) -> str:
    return f"{figure.what}\n{figure.ceiling_is}" if figure.ceiling_is else figure.what


def _label(figure: Figure) -> str:
    if figure.ceiling:
        return f"{figure.value:.2f} times"
    return f"{_number(figure.ours)} {figure.unit}"

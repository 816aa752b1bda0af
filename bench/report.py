"""What a run found: a table on the terminal, JSON for programs, and a picture of the ratios."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import matplotlib as mpl
from rich.console import Console
from rich.table import Table

from bench.figure import Figure

mpl.use("Agg")
from matplotlib import pyplot as plt

Found = Mapping[str, Sequence[Figure]]
# Told apart without colour as well: by where the bar ends (Okabe and Ito, "Color universal design").
_REACHED, _MISSED = "#0072B2", "#D55E00"


def say(sentence: str) -> None:
    """Print one line."""
    Console(stderr=True).print(sentence, highlight=False, markup=False)


def show(found: Found) -> None:
    """Print the table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("What", "Homeround", "Ceiling", "Ratio", "To reach", ""):
        table.add_column(heading, overflow="fold")
    for figure in _all(found):
        table.add_row(*_cells(figure))
    Console().print(table, highlight=False, markup=False)


def _all(found: Found) -> list[Figure]:
    return [figure for figures in found.values() for figure in figures]


def _cells(figure: Figure) -> tuple[str, ...]:
    ceiling = f"{_number(figure.ceiling)} ({figure.ceiling_is})" if figure.ceiling else "-"
    ratio = f"{figure.value:.2f}" if figure.ceiling else "-"
    verdict = {True: "reached", False: "missed", None: figure.note}[figure.is_reached]
    return (
        figure.what,
        f"{_number(figure.ours)} {figure.unit}",
        ceiling,
        ratio,
        _mark(figure),
        verdict,
    )


def _mark(figure: Figure) -> str:
    marks = []
    if figure.at_least is not None:
        marks.append(f"at least {figure.at_least:g}")
    if figure.at_most is not None:
        marks.append(f"at most {figure.at_most:g}")
    return ", ".join(marks)


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
    """Draw each ratio beside what it is to reach."""
    drawn = [each for each in figures if each.ceiling][::-1]
    if not drawn:
        return
    chart, axes = plt.subplots(figsize=(10, 0.5 * len(drawn) + 1.4), layout="constrained")
    names = [f"{each.what}\n{each.ceiling_is}" for each in drawn]
    colours = [_MISSED if each.is_reached is False else _REACHED for each in drawn]
    axes.barh(names, [each.value for each in drawn], color=colours, height=0.6)
    for place, each in enumerate(drawn):
        for mark in (each.at_least, each.at_most):
            if mark is not None:
                axes.plot([mark, mark], [place - 0.4, place + 0.4], color="black", linewidth=2)
        axes.text(each.value, place, f" {each.value:.2f}", va="center", fontsize=8)
    axes.tick_params(axis="y", labelsize=7)
    axes.set_xlabel("Homeround to ceiling; the black line is what is to be reached")
    chart.savefig(path, dpi=150)
    plt.close(chart)

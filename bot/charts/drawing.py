"""A picture from the plain values that a row holds of it."""

from collections.abc import Mapping
from typing import Any

from bot.charts.grids import draw_grid
from bot.charts.scores import draw_pairs, draw_spread
from bot.charts.trends import draw_trends
from bot.charts.waits import draw_waits
from bot.core.pictures import (
    Ages,
    Bar,
    Cell,
    Dot,
    Drawing,
    Grid,
    Line,
    Pair,
    PictureKind,
    Trend,
    Waiting,
)
from bot.core.sentences import Sentence
from bot.core.words import ChartWords


def draw(drawing: Drawing) -> bytes:
    """Return the picture as a PNG."""
    shows, title = drawing.shows, drawing.title
    words = ChartWords(**{name: Sentence(text) for name, text in drawing.words.items()})
    match drawing.kind:
        case PictureKind.SPREAD:
            bars = [
                Bar(each["label"], _tuple(each["counts"]), each["note"]) for each in shows["bars"]
            ]
            return draw_spread(title, bars, words)
        case PictureKind.WAVES:
            pairs = [
                Pair(each["label"], _dot(each["before"]), _dot(each["after"]), each["told"])
                for each in shows["pairs"]
            ]
            first, second = shows["names"]
            return draw_pairs(title, pairs, (first, second), words)
        case PictureKind.HOMES:
            rows = tuple(
                (name, tuple(Cell(each) if each else None for each in cells))
                for name, cells in shows["rows"]
            )
            return draw_grid(title, Grid(tuple(shows["columns"]), rows), words)
        case PictureKind.TREND:
            return draw_trends(title, [_trend(each) for each in shows["trends"]])
        case PictureKind.WAITS:
            return draw_waits(title, *_waits(shows), words)


def _waits(shows: Mapping[str, Any]) -> tuple[list[tuple[str, list[Waiting]]], list[Ages]]:
    panels = [(each["name"], [Waiting(**row) for row in each["rows"]]) for each in shows["panels"]]
    return panels, [Ages(each["label"], tuple(each["counts"])) for each in shows["ages"]]


def _tuple(counts: list[int] | None) -> tuple[int, ...] | None:
    return None if counts is None else tuple(counts)


def _dot(given: dict[str, float] | None) -> Dot | None:
    return None if given is None else Dot(given["mean"], given["low"], given["high"])


def _trend(given: dict[str, Any]) -> Trend:
    lines = tuple(
        Line(each["label"], tuple(each["counts"]), each["is_state"]) for each in given["lines"]
    )
    return Trend(given["question"], tuple(given["columns"]), lines)

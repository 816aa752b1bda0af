"""Pictures are drawn whatever the figures are, the same bytes each time, and small enough to send to a phone."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from bot.charts import draw, draw_waits
from bot.charts.grids import draw_grid
from bot.charts.scores import draw_pairs, draw_spread
from bot.charts.trends import draw_trends
from bot.content import load_content
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

WORDS = load_content(Path(__file__).parents[2] / "content").words.charts
LONG = "Wie geht es Ihrem Haus in dieser Woche, und was würde Ihnen am meisten helfen, Łucja? " * 2
DAYS = ("23 Nov", "30 Nov", "7 Dec")
CELLS = tuple(Cell)


def spread(bars: list[Bar]) -> bytes:
    return draw_spread("How is our support?", bars, WORDS)


def grid(homes: int) -> bytes:
    rows = tuple((f"{LONG[:50]} {n}", (CELLS[n % 4], None, CELLS[n % 3])) for n in range(homes))
    return draw_grid(LONG, Grid(DAYS, rows), WORDS)


def pairs(*given: Pair) -> bytes:
    return draw_pairs("Two waves", list(given), ("11 Jan 2021", "7 Mar 2022"), WORDS)


def trends(*lines: Line) -> bytes:
    return draw_trends(LONG, [Trend(LONG, DAYS, lines), Trend("One day", DAYS[:1], lines[:1])])


@pytest.mark.parametrize(
    "draw",
    [
        lambda: spread(
            [Bar("Testing", (0, 1, 2, 3, 40), "46 homes"), Bar(LONG, None), Bar("Nobody", (0,) * 5)]
        ),
        lambda: spread([]),
        lambda: grid(0),
        lambda: grid(1),
        lambda: grid(60),
        lambda: pairs(
            Pair(LONG, Dot(4.9, 4.5, 5.3), Dot(1, 1, 1), ""), Pair("New", None, None, "")
        ),
        lambda: trends(Line(LONG, (1, None, 3)), *(Line(str(n), (n, n, n)) for n in range(9))),
        lambda: draw_waits(
            "Waits",
            [("Word", [Waiting(LONG, 3, 1.5, 40), Waiting("None", 0, None, None)])],
            [Ages(LONG, (1, 20, 3)), Ages("None", (0, 0, 0))],
            WORDS,
        ),
        lambda: trends(Line("None yet", (None, None, None))),
    ],
)
def test_a_picture_is_drawn_the_same_each_time(draw: Callable[[], bytes]) -> None:
    drawn = draw()

    assert drawn.startswith(b"\x89PNG")
    assert drawn == draw()
    assert len(drawn) < 500_000


def test_what_waits_in_the_outbox_is_drawn_as_it_would_have_been() -> None:
    bars = [Bar("Testing", (0, 1, 2, 3, 40)), Bar("Vaccinations", None)]
    rows = (("Ash Lodge", (Cell.DONE, None, Cell.SILENT)),)
    pair, trend = (
        Pair("Testing", Dot(4, 3, 5), None, ""),
        Trend(
            "How?", DAYS, (Line("Well", (1, None, 2)), Line("no reply", (0, 2, 1), is_state=True))
        ),
    )
    waited, ages = Waiting("Medicines", 3, 2.5, 8.0), Ages("Medicines", (1, 0, 2))
    kinds = {
        PictureKind.SPREAD: ({"bars": bars}, draw_spread("T", bars, WORDS)),
        PictureKind.WAVES: (
            {"pairs": [pair], "names": ["a", "b"]},
            draw_pairs("T", [pair], ("a", "b"), WORDS),
        ),
        PictureKind.HOMES: (
            {"columns": DAYS, "rows": rows},
            draw_grid("T", Grid(DAYS, rows), WORDS),
        ),
        PictureKind.TREND: ({"trends": [trend]}, draw_trends("T", [trend])),
        PictureKind.WAITS: (
            {"panels": [{"name": "Claim", "rows": [waited]}], "ages": [ages]},
            draw_waits("T", [("Claim", [waited])], [ages], WORDS),
        ),
    }
    assert set(kinds) == set(PictureKind)
    for kind, (shows, should) in kinds.items():
        plain = json.loads(json.dumps(shows, default=asdict))
        assert draw(Drawing(kind, "T", plain, asdict(WORDS))) == should, kind

"""``homeround escalations figures``: how long homes waited, as a table, JSON, or a picture."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.cases import hours_of
from bot.cli.opening import AsJson, ConfigPath, Opened, open_all
from bot.cli.output import faults_as_sentences, say, show
from bot.core.case_figures import CategoryFigures, Spread, Waits, figures
from bot.core.case_pictures import HOUR, waits_picture
from bot.core.errors import HomeroundError
from bot.db import cases
from bot.db.tables import escalations

Chart = Annotated[Path | None, typer.Option("--chart", help="Write a picture into this PNG file.")]
Days = Annotated[int, typer.Option(min=1, help="Of cases raised in the last so many days.")]


def waits(
    *,
    days: Days = 90,
    chart: Chart = None,
    as_json: AsJson = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Show how long homes waited, by category: the middle and what nine of ten did not exceed."""
    with faults_as_sentences(), open_all(config) as opened:
        now = opened.clock.now()
        with opened.database.read() as connection:
            since = now - timedelta(days=days)
            timelines = cases.timelines(connection, escalations.c.raised_at >= since)
        found = figures(timelines, partial(hours_of, opened), now)
        if chart is not None:
            _draw(opened, found, days, chart)
            return
        rows = (
            list(map(_row, found)) if as_json else [row for each in found for row in _lines(each)]
        )
        columns = {
            "category": "Category",
            "cases": "Cases",
            "counted": "Counted",
            "first_word": "First word",
            "claim": "Claim",
            "resolve": "Resolved",
            "reopened": "Reopened",
            "open": "Open: a day, a week, longer",
        }
        none = f"No case was raised in the last {days} days."
        show(rows, columns, as_json=as_json, none=none, zone=opened.zone)


def _row(each: CategoryFigures) -> dict[str, object]:
    """Return the figures of a category, lengths in seconds."""

    def spread(found: Spread) -> dict[str, object]:
        lengths = (found.median, found.ninth_of_ten)
        seconds = [length and int(length.total_seconds()) for length in lengths]
        return {"number": found.number, "median": seconds[0], "ninth_of_ten": seconds[1]}

    def both(found: Waits) -> dict[str, object]:
        return {"working": spread(found.working), "clock": spread(found.clock)}

    return {
        "category": each.category,
        "cases": each.cases,
        "first_word": both(each.first_word),
        "claim": both(each.claim),
        "resolve": both(each.resolve),
        "reopened": each.reopened,
        "open": [each.open_a_day, each.open_a_week, each.open_longer],
    }


def _lines(each: CategoryFigures) -> list[dict[str, object]]:
    """Return the figures of a category as a person reads them: in working hours, and under it on the clock."""
    ages = f"{each.open_a_day}, {each.open_a_week}, {each.open_longer}"
    return [
        {
            "category": each.category,
            "cases": each.cases,
            "counted": "in working hours",
            "first_word": _in_hours(each.first_word.working),
            "claim": _in_hours(each.claim.working),
            "resolve": _in_hours(each.resolve.working),
            "reopened": each.reopened,
            "open": ages,
        },
        {
            "category": "",
            "cases": "",
            "counted": "on the clock",
            "first_word": _in_hours(each.first_word.clock),
            "claim": _in_hours(each.claim.clock),
            "resolve": _in_hours(each.resolve.clock),
            "reopened": "",
            "open": "",
        },
    ]


def _in_hours(found: Spread) -> str:
    if found.median is None or found.ninth_of_ten is None:
        return "none"
    return f"{found.median / HOUR:.1f} h, {found.ninth_of_ten / HOUR:.1f} h"


def _draw(opened: Opened, found: Sequence[CategoryFigures], days: int, chart: Path) -> None:
    if not found:
        message = f"No case was raised in the last {days} days, so there is nothing to draw."
        raise HomeroundError(message)
    words = opened.content.words.charts
    drawn = waits_picture(found, lambda category: _label(opened, category), days, words)
    # Read in where it is used: it brings matplotlib.
    from bot.charts import draw  # noqa: PLC0415

    chart.write_bytes(draw(drawn.drawing))
    say(f"{chart} shows:\n{drawn.alt}")


def _label(opened: Opened, category: str) -> str:
    known = opened.content.categories.get(category)
    return known.label if known else category

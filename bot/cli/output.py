"""How commands show what they found: a table for people, JSON for programs, one sentence for a fault."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import typer
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from bot.core.errors import BadAudience, Faults, HomeroundError
from bot.db.database import Trouble

Row = Mapping[str, Any]
UTC = ZoneInfo("UTC")
PIPED = 10_000


def show(
    rows: Sequence[Row],
    columns: Mapping[str, str],
    *,
    as_json: bool,
    none: str,
    zone: ZoneInfo = UTC,
) -> None:
    """Print the rows: JSON with every key, or a table of ``columns`` (key: heading), or ``none`` when empty.

    In the table, moments are told in the zone.
    """
    if as_json:
        sys.stdout.write(
            json.dumps(list(rows), default=_plain, ensure_ascii=False, indent=2) + "\n"
        )
        return
    if not rows:
        say(none)
        return
    cells = [[_cell(row[key], zone) for key in columns] for row in rows]
    # What is piped on has one line a row, however long.
    width = None if sys.stdout.isatty() else PIPED
    console = Console(markup=False, width=width)
    if not _print_straight([list(columns.values()), *cells], console):
        console.print(_folded(columns.values(), cells), highlight=False)


def _print_straight(lines: Sequence[Sequence[str]], console: Console) -> bool:
    """Print the lines in columns and say so, unless one is too long: the library takes seconds for many."""
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    if sum(widths) + 2 * len(widths) > console.width or any(
        "\n" in cell for line in lines for cell in line
    ):
        return False
    heading, *others = ("  ".join(map(set_cell_size, line, widths)).rstrip() for line in lines)
    console.print(Text(heading, style="bold"))
    sys.stdout.write("".join(f"{line}\n" for line in others))
    return True


def _folded(headings: Iterable[str], cells: Sequence[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for line in cells:
        table.add_row(*line)
    return table


def say(sentence: str) -> None:
    """Print one line for people."""
    Console().print(_shown(sentence), highlight=False, markup=False, soft_wrap=True)


def told(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment as people say it, in the zone."""
    return moment.astimezone(zone).strftime("%d %b %Y %H:%M")


@contextmanager
def bar(title: str, total: int | None) -> Iterator[Callable[[], None]]:
    """Show a bar on a terminal while this is open; what it gives is called once a step."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, transient=True, disable=not sys.stdout.isatty()) as progress:
        task = progress.add_task(title, total=total)

        def step() -> None:
            progress.advance(task)

        yield step


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _cell(value: Any, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return told(value, zone)
    if isinstance(value, list | tuple):
        return _shown(", ".join(map(str, value)))
    return "" if value is None else _shown(str(value))


def _shown(text: str) -> str:
    """Return a text without what would steer a terminal: names come from files and from strangers."""
    return "".join(each if each.isprintable() or each in "\n\t" else " " for each in text)


@contextmanager
def faults_as_sentences() -> Iterator[None]:
    """Turn what went wrong into plain sentences on stderr and exit code 1, never a traceback."""
    try:
        yield
    except Faults as faults:
        _fail(*map(str, faults.faults))
    except BadAudience as fault:
        _fail(f"The audience cannot be read, or no home has it: {fault.part}")
    except HomeroundError as error:
        _fail(str(error) or type(error).__name__)
    except Trouble as error:
        _fail(f"The database could not be used: {_first_line(error)} Try: homeround doctor")


def _first_line(error: Trouble) -> str:
    line = str(getattr(error, "orig", None) or error).splitlines()[0].rstrip(".")
    return f"{line}."


def _fail(*sentences: str) -> None:
    for sentence in sentences:
        sys.stderr.write(sentence + "\n")
    raise typer.Exit(1)

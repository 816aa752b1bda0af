"""How commands show what they found: a table for people, JSON for programs, one sentence for a fault."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from bot.core.errors import BadAudience, Faults, HomeroundError
from bot.db.database import Trouble

Row = Mapping[str, Any]


def show(rows: Sequence[Row], columns: Mapping[str, str], *, as_json: bool, none: str) -> None:
    """Print the rows: JSON with every key, or a table of ``columns`` (key: heading), or ``none`` when empty."""
    if as_json:
        sys.stdout.write(
            json.dumps(list(rows), default=_plain, ensure_ascii=False, indent=2) + "\n"
        )
        return
    if not rows:
        Console().print(none, highlight=False, markup=False)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in columns.values():
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row[key]) for key in columns))
    Console().print(table, highlight=False, markup=False)


def say(sentence: str) -> None:
    """Print one line for people."""
    Console().print(sentence, highlight=False, markup=False, soft_wrap=True)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone().strftime("%d %b %H:%M")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


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

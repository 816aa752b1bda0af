"""``python -m bench``: measures, prints a table, and writes the same as JSON and as a picture."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Annotated

import structlog
import typer

from bench.figure import Figure
from bench.report import say, show, write
from bench.rows.table import ROWS
from bench.stand import Stand
from bot.log import set_up_logging

log = structlog.get_logger()

Rows = Callable[[Stand], Awaitable[list[Figure]]]


def main(
    *,
    only: Annotated[
        list[str] | None, typer.Option(help="A group of rows; may be repeated.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where the JSON and the picture go.")] = Path(
        "build/bench"
    ),
) -> None:
    """Measure each part beside the bare library that it stands on, in one run."""
    unknown = sorted(set(only or ()) - ROWS.keys())
    if unknown:
        say(f"There is no group {unknown[0]}; there are {', '.join(ROWS)}.")
        raise typer.Exit(2)
    set_up_logging(sys.stderr, as_json=False, level="WARNING")
    groups = {group: ROWS[group] for group in only or ROWS}
    raise typer.Exit(asyncio.run(_until_stopped(groups, out)))


async def _until_stopped(groups: Mapping[str, Rows], out: Path) -> int:
    """Measure; when asked to stop, what was started is ended first, and what was found by then is kept."""
    measuring = asyncio.create_task(measure(groups, out))
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, measuring.cancel)
    try:
        return await measuring
    except asyncio.CancelledError:
        say("Stopped.")
        return 1


async def measure(groups: Mapping[str, Rows], out: Path) -> int:
    """Measure each group, show and write what was found, and return the exit code: 1 where one broke off."""
    found: dict[str, list[Figure]] = {}
    try:
        async with Stand() as stand:
            for group, rows in groups.items():
                say(f"Measuring {group}")
                try:
                    found[group] = await rows(stand)
                except Exception:  # the other groups' figures are worth having all the same
                    log.exception("not_measured", group=group)
    finally:
        if found:
            show(found)
            write(found, out)
            say(f"Written: {out / 'bench.json'} and {out / 'bench.png'}")
    if missing := [group for group in groups if group not in found]:
        say(f"Could not be measured: {', '.join(missing)}.")
    return 1 if missing else 0


if __name__ == "__main__":
    typer.run(main)

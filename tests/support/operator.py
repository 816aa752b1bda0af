"""Somebody at a command line: what they type, what is printed, and the exit code."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.cli.main import carry_out
from bot.db import marks
from bot.db.database import Database
from tests.support.clocks import MONDAY

ROOT = Path(__file__).parents[2]
# For tests of other things: what is sent goes at once, however late and however much.
AT_ONCE = '[kindness]\nquiet_hours = "00:00-00:00"\nmax_broadcasts_per_week = 1000\n'
TELEGRAM = '[telegram]\nenabled = true\nbot_name = "north_bot"\n'


@dataclass(frozen=True)
class Ran:
    """How one command ended."""

    code: int
    out: str
    err: str

    @property
    def faults(self) -> list[str]:
        """Return what was complained of, a line each."""
        return self.err.splitlines()


class Operator:
    """Types commands against one database, with a config.toml of their own in an empty folder."""

    def __init__(self, folder: Path, database: Database, more: str = TELEGRAM) -> None:
        self.folder = folder
        self.database = database
        self.config = folder / "config.toml"
        url = database.url.render_as_string(hide_password=False)
        self.config.write_text(
            f'[database]\nurl = "{url}"\n{AT_ONCE}[content]\npath = "{ROOT / "content"}"\n{more}',
            encoding="utf-8",
        )

    def turned_live(self) -> Self:
        """Return the operator once the network is live."""
        with self.database.write() as connection:
            marks.make(connection, marks.LIVE, MONDAY)
        return self

    def runs(self, *words: str | Path) -> Ran:
        """Type a command; a group's name and a command's are two words."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = carry_out([*map(str, words), "--config", str(self.config)])
        return Ran(code, out.getvalue(), err.getvalue())

    def runs_as_process(self, *words: str | Path, secrets: Mapping[str, str] | None = None) -> Ran:
        """Type a command as ``runs`` does, in a process of its own with nothing of ours in its environment."""
        theirs = {key: value for key, value in os.environ.items() if "HOMEROUND" not in key}
        ran = subprocess.run(
            [sys.executable, "-m", "bot", *map(str, words), "--config", str(self.config)],
            cwd=ROOT,
            env=theirs | dict(secrets or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def does(self, *words: str | Path) -> str:
        """Type a command that works, and return what it printed."""
        ran = self.runs(*words)
        assert (ran.code, ran.err) == (0, "")
        return ran.out

    def fails(self, *words: str | Path) -> list[str]:
        """Type a command that cannot be done, and return what was complained of."""
        ran = self.runs(*words)
        assert ran.code == 1
        assert ran.faults
        assert "Traceback" not in ran.err
        return ran.faults

    def writes(self, name: str, text: str | bytes) -> Path:
        """Write a file and return its path."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

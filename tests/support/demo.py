"""The demo as a process, with a content folder of its own; what it prints and leaves behind is looked at."""

import asyncio
import fcntl
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from bot.core.recurrence import WEEKDAYS

ROOT = Path(__file__).parents[2]
PATIENCE = 200.0
SIZES = ("COLUMNS", "LINES")


class Demo:
    """One demo, from ``async with`` to its end; at the latest then nothing of it runs any more."""

    def __init__(self, folder: Path, *words: str, **environment: str) -> None:
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.printed = ""
        self._words = words
        self._environment = os.environ | {"TMPDIR": str(self.temporary)} | environment
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "demo", *self._words),
            env=self._environment,
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        return self

    @property
    def lines(self) -> list[str]:
        """Return what was printed so far, on either stream."""
        return self.printed.splitlines()

    async def prints(self, words: str) -> str:
        """Return the line with these words, as soon as it was printed."""
        assert self._process is not None
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while line := (await self._process.stdout.readline()).decode():
                self.printed += line
                if words in line:
                    return line.rstrip("\n")
        raise AssertionError(self.printed)

    async def ends(self) -> int:
        """Return its exit code, when it has ended and all that it printed is known."""
        assert self._process is not None
        async with asyncio.timeout(PATIENCE):
            printed, _ = await self._process.communicate()
        self.printed += printed.decode()
        assert self._process.returncode is not None
        return self._process.returncode

    async def is_interrupted(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ask it to end, as Ctrl-C does, and return its exit code."""
        assert self._process is not None
        self._process.send_signal(how)
        return await self.ends()

    def file(self, name: str) -> Path:
        """Return a file of the folder that it works in."""
        (found,) = self.temporary.glob(f"homeround-demo-*/{name}")
        return found

    def processes(self) -> set[int]:
        """Return the numbers of the processes that it started and that run now."""
        return {
            int(path.name)
            for path in Path("/proc").iterdir()
            if path.name.isdigit() and str(self.temporary).encode() in _environment(path)
        }

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number in self.processes():
            os.kill(number, signal.SIGKILL)
        if self._process is not None:
            await self._process.wait()


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:  # it has ended meanwhile, or is not ours
        return b""


def played_in_a_terminal(folder: Path, columns: int, *words: str, **environment: str) -> str:
    """Return all that a demo shows in a terminal of this width, when it has ended well."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    # What the tests' own terminal says of its width is not meant for this one.
    kept = {name: value for name, value in os.environ.items() if name not in SIZES}
    process = subprocess.Popen(
        (sys.executable, "-m", "bot", "demo", *words),
        env=kept | {"TMPDIR": str(folder), "TERM": "xterm"} | environment,
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # Linux says so when the last process has let go of the terminal
        pass
    finally:
        os.close(ours)
    assert process.wait() == 0, shown.decode()
    return shown.decode()


def content_that_opens(folder: Path, opens: str) -> Path:
    """Return a copy of the content folder whose weekly check-in opens at this time, in words."""
    copy = folder / "content"
    shutil.copytree(ROOT / "content", copy)
    open_at(copy, opens)
    return copy


def open_at(content: Path, opens: str) -> None:
    """Let the weekly check-in of a content folder open at this time."""
    file = content / "checkins" / "weekly.toml"
    text, changed = re.subn(r'(?m)^opens = "[^"]*"', f'opens = "{opens}"', file.read_text())
    assert changed == 1
    file.write_text(text)


def reword(content: Path, *keys: str) -> None:
    """Change these sentences of the folder wherever they stand, as a coordinator may."""
    file = content / "messages.toml"
    text = file.read_text()
    for key in keys:
        # A sentence of several lines stands between three quotation marks.
        text, changed = re.subn(
            rf'(?ms)^({key} = ("|""")(?!"))(.*?)(?<!")\2$', r"\1\3, *as we say*\2", text
        )
        assert changed, key
    file.write_text(text)


def in_words(ago: timedelta) -> str:
    """Return the local time of so long ago as a weekly recurrence."""
    moment = datetime.now(ZoneInfo("Europe/London")) - ago
    return f"{WEEKDAYS[moment.weekday()].capitalize()} {moment:%H:%M}"

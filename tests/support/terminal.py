"""A command of homeround on a real terminal: what is drawn there, and what is typed."""

import os
import pty
import select
import subprocess
import sys

from tests.support.operator import ROOT

PATIENCE = 60


def on_a_terminal(*words: str, typed: str = "") -> tuple[int, str]:
    """Run a command and type this once it asks; return its exit code and everything that it drew."""
    ours, theirs = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if "HOMEROUND" not in key}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment | {"TERM": "xterm", "COLUMNS": "100"},
    ) as process:
        os.close(theirs)
        drawn = b""
        try:
            while select.select([ours], [], [], PATIENCE)[0] and (part := os.read(ours, 65536)):
                drawn += part
                if typed and b"?" in part:
                    os.write(ours, typed.encode())
                    typed = ""
        except OSError:  # how Linux says that the other end has closed
            pass
        os.close(ours)
        try:
            return process.wait(PATIENCE), drawn.decode()
        finally:
            process.kill()

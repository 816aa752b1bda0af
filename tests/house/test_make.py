"""The commands that the README names: each is listed with what it does, and leads somewhere."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = re.findall(r"(?m)^\.PHONY: (.*)$", MAKEFILE)[0].split()


def make(*words: str) -> str:
    """Return what make says, though it does nothing of it."""
    command = ("make", "--no-print-directory", "-C", str(ROOT), *words)
    # Another make may be at work here, whose ways are not ours.
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(command, env=ours, capture_output=True, text=True, check=True).stdout


def test_make_alone_lists_every_target_with_one_line() -> None:
    listed = dict(line.split(maxsplit=1) for line in make().splitlines())

    assert sorted(listed) == sorted(TARGETS)


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_can_be_made(target: str) -> None:
    assert make("--dry-run", target)


def test_a_check_goes_from_form_to_tests() -> None:
    steps = make("--dry-run", "check")
    places = [
        steps.index(step) for step in ("ruff format", "ruff check", "mypy", "lint-", "pytest")
    ]

    assert places == sorted(places)

"""``homeround bench``: what it says where it cannot measure, and that a whole run ends with its figures written."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import measure
from bench.figure import Figure
from bench.rows import queueing, sending
from bench.stand import Stand
from bot.cli.main import carry_out

ROOT = Path(__file__).parents[2]


def bench(*words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Type the command in a folder, in a process of its own with nothing of ours in its environment."""
    theirs = {key: value for key, value in os.environ.items() if "HOMEROUND" not in key}
    command = (sys.executable, "-m", "bot", "bench", *words)
    environment = theirs | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_a_group_that_is_not_there_is_refused_in_one_sentence(tmp_path: Path) -> None:
    ran = bench("--only", "nothing", "--out", str(tmp_path / "out"))

    (told,) = ran.stderr.splitlines()
    assert ran.returncode == 2
    assert told.startswith("There is no group nothing; there are sending, ")
    assert not (tmp_path / "out").exists()


def test_where_there_is_no_checkout_one_sentence_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert carry_out(("bench", "--config", str(tmp_path / "config.toml"))) == 1

    (told,) = capsys.readouterr().err.splitlines()
    assert told == f"The benchmark is part of a checkout, and {tmp_path} is none. Give it: --config"


async def queueing_to_few(stand: Stand) -> list[Figure]:
    return await queueing.rows(stand, kinds=("sqlite",), sizes=(10, 100))


async def breaking(stand: Stand) -> list[Figure]:
    raise ValueError(stand)


async def test_a_run_ends_with_a_table_and_its_figures_in_the_folder_that_was_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await measure({"queueing": queueing_to_few}, tmp_path) == 0

    printed = capsys.readouterr()
    told = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    whats = ["queueing to 10 homes, sqlite", "queueing to 100 homes, sqlite"]
    assert [each["what"] for each in told["queueing"]] == [*whats, "growth of queueing, sqlite"]
    assert all(each["ours"] > 0 for each in told["queueing"][:2])
    assert all(what in printed.out for what in whats)
    assert (tmp_path / "bench.png").is_file()


async def test_a_group_that_breaks_off_costs_the_others_nothing_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    groups = {"broken": breaking, "queueing": queueing_to_few}

    assert await measure(groups, tmp_path) == 1

    assert capsys.readouterr().err.splitlines()[-1] == "Could not be measured: broken."
    assert list(json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))) == ["queueing"]


async def stopping(stand: Stand) -> list[Figure]:
    raise asyncio.CancelledError(stand)


async def test_what_was_found_before_it_was_stopped_is_kept(tmp_path: Path) -> None:
    with pytest.raises(asyncio.CancelledError):
        await measure({"queueing": queueing_to_few, "stopped": stopping}, tmp_path)

    assert list(json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))) == ["queueing"]


async def test_a_broadcast_to_few_is_measured_to_its_last_result() -> None:
    async with Stand() as stand:
        assert await sending.broadcast(stand, "sqlite", "slack", homes=200) > 0

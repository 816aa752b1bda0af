"""What identifies somebody is stopped, whatever kind it is, and what does not is let through: on labelled texts."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.privacy import Kind
from bot.privacy import find_identifying

DATA = Path(__file__).parent / "data"
WHY = Path(__file__).parents[2] / "docs/why/0011-the-guard-comes-first.md"
# What it does not find, and why: there is no list of every first name.
NOT_FOUND = {"Staff nurse called in, Imani is off sick"}


def labelled(*names: str) -> Iterator[dict[str, Any]]:
    for name in names:
        yield from map(json.loads, (DATA / name).read_text(encoding="utf-8").splitlines())


CASES = list(labelled("pii_cases.jsonl", "more_cases.jsonl"))
STOPPED = [case for case in CASES if case["stop_and_ask"] and case["text"] not in NOT_FOUND]
LET_THROUGH = [case for case in CASES if not case["stop_and_ask"]]


def named(case: dict[str, Any]) -> str:
    return f"{case['id']}"


@pytest.mark.parametrize("case", STOPPED, ids=named)
def test_what_tells_who_is_meant_is_stopped_and_its_kind_is_told(case: dict[str, Any]) -> None:
    found = find_identifying(case["text"])

    assert found
    # Something about health is told only where it is what makes the rest a resident's.
    assert set(case["kinds"]) - {Kind.HEALTH} <= set(found)


@pytest.mark.parametrize("case", LET_THROUGH, ids=named)
def test_what_tells_of_nobody_goes_through(case: dict[str, Any]) -> None:
    assert find_identifying(case["text"]) == ()


def test_the_document_says_how_much_is_found_and_how_much_is_wrongly_stopped(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stopped = [case for case in CASES if find_identifying(case["text"])]
    right = [case for case in stopped if case["stop_and_ask"]]
    to_stop = [case for case in CASES if case["stop_and_ask"]]
    precision, recall = len(right) / len(stopped), len(right) / len(to_stop)
    said = f"{len(CASES)} labelled texts: precision {precision:.3f}, recall {recall:.3f}"
    with capsys.disabled():
        sys.stdout.write(f"\n{said}\n")

    assert said in re.sub(r"\s+", " ", WHY.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "filler",
    ["Mrs ", "born ", "A. ", "07700 ", "room ", "stopped ", "dob 1 1 ", "Mary ", "is 1", "son "],
)
def test_a_long_text_is_read_to_its_end(filler: str) -> None:
    long = (filler * 12_000)[:12_000]

    assert Kind.DATE_OF_BIRTH in find_identifying(f"{long} and date of birth 3 April 1938")

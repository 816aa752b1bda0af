"""NHS numbers are found however they are written; what only looks like one is left alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.gb import nhs

from bot.core.privacy import Kind
from bot.privacy import find_identifying

CASES = Path(__file__).parent / "data/nhs_numbers.jsonl"
SEPARATORS = ["", " ", "-", ".", "\N{NO-BREAK SPACE}", "\n", " - ", "\N{EN DASH}", "\u200b", "\r\n"]
SCRIPTS = [
    "0123456789",
    "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19",
    "٠١٢٣٤٥٦٧٨٩",
]


def guard(text: str) -> bool:
    return Kind.NHS_NUMBER in find_identifying(text)


def cases() -> Iterator[object]:
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        yield pytest.param(case["text"], case["found"], id=case["why"] or case["text"])


def number_of(first_nine: int) -> str:
    return f"{first_nine}{-nhs.checksum(f'{first_nine}0') % 11}"


# The range that is kept for tests; a check of 10 means that the number is never given out.
numbers = st.integers(999_000_000, 999_999_999).map(number_of).filter(nhs.is_valid)
# Texts without numbers of their own, which neither cut the digits nor name a telephone's country.
surroundings = st.text(st.characters(exclude_categories=["Cs", "Nd", "No"])).filter(
    lambda text: "nhs" not in text.lower()
)


@st.composite
def written(draw: st.DrawFn, digits: str) -> str:
    """Return the digits in any script, with anything between them that people write there."""
    script = draw(st.sampled_from(SCRIPTS))
    gaps = st.lists(st.sampled_from(SEPARATORS), min_size=len(digits), max_size=len(digits))
    between = ["", *draw(gaps)[1:]]
    return "".join(gap + script[int(digit)] for gap, digit in zip(between, digits, strict=True))


@pytest.mark.parametrize(("text", "found"), list(cases()))
def test_a_known_text(text: str, found: bool) -> None:
    assert guard(text) is found


@given(data=st.data(), number=numbers, before=surroundings, after=surroundings)
def test_a_valid_number_is_found_in_any_writing_and_any_text(
    data: st.DataObject, number: str, before: str, after: str
) -> None:
    text = before + data.draw(written(number)) + after

    assert guard(text)


@given(number=numbers, before=st.integers(0, 99), after=st.integers(0, 99))
def test_a_number_is_found_between_other_numbers(number: str, before: int, after: int) -> None:
    assert guard(f"{before} {number[:3]} {number[3:6]} {number[6:]} {after}")


@given(data=st.data(), number=numbers, missing=st.integers(0, 9))
def test_a_number_that_lacks_a_digit_is_not_one(
    data: st.DataObject, number: str, missing: int
) -> None:
    shorter = number[:missing] + number[missing + 1 :]

    assert not guard(f"ref {data.draw(written(shorter))} end")


@given(subscriber=st.integers(0, 999), home=st.sampled_from(["0", "+44 ", "+44 (0)", "0044 "]))
def test_a_telephone_number_is_not_one(subscriber: int, home: str) -> None:
    assert not guard(f"Ring {home}7700 900{subscriber:03} or {home}20 7946 0{subscriber:03}")


@pytest.mark.parametrize(
    "filler", ["1", "31 ", "31\n\n", "999 000 1007 ", "+44 (0)", "nhs ", "\u0301\u0323"]
)
def test_a_long_text_is_read_to_its_end(filler: str) -> None:
    long = (filler * 40_000)[:40_000]

    assert not guard(long + " end")
    assert guard(long + " and 999 000 1006")

"""What differs between two versions of a text: whole sentences, and only where a reader would see it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.differences import Difference, difference, fingerprint, telling

WORDS = st.sampled_from(["wash", "hands", "stay", "away", "24", "48", "hours", "ring", "us"])
SENTENCES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
TEXTS = st.lists(SENTENCES, max_size=8).map(tuple)


@given(TEXTS, TEXTS)
def test_one_fingerprint_means_no_difference(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    if fingerprint(old) == fingerprint(new):
        assert not difference(old, new)


@given(TEXTS, TEXTS)
def test_what_was_removed_stood_there_and_what_was_added_stands_there(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    found = difference(old, new)

    assert set(found.removed) <= set(old)
    assert set(found.added) <= set(new)
    assert sorted(set(old) - set(found.removed)) == sorted(set(new) - set(found.added)) or (
        len(set(old)) != len(old) or len(set(new)) != len(new)
    )


@given(TEXTS, st.randoms())
def test_sentences_that_only_moved_are_no_difference(old: tuple[str, ...], chance: object) -> None:
    new = list(old)
    chance.shuffle(new)  # type: ignore[attr-defined]

    assert not difference(old, tuple(new))


def test_dates_of_an_update_capitals_and_spaces_are_no_difference() -> None:
    old = ("Wash your hands.", "Last updated 3 November 2026", "Page 1 of 2")
    new = ("WASH  your hands!", "Last updated: 4 November 2026", "Page 2 of 3")

    assert fingerprint(old) == fingerprint(new)
    assert not difference(old, new)
    assert telling(old) == ("Wash your hands.",)


def test_one_sentence_that_changed_is_shown_before_and_after() -> None:
    found = difference(
        ("Stay away for 24 hours.", "Ring us."), ("Stay away for 48 hours.", "Ring us.")
    )

    assert found == Difference(("Stay away for 48 hours.",), ("Stay away for 24 hours.",))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ring us at a temperature > 38.", "Ring us at a temperature < 38."),
        ("Give 2.5 mg.", "Give 25 mg."),
        ("Keep it at -18 degrees.", "Keep it at 18 degrees."),
        ("Use a 10% solution.", "Use a 10 solution."),
        ("Up to £5.", "Up to $5."),
    ],
)
def test_a_sign_that_turns_the_meaning_round_is_a_difference(old: str, new: str) -> None:
    assert fingerprint((old,)) != fingerprint((new,))
    assert difference((old,), (new,)) == Difference((new,), (old,))


def test_another_dash_between_numbers_is_no_difference() -> None:
    assert fingerprint(("In 10-14 days.",)) == fingerprint(("In 10\u201314 days.",))


def test_a_page_of_many_lines_that_are_alike_is_compared_at_once() -> None:
    found = difference(("Yes",) * 100_000, ("Yes", "No") * 50_000)

    assert found == Difference(("No",) * 50_000, ("Yes",) * 50_000)

"""Invite codes: read aloud, typed in any way, and kept only as their hash."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.codes import (
    ALPHABET,
    LENGTH,
    could_be_code,
    hash_code,
    looks_like_code,
    new_code,
    normalise,
)

LETTERS = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_a_code_has_twelve_letters_that_are_not_misread_in_three_groups() -> None:
    codes = [new_code() for _ in range(500)]

    assert len(set(codes)) == len(codes)
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4, 4, 4]
        assert not set(code) & set("01ILOU")
        assert could_be_code(code)


@given(
    letters=LETTERS,
    gaps=st.lists(st.sampled_from(["", "", "", "-", " "]), min_size=3, max_size=3),
    small=st.booleans(),
    around=st.sampled_from(["", " ", "\n", "  "]),
)
def test_it_may_be_typed_with_or_without_gaps_and_capitals(
    letters: str, gaps: list[str], small: bool, around: str
) -> None:
    groups = (letters[:4], letters[4:8], letters[8:])
    typed = "".join(group + gap for group, gap in zip(groups, [*gaps[:2], ""], strict=True))
    typed = around + (typed.lower() if small else typed) + around

    assert could_be_code(typed)
    assert normalise(typed) == letters
    assert hash_code(typed) == hash_code(letters)


@given(one=LETTERS, other=LETTERS)
def test_other_letters_have_another_hash_and_no_hash_shows_its_letters(
    one: str, other: str
) -> None:
    assert (hash_code(one) == hash_code(other)) == (one == other)
    assert one.lower() not in hash_code(one)


@given(st.text() | st.from_regex(r"[A-Za-z0-9 -]{10,16}", fullmatch=True))
def test_any_text_is_a_code_or_not(text: str) -> None:
    if looks_like_code(text):
        assert len(normalise(text)) == LENGTH
    assert could_be_code(text) == (looks_like_code(text) and set(normalise(text)) <= set(ALPHABET))
    assert len(hash_code(text)) == 64

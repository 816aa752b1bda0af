"""Sentences with blanks: what fills them is shown as it was written, and every fault is found beforehand."""

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.core.sentences import Markup, Sentence

# As people write: much that CommonMark or Python's own formatting could take for something else.
TYPED = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])
    | st.sampled_from("*_`[](){}<>&#!|~\\-+.1:;"),
    max_size=40,
)
WORDING = st.text("ab {}:!0.[]\"'name*", max_size=30)


def shown(commonmark: str) -> str:
    """Return what a CommonMark reader shows of one paragraph."""
    text = ""
    for block in MarkdownIt("commonmark").parse(commonmark):
        text += "".join(span.content for span in block.children or ())
    return text


@given(name=TYPED, home=TYPED)
def test_what_fills_a_blank_is_shown_as_it_was_written(name: str, home: str) -> None:
    sentence = Sentence("Hello {name}, this is for {home} ({name}).")

    assert (
        shown(sentence.fill(name=name, home=home)) == f"Hello {name}, this is for {home} ({name})."
    )


@given(home=TYPED.filter(lambda text: text and text == text.strip()))
def test_the_markup_round_a_blank_stays_in_force(home: str) -> None:
    filled = Sentence("For **{home}** only.").fill(home=home)

    (spans,) = (
        block.children for block in MarkdownIt("commonmark").parse(filled) if block.children
    )
    assert [span.type for span in spans].count("strong_open") == 1
    assert shown(filled) == f"For {home} only."


@given(st.integers())
def test_a_figure_is_shown_as_it_is(figure: int) -> None:
    assert shown(Sentence("Sent to {count} homes.").fill(count=figure)) == (
        f"Sent to {figure} homes."
    )


def test_wording_of_our_own_keeps_its_markup() -> None:
    assert Sentence("{lines}").fill(lines=Markup("**bold**")) == "**bold**"
    assert Sentence("{lines}").fill(lines="**bold**") == "\\*\\*bold\\*\\*"


@given(WORDING)
def test_wording_whose_blanks_are_known_can_always_be_filled_in(wording: str) -> None:
    try:
        blanks = Sentence(wording).blanks
    except ValueError:
        return

    filled = Sentence(wording).fill(**dict.fromkeys(blanks, "x"))
    parts = [(text, name) for text, name, _, _ in Formatter().parse(wording)]
    assert filled == "".join(text + ("" if name is None else "x") for text, name in parts)


@pytest.mark.parametrize(
    "wording",
    ["{", "}", "{}", "{0}", "{name", "{name!r}", "{name:>9}", "{name:{evil}}", "{a.b}", "{a[0]}"],
)
def test_a_blank_that_is_more_than_a_name_is_a_fault(wording: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the caller says it in its own words
        _ = Sentence(wording).blanks


def test_braces_may_stand_for_themselves() -> None:
    sentence = Sentence("{{all}} for {name}")

    assert sentence.blanks == {"name"}
    assert sentence.fill(name="Samir") == "{all} for Samir"


def test_a_blank_that_was_not_given_says_which() -> None:
    with pytest.raises(KeyError, match="home"):
        Sentence("For {home}").fill(name="Samir")

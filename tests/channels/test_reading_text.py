"""CommonMark is read paragraph by paragraph where that makes no difference, so that the same ones are read once."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.commonmark import Paragraph, Rule, Span, parse

# Lines as people write them, and all that means something inside or at the beginning of one.
_begins = st.sampled_from(["a", "É", "**b", "*c", "_d", "\\#", "\\*", "1", "1.", "-", "#", ">"])
_goes_on = st.text(alphabet="ab1 .*_`~[]()!<>&\\|:#=-+\t", max_size=12)
_lines = st.lists(st.builds(str.__add__, _begins, _goes_on), min_size=1, max_size=3)
_texts = st.lists(_lines.map("\n".join), min_size=1, max_size=4).map("\n\n".join)


@given(text=_texts)
def test_a_text_says_the_same_whether_it_is_read_in_parts_or_as_a_whole(text: str) -> None:
    # With a line across below it, a text is read as a whole.
    assert (*parse(text), Rule()) == parse(f"{text}\n\n***")


def test_an_address_that_stands_below_the_text_belongs_to_it() -> None:
    (linked,) = parse("See [the guidance][1]\n\n[1]: https://www.gov.uk/care")

    assert linked == Paragraph((Span("See "), Span("the guidance", url="https://www.gov.uk/care")))

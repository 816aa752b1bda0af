"""A long text is parted between blocks, sentences and words, in time that grows as the text does."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.commonmark import Block, Code, Item, Paragraph, Rule, Span, parse
from bot.channels.slack.drawing import SlackPainter
from bot.channels.splitting import split
from bot.channels.telegram.drawing import TelegramPainter
from bot.core.messages import Message, plain
from bot.core.ports import Painter
from tests.support.checks import in_slack, in_telegram
from tests.support.stage import Shown
from tests.support.written import ODD_WORDS, Written, long_documents

# What a person reads as one letter, though it is several characters.
LETTERS = ("🇬🇧", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩‍👩‍👧‍👦", "👍🏽", "1️⃣", "e\u0301", "👩🏽‍🚒", "नि", "❤️")


def text_of(blocks: Sequence[Block]) -> str:
    """Return the text of the blocks."""
    texts = []
    for block in blocks:
        if isinstance(block, Code):
            texts.append(block.text)
        elif not isinstance(block, Rule):
            texts.append("".join(span.text for span in block.spans))
    return "\n".join(texts)


class Measure:
    """Measures blocks by their characters, and counts how many it has looked at."""

    def __init__(self) -> None:
        self.looked_at = 0

    def __call__(self, blocks: Sequence[Block]) -> int:
        size = len(text_of(blocks)) + len(blocks)
        self.looked_at += size
        return size


@settings(max_examples=20)
@given(written=long_documents, most=st.integers(90, 400))
def test_every_part_fits_and_no_word_or_link_is_cut(written: Written, most: int) -> None:
    blocks = parse(written.text)
    measure = Measure()

    parts = split(blocks, most, measure)

    assert all(0 < measure(part) <= most for part in parts)
    assert [word for part in parts for word in text_of(part).split()] == text_of(blocks).split()
    whole = {link for block in blocks for link in links(block)}
    assert {link for part in parts for block in part for link in links(block)} == whole


def links(block: Block) -> list[tuple[str, str]]:
    """Return what each link of a block says and where it leads."""
    if isinstance(block, Code | Rule):
        return []
    return [(span.text, span.url) for span in block.spans if span.url]


def test_a_part_ends_with_a_line_before_it_ends_with_a_sentence_or_a_word() -> None:
    def parted(text: str) -> list[str]:
        return [text_of(part) for part in split([Paragraph((Span(text),))], 41, Measure())]

    lines = "one two three. four five\nsix seven. eight nine ten"
    assert parted(lines) == ["one two three. four five\n", "six seven. eight nine ten"]
    sentences = "one two three. Four five six! Seven eight nine ten eleven"
    assert parted(sentences) == ["one two three. Four five six! ", "Seven eight nine ten eleven"]
    words = "one two three four five six seven eight nine"
    assert parted(words) == ["one two three four five six seven eight ", "nine"]


@pytest.mark.parametrize("size", range(20, 40))
def test_a_link_of_many_words_is_kept_whole_wherever_a_part_ends(size: int) -> None:
    spans = (
        Span("See the page "),
        Span("of many ", url="https://a.example"),
        Span("words", bold=True, url="https://a.example"),
        Span(f" and{'x' * 30}"),
    )

    parts = split([Paragraph(spans)], size, Measure())

    texts = [text_of(part) for part in parts]
    assert "".join(texts) == f"See the page of many words and{'x' * 30}"
    assert sum("of many words" in text for text in texts) == 1


def test_a_link_too_long_for_a_part_is_cut_and_leads_there_from_each() -> None:
    span = Span("word " * 40, url="https://a.example")

    parts = split([Paragraph((Span("See "), span))], 50, Measure())

    pieces = [each for part in parts for block in part for each in links(block)]
    assert "".join(text for text, _ in pieces) == "word " * 40
    assert {url for _, url in pieces} == {"https://a.example"}


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("before", ["", "x", "xy"])
def test_no_letter_is_cut_in_two(letter: str, before: str) -> None:
    text = before + letter * 200

    parts = split([Paragraph((Span(text),))], 50, Measure())

    texts = [text_of(part) for part in parts]
    assert "".join(texts) == text
    assert {text.removeprefix(before).replace(letter, "") for text in texts[:1]} == {""}
    assert {text.replace(letter, "") for text in texts[1:]} == {""}


def test_a_run_of_marks_without_an_end_is_cut_somewhere() -> None:
    text = "e" + "\u0301" * 500

    parts = split([Paragraph((Span(text),))], 50, Measure())

    assert "".join(text_of(part) for part in parts) == text


def test_the_rest_of_an_item_is_no_item_of_its_own() -> None:
    parts = split([Item((Span("word " * 30),), "7.")], 60, Measure())

    markers = [block.marker for part in parts for block in part if isinstance(block, Item)]
    assert markers == ["7.", *[""] * (len(parts) - 1)]


def test_what_cannot_be_cut_is_left_whole() -> None:
    assert split([Rule(), Rule()], 1, lambda _: 9) == [[Rule()], [Rule()]]
    assert split([], 10, Measure()) == []


MANY = 6_000
LARGE = {
    "one word": "a" * 5 * MANY,
    "one paragraph": "word " * MANY,
    "many short paragraphs": "a\n\n" * MANY,
    "many lines": "line\n" * MANY,
    "a long list": "- a\n" * MANY,
    "a word bold, a word not": "a **b** " * MANY,
    "many links": "[a](https://a.example) " * MANY,
    "many addresses": "https://a.example/b " * MANY,
    "code": "```\n" + "x = 1\n" * MANY + "```",
    "escaped text": plain("a*b_ " * MANY),
    "odd words": " ".join(ODD_WORDS) * (MANY // 10),
}


@pytest.mark.parametrize("name", LARGE)
def test_parting_a_text_looks_at_each_character_a_bounded_number_of_times(name: str) -> None:
    blocks = parse(LARGE[name])
    whole, measure = Measure(), Measure()
    whole(blocks)

    split(blocks, 500, measure)

    assert measure.looked_at < 30 * whole.looked_at


@pytest.mark.parametrize(
    ("painter", "check"),
    [(TelegramPainter(), in_telegram), (SlackPainter(), in_slack)],
    ids=["telegram", "slack"],
)
@pytest.mark.parametrize("name", ["one paragraph", "many addresses", "a word bold, a word not"])
def test_a_text_of_100_000_characters_arrives_in_parts(
    painter: Painter, check: Callable[[str], tuple[Shown, object]], name: str
) -> None:
    text = (LARGE[name] * 4)[:100_000]

    payloads = painter.prepare(Message(text))

    assert len(payloads) > 8
    words = [word for payload in payloads for word in check(payload)[0].text.split()]
    assert words == text.replace("**", "").split()

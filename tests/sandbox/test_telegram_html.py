"""Whatever somebody writes, once escaped it arrives at the stand-in Telegram as it was written."""

import html
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.hub import Hub
from sandbox.ledger import Ledger
from sandbox.telegram.calls import World, send_message
from sandbox.telegram.chats import Chat
from sandbox.telegram.refusal import Refused
from sandbox.telegram.text import Formatted, read

MOST = 4096
CUT = " \t\r\n\0\v"
TAGS = {"b": "bold", "i": "italic", "u": "underline", "s": "strikethrough", "code": "code"}
texts = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from("&<>\"'#;/🏠" + string.ascii_letters),
    max_size=200,
)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(texts)
def test_an_escaped_text_shows_what_was_written(text: str) -> None:
    shown = read({"text": html.escape(text), "parse_mode": "HTML"}, "text", "entities")

    assert shown.text == text.strip(CUT)
    assert shown.entities == []


@given(texts, st.integers(1, 4000))
def test_an_escaped_text_is_taken_up_to_the_limit_and_refused_beyond(text: str, times: int) -> None:
    long = (text * times)[: MOST + 10]
    world = World(Hub(), Ledger())
    world.chats.add(Chat(7001, "Sam Abbeyfold", started=True))
    asked = {"chat_id": 7001, "text": html.escape(long), "parse_mode": "HTML"}

    if Formatted(long).shows_nothing or units(long.strip(CUT)) > MOST:
        with pytest.raises(Refused):
            send_message(world, asked)
    else:
        assert send_message(world, asked)["text"] == long.strip(CUT)


@given(st.lists(st.tuples(texts, st.sampled_from(["", *TAGS])), max_size=8))
def test_entities_lie_where_their_words_are(parts: list[tuple[str, str]]) -> None:
    escaped = [(html.escape(text), tag) for text, tag in parts]
    source = "|".join(f"<{tag}>{text}</{tag}>" if tag else text for text, tag in escaped)

    shown = read({"text": f"|{source}|", "parse_mode": "HTML"}, "text", "entities")

    data = shown.text.encode("utf-16-le")
    found = [
        (
            entity["type"],
            data[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode(
                "utf-16-le"
            ),
        )
        for entity in shown.entities
    ]
    assert found == [(TAGS[tag], text) for text, tag in parts if tag and text]
    assert shown.text == "|" + "|".join(text for text, _ in parts) + "|"


@given(texts)
def test_the_page_shows_the_same_text_and_never_markup_of_its_writer(text: str) -> None:
    shown = read({"text": html.escape(text), "parse_mode": "HTML"}, "text", "entities")

    assert html.unescape(shown.html()) == html.unescape(html.escape(shown.text))
    assert "<" not in shown.html()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("fish & chips", "fish & chips"),
        ("&nbsp;&copy;", "&nbsp;&copy;"),
        ("&lt&gt;&amp", "<>&"),
        ("&ltd;", "&ltd;"),
        ("&#38;&#x1F3E0;&#;", "&🏠&#;"),
        ("a > b", "a > b"),
    ],
)
def test_only_four_names_and_all_numbers_stand_for_a_character(written: str, shown: str) -> None:
    assert read({"text": written, "parse_mode": "HTML"}, "text", "entities").text == shown

"""By rules, over any text: what is drawn is taken by the platform, shows every word, and is nobody's mark."""

import json
import re
from collections.abc import Callable
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given, settings

from bot.channels.slack.drawing import SlackPainter
from bot.channels.telegram.drawing import TelegramPainter
from bot.core.messages import Button, Message, Press, plain
from bot.core.ports import Painter
from tests.support.checks import in_slack, in_telegram
from tests.support.stage import Shown
from tests.support.written import Written, documents, long_documents, soups

Json = dict[str, Any]
Check = Callable[[str], tuple[Shown, Json]]

# platform_limits of the two: "Telegram Bot API 10.1 (11 June 2026)", sendMessage; slack_sdk.models.blocks;
# slackapi/bolt-js issue 2509 for all blocks; docs.slack.dev/reference/methods/chat.update for the text beside them.
TELEGRAM_CHARACTERS = 4096
TELEGRAM_ENTITIES = 100
SLACK_BLOCKS = 50
SLACK_BLOCKS_CHARACTERS = 13_200
SLACK_TEXT = 4000

BUTTONS = ((Button("Yes", Press("a", "1")), Button("No", Press("a", "2"))),)
both = pytest.mark.parametrize(
    ("painter", "check"),
    [(TelegramPainter(), in_telegram), (SlackPainter(), in_slack)],
    ids=["telegram", "slack"],
)


def drawn(painter: Painter, text: str) -> tuple[str, ...]:
    """Return the payloads, none where the text shows nothing."""
    try:
        return painter.prepare(Message(text, BUTTONS))
    except ValueError as error:
        assert str(error) == "an empty message"
        return ()


@both
@settings(max_examples=30)
@given(written=documents)
def test_every_word_and_link_of_a_document_arrives(
    painter: Painter, check: Check, written: Written
) -> None:
    seen = [check(payload)[0] for payload in drawn(painter, written.text)]

    arrived = [word for part in seen for word in part.text.split() if word not in {"•", "———"}]
    assert arrived == list(written.words)
    assert set(written.links) <= {link for part in seen for link in part.links}


@both
@settings(max_examples=10)
@given(written=long_documents)
def test_a_long_document_is_parted_within_the_limits_and_between_words(
    painter: Painter, check: Check, written: Written
) -> None:
    payloads = drawn(painter, written.text)
    seen = [check(payload)[0] for payload in payloads]

    arrived = [word for part in seen for word in part.text.split() if word not in {"•", "———"}]
    assert arrived == list(written.words)
    assert [part.buttons for part in seen] == [()] * (len(seen) - 1) + [(("Yes", "No"),)] * bool(
        seen
    )
    for payload in payloads:
        within_limits(payload, check)


def within_limits(payload: str, check: Check) -> None:
    """Keep the platform's limits by our own measure, beside the platform's own check."""
    shown, taken = check(payload)
    if "chat" in taken:
        assert len(shown.text.encode("utf-16-le")) // 2 <= TELEGRAM_CHARACTERS
        assert json.loads(payload)["text"].count("</") <= TELEGRAM_ENTITIES
        return
    assert len(taken["blocks"]) <= SLACK_BLOCKS
    assert len(json.dumps(taken["blocks"])) <= SLACK_BLOCKS_CHARACTERS or not payload.isascii()
    assert 0 < len(taken["text"]) <= SLACK_TEXT


@both
@settings(max_examples=150)
@given(text=soups)
def test_any_text_is_drawn_so_that_the_platform_takes_it(
    painter: Painter, check: Check, text: str
) -> None:
    for payload in drawn(painter, text):
        within_limits(payload, check)


@both
@settings(max_examples=30)
@given(text=soups)
def test_any_text_many_times_over_is_taken_as_well(
    painter: Painter, check: Check, text: str
) -> None:
    for payload in drawn(painter, text * 40):
        within_limits(payload, check)


@both
@settings(max_examples=100)
@given(text=soups)
def test_plain_text_wears_no_style_and_loses_no_letter(
    painter: Painter, check: Check, text: str
) -> None:
    seen = [check(payload)[0] for payload in drawn(painter, plain(text))]

    assert not [mark for part in seen for mark in part.marks if mark[0] != "item"]
    arrived = "".join("".join(part.text.split()) for part in seen)
    written = "".join(_visible(text).split())
    assert arrived == written or (not seen and {category(each) for each in written} <= {"Cf"})


def _visible(text: str) -> str:
    """Return the text without control characters, what turns text round, and halves of characters."""
    hidden = (
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
    )
    return re.sub("[\ud800-\udfff]", "", re.sub(hidden, "", text))


@settings(max_examples=150)
@given(text=soups)
def test_no_text_becomes_a_mention_or_a_mark_in_slack(text: str) -> None:
    for payload in drawn(SlackPainter(), text):
        message = json.loads(payload)
        assert not set("<>") & set(message["text"])
        assert kinds(message["blocks"]) <= {
            "actions",
            "button",
            "divider",
            "header",
            "link",
            "plain_text",
            "rich_text",
            "rich_text_list",
            "rich_text_preformatted",
            "rich_text_quote",
            "rich_text_section",
            "text",
        }


def kinds(part: Any) -> set[str]:
    """Return every ``type`` that is anywhere in this."""
    if isinstance(part, list):
        return set().union(*map(kinds, part))
    if isinstance(part, dict):
        own = {part["type"]} if isinstance(part.get("type"), str) else set()
        return own.union(*map(kinds, part.values()))
    return set()


@both
@settings(max_examples=150)
@given(text=soups)
def test_every_link_leads_to_a_page_a_mailbox_or_a_telephone(
    painter: Painter, check: Check, text: str
) -> None:
    for payload in drawn(painter, text):
        shown, _ = check(payload)
        schemes = {address.partition(":")[0].lower() for _, address in shown.links}
        assert schemes <= {"http", "https", "mailto", "tel"}


@settings(max_examples=150)
@given(text=soups)
def test_only_tags_of_telegrams_own_are_drawn(text: str) -> None:
    for payload in drawn(TelegramPainter(), text):
        tags = set(re.findall(r"<(/?[^\s>]+)", json.loads(payload)["text"]))
        ours = {"b", "i", "s", "a", "code", "pre", "blockquote"}
        assert tags <= ours | {f"/{tag}" for tag in ours}


@both
@pytest.mark.parametrize(
    "text",
    [
        "> " * 40 + "deep",
        "\n".join("  " * n + "- " + f"deep{n}" for n in range(40)),
        "*a **b " * 900 + "b** a*" * 900,
        "![" * 400 + "a" + "](https://a.example)" * 400,
        "[" * 3000 + "deep",
    ],
    ids=["quotes", "lists", "marks", "images", "brackets"],
)
def test_nothing_is_lost_in_the_depth(painter: Painter, check: Check, text: str) -> None:
    seen = "".join(check(payload)[0].text for payload in drawn(painter, text))

    for word in re.findall(r"deep[0-9]*", text) or ["a"]:
        assert word in seen


@both
@pytest.mark.parametrize(
    "text", ["<" * 9_000, "&" * 9_000, '"' * 9_000, "🩺" * 9_000, "\\" * 9_000]
)
def test_marks_that_grow_when_they_are_escaped_are_within_the_limits_as_well(
    painter: Painter, check: Check, text: str
) -> None:
    payloads = drawn(painter, plain(text))

    for payload in payloads:
        within_limits(payload, check)
    assert "".join(check(payload)[0].text for payload in payloads) == text


@both
@pytest.mark.parametrize(
    "block",
    [
        "# Head",
        "---",
        "> Quote",
        "- item",
        "1. item",
        "`code`",
        "**bold** and *not*",
        "```\ncode\n```",
    ],
)
def test_a_message_of_a_hundred_blocks_is_parted_within_the_limits(
    painter: Painter, check: Check, block: str
) -> None:
    text = "\n\n".join(f"{block}\n\nWord{n}\n\n# Title{n}\n\n---" for n in range(100))

    payloads = drawn(painter, text)

    for payload in payloads:
        within_limits(payload, check)
    shown = " ".join(check(payload)[0].text for payload in payloads).split()
    assert [word for word in shown if word.startswith(("Word", "Title"))] == [
        word for n in range(100) for word in (f"Word{n}", f"Title{n}")
    ]

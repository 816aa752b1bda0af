"""Newsletters in both channels: whatever leads write, homes see words, the links that were meant, and nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.slack.drawing import SlackPainter
from bot.channels.telegram.drawing import TelegramPainter
from bot.core.messages import Message
from bot.core.ports import Painter
from bot.db.database import Database
from tests.support.checks import in_slack, in_telegram
from tests.support.network import Network
from tests.support.newsletters import CLOSES_AT, EDITORS, Newsroom, closes, puts_in
from tests.support.stage import Stage

LONG = Path(__file__).with_name("data") / "very_long_issue.md"
HOSTILE = {
    "html": "<b>bold</b> <script>alert(1)</script> &amp;",
    "shouts": "<!channel> <!here> @everyone @channel <@U1>",
    "direction": "pay \u202eGBP\u202c \u2066now\u2069",
    "control": "one\x07two\x1b[31m",
    "an open fence": "```\nno end",
    "an open comment": "<!-- hidden",
    "a heading": "# As large as the newsletter's own",
    "a rule": "a\n\n---\n\nb",
    "braces": "{title} {sections} {0} {",
    "a table": "| a | b |\n| - | - |\n| 1 | 2 |",
}


@pytest.fixture
def newsroom(sqlite: Database) -> Newsroom:
    return Newsroom(Network(sqlite))


def issue_of(newsroom: Newsroom, **texts: str) -> str:
    """Return the text of an issue with these items, by their titles."""
    for title, text in texts.items():
        puts_in(newsroom.amara, title, text=text)
        assert newsroom.amara.faults == {}
    newsroom.network.clock.at = CLOSES_AT
    closes(newsroom.network)
    return newsroom.issue().text


@pytest.mark.parametrize("kind", HOSTILE)
async def test_what_is_written_to_trick_shows_as_words_and_harms_nothing_round_it(
    newsroom: Newsroom, stage: Stage, kind: str
) -> None:
    text = issue_of(newsroom, first=HOSTILE[kind], last="The **last** one.")
    await stage.send(text)
    (seen,) = await stage.shown()

    assert "The last one." in seen.text
    assert ("bold", "last") in seen.marks, "what comes after is drawn as it was meant"
    assert not seen.links
    assert not any(each in seen.text for each in "\u202e\u202c\u2066\u2069\x07\x1b")


def test_a_title_and_an_action_are_never_markup(newsroom: Newsroom) -> None:
    puts_in(newsroom.amara, "[x](https://e.example) **b**", action="<!channel> *now*")
    newsroom.network.clock.at = CLOSES_AT
    closes(newsroom.network)
    shown = newsroom.network.room("slack", EDITORS).messages[0].text

    assert "[x](https://e.example) **b**" in shown
    assert "<!channel> *now*" in shown


def test_an_issue_of_sixteen_thousand_characters_fits_both_channels_part_by_part(
    newsroom: Newsroom,
) -> None:
    whole = LONG.read_text(encoding="utf-8")
    pieces = [whole[at : at + 1_900] for at in range(0, len(whole), 1_900)]
    text = issue_of(newsroom, **{f"Part {n}": each for n, each in enumerate(pieces, 1)})

    assert len(text) > 16_000
    for painter, check in ((TelegramPainter(), in_telegram), (SlackPainter(), in_slack)):
        parts = painter.prepare(Message(text))
        assert len(parts) > 1
        told = "".join(check(each)[0].text for each in parts)
        assert all(f"Part {n}" in told for n in range(1, len(pieces) + 1))


def test_a_text_that_shows_nothing_is_refused_before_anybody_gets_anything(
    newsroom: Newsroom,
) -> None:
    network = newsroom.network
    painters: Mapping[str, Painter] = {"telegram": TelegramPainter(), "slack": SlackPainter()}
    network.desk = replace(network.desk, painters=painters)
    network.restarts()
    puts_in(newsroom.amara, text="\u202e \u200b")

    assert newsroom.amara.faults == {"text": newsroom.words.nothing_shown}

"""Files that are broken or mean ill: each is one line to the owner, and the other feeds go on."""

import json
from typing import Any

import pytest

from bot.db.database import Database
from bot.feeds.fetching import Fetched
from bot.feeds.reading import read_feed
from bot.feeds.sentences import sentences_of
from tests.support.feed_server import DATA, Watcher, sample
from tests.support.network import MONDAY

EXPECTED: dict[str, Any] = json.loads((DATA / "feeds" / "expected.json").read_bytes())


@pytest.fixture
def database(sqlite: Database) -> Database:
    """What a file says is the same whichever database is behind."""
    return sqlite


@pytest.mark.parametrize("name", EXPECTED["must_not_raise"])
async def test_no_file_breaks_the_watch_or_keeps_the_other_feeds_back(
    name: str, watcher: Watcher
) -> None:
    watcher.watches("odd")
    watcher.watches("finder")
    await watcher.looks("odd", sample(name))
    await watcher.looks("finder", sample("finder_day1.atom"))
    await watcher.looks("finder", sample("finder_day2.atom"))

    assert "www.gov.uk/government/publications/scabies-in-care-settings" in watcher.pages()


REFUSED = [
    *EXPECTED["dangerous"],
    *EXPECTED["not_well_formed"],
    *EXPECTED["well_formed_but_not_a_feed"],
]


@pytest.mark.parametrize("name", [*REFUSED, *EXPECTED["must_mark_feed_dead"]])
async def test_a_feed_that_turns_bad_is_one_plain_line_to_its_owner_and_one_when_it_is_well_again(
    name: str, watcher: Watcher
) -> None:
    feed = watcher.watches()
    await watcher.looks(gives=sample("finder_day1.atom"))
    told = len(watcher.cards)
    for _ in range(4):
        await watcher.looks(gives=sample(name))
    (line,) = watcher.cards[told:]
    assert line.startswith(feed.name)
    assert "\n" not in line
    assert watcher.found() == {}, "nothing is taken to be new or gone"

    await watcher.looks(gives=sample("finder_day1.atom"))
    assert watcher.cards[told + 1 :] == [f"{feed.name} is well again."]
    assert watcher.found() == {}


def test_nothing_is_fetched_that_a_dangerous_feed_names() -> None:
    # They are refused by their first lines, before anything is asked for.
    for name in EXPECTED["must_not_fetch"]:
        with pytest.raises(Exception, match="unsafe"):
            read_feed(Fetched(200, "https://www.gov.uk/x", sample(name)), ("www.gov.uk",), MONDAY)


@pytest.mark.parametrize(
    "html", ["<div>" * 20_000 + "Wash.", "<p>Wash.</p>" * 20_000], ids=["nested", "beside"]
)
def test_a_page_of_very_many_blocks_is_read_in_the_time_that_its_length_takes(html: str) -> None:
    assert set(sentences_of(html)) == {"Wash."}

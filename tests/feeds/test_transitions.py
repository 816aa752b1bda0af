"""Every step of the sample feeds, through the real client, reader and engine: what is told, and what is not."""

import json
from typing import Any

import pytest

from tests.support.feed_server import DATA, FeedServer, Watcher, sample, sample_page

EXPECTED = json.loads((DATA / "feeds" / "expected.json").read_bytes())
STEPS: list[dict[str, Any]] = EXPECTED["transitions"]
UPDATES = ("major", "silent", "withdrawn")


def paths(feed: str, names: list[str]) -> list[str]:
    """Return the paths of pages, which WordPress's feeds name by a number."""
    if not feed.endswith(".rss"):
        return names
    links = {}
    for part in sample(feed).decode().split("<item>")[1:]:
        link = part.partition("<link>")[2].partition("</link>")[0]
        number = part.partition('isPermaLink="false">')[2].partition("</guid>")[0]
        links[number] = "/" + link.partition("://")[2].partition("/")[2].rstrip("/")
    return [links[each] for each in names]


def pages_then(server: FeedServer, feed: str) -> None:
    """Let GOV.UK's pages be as they were on the day of the feed."""
    day = int(feed.partition("_day")[2][:1])
    server.pages["/guidance/norovirus-in-care-homes"] = sample_page(
        f"norovirus_day{3 if day >= 3 else 2}.json"
    )
    server.pages["/government/publications/scabies-in-care-settings"] = sample_page(
        "no_history.json"
    )
    ppe = "ppe_day4_minor.json" if day == 4 else "ppe_day3.json"
    server.pages["/government/publications/ppe-for-adult-social-care"] = sample_page(ppe)


@pytest.mark.parametrize("step", STEPS, ids=lambda each: f"{each['from']}-{each['to']}")
async def test_what_is_new_and_what_is_updated_is_told_once(
    step: dict[str, Any], watcher: Watcher, server: FeedServer
) -> None:
    first, then = step["from"] or step["to"], step["to"]
    watcher.watches("first")
    watcher.watches("then")
    if step["from"]:
        pages_then(server, first)
        await watcher.looks("first", sample(first))
        assert watcher.found() == {}, "the first look fills the library and tells nobody"
        if first.partition("_")[0] == then.partition("_")[0]:
            server.gives["/first"] = sample(then)
    pages_then(server, then)
    same = first.partition("_")[0] == then.partition("_")[0]
    for _ in range(2):  # a second look with no change tells nothing more
        await watcher.looks("first" if same else "then", sample(then))

    found = watcher.found()
    assert found.get("new", []) == paths(then, step["new"])
    assert [path for kind in UPDATES for path in found.get(kind, [])] == paths(
        then, step["updated"]
    )
    if note := step.get("change_note"):
        assert note in watcher.cards[-1]

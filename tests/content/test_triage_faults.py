"""Faults of feeds.toml and triage.toml: what is watched, and what is suggested for a change."""

import pytest

from tests.support.content_folder import ContentFolder

FEED = """[[feeds]]
id = "north"
name = "The north"
feed = "https://north.example/feed"
publisher = "The north"
team = "clinical"
"""
TRIAGE = """decide_hours = 24
decide_urgent_hours = 4
confirm_days = 7
edition = "weekly"
section = "changed"

[[topics]]
id = "care"
label = "Care"
category = "clinical"

[[rules]]
id = "all"
audience = "all"
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            FEED.replace('"clinical"', '"clinicl"'),
            '6: feeds[1].team: no team has the id "clinicl" (did you mean "clinical"?)',
        ),
        (FEED + 'topic = "wine"', '7: feeds[1].topic: no topic has the id "wine"'),
        (
            FEED + 'page = "/x"',
            "4: feeds[1].feed: needs one of feed, page and collection, and only one",
        ),
        (
            FEED.replace("https", "ftp"),
            "4: feeds[1].feed: must be an address that begins with https://",
        ),
        (
            FEED.replace('feed = "https://', 'page = "'),
            "4: feeds[1].page: must be a path of GOV.UK that begins with /",
        ),
        (FEED + FEED, '8: feeds[2].id: "north" stands twice'),
        (FEED + "every_minutes = 1", "7: feeds[1].every_minutes: must be 5 or more"),
    ],
)
def test_a_fault_of_the_feeds_is_told(content: ContentFolder, text: str, told: str) -> None:
    content.write("feeds.toml", text)

    assert content.faults() == [f"content/feeds.toml:{told}"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            TRIAGE.replace('"clinical"', '"clinicl"'),
            '10: topics[1].category: no category has the id "clinicl" (did you mean "clinical"?)',
        ),
        (
            TRIAGE + 'topics = ["car"]',
            '15: rules[1].topics: no topic has the id "car" (did you mean "care"?)',
        ),
        (
            TRIAGE.replace('audience = "all"', 'audience = "kind:x"'),
            '14: rules[1].audience: the audience cannot be read at "kind:x"',
        ),
        (
            TRIAGE.replace('"weekly"', '"weakly"'),
            '4: edition: no edition has the id "weakly" (did you mean "weekly"?)',
        ),
        (
            TRIAGE.replace('"changed"', '"change"'),
            '5: section: no section has the id "change" (did you mean "changed"?)',
        ),
        (
            TRIAGE + 'approve = "send"',
            '12: rules[1].action: approve = "send" and an action go together; write what to do, or "for information"',
        ),
    ],
)
def test_a_fault_of_the_triage_is_told(content: ContentFolder, text: str, told: str) -> None:
    content.write("feeds.toml", "feeds = []")
    content.write("triage.toml", text)

    assert content.faults() == [f"content/triage.toml:{told}"]

"""What happens to a page that is watched: changed, edited, withdrawn, moved, gone, or only off the list."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.guidance import FeedKind, Page
from bot.db.database import Database
from bot.db.guidance import known
from bot.feeds.looking import MOST_PAGES
from tests.support.feed_server import FeedServer, Watcher, sample, sample_page
from tests.support.guidance import NOROVIRUS, page

DAY = timedelta(days=1)
FALLS = "/government/publications/falls-prevention-for-carers"


@pytest.fixture
def database(sqlite: Database) -> Database:
    """What differs is told apart before the database hears of it; the sample's steps go through both."""
    return sqlite


async def learned(watcher: Watcher, server: FeedServer) -> None:
    """Begin to watch one page."""
    server.pages[NOROVIRUS] = page(
        NOROVIRUS, "Wash your hands.", "Stay away for 24 hours. Ring us."
    )
    watcher.watches("page", NOROVIRUS, kind=FeedKind.PAGE)
    await watcher.looks("page", wait=DAY)


async def test_a_major_update_is_told_with_the_note_and_the_sentences_that_differ(
    watcher: Watcher, server: FeedServer
) -> None:
    await learned(watcher, server)
    server.pages[NOROVIRUS] = sample_page("norovirus_day3.json") | {
        "details": sample_page("norovirus_day3.json")["details"]
        | {
            "body": "<p>Wash your hands.</p><p>Stay away for 48 hours. Ring us.</p><p>Last updated 18 November 2026</p>"
        }
    }
    await watcher.looks("page")

    assert watcher.found() == {"major": [NOROVIRUS]}
    (card,) = watcher.cards[1:]
    words = watcher.network.content.words.change
    publisher = "Department of Health and Social Care"
    for part in (
        "in the words of " + publisher,
        "Section 4 changed",
        "Stay away for 48 hours.",
        "Stay away for 24 hours.",
    ):
        assert part in card
    assert words.no_text not in card
    assert "Wash your hands" not in card, "only what differs"
    assert "Last updated" not in card, "no noise"
    assert "Added a poster" not in card, "only what is new since"


async def test_an_edit_without_notice_is_told_as_one(watcher: Watcher, server: FeedServer) -> None:
    await learned(watcher, server)
    server.pages[NOROVIRUS] = page(
        NOROVIRUS, "Wash your hands.", "Stay away for 48 hours. Ring us."
    )
    for _ in range(2):
        await watcher.looks("page")

    assert watcher.found() == {"silent": [NOROVIRUS]}
    assert watcher.cards[-1].startswith(watcher.network.content.words.change.kind_silent)


async def test_sentences_that_only_moved_or_look_otherwise_are_told_to_nobody(
    watcher: Watcher, server: FeedServer
) -> None:
    await learned(watcher, server)
    server.pages[NOROVIRUS] = page(
        NOROVIRUS, "STAY AWAY for 24 hours.  Ring us!", "Wash your  hands."
    )
    await watcher.looks("page")

    assert watcher.found() == {}


async def test_a_new_title_alone_is_kept_and_told_to_nobody(
    watcher: Watcher, server: FeedServer
) -> None:
    await learned(watcher, server)
    text = ("Wash your hands.", "Stay away for 24 hours. Ring us.")
    server.pages[NOROVIRUS] = page(NOROVIRUS, *text, title="Norovirus")
    await watcher.looks("page")

    assert watcher.found() == {}
    assert document(watcher, NOROVIRUS).title == "Norovirus"


def document(watcher: Watcher, path: str) -> Any:
    with watcher.network.database.read() as connection:
        return known(connection, [Page(f"www.gov.uk{path}")])[Page(f"www.gov.uk{path}")]


async def test_a_page_that_is_withdrawn_is_told_once_with_the_reason(
    watcher: Watcher, server: FeedServer
) -> None:
    server.pages[FALLS] = sample_page("falls_withdrawn.json") | {"withdrawn_notice": {}}
    watcher.watches()
    await watcher.looks(gives=sample("finder_day1.atom"), wait=DAY * 2)
    server.pages[FALLS] = sample_page("falls_withdrawn.json")
    for _ in range(2):
        await watcher.looks(wait=DAY * 2)

    assert watcher.found() == {"withdrawn": [FALLS]}
    assert "This guidance has been replaced by new advice." in watcher.cards[-1]
    assert "https://www.gov.uk/guidance/falls-new" in watcher.cards[-1]
    assert "19 Nov 2026" in watcher.cards[-1], "when it was withdrawn"


async def test_a_page_that_moves_or_goes_is_told_and_one_that_leaves_the_list_is_not(
    watcher: Watcher, server: FeedServer
) -> None:
    paths = ("/guidance/visiting-care-homes", "/guidance/care-home-winter-planning-checklist")
    for path in paths:
        server.pages[path] = page(path, "Some text.")
    watcher.watches()
    await watcher.looks(gives=sample("finder_day1.atom"), wait=DAY * 2)
    server.pages[paths[0]] = sample_page("real_gone.json")
    server.pages[paths[1]] = sample_page("real_redirect.json") | {"base_path": "/406beacon"}
    for _ in range(2):
        await watcher.looks(gives=sample("finder_empty.atom"), wait=DAY * 2)

    assert watcher.found() == {"gone": [paths[0]], "moved": [paths[1]]}
    assert any("Incorrect title" in each for each in watcher.cards)
    assert any("register-406-mhz-beacons" in each for each in watcher.cards)


async def test_a_history_that_is_listed_the_other_way_round_gives_the_same_note(
    watcher: Watcher, server: FeedServer
) -> None:
    await learned(watcher, server)
    server.pages[NOROVIRUS] = sample_page("history_oldest_first.json")
    await watcher.looks("page")

    card = watcher.cards[-1]
    note = sample_page("history_oldest_first.json")["details"]["change_history"][-1]["note"]
    assert note in card
    assert "First published" not in card


async def test_every_document_of_a_collection_is_watched(
    watcher: Watcher, server: FeedServer
) -> None:
    path = "/government/collections/adult-social-care-invented-collection"
    server.pages[path] = sample_page("collection_day3.json")
    server.pages[NOROVIRUS] = sample_page("norovirus_day2.json")
    watcher.watches("collection", path, kind=FeedKind.COLLECTION)
    await watcher.looks("collection", wait=DAY * 2)
    assert len(watcher.pages()) == 8
    server.pages[NOROVIRUS] = sample_page("norovirus_day3.json")
    await watcher.looks("collection")

    assert watcher.found() == {}, "the listing already had the newer date when it was learned"
    later = "2026-11-25T10:00:00Z"
    server.pages[NOROVIRUS] = sample_page("norovirus_day3.json") | {"public_updated_at": later}
    await watcher.looks("collection", wait=DAY * 2)
    await watcher.looks("collection")
    assert watcher.found() == {"major": [NOROVIRUS]}, (
        "found by reading the page, not the collection"
    )


def feed_of(first: int, last: int, newest: str = "") -> bytes:
    """Return a feed of so many pages, the newest first, an hour between two."""
    began = datetime(2026, 11, 1, tzinfo=UTC)
    entries = "".join(
        f"<entry><id>tag:x,2005:/guidance/p{n}</id>"
        f"<updated>{(n == last and newest) or (began + n * timedelta(hours=1)).isoformat()}</updated>"
        f'<link rel="alternate" href="https://www.gov.uk/guidance/p{n}"/><title>Page {n}</title></entry>'
        for n in range(last, first - 1, -1)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{entries}</feed>'.encode()


async def test_what_is_behind_a_full_page_of_news_is_read_as_well(
    watcher: Watcher, server: FeedServer
) -> None:
    watcher.watches(pages=True)
    await watcher.looks(gives=feed_of(1, 5))
    assert "/finder?page=2" not in server.asked, "what is old is not gone through at the first look"
    server.gives["/finder?page=2"] = feed_of(6, 11)
    server.gives["/finder?page=3"] = feed_of(1, 5)
    await watcher.looks(gives=feed_of(12, 17))

    assert watcher.found()["new"] == [f"/guidance/p{n}" for n in range(6, 18)]
    assert "/finder?page=4" not in server.asked


async def test_what_has_not_changed_is_asked_for_conditionally_and_creates_nothing(
    watcher: Watcher, server: FeedServer
) -> None:
    await learned(watcher, server)
    watcher.watches()
    await watcher.looks(gives=sample("finder_day1.atom"))
    await watcher.looks()
    polled = await watcher.looks("page", wait=DAY * 2)

    assert polled.listing is None
    assert "If-None-Match" in server.conditions[-1]
    before = document(watcher, NOROVIRUS).checked_at
    await watcher.looks("page")
    assert document(watcher, NOROVIRUS).checked_at > before, (
        "but it is known to have been looked at"
    )
    assert watcher.found() == {}


async def test_a_page_in_two_feeds_is_told_once(watcher: Watcher, server: FeedServer) -> None:
    watcher.watches("finder")
    watcher.watches("organisation")
    await watcher.looks("finder", sample("finder_day1.atom"))
    await watcher.looks("organisation", sample("organisation_day1.atom"))
    for day in (2, 3, 4):
        await watcher.looks("organisation", sample(f"organisation_day{day}.atom"))
        await watcher.looks("finder", sample(f"finder_day{day}.atom"))

    assert watcher.found() == {
        "new": ["/government/publications/scabies-in-care-settings"],
        "major": [NOROVIRUS],
    }


async def test_titles_are_plain_characters_and_links_lead_to_the_publisher_only(
    watcher: Watcher,
) -> None:
    watcher.watches()
    await watcher.looks(gives=sample("finder_empty.atom"))
    await watcher.looks(gives=sample("hostile.atom"))

    told = "\n".join(watcher.cards)
    assert "Vaccines & visits now" in told
    for bad in ("<script", "javascript:", "evil.example/", "\u202e", "\u200b"):
        assert bad not in told
    assert not any("evil.example" in each for each in watcher.pages())
    line = watcher.network.content.words.watch.strange_links
    assert (
        sum(str(line).partition("**")[2].partition("**")[2][:20] in each for each in watcher.cards)
        == 1
    )


async def test_two_looks_of_one_due_moment_count_once(watcher: Watcher, server: FeedServer) -> None:
    watcher.watches()
    await watcher.looks(gives=sample("finder_day1.atom"))
    events = []

    async def hold(inbound: Any) -> None:
        events.append(inbound)

    submit, watcher.submit = watcher.submit, hold  # type: ignore[method-assign]
    for _ in range(2):
        await watcher.looks(gives=sample("finder_day2.atom"))
    for number, each in enumerate(events):
        await submit(replace(each, event_id=f"x{number}"))

    assert watcher.found() == {"new": ["/government/publications/scabies-in-care-settings"]}


async def test_a_page_that_is_away_is_waited_for_so_that_its_note_is_told(
    watcher: Watcher, server: FeedServer
) -> None:
    server.pages[NOROVIRUS] = sample_page("norovirus_day2.json")
    watcher.watches()
    await watcher.looks(gives=sample("finder_day2.atom"))
    server.pages[NOROVIRUS] = 503
    await watcher.looks(gives=sample("finder_day3.atom"), wait=timedelta(minutes=10))
    assert watcher.found() == {}
    server.pages[NOROVIRUS] = sample_page("norovirus_day3.json")
    await watcher.looks()

    assert watcher.found() == {"major": [NOROVIRUS]}
    assert "Section 4 changed" in watcher.cards[-1]
    assert len(watcher.cards) == 2, "an hour that its owner need not hear of"


async def test_pages_that_are_away_for_long_hold_back_no_change_and_their_feeds_owner_hears_it_once(
    watcher: Watcher, server: FeedServer
) -> None:
    server.pages[NOROVIRUS] = sample_page("norovirus_day2.json")
    feed = watcher.watches()
    await watcher.looks(gives=sample("finder_day2.atom"))
    server.pages[NOROVIRUS] = 503
    for _ in range(6):
        await watcher.looks(gives=sample("finder_day3.atom"))
        assert watcher._state("finder").due_at - watcher.network.clock.at < feed.every
    assert watcher.found() == {"major": [NOROVIRUS]}
    told = watcher.network.content.words.watch
    away = told.pages.fill(feed=feed.name, detail="503").replace("*", "")
    assert watcher.cards.count(away) == 1
    server.pages[NOROVIRUS] = sample_page("norovirus_day3.json")
    await watcher.looks(wait=DAY * 2)
    await watcher.looks()
    assert watcher.cards.count(f"{feed.name} is well again.") == 1


async def test_pages_that_cannot_be_read_keep_nobody_from_looking_at_the_others(
    watcher: Watcher, server: FeedServer
) -> None:
    watcher.watches()
    await watcher.looks(gives=feed_of(1, 28), wait=DAY * 2)
    server.pages["/guidance/p1"] = page("/guidance/p1", "Some text.")
    for _ in range(2):
        await watcher.looks()

    assert document(watcher, "/guidance/p1").checked_at is not None


async def test_more_news_than_one_look_reads_is_told_by_the_next_one_with_its_notes(
    watcher: Watcher, server: FeedServer
) -> None:
    watcher.watches()
    await watcher.looks(gives=feed_of(1, 1))
    news = [f"/guidance/p{number}" for number in range(2, MOST_PAGES + 12)]
    for path in news:
        server.pages[path] = page(path, "Some text.", first_published_at=None)
    for many in (MOST_PAGES, len(news)):
        await watcher.looks(gives=feed_of(1, len(news) + 1))
        assert watcher.found()["new"] == news[:many]

    assert document(watcher, news[-1]).fingerprint


async def test_a_feed_at_a_new_address_tells_only_what_is_newer_than_the_last_look(
    watcher: Watcher, server: FeedServer
) -> None:
    watcher.watches()
    await watcher.looks(gives=feed_of(1, 5))
    watcher.watches(address=server.url("/moved"))
    for _ in range(2):
        state = watcher._state("finder")
        await watcher.looks()
    assert watcher._state("finder").due_at > state.due_at, "it is not asked again and again"
    server.gives["/moved"] = feed_of(20, 28, newest="2026-11-23T11:00:00Z")
    await watcher.looks()

    assert watcher.found() == {"new": ["/guidance/p28"]}
    assert "/guidance/p20" in "".join(watcher.pages())


async def test_a_collection_that_is_no_more_is_told_to_its_owner(
    watcher: Watcher, server: FeedServer
) -> None:
    path = "/government/collections/adult-social-care-invented-collection"
    server.pages[path] = sample_page("collection_day3.json")
    feed = watcher.watches("collection", path, kind=FeedKind.COLLECTION)
    await watcher.looks("collection")
    for gone in ("real_gone.json", "real_redirect.json"):
        server.pages[path] = sample_page(gone)
        await watcher.looks("collection")

    ended = watcher.network.content.words.watch.ended.fill(feed=feed.name, detail="")
    assert watcher.cards[1:] == [ended.replace("*", "")]


async def test_doses_that_change_places_in_a_table_are_a_change(
    watcher: Watcher, server: FeedServer
) -> None:
    def table(adults: str, children: str) -> str:
        rows = (("Adults", adults), ("Children", children))
        cells = "".join(f"<tr><td>{who}</td><td>{dose}</td></tr>" for who, dose in rows)
        return f"<table>{cells}</table>"

    server.pages[NOROVIRUS] = page(NOROVIRUS, table("10 mg", "5 mg"))
    watcher.watches("page", NOROVIRUS, kind=FeedKind.PAGE)
    await watcher.looks("page", wait=DAY)
    server.pages[NOROVIRUS] = page(NOROVIRUS, table("5 mg", "10 mg"))
    await watcher.looks("page")

    assert watcher.found() == {"silent": [NOROVIRUS]}
    assert "Adults · 5 mg" in watcher.cards[-1]

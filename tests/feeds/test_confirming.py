"""A change of guidance as homes have it: confirmed, asked about, on their record, found again in the library."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.app import print_text
from bot.content import load_content
from bot.core.people import HomeId
from bot.core.words import Words
from bot.db import guidance
from tests.support.feed_server import FeedServer, Watcher, sample, sample_page
from tests.support.guidance import (
    ACTION,
    NOROVIRUS,
    ROOM,
    TITLE,
    card,
    sent,
    ticks,
    under_broadcasts,
)
from tests.support.network import MONDAY, ROOT, Network, Player
from tests.support.newsletters import CLOSES_AT, Newsroom, closes


async def test_any_person_of_a_home_confirms_for_the_home_and_its_record_says_who_and_when(
    changed: Watcher, network: Network, samir: Player, priya: Player, words: Words
) -> None:
    ada = network.manager("H1", "7002", "Ada")
    await sent(network, priya)
    samir.presses(words.guidance.confirm_button)
    ada.commands("guidance")
    ada.presses(words.guidance.record.format(home="Ash Lodge"))

    record = network.room("telegram", ada.chat).messages[-2].file
    assert TITLE in record
    assert "Samir" in record
    assert ACTION in record
    with network.database.read() as connection:
        (owed,) = guidance.owed(connection)
    assert [each.name for each in owed.missing] == ["Birch House", "Cedar Court"]


async def test_who_has_not_confirmed_is_reminded_once_and_named_to_the_leads_only(
    changed: Watcher, network: Network, samir: Player, priya: Player, words: Words
) -> None:
    ada = network.manager("H2", "7002", "Ada")
    await sent(network, priya)
    samir.presses(words.guidance.confirm_button)
    for _ in range(8):
        network.clock.at += timedelta(days=1)
        await ticks(network)

    assert [under_broadcasts(network, each) for each in (samir, ada)] == [0, 1]
    priya.commands("guidance")
    assert "It was due" in priya.screen
    priya.presses(words.triage.owed_show.format(title=TITLE))
    assert "Birch House" in priya.screen
    assert "Ash Lodge" not in priya.screen


async def test_what_was_confirmed_before_a_correction_stands_in_the_record_beside_what_was_since(
    changed: Watcher, network: Network, samir: Player, priya: Player, words: Words
) -> None:
    await sent(network, priya)
    samir.presses(words.guidance.confirm_button)
    priya.presses(words.correcting.correct)
    assert priya.form is not None
    text = priya.form.fields[0].value.replace("48", "72")
    priya.submits(text=text, note="72, not 48.", again="yes")
    samir.presses(words.guidance.confirm_button)
    samir.commands("guidance")
    samir.presses(words.guidance.record.format(home="Ash Lodge"))

    record = samir.messages[-2].file
    assert words.guidance.record_before.partition("{")[0] in record
    assert words.guidance.record_confirmed.partition("{")[0] in record


@pytest.mark.parametrize("material", ["yes", "no"])
async def test_a_new_version_opens_the_confirmation_again_only_where_a_lead_says_so(
    material: str,
    changed: Watcher,
    network: Network,
    server: FeedServer,
    samir: Player,
    priya: Player,
    words: Words,
) -> None:
    await sent(network, priya)
    samir.presses(words.guidance.confirm_button)
    later = "2026-11-24T09:00:00Z"
    server.pages[NOROVIRUS] = sample_page("norovirus_day3.json") | {"public_updated_at": later}
    network.clock.at += timedelta(days=2)
    await changed.looks()
    await sent(network, priya, material=material)

    with network.database.read() as connection:
        owed = guidance.owed(connection)
    names = [each.name for each in owed[0].missing]
    assert len(owed) == 1
    assert ("Ash Lodge" in names) == (material == "yes")
    assert owed[0].change.version == (3 if material == "yes" else 2)


async def test_a_question_becomes_a_case_of_the_topics_team_with_the_document(
    changed: Watcher, network: Network, samir: Player, priya: Player, words: Words
) -> None:
    await sent(network, priya)
    samir.presses(words.guidance.question)
    samir.says("Does this include agency staff?")

    asked = card(network)
    for part in ("HR-1", "Ash Lodge", TITLE, NOROVIRUS, "agency staff"):
        assert part in asked


async def test_the_library_shows_what_is_current_by_topic_with_earlier_versions(
    changed: Watcher, network: Network, samir: Player, words: Words
) -> None:
    samir.commands("guidance")
    topic = network.content.triage.topics["infection"].label
    samir.presses(next(each for each in samir.buttons if each.startswith(topic)))
    more = str(words.guidance.more).partition("{")[0]
    while not any(each.startswith("Norovirus") for each in samir.buttons):
        samir.presses(next(each for each in samir.buttons if each.startswith(more)))
    samir.presses(next(each for each in samir.buttons if each.startswith("Norovirus")))

    assert words.guidance.current in samir.screen
    assert "We last checked it on 23 Nov 2026" in samir.screen
    assert "Superseded" in samir.screen
    assert "Open Government Licence" in samir.screen
    samir.presses(next(each for each in samir.buttons if each.startswith("Version 1")))
    assert "Superseded" in samir.screen
    assert "Open Government Licence" in samir.screen


async def test_a_document_is_found_by_the_words_of_its_text_and_shown_as_plain_characters(
    watcher: Watcher, server: FeedServer, network: Network, samir: Player
) -> None:
    page = sample_page("norovirus_day2.json")
    page["details"]["body"] = "<p>Use *chlorine* [tablets](https://evil.example), not wipes.</p>"
    server.pages[NOROVIRUS] = page
    watcher.watches()
    await watcher.looks(gives=sample("finder_day2.atom"))
    samir.commands("find", "chlorine")
    samir.presses(next(each for each in samir.buttons if "Norovirus" in each))

    assert network.content.words.guidance.current in samir.screen
    assert "We last checked it on 23 Nov 2026" in samir.screen
    assert "Use *chlorine* [tablets](https://evil.example), not wipes." in samir.screen


def test_the_record_of_a_home_is_a_file_that_can_be_printed() -> None:
    content = load_content(ROOT / "content")
    made = print_text(content, "The network", "Ash Lodge", "**One** line.", MONDAY)

    shown = PdfReader(BytesIO(made)).pages[0].extract_text()
    assert all(each in shown for each in ("Ash Lodge", "The network", "One line."))


async def test_a_home_that_has_until_today_is_reminded_halfway_and_not_at_once(
    changed: Watcher, network: Network, samir: Player, priya: Player, words: Words
) -> None:
    await sent(network, priya, by="today")
    await ticks(network)
    assert under_broadcasts(network, samir) == 0
    network.clock.at += timedelta(hours=2)
    await ticks(network, 3)

    assert under_broadcasts(network, samir) == 1


async def test_the_record_has_what_came_in_a_newsletter_and_that_of_a_home_where_nobody_joined_has_nothing(
    changed: Watcher, network: Network, priya: Player, words: Words
) -> None:
    newsroom = Newsroom(network)
    priya.presses(words.triage.newsletter, room=ROOM)
    network.clock.at = CLOSES_AT
    closes(network)
    newsroom.asks()
    newsroom.approves()
    newsroom.goes_out()
    newsroom.samir.commands("guidance")
    newsroom.samir.presses(words.guidance.record.format(home="Ash Lodge"))

    record = newsroom.samir.messages[-2].file
    assert TITLE in record
    assert "in the newsletter sent on Friday 27 November 2026" in record
    with network.database.read() as connection:
        assert guidance.told(connection, HomeId("H2")) == ()


async def test_what_is_withdrawn_stands_last_under_its_topic_marked_with_what_took_its_place(
    watcher: Watcher, server: FeedServer, network: Network, samir: Player, words: Words
) -> None:
    path = "/government/publications/falls-prevention-for-carers"
    server.pages[path] = sample_page("falls_withdrawn.json") | {"withdrawn_notice": {}}
    watcher.watches()
    await watcher.looks(gives=sample("finder_day1.atom"), wait=timedelta(days=2))
    server.pages[path] = sample_page("falls_withdrawn.json")
    await watcher.looks()
    samir.commands("guidance")
    topic = network.content.triage.topics["care"].label
    samir.presses(next(each for each in samir.buttons if each.startswith(topic)))

    begins = words.guidance.withdrawn.partition("{")[0]
    *_, last = samir.buttons
    assert last.startswith(begins)
    samir.presses(last)
    assert words.guidance.is_withdrawn.replace("*", "") in samir.screen
    assert "https://www.gov.uk/guidance/falls-new" in samir.screen
    assert "Practical steps" not in samir.screen, "nobody reads on what is not to be used"


async def test_a_document_stays_with_the_homes_that_had_it_when_a_change_concerns_others(
    changed: Watcher,
    network: Network,
    server: FeedServer,
    samir: Player,
    priya: Player,
    words: Words,
) -> None:
    network.manager("H2", "7002", "Ada")
    await sent(network, priya)
    later = "2026-11-24T09:00:00Z"
    server.pages[NOROVIRUS] = sample_page("norovirus_day3.json") | {"public_updated_at": later}
    network.clock.at += timedelta(days=2)
    await changed.looks()
    await sent(network, priya, audience="home:H2")
    samir.commands("guidance")
    topic = network.content.triage.topics["infection"].label
    samir.presses(next(each for each in samir.buttons if each.startswith(topic)))

    assert TITLE in samir.buttons

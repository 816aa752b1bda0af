"""A change from its feed to the homes: decided by leads, sent, confirmed, asked about, found again."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.app import print_text
from bot.content import load_content
from bot.core.guidance import Change, ChangeKind, Decision
from bot.core.triage import Rule
from bot.core.words import Words
from bot.db import guidance
from bot.db.database import Database
from bot.db.guidance import changes_where
from tests.support.clockwork import Clockwork
from tests.support.feed_server import FeedServer, Watcher, sample, sample_page
from tests.support.network import MONDAY, ROOT, Network, Player

ROOM = "C0INFECTION"
COORDINATORS = "C0NETWORK"
NOROVIRUS = "/guidance/norovirus-in-care-homes"
TITLE = "Norovirus in care homes: managing outbreaks"
ACTION = "Keep staff with symptoms away for 48 hours, from today."
ANSWERS = {
    "action": ACTION,
    "summary": "48 hours, not 24.",
    "audience": "all",
    "urgent": "no",
    "material": "yes",
    "by": "",
}


@pytest.fixture
def words(network: Network) -> Words:
    return network.content.words


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager("H1")


@pytest.fixture
def priya(network: Network) -> Player:
    return network.lead("Priya", "infection")


@pytest.fixture
async def changed(watcher: Watcher, server: FeedServer) -> Watcher:
    """A page that changed: its card is in the team's room."""
    await ticks(watcher.network)  # the check-in of Monday, before anybody has joined
    watcher.watches()
    server.pages[NOROVIRUS] = sample_page("norovirus_day2.json")
    await watcher.looks(gives=sample("finder_day2.atom"))
    server.pages[NOROVIRUS] = sample_page("norovirus_day3.json")
    await watcher.looks(gives=sample("finder_day3.atom"))
    return watcher


def change(network: Network) -> Change:
    with network.database.read() as connection:
        return changes_where(connection)[0]


def climbed(network: Network) -> list[str]:
    """Return the cards of the change that the coordinators got."""
    messages = network.room("slack", COORDINATORS).messages
    return [each.text for each in messages if TITLE in each.text]


def card(network: Network, room: str = ROOM) -> str:
    return network.room("slack", room).messages[-1].text


def under_broadcasts(network: Network, player: Player) -> int:
    """Count what a person was answered under what they had been sent."""
    return sum(map(len, network.room("telegram", player.chat).threads.values()))


async def ticks(network: Network, times: int = 2) -> None:
    await Clockwork(network).ticks(times)
    network.deliver()


async def sent(network: Network, priya: Player, **answers: str) -> None:
    """Let the lead send the change to homes."""
    words = network.content.words
    priya.presses(words.triage.send, room=ROOM)
    priya.submits(**ANSWERS | answers)
    priya.presses(next(each for each in priya.buttons if each.startswith("Send")))
    await ticks(network)


async def test_a_card_has_what_changed_in_whose_words_and_every_choice(
    changed: Watcher, network: Network, words: Words
) -> None:
    message = network.room("slack", ROOM).messages[-1]

    assert TITLE in message.text
    assert "in the words of Department of Health and Social Care" in message.text
    triage = words.triage
    assert list(message.buttons) == [
        triage.send,
        triage.newsletter,
        triage.information,
        triage.ignore,
        triage.assign,
    ]


async def test_what_is_sent_reaches_homes_with_the_action_first_and_whose_words_each_piece_is_in(
    changed: Watcher, network: Network, samir: Player, priya: Player, words: Words
) -> None:
    await sent(network, priya)

    told = samir.screen
    assert told.index(ACTION) < told.index("Section 4 changed")
    assert "in the words of Priya" in told
    assert "Open Government Licence" in told
    assert samir.buttons == [words.guidance.confirm_button, words.guidance.question]
    assert words.triage.is_sent in card(network)
    assert "Priya" in card(network)
    assert change(network).decision is Decision.SEND


async def test_it_cannot_be_sent_without_saying_what_to_do_or_that_it_is_for_information(
    changed: Watcher, network: Network, samir: Player, priya: Player, words: Words
) -> None:
    priya.presses(words.triage.send, room=ROOM)
    form = priya.form
    priya.submits(**ANSWERS | {"action": " "})
    assert list(priya.faults) == ["action"]
    priya.form = form
    priya.submits(**ANSWERS | {"action": "For information.", "material": "no"})
    priya.presses(next(each for each in priya.buttons if each.startswith("Send")))
    await ticks(network)

    assert "nothing to do" in samir.screen
    assert samir.buttons == [words.reading.read_button, words.guidance.question]


async def test_a_draft_that_is_not_sent_decides_nothing(
    changed: Watcher, network: Network, samir: Player, priya: Player, words: Words
) -> None:
    priya.presses(words.triage.send, room=ROOM)
    priya.submits(**ANSWERS)
    priya.presses(words.broadcast.do_not_send)
    await ticks(network)

    assert change(network).decision is Decision.WAITING
    await sent(network, priya)
    assert change(network).decision is Decision.SEND


async def test_what_can_wait_becomes_an_item_of_the_next_newsletter(
    changed: Watcher, network: Network, samir: Player, priya: Player, words: Words
) -> None:
    told = len(samir.messages)
    priya.presses(words.triage.newsletter, room=ROOM)
    amara = network.lead("Amara", "coordinators", "U5")
    amara.commands("newsletter")

    assert "Thursday 26 November 12:00. In for it: 1." in amara.screen
    assert words.triage.in_newsletter in card(network)
    assert len(samir.messages) == told


@pytest.mark.parametrize("choice", ["information", "ignore"])
async def test_one_tap_decides_and_a_second_lead_hears_that_it_is_decided(
    choice: str, changed: Watcher, network: Network, samir: Player, priya: Player, words: Words
) -> None:
    bola = network.lead("Bola", "infection", "U2")
    tokens = dict(network.room("slack", ROOM).messages[-1].buttons)
    priya.presses(getattr(words.triage, choice), room=ROOM)
    told = len(samir.messages)
    bola.presses_token(tokens[words.triage.newsletter], room=ROOM)

    assert bola.toast == words.triage.already
    assert len(samir.messages) == told
    assert "Priya" in card(network)
    assert not network.room("slack", ROOM).messages[-1].buttons


async def test_a_change_is_given_to_somebody_who_reads_it_in_their_own_chat(
    changed: Watcher, network: Network, priya: Player, words: Words
) -> None:
    bola = network.lead("Bola", "infection", "U2")
    priya.presses(words.triage.assign, room=ROOM)
    priya.presses("Bola", room=ROOM)

    assert "With Bola" in card(network)
    assert TITLE in bola.screen
    bola.presses(words.triage.information)
    assert words.triage.is_information in card(network)


async def test_nobody_decides_who_is_not_of_the_team(
    changed: Watcher, network: Network, samir: Player, words: Words
) -> None:
    other = network.lead("Ola", "clinical", "U9")
    tokens = network.room("slack", ROOM).messages[-1].buttons
    other.presses_token(tokens[words.triage.ignore], room=ROOM)
    samir.presses_token(tokens[words.triage.ignore])

    assert other.toast == samir.toast == words.common.not_allowed
    assert change(network).decision is Decision.WAITING


async def test_what_nobody_decides_climbs_and_climbs_again_until_somebody_does(
    changed: Watcher, network: Network, priya: Player, words: Words
) -> None:
    limit = network.content.triage.decide
    for times in (1, 2):
        network.clock.at += limit
        await ticks(network, 3)
        assert len(climbed(network)) == times
    priya.presses(words.triage.ignore, room=ROOM)
    assert words.triage.is_ignored in climbed(network)[-1], "it is settled wherever it stands"
    network.clock.at += limit
    await ticks(network)
    assert len(climbed(network)) == 2


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
    samir.presses(next(each for each in samir.buttons if each.startswith("Version 1")))
    assert "Superseded" in samir.screen


async def test_a_rule_lets_a_class_of_changes_go_by_itself(
    watcher: Watcher, server: FeedServer, network: Network, samir: Player, words: Words
) -> None:
    rule = Rule(
        "poster",
        "home:H1",
        words=("norovirus",),
        kinds=(ChangeKind.MAJOR,),
        approve=Decision.SEND,
        action="for information",
    )
    watcher.rules = [rule]
    await ticks(network)
    ada = network.manager("H2", "7002", "Ada")
    told = len(ada.messages)
    watcher.watches()
    await watcher.looks(gives=sample("finder_day2.atom"))
    await watcher.looks(gives=sample("finder_day3.atom"))
    await ticks(network)

    assert TITLE in samir.screen
    assert len(ada.messages) == told, "to the segment that it concerns only"
    assert "by the rule poster" in card(network)


async def test_on_trial_a_rule_sends_nothing_and_a_lead_decides(
    database: Database, server: FeedServer
) -> None:
    network = Network(database, on_trial=True)
    samir, watcher = network.manager("H1"), Watcher(network, server)
    watcher.rules = [Rule("all", "all", approve=Decision.SEND, action="Read it.")]
    told = len(samir.messages)
    watcher.watches()
    await watcher.looks(gives=sample("finder_day2.atom"))
    await watcher.looks(gives=sample("finder_day3.atom"))
    await ticks(network)

    assert len(samir.messages) == told
    assert network.content.words.triage.send in network.room("slack", ROOM).messages[-1].buttons


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

    assert "Use *chlorine* [tablets](https://evil.example), not wipes." in samir.screen


def test_the_record_of_a_home_is_a_file_that_can_be_printed() -> None:
    content = load_content(ROOT / "content")
    made = print_text(content, "The network", "Ash Lodge", "**One** line.", MONDAY)

    shown = PdfReader(BytesIO(made)).pages[0].extract_text()
    assert all(each in shown for each in ("Ash Lodge", "The network", "One line."))


async def test_two_leads_who_write_of_one_change_send_it_once(
    changed: Watcher, network: Network, samir: Player, priya: Player, words: Words
) -> None:
    bola = network.lead("Bola", "infection", "U2")
    told = len(samir.messages)
    for each in (priya, bola):
        each.presses(words.triage.send, room=ROOM)
    priya.submits(**ANSWERS)
    send = next(each for each in priya.buttons if each.startswith("Send"))
    token = priya.messages[-1].buttons[send]
    bola.submits(**ANSWERS)
    assert words.triage.written_anew.fill(name="Bola") in priya.screen
    priya.presses_token(token)
    assert priya.toast == words.broadcast.already
    bola.presses(send)
    bola.presses_token(token)
    await ticks(network)

    assert sum(TITLE in each.text for each in samir.messages[told:]) == 1
    assert "Bola" in card(network)


async def test_what_is_to_go_out_at_its_time_is_decided_and_climbs_no_more(
    changed: Watcher, network: Network, samir: Player, priya: Player, words: Words
) -> None:
    cards = dict(network.room("slack", ROOM).messages[-1].buttons)
    priya.presses(words.triage.send, room=ROOM)
    priya.submits(**ANSWERS)
    priya.presses(words.broadcast.send_later)
    priya.submits(when="Friday 27 November 09:00")
    for choice in (words.triage.ignore, words.triage.send):
        priya.presses_token(cards[choice], room=ROOM)
        assert priya.toast == words.triage.already
    priya.commands("guidance")
    assert words.triage.to_decide_none in priya.screen
    for later in (timedelta(days=2), timedelta(days=4) - timedelta(hours=1)):
        network.clock.at = MONDAY + later
        await ticks(network, 3)

    assert climbed(network) == []
    assert ACTION in "".join(each.text for each in samir.messages)
    assert words.triage.is_sent in card(network)


async def test_a_home_that_has_until_today_is_reminded_halfway_and_not_at_once(
    changed: Watcher, network: Network, samir: Player, priya: Player, words: Words
) -> None:
    await sent(network, priya, by="today")
    await ticks(network)
    assert under_broadcasts(network, samir) == 0
    network.clock.at += timedelta(hours=2)
    await ticks(network, 3)

    assert under_broadcasts(network, samir) == 1

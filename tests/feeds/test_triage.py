"""A change from its feed to the homes: decided by leads, sent, confirmed, asked about, found again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.core.guidance import ChangeKind, Decision
from bot.core.triage import Rule
from bot.core.words import Words
from bot.db.database import Database
from bot.db.tables import items
from tests.support.feed_server import FeedServer, Watcher, sample
from tests.support.guidance import (
    ACTION,
    ANSWERS,
    NOROVIRUS,
    ROOM,
    TITLE,
    card,
    change,
    climbed,
    page,
    sent,
    ticks,
)
from tests.support.network import MONDAY, Network, Player


@pytest.fixture
def database(sqlite: Database) -> Database:
    """What leads decide is the same on both databases; what homes see of it is tried on each."""
    return sqlite


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
    with network.database.read() as connection:
        (item,) = connection.execute(select(items)).all()
    assert "Open Government Licence" in item.text
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


async def test_what_is_too_much_for_a_card_is_shown_whole_in_the_leads_own_chat(
    watcher: Watcher, server: FeedServer, network: Network, priya: Player, words: Words
) -> None:
    watcher.watches()
    lines = [f"Rule number {number} is new." for number in range(40)]
    server.pages[NOROVIRUS] = page(NOROVIRUS, "Wash your hands.")
    await watcher.looks(gives=sample("finder_day2.atom"), wait=timedelta(days=2))
    server.pages[NOROVIRUS] = page(NOROVIRUS, "Wash your hands.", *lines)
    await watcher.looks()
    assert lines[-1] not in card(network)
    priya.presses(words.change.whole, room=ROOM)

    assert all(each in priya.screen for each in lines)
    assert "Open Government Licence" in priya.screen
    priya.presses(words.triage.ignore, room=ROOM)
    assert words.triage.is_ignored in card(network)


async def test_a_new_page_is_told_with_how_it_begins(
    watcher: Watcher, server: FeedServer, network: Network
) -> None:
    watcher.watches()
    await watcher.looks(gives=sample("finder_day1.atom"))
    path = "/government/publications/scabies-in-care-settings"
    server.pages[path] = page(path, "Treat *everybody* on one day.", first_published_at=None)
    await watcher.looks(gives=sample("finder_day2.atom"))

    assert "Treat *everybody* on one day." in card(network)
    assert server.pages[path]["description"] in card(network)  # type: ignore[index]

"""Two persons: who asks for approval, who may give it, what voids it, and what becomes of what nobody approved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.facts import BroadcastDrafted
from bot.core.messages import Press
from bot.core.turn import Caller
from bot.db import drafts
from bot.db.record import record
from bot.db.store import Store
from tests.support.network import Network, Player
from tests.support.newsletters import CLOSES_AT, EDITORS, SENDS_AT, Newsroom
from tests.support.planning import copies, fills, lead_in, writes
from tests.support.tables import everything

MINUTE = timedelta(minutes=1)
TEXT = "Gloves are short."
# The button under the first version of the first broadcast.
YES = Press("approve", "1", ("yes", "1")).token()


@pytest.fixture
def newsroom(network: Network) -> Newsroom:
    return Newsroom(network)


def needs_two(network: Network, more_than_homes: int | None = 2, *, urgent: bool = False) -> None:
    """Let announcements need a second person from so many homes on."""
    rule = replace(network.content.approval, more_than_homes=more_than_homes, urgent=urgent)
    network.desk = replace(network.desk, content=replace(network.content, approval=rule))
    network.restarts()


def got(player: Player, words: str) -> int:
    player.network.deliver()
    return sum(words in each.text for each in player.messages)


def test_an_approved_issue_goes_out_at_its_editions_time_to_each_home_once(
    newsroom: Newsroom,
) -> None:
    newsroom.draft("Flu jabs")
    newsroom.asks()
    newsroom.approves()
    assert newsroom.issue().state.value == "scheduled"
    assert newsroom.issue().send_at == SENDS_AT
    assert got(newsroom.samir, "Flu jabs") == 0
    newsroom.goes_out()
    newsroom.goes_out()

    assert got(newsroom.samir, "About Flu jabs.") == 1
    assert newsroom.states() == {"Flu jabs": "sent"}


def test_what_homes_get_is_what_the_editor_and_the_second_person_saw(
    newsroom: Newsroom, network: Network
) -> None:
    newsroom.draft("Flu jabs")
    newsroom.press(newsroom.words.see_it)
    seen = newsroom.amara.messages[-2].text
    newsroom.asks()
    (approved,) = (each.text for each in network.room("slack", EDITORS).messages[-2:-1])
    newsroom.approves()
    newsroom.goes_out()

    assert seen == approved
    assert got(newsroom.samir, seen) == 1


@pytest.mark.parametrize("who", ["asked", "wrote"])
def test_nobody_approves_what_they_asked_for_or_wrote(newsroom: Newsroom, who: str) -> None:
    newsroom.draft("Flu jabs", "Gloves")
    if who == "wrote":
        newsroom.press("2")
        newsroom.press(newsroom.words.up)
        newsroom.press(newsroom.approval.ask, newsroom.tom)
    else:
        newsroom.asks()
    newsroom.approves(newsroom.amara)

    assert newsroom.amara.toast == newsroom.approval.own_work
    assert newsroom.issue().state.value == "waiting"


def test_a_lead_of_another_team_approves_nothing(newsroom: Newsroom, network: Network) -> None:
    newsroom.draft()
    newsroom.asks()
    newsroom.approves(lead_in(network, "slack", "Priya", "clinical"))

    assert newsroom.issue().state.value == "waiting"


def test_who_approved_which_version_is_kept(newsroom: Newsroom, network: Network) -> None:
    newsroom.draft()
    newsroom.asks()
    newsroom.approves()
    with network.database.read() as connection:
        (said,) = drafts.approvals_of(connection, 1)

    assert (said.version, said.decision, said.person_name) == (1, "approved", "Tomas")
    assert said.at == CLOSES_AT
    actions = [each["action"] for each in everything(network.database)["audit"]]
    assert {"ApprovalAsked", "ApprovalDecided"} <= set(actions)


def test_a_change_after_approval_voids_it_and_both_are_told(newsroom: Newsroom) -> None:
    newsroom.draft("Flu jabs", "Gloves")
    newsroom.asks()
    newsroom.approves()
    newsroom.press("2")
    newsroom.press(newsroom.words.drop)
    told = newsroom.approval.approval_void.partition("{approver}")[2].split("{")[0]

    assert newsroom.issue().state.value == "draft"
    assert told.strip() in newsroom.tom.screen
    newsroom.goes_out()
    assert got(newsroom.samir, "Flu jabs") == 0
    newsroom.asks()
    newsroom.approves()
    assert newsroom.issue().state.value == "sending"
    assert got(newsroom.samir, "About Flu jabs.") == 1


def test_a_button_under_an_older_version_approves_nothing(newsroom: Newsroom) -> None:
    newsroom.draft("Flu jabs", "Gloves")
    newsroom.asks()
    newsroom.press("2")
    newsroom.press(newsroom.words.drop)
    newsroom.asks()
    newsroom.tom.presses_token(YES)

    assert newsroom.tom.toast
    assert newsroom.issue().state.value == "waiting"


def test_two_who_approve_at_once_send_it_once(newsroom: Newsroom, network: Network) -> None:
    third = lead_in(network, "telegram", "Edith")
    newsroom.draft()
    newsroom.asks()
    newsroom.tom.presses_token(YES)
    third.presses_token(YES)

    assert "Tomas" in third.toast
    assert len(everything(network.database)["approvals"]) == 1


def test_what_is_sent_back_comes_with_its_note_to_who_asked(newsroom: Newsroom) -> None:
    newsroom.draft("Flu jabs")
    newsroom.asks()
    newsroom.press(newsroom.approval.send_back, newsroom.tom)
    newsroom.tom.submits(text="Say by when.")

    assert newsroom.issue().state.value == "draft"
    assert "Say by when." in newsroom.amara.screen
    assert "Say by when." in newsroom.desk
    newsroom.asks()
    assert newsroom.issue().state.value == "waiting"


def test_what_nobody_approved_by_its_moment_goes_to_nobody_and_its_editor_is_asked(
    newsroom: Newsroom, network: Network
) -> None:
    newsroom.draft("Flu jabs")
    newsroom.asks()
    network.clock.at = SENDS_AT
    network.comes("approval_late", "1")

    assert newsroom.issue().state.value == "draft"
    assert any("Nobody had approved it" in each.text for each in newsroom.amara.messages)
    newsroom.tom.presses_token(YES)
    assert newsroom.issue().state.value == "draft"
    assert got(newsroom.samir, "Flu jabs") == 0


def test_an_issue_with_an_item_that_is_over_by_its_moment_is_given_back(
    newsroom: Newsroom, network: Network
) -> None:
    newsroom.draft("Flu jabs")
    newsroom.press("1")
    newsroom.press(newsroom.words.edit)
    assert newsroom.amara.form is not None
    values = {each.id: each.value for each in newsroom.amara.form.fields}
    newsroom.amara.submits(**values | {"expires": "26 November"})
    newsroom.asks()
    newsroom.approves()
    newsroom.goes_out()

    assert newsroom.issue().state.value == "draft"
    assert got(newsroom.samir, "Flu jabs") == 0
    assert any("has not gone out" in each.text for each in newsroom.amara.messages)


def test_where_nobody_else_has_joined_the_editor_reads_how_it_can_go(network: Network) -> None:
    newsroom = Newsroom(network)
    newsroom.tom.commands("stop")
    newsroom.tom.presses(network.content.words.me.yes_leave)
    newsroom.draft()
    newsroom.asks()

    assert "homeround approve 1" in newsroom.amara.screen
    network.comes("operator_approves", "1.1")
    assert newsroom.issue().state.value == "scheduled"


@pytest.mark.parametrize("channel", ["slack", "telegram"])
def test_an_announcement_to_many_homes_needs_a_second_person(
    newsroom: Newsroom, network: Network, channel: str
) -> None:
    needs_two(network)
    priya = lead_in(network, channel, "Priya", "clinical")
    writes(priya, text=TEXT)
    assert not any(each.startswith("Send to") for each in priya.buttons)
    priya.presses_token(Press("broadcast", "1", ("send", "1")).token())
    assert priya.toast == newsroom.approval.must_ask
    priya.presses(newsroom.approval.ask)
    assert copies(newsroom.samir, TEXT) == 0
    newsroom.approves(newsroom.amara)

    assert copies(newsroom.samir, TEXT) == 1


def test_an_announcement_to_few_homes_goes_alone_and_an_urgent_one_as_the_rule_says(
    newsroom: Newsroom, network: Network
) -> None:
    needs_two(network, None, urgent=True)
    writes(newsroom.amara, text=TEXT)
    newsroom.amara.presses("Send to 1 of 3")
    assert copies(newsroom.samir, TEXT) == 1
    writes(newsroom.amara, text=TEXT, urgent="yes")

    assert newsroom.approval.ask in newsroom.amara.buttons


@pytest.mark.parametrize("channel", ["slack", "telegram"])
def test_what_needs_a_second_person_and_is_to_go_later_is_asked_for_with_its_moment(
    newsroom: Newsroom, network: Network, channel: str
) -> None:
    needs_two(network)
    priya = lead_in(network, channel, "Priya", "clinical")
    writes(priya, text=TEXT)
    priya.presses(network.content.words.broadcast.send_later)
    fills(priya, "when", when="Friday 09:00")
    assert newsroom.issue().state.value == "waiting"
    newsroom.approves(newsroom.amara)

    assert newsroom.issue().state.value == "scheduled"
    assert copies(newsroom.samir, TEXT) == 0
    newsroom.goes_out()
    assert copies(newsroom.samir, TEXT) == 1


def test_what_repeats_waits_for_a_second_person_once(newsroom: Newsroom, network: Network) -> None:
    needs_two(network)
    writes(newsroom.amara, text=TEXT)
    newsroom.amara.presses(network.content.words.broadcast.repeat)
    fills(newsroom.amara, "repeat", opens="every day 08:00", on_holidays="keep", until="")
    assert newsroom.issue().state.value == "waiting"
    network.comes("recurring_due", "1.2026-11-24")
    assert copies(newsroom.samir, TEXT) == 0
    newsroom.approves()

    assert newsroom.issue().state.value == "repeating"
    network.clock.at += timedelta(days=1)
    network.comes("recurring_due", "1.2026-11-24")
    assert copies(newsroom.samir, TEXT) == 1


def test_no_old_button_goes_round_the_second_person(newsroom: Newsroom, network: Network) -> None:
    writes(newsroom.amara, text=TEXT)
    needs_two(network)
    for press in (
        Press("broadcast", "1", ("send", "1")),
        Press("broadcast", "1", ("send",)),
        Press("now", "1"),
        Press("desk", "1", ("send",)),
        Press("shift", "1", ("2026-11-27",)),
    ):
        newsroom.amara.presses_token(press.token())

    assert newsroom.issue().state.value == "draft"
    assert copies(newsroom.samir, TEXT) == 0


def test_its_author_changes_a_text_before_it_goes_and_an_approval_counts_no_more(
    newsroom: Newsroom, network: Network
) -> None:
    needs_two(network)
    writes(newsroom.amara, text=TEXT)
    newsroom.amara.presses(newsroom.approval.ask)
    newsroom.amara.presses(newsroom.approval.change)
    fills(newsroom.amara, "broadcast", audience="all", text="New.", urgent="no", ack="no")
    newsroom.tom.presses_token(YES)
    assert newsroom.issue().state.value == "draft"
    newsroom.amara.presses(newsroom.approval.ask)
    newsroom.approves()

    assert copies(newsroom.samir, "New.") == 1
    assert copies(newsroom.samir, TEXT) == 0
    versions = [each["text"] for each in everything(network.database)["broadcast_versions"]]
    assert versions == [TEXT, "New."]


def test_what_the_operator_sent_is_read_whole_in_the_room_and_goes_out_once(
    newsroom: Newsroom, network: Network
) -> None:
    needs_two(network)
    with network.database.write() as connection:
        store = Store(connection, network.desk, "operator", "", network.clock.now())
        record(store, Caller(), BroadcastDrafted(1, "all", TEXT, urgent=False, ack=False))
    network.comes("operator_asks", "1.")
    network.comes("operator_asks", "1.")
    exact, card = network.room("slack", EDITORS).messages

    assert exact.text == TEXT
    assert newsroom.approval.operator in card.text
    newsroom.approves()
    newsroom.amara.presses_token(YES, room=EDITORS)
    assert copies(newsroom.samir, TEXT) == 1
    assert card.buttons == {}


def test_what_was_approved_and_is_corrected_afterwards_is_shown_to_the_team_at_once(
    newsroom: Newsroom, network: Network
) -> None:
    newsroom.draft("Flu jabs")
    newsroom.asks()
    newsroom.approves()
    newsroom.goes_out()
    newsroom.amara.presses_token(Press("correct", "1").token())
    text = newsroom.issue().text.replace("About", "All about")
    newsroom.amara.submits(text=text, note="More.")
    told, exact = network.room("slack", EDITORS).messages[-2:]

    assert newsroom.amara.name in told.text
    assert "All about Flu jabs." in exact.text

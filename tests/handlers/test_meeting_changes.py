"""Meetings that change, are called off, come near, and are over."""

from datetime import timedelta

import pytest

from bot.db.tables import broadcasts
from tests.support.calendars import properties, read
from tests.support.meetings import FORM, STARTS_AT, Meetings
from tests.support.network import Network, Player
from tests.support.tables import everything


@pytest.fixture
def plan(network: Network) -> Meetings:
    return Meetings(network)


@pytest.fixture
def homes(plan: Meetings) -> list[Player]:
    """Three managers: one comes, one may come, one has said nothing."""
    samir, kerry, tom = plan.managers()
    plan.asks()
    samir.presses(plan.words.coming)
    kerry.presses(plan.words.maybe)
    return [samir, kerry, tom]


def test_a_new_time_reaches_everybody_who_answered_and_every_card_shows_it(
    network: Network, plan: Meetings, homes: list[Player]
) -> None:
    samir, kerry, tom = homes
    cards = [each.messages[-1] for each in homes]
    plan.lead.presses(plan.lead_words.change_button)
    assert plan.lead.form
    shown = {each.id: each.value for each in plan.lead.form.fields}
    assert shown["where"] == FORM["where"]
    plan.lead.submits(**shown | {"when": "Wednesday 9 December 2026 10:00"})

    told = plan.words.changed.format(title=FORM["title"], when="", where="").split("\n", 1)[0]
    for each in (samir, kerry):
        assert each.screen.startswith(told.replace("*", ""))
        assert "Wednesday 9 December 2026, 10:00 to 11:30" in each.screen
    assert tom.messages[-1] is cards[2], "who has said nothing is not told again"
    assert all("Wednesday 9 December 2026, 10:00 to 11:30" in each.text for each in cards)
    assert "Ash Lodge: coming." in cards[0].text
    assert plan.lead.screen == plan.lead_words.is_changed.format(title=FORM["title"], told=2)
    (row,) = everything(network.database)[broadcasts.name]
    assert "Wednesday 9 December" in row["text"], "late joiners read what is so now"


def test_what_is_left_as_it_was_tells_nobody(plan: Meetings, homes: list[Player]) -> None:
    before = [len(each.messages) for each in homes]
    plan.lead.presses(plan.lead_words.change_button)
    assert plan.lead.form
    plan.lead.submits(**{each.id: each.value for each in plan.lead.form.fields})
    assert plan.lead.screen == plan.lead_words.nothing_changed

    plan.lead.presses(plan.lead_words.change_button)
    plan.lead.submits(text="Bring a pen as well.")

    assert [len(each.messages) for each in homes] == before
    assert all("Bring a pen" in each.screen for each in homes)


def test_of_two_who_change_at_once_the_second_is_told(
    network: Network, plan: Meetings, homes: list[Player]
) -> None:
    other = network.lead("Bela", "coordinators", user="U4")
    for each in (plan.lead, other):
        each.presses_token("meeting_change:1")
    plan.lead.submits(where="Library")
    other.submits(where="School")

    assert other.faults == {"when": plan.lead_words.changed_since}
    assert "Library" in homes[0].screen


def test_a_meeting_that_is_called_off_says_why_and_takes_no_more_answers(
    plan: Meetings, homes: list[Player]
) -> None:
    samir, kerry, tom = homes
    number = len(tom.messages)
    plan.lead.presses(plan.lead_words.off_button)
    plan.lead.submits(reason="The trainer is ill.")

    for each in homes:
        assert "Called off" in each.screen
        assert "The trainer is ill." in each.screen
    assert len(tom.messages) == number, "the card itself says it"
    samir.presses_token("attend:1:not_coming")
    assert samir.toast == plan.words.is_off
    assert plan.says() == {"Ash Lodge": "coming", "Birch House": "maybe"}
    kerry.presses(plan.words.calendar_off)
    file = read(kerry.messages[-2].file)
    assert properties(file)["STATUS"] == "CANCELLED"
    plan.lead.presses_token("meeting_change:1")
    assert plan.lead.toast == plan.words.is_off


def test_the_calendar_file_moves_what_is_in_the_calendar(
    plan: Meetings, homes: list[Player]
) -> None:
    samir = homes[0]
    samir.presses(plan.words.calendar)
    first = properties(read(samir.messages[-2].file))
    assert samir.screen == plan.words.calendar_file.format(title=FORM["title"])
    plan.lead.presses(plan.lead_words.change_button)
    plan.lead.submits(when="Wednesday 9 December 2026 10:00")
    samir.presses(plan.words.calendar)
    second = properties(read(samir.messages[-2].file))

    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == ("0", "1")
    assert first["DTSTART;TZID=Europe/London"] == "20261208T140000"
    assert second["DTSTART;TZID=Europe/London"] == "20261209T100000"


def test_only_who_planned_it_and_coordinators_change_it(
    network: Network, plan: Meetings, homes: list[Player]
) -> None:
    priya = network.lead("Priya", "clinical", user="U9")
    for token in ("meeting_change:1", "meeting_off:1", "meeting_came:1", "meeting_note:1"):
        priya.presses_token(token)
        assert priya.toast == network.content.words.common.not_allowed
        homes[0].presses_token(token)
        assert homes[0].toast == network.content.words.common.not_allowed


def test_a_lead_notes_who_came_and_writes_to_them(
    network: Network, plan: Meetings, homes: list[Player]
) -> None:
    samir, kerry, tom = homes
    network.clock.at = STARTS_AT + timedelta(hours=2)
    plan.lead.commands("meetings")
    plan.lead.presses(FORM["title"])
    card = plan.lead.messages[-1]
    plan.lead.presses(plan.lead_words.note_button)
    plan.lead.submits(who="came", text="Thank you.")
    assert plan.lead.faults == {"who": plan.lead_words.nobody_came}

    plan.lead.presses(plan.lead_words.came_button)
    plan.lead.presses(plan.lead_words.everybody)
    assert plan.lead_words.home_came.format(home="Ash Lodge") in plan.lead.buttons
    assert plan.lead_words.home_did_not.format(home="Birch House") in plan.lead.buttons
    assert plan.lead_words.came.format(came=1, said=2) in card.text
    plan.lead.presses(plan.lead_words.home_did_not.format(home="Birch House"))
    plan.lead.presses(plan.lead_words.home_came.format(home="Ash Lodge"))
    assert plan.lead_words.came.format(came=1, said=2) in card.text

    plan.lead.presses(plan.lead_words.note_button)
    plan.lead.submits(who="came", text="The **slides** are here.")
    before = [each.screen for each in (samir, tom)]
    plan.lead.presses("Send to 1 of 1")

    assert "The slides are here." in kerry.screen
    assert [each.screen for each in (samir, tom)] == before


def test_a_note_may_go_to_all_who_were_asked(
    network: Network, plan: Meetings, homes: list[Player]
) -> None:
    network.clock.at = STARTS_AT + timedelta(hours=2)
    plan.lead.presses_token("meeting_note:1")
    plan.lead.submits(who="all", text="The slides are here.")
    plan.lead.presses("Send to 3 of 3")

    assert all("The slides are here." in each.screen for each in homes)

"""Meetings in conversation: planned, asked to, answered, and watched by the lead."""

from datetime import timedelta

import pytest

from bot.core.privacy import Kind, in_form
from bot.db import meetings
from bot.db.tables import broadcasts
from tests.support.meetings import FORM, STARTS_AT, Meetings
from tests.support.network import Network, Player
from tests.support.tables import everything


@pytest.fixture
def plan(network: Network) -> Meetings:
    return Meetings(network)


def test_a_lead_sees_the_meeting_exactly_as_homes_then_do_and_who_it_reaches(
    network: Network, plan: Meetings
) -> None:
    samir = network.manager("H1")
    before = len(samir.messages)
    plan.plans()
    exact = plan.lead.messages[-2]

    assert FORM["title"] in exact.text
    assert "Tuesday 8 December 2026, 14:00 to 15:30" in exact.text
    assert "Town Hall, Room 2" in exact.text
    assert "Bring your policy." in exact.text, "Markdown is drawn"
    assert len(samir.messages) == before, "nothing has gone out"

    plan.lead.presses("Send to 1 of 3")

    assert (samir.messages[-1].text, samir.messages[-1].buttons) == (exact.text, exact.buttons)
    assert plan.words.coming in samir.buttons


def test_one_that_is_not_sent_is_nobodys_meeting(network: Network, plan: Meetings) -> None:
    samir = network.manager("H1")
    plan.plans()
    plan.lead.presses("Do not send")

    samir.commands("meetings")
    assert samir.screen == plan.words.none_to_come
    samir.presses_token("attend:1:coming")
    assert samir.toast == network.content.words.common.stale_button
    assert plan.says() == {}


@pytest.mark.parametrize(
    ("field", "written", "fault"),
    [
        ("when", "soon", "bad_when"),
        ("when", "Tuesday 9 December 2026 14:00", "bad_when"),
        ("when", "23 November 2026 09:00", "past_when"),
        ("minutes", "hour", "bad_minutes"),
        ("minutes", "0", "bad_minutes"),
        ("where", "http://plain.example", "bad_where"),
        ("where", "javascript://x", "bad_where"),
        ("where", "https://a b", "bad_where"),
        ("places", "few", "bad_places"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(
    network: Network, plan: Meetings, field: str, written: str, fault: str
) -> None:
    plan.plans(**{field: written})

    assert plan.lead.faults == {field: getattr(plan.lead_words, fault)}
    assert everything(network.database)["meetings"] == []
    assert everything(network.database)["broadcasts"] == []


@pytest.mark.parametrize("field", ["kind", "title", "when", "minutes", "where", "audience", "text"])
def test_what_is_missing_is_said_at_its_field(plan: Meetings, field: str) -> None:
    plan.plans(**{field: " "})

    assert set(plan.lead.faults) == {field}


def test_an_audience_that_no_home_has_is_said_at_its_field(plan: Meetings) -> None:
    plan.plans(audience="type:hospital")
    assert set(plan.lead.faults) == {"audience"}
    plan.plans(audience="home:H1 -home:H1")
    assert set(plan.lead.faults) == {"audience"}


def test_what_identifies_a_resident_is_not_kept(network: Network, plan: Meetings) -> None:
    plan.plans(text="For the daughter of 943 476 5919")

    assert plan.lead.faults == {"text": in_form([Kind.NHS_NUMBER], network.content.words.privacy)}
    assert everything(network.database)["meetings"] == []


def test_only_leads_plan(network: Network, plan: Meetings) -> None:
    samir = network.manager("H1")
    samir.commands("meeting")

    assert samir.screen == network.content.words.common.not_allowed
    assert plan.lead_words.plan not in samir.buttons


def test_a_lead_out_and_about_plans_by_messages_field_by_field(network: Network) -> None:
    lead = network.telegram("8001", "Amara")
    lead.says(network.code_for_lead("Amara", "coordinators"))
    lead.presses("Yes, join")
    lead.presses(network.content.words.menu.meetings)
    lead.presses(network.content.words.meeting_lead.plan)
    lead.presses("Training")
    for field in ("title", "when", "minutes", "where", "audience"):
        lead.says(FORM[field])
    lead.presses(network.content.words.forms.skip)
    lead.says(FORM["text"])

    assert lead.screen.startswith("This goes to 0 of 3 homes.")
    assert FORM["title"] in lead.messages[-2].text


def test_a_home_says_that_it_comes_and_may_say_otherwise_later(
    network: Network, plan: Meetings
) -> None:
    samir, *_ = plan.managers(2)
    plan.asks()
    card = samir.messages[-1]

    samir.presses(plan.words.coming)
    assert samir.toast == plan.words.noted
    assert plan.says() == {"Ash Lodge": "coming"}
    assert "Ash Lodge: coming." in card.text
    samir.presses(plan.words.maybe)
    assert plan.says() == {"Ash Lodge": "maybe"}
    samir.presses(plan.words.not_coming)

    assert plan.says() == {"Ash Lodge": "not_coming"}
    assert "Ash Lodge: not coming." in card.text
    assert samir.messages[-1] is card, "the card itself changes"


def test_the_leads_card_counts_live(network: Network, plan: Meetings) -> None:
    samir, kerry, tom = plan.managers()
    plan.asks(places="2")
    card, numbers = plan.lead.messages[-1], plan.lead_words.numbers
    samir.presses(plan.words.coming)
    kerry.presses(plan.words.maybe)

    assert numbers.format(coming=1, maybe=1, not_coming=0, silent=1, homes=3) in card.text
    tom.presses(plan.words.not_coming)
    assert numbers.format(coming=1, maybe=1, not_coming=1, silent=0, homes=3) in card.text
    assert plan.lead_words.places.format(left=1, places=2, waiting=0) in card.text
    assert len([m for m in plan.lead.messages if "Not said yet" in m.text]) == 1


def test_anybody_of_the_home_answers_and_all_of_them_see_it(
    network: Network, plan: Meetings
) -> None:
    samir = network.manager("H1")
    deputy = network.manager("H1", chat="7009", name="Dee")
    plan.asks()
    (asked,) = (each for each in (samir, deputy) if "Catheter" in each.screen)
    other = deputy if asked is samir else samir
    other.presses(network.content.words.menu.meetings)
    other.presses(plan.words.coming)

    assert "Ash Lodge: coming." in asked.screen
    asked.presses(plan.words.maybe)
    assert "Ash Lodge: maybe." in other.screen
    assert plan.says() == {"Ash Lodge": "maybe"}


def two_homes(network: Network) -> Player:
    samir = network.manager("H1")
    samir.commands("start", network.code_for("H2"))
    samir.presses("Yes, that is my home")
    return samir


def test_who_runs_several_homes_is_asked_which_and_may_say_it_for_all(
    network: Network, plan: Meetings
) -> None:
    samir = two_homes(network)
    plan.asks()
    samir.presses(plan.words.coming)
    assert plan.says() == {}
    assert samir.buttons == ["Ash Lodge", "Birch House", plan.words.all_homes]

    samir.presses("Birch House")
    assert plan.says() == {"Birch House": "coming"}
    samir.presses(plan.words.maybe)
    samir.presses(plan.words.all_homes)

    assert plan.says() == {"Ash Lodge": "maybe", "Birch House": "maybe"}


def test_a_home_that_was_not_asked_cannot_answer_whatever_it_presses(
    network: Network, plan: Meetings
) -> None:
    _, kerry, _ = plan.managers()
    plan.asks(audience="home:H1")
    refused = network.content.words.common.not_allowed
    for token in ("attend:1:coming", "attend:1:coming:H1", "meeting_ask:1", "calendar:1"):
        kerry.presses_token(token)
        assert kerry.toast == refused
    kerry.commands("meetings")

    assert kerry.screen == plan.words.none_to_come
    assert plan.says() == {}


@pytest.mark.parametrize(
    "token", ["attend:1:never", "attend:1", "attend:77:coming", "attend:x:maybe"]
)
def test_an_altered_button_changes_nothing(network: Network, plan: Meetings, token: str) -> None:
    samir = network.manager("H1")
    plan.asks()
    samir.presses_token(token)

    assert samir.toast == network.content.words.common.stale_button
    assert plan.says() == {}


def test_nobody_answers_once_it_is_over(network: Network, plan: Meetings) -> None:
    samir = network.manager("H1")
    plan.asks()
    network.clock.at = STARTS_AT.replace(hour=16)
    samir.presses(plan.words.coming)

    assert samir.toast == plan.words.is_over
    assert plan.says() == {}
    assert samir.buttons == []


def test_a_question_beforehand_is_on_the_leads_list(network: Network, plan: Meetings) -> None:
    samir = network.manager("H1", name="Samir")
    plan.asks()
    card = plan.lead.messages[-1]
    samir.presses(plan.words.ask)
    samir.says("Is there parking?")

    assert samir.screen == plan.words.question_kept.format(title=FORM["title"])
    assert plan.lead_words.questions.format(count=1) in card.text
    plan.lead.presses(plan.lead_words.questions_button)
    assert "Ash Lodge, Samir: Is there parking?" in plan.lead.screen


def test_a_question_that_identifies_a_resident_is_not_kept(
    network: Network, plan: Meetings
) -> None:
    samir = network.manager("H1")
    plan.asks()
    samir.presses(plan.words.ask)
    samir.says("What about 943 476 5919?")

    assert everything(network.database)["meeting_questions"] == []
    assert "NHS number" in samir.messages[-1].text


def test_the_list_of_a_lead_leads_to_each_meeting(network: Network, plan: Meetings) -> None:
    samir = network.manager("H1")
    plan.asks()
    samir.presses(plan.words.coming)
    priya = network.lead("Priya", "clinical", user="U9")
    priya.presses(network.content.words.menu.meetings)
    assert plan.lead_words.to_come.strip("*") in priya.screen
    assert "Coming: 1." in priya.screen

    priya.presses(FORM["title"])
    priya.presses(plan.lead_words.who_button)
    assert "Ash Lodge" in priya.screen
    priya.presses(plan.lead_words.change_button)
    assert priya.toast == network.content.words.common.not_allowed


def test_the_meetings_broadcast_is_one_like_any_other(network: Network, plan: Meetings) -> None:
    network.manager("H1")
    plan.asks()
    (row,) = everything(network.database)[broadcasts.name]

    assert (row["kind"], row["title"]) == ("meeting", FORM["title"])
    with network.database.read() as connection:
        found = meetings.numbered(connection, 1)
    assert found
    assert found.broadcast_id == row["broadcast_id"]
    assert found.plan.starts_at == STARTS_AT


def test_homes_are_asked_later_but_never_again_and_again(network: Network, plan: Meetings) -> None:
    samir = network.manager("H1")
    words = network.content.words.broadcast
    plan.plans()
    assert words.repeat not in plan.lead.buttons
    plan.lead.presses_token("repeat:1")
    assert plan.lead.toast == network.content.words.common.stale_button

    plan.lead.presses(words.send_later)
    plan.lead.submits(when="tomorrow 09:00")
    before = len(samir.messages)
    network.clock.at += timedelta(days=1)
    network.comes("broadcast_due", "1")

    assert len(samir.messages) == before + 1
    samir.presses(plan.words.coming)
    assert plan.says() == {"Ash Lodge": "coming"}

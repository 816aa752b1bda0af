"""Asking for help: routed by area and type, safeguarding without details, out of hours, by telephone, and again."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.events import Submitted
from bot.db.database import Database
from tests.support.content_folder import ContentFolder
from tests.support.network import MONDAY, Network, Player, shown
from tests.support.tables import everything

INFECTION, CLINICAL = "C0INFECTION", "C0CLINICAL"
RULE = """
[[rules]]
category = "clinical"
area = "north"
type = "care home"
team = "infection"
policy = "today"
"""


def asks(samir: Player, urgency: str = "This week", what: str = "Clinical or GP support") -> None:
    samir.commands("help")
    samir.presses(what)
    samir.says("Two people are ill.")
    samir.presses(urgency)


def test_safeguarding_shows_the_councils_way_and_takes_nothing(network: Network) -> None:
    samir = network.manager()

    samir.commands("help")
    samir.presses("Safeguarding concern")

    assert samir.screen == shown(network.content.safeguarding)
    assert everything(network.database)["escalations"] == []
    samir.says("Something else")
    assert "What do you need" not in samir.screen


def test_what_was_written_beside_safeguarding_in_a_modal_is_not_kept(network: Network) -> None:
    samir = network.manager()
    values = {"category": "safeguarding", "text": "Somebody shouted.", "urgency": "today"}

    samir.does(Submitted("help", values, "H1"))

    assert samir.screen == shown(network.content.safeguarding)
    assert "shouted" not in str(everything(network.database))


def test_a_rule_sends_some_homes_needs_to_another_team(sqlite: Database, tmp_path: Path) -> None:
    folder = ContentFolder(tmp_path)
    routing = (folder.path / "routing.toml").read_text(encoding="utf-8")
    folder.write("routing.toml", routing + RULE)
    network = Network(sqlite, folder.path)
    samir = network.manager()

    asks(samir)
    asks(samir, what="Medicines")

    assert "HR-1" in network.room("slack", INFECTION).messages[-1].text
    assert "HR-2" in network.room("slack", CLINICAL).messages[-1].text
    policies = [each["policy"] for each in everything(network.database)["escalations"]]
    assert policies == ["today", "this_week"]


@pytest.mark.parametrize(
    ("after", "urgency", "told"),
    [
        (timedelta(), "This week", "You hear from a person here by Tuesday 24 November 10:00."),
        (timedelta(hours=9), "This week", "read it on Tuesday 24 November 09:00"),
        (timedelta(hours=9), "Today", "whoever is on call is told at once"),
        (timedelta(days=4, hours=9), "This week", "read it on Monday 30 November 09:00"),
    ],
)
def test_the_home_reads_by_when_it_hears_and_what_happens_out_of_hours(
    network: Network, after: timedelta, urgency: str, told: str
) -> None:
    samir = network.manager()
    network.clock.at = MONDAY + after

    asks(samir, urgency)

    assert told in samir.screen


def test_every_raise_shows_where_to_ring_before_anything_else(network: Network) -> None:
    samir, priya = network.manager(), network.lead()
    signpost = shown(network.content.signpost)

    samir.commands("help")
    assert signpost in samir.screen
    samir.presses("Medicines")
    samir.says("No delivery.")
    samir.presses("This week")
    assert samir.screen.startswith(signpost)
    priya.commands("rang")
    assert priya.form is not None
    assert shown(priya.form.intro) == signpost
    priya.submits(home="ash", category="medicines", text="No delivery.", urgency="today")
    assert samir.screen.startswith(signpost)
    network.comes("round_due", "weekly")
    samir.presses("Need help today")
    assert any("HR-3" in each.text and each.text.startswith(signpost) for each in samir.messages)


def test_a_lead_notes_what_a_home_said_on_the_telephone(network: Network) -> None:
    samir, priya = network.manager(), network.lead()

    priya.commands("rang")
    priya.submits(home="ash", category="medicines", text="No delivery.", urgency="today")

    assert priya.screen.startswith("HR-1 is raised for Ash Lodge") or any(
        each.text.startswith("HR-1 is raised for Ash Lodge") for each in priya.messages
    )
    assert "Priya noted this for you when you rang." in samir.screen
    assert "No delivery." in network.room("slack", CLINICAL).messages[-1].text
    assert everything(network.database)["escalations"][0]["source"] == "lead"


@pytest.mark.parametrize(
    ("home", "told"),
    [("Nowhere", "No home has this name"), ("%", "No home"), ("o", "Several homes")],
)
def test_a_home_that_cannot_be_told_is_asked_for_again(
    network: Network, home: str, told: str
) -> None:
    priya = network.lead()
    priya.commands("rang")

    priya.submits(home=home, category="medicines", text="No delivery.", urgency="week")

    assert priya.faults["home"].startswith(told)
    assert everything(network.database)["escalations"] == []


def settled(network: Network, samir: Player, priya: Player) -> None:
    asks(samir)
    priya.presses("Claim", room=CLINICAL)
    priya.presses("Resolve", room=CLINICAL)
    priya.submits(text="A nurse comes tomorrow.")


def test_a_home_says_that_it_is_not_settled_and_its_lead_has_it_again(network: Network) -> None:
    samir, priya = network.manager(), network.lead()
    settled(network, samir, priya)

    samir.presses("It is not settled")

    assert "HR-1" in priya.screen
    assert "not settled" in priya.screen
    card = network.room("slack", CLINICAL).messages[0]
    assert "With Priya" in card.text
    assert samir.screen.startswith("Priya (Clinical leads) has your request HR-1 now.")


def test_a_word_after_it_was_settled_offers_to_open_it_again_and_brings_the_word(
    network: Network,
) -> None:
    samir, priya = network.manager(), network.lead()
    settled(network, samir, priya)

    samir.says("The nurse did not come.")
    samir.presses("Reopen HR-1")
    samir.presses("Send to Priya")

    assert priya.screen.endswith("The nurse did not come.")
    network.clock.at += timedelta(days=20)
    settled_again = len(samir.messages)
    priya.presses("Resolve", room=CLINICAL)
    priya.submits(text="She came.")
    network.clock.at += timedelta(days=15)
    samir.says("Hello")
    assert "Reopen HR-1" not in samir.buttons
    assert len(samir.messages) > settled_again


def test_a_lead_hands_it_on_to_a_colleague_and_to_another_team(network: Network) -> None:
    samir, priya = network.manager(), network.lead()
    joseph = network.lead("Joseph", "clinical", user="U2")
    asks(samir)
    priya.presses("Claim", room=CLINICAL)
    priya.presses("Hand on", room=CLINICAL)
    assert priya.form is not None
    to = {each.label: each.value for each in priya.form.fields[0].choices}
    assert "Priya" not in to, "she has it already"
    priya.submits(to=to["Joseph"], text="You know them.")

    assert "Priya hands HR-1 on to you: You know them." in joseph.screen
    assert samir.screen.startswith("Joseph (Clinical leads) has your request HR-1 now.")
    assert "You know them." not in str([each.text for each in samir.messages])

    joseph.presses("Hand on")
    assert joseph.form is not None
    to = {each.label: each.value for each in joseph.form.fields[0].choices}
    joseph.submits(to=to["Infection control"], text="An outbreak.")
    card = network.room("slack", INFECTION).messages[-1]
    assert "An outbreak." in card.text
    assert "Claim" in card.buttons


def test_only_who_has_it_may_leave_it_and_not_for_months(network: Network) -> None:
    samir, priya = network.manager(), network.lead()
    asks(samir)
    priya.does(Submitted("snooze", {"until": "tomorrow 09:00", "reason": "x"}, "1"))
    assert everything(network.database)["escalations"][0]["state"] == "open"

    priya.presses("Claim", room=CLINICAL)
    priya.presses("Leave it for a while", room=CLINICAL)
    priya.submits(until="1 March 2027 09:00", reason="Later.")

    assert priya.faults["until"].startswith("Please write a time within the next 30 days")

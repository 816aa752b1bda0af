"""Homes are asked to a meeting before it begins or not at all, and what they read of it is what is so now."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.kindness import Kindness
from bot.db.database import Database
from bot.db.tables import broadcast_versions
from tests.support.clockwork import Clockwork
from tests.support.meetings import FORM, STARTS_AT, Meetings
from tests.support.network import Network, Player
from tests.support.tables import everything

NEXT_MONDAY = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
ON_FRIDAY = "Friday 27 November 2026 14:00"
AFTERWARDS = "Wednesday 9 December 2026 09:00"


@pytest.fixture
def network(sqlite: Database) -> Network:
    return Network(sqlite, kindness=Kindness())


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager("H1")


@pytest.fixture
def plan(network: Network, samir: Player) -> Meetings:
    return Meetings(network)


def has_had_enough(plan: Meetings) -> None:
    """Let the homes have had their three messages of the week."""
    for number in range(3):
        plan.lead.commands("broadcast")
        plan.lead.submits(audience="all", text=f"News {number}", urgent="no", ack="no")
        plan.lead.presses("Send to 1 of 3")


def passes(network: Network, moment: datetime) -> None:
    network.clock.at = moment
    asyncio.run(Clockwork(network).ticks())
    network.clock.at = moment
    network.deliver()


def invitations(player: Player) -> list[str]:
    return [each.text for each in player.messages if FORM["title"] in each.text]


def why_not(plan: Meetings) -> str:
    """Return what the lead reads of who was not asked."""
    plan.lead.presses_token("readers:4")
    return plan.lead.screen


def test_an_invitation_that_waited_until_the_meeting_was_over_goes_to_nobody(
    network: Network, plan: Meetings, samir: Player
) -> None:
    has_had_enough(plan)
    plan.plans(when=ON_FRIDAY)
    told = network.content.words.kindness.over_too_late
    assert told.format(homes=1, messages=4) in plan.lead.screen
    plan.lead.presses("Send to 1 of 3")
    passes(network, NEXT_MONDAY)

    assert invitations(samir) == []
    assert network.content.words.reading.reason_too_late in why_not(plan)


def test_one_that_was_called_off_meanwhile_goes_to_nobody_and_leaves_room_for_another(
    network: Network, plan: Meetings, samir: Player
) -> None:
    has_had_enough(plan)
    plan.asks()
    plan.lead.commands("broadcast")
    plan.lead.submits(audience="all", text="Also waits.", urgent="no", ack="no")
    plan.lead.presses("Send to 1 of 3")
    plan.lead.presses(plan.lead_words.off_button)
    plan.lead.submits(reason="The trainer is ill.")
    passes(network, NEXT_MONDAY)

    assert invitations(samir) == []
    assert samir.screen == "Also waits.", "one thing comes as itself"


def test_one_that_waited_comes_as_the_meeting_is_by_then(
    network: Network, plan: Meetings, samir: Player
) -> None:
    has_had_enough(plan)
    plan.asks()
    plan.lead.presses(plan.lead_words.change_button)
    plan.lead.submits(
        when="Thursday 10 December 2026 10:00", minutes="90", where="", places="", text=""
    )
    passes(network, NEXT_MONDAY)

    (invitation,) = invitations(samir)
    assert "Thursday 10 December 2026, 10:00" in invitation
    samir.presses(plan.words.coming)
    assert plan.says() == {"Ash Lodge": "coming"}


def test_it_cannot_be_sent_later_than_it_begins(network: Network, plan: Meetings) -> None:
    plan.plans()
    plan.lead.presses(network.content.words.broadcast.send_later)
    plan.lead.submits(when=AFTERWARDS)
    begins = plan.lead_words.too_late.partition("{")[0]
    assert plan.lead.faults["when"].startswith(begins)

    network.clock.at = STARTS_AT + timedelta(minutes=1)
    plan.lead.presses("Send to 1 of 3")
    assert plan.lead.toast == plan.lead_words.has_begun


def test_where_nothing_ran_until_it_had_begun_nobody_is_asked_and_the_lead_is_told(
    network: Network, plan: Meetings, samir: Player
) -> None:
    plan.plans()
    plan.lead.presses(network.content.words.broadcast.send_later)
    plan.lead.submits(when="Tuesday 8 December 2026 13:00")
    passes(network, STARTS_AT.astimezone(UTC) + timedelta(minutes=5))

    assert invitations(samir) == []
    told = plan.lead_words.not_asked_in_time.format(title=FORM["title"], when="|")
    assert plan.lead.screen.endswith(told.rpartition("|")[2])


def test_who_looks_it_up_again_sees_what_is_so_now_and_every_text_is_kept(
    network: Network, plan: Meetings, samir: Player
) -> None:
    plan.asks()
    samir.presses(plan.words.coming)
    samir.commands("news")
    copy = samir.messages[-1]
    assert "Ash Lodge: coming." in copy.text
    plan.lead.presses(plan.lead_words.off_button)
    plan.lead.submits(reason="The trainer is ill.")
    samir.commands("news")

    for text in (copy.text, samir.screen):
        assert "The trainer is ill." in text
    kept = everything(network.database, ["broadcast_versions"])[broadcast_versions.name]
    assert [(each["version"], each["what"]) for each in kept] == [(1, "written"), (2, "changed")]
    assert "The trainer is ill" in kept[-1]["text"]

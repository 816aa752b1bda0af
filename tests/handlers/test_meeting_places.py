"""Places of a meeting: each goes to one home, and one that comes free to whoever has waited longest."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.events import Pressed
from bot.core.meetings import Attendance, Attending, becomes, coming, next_in_turn
from bot.core.people import Home, HomeId
from tests.support.clocks import MONDAY
from tests.support.meetings import FORM, Meetings
from tests.support.network import Network, Player


@pytest.fixture
def plan(network: Network) -> Meetings:
    return Meetings(network)


@pytest.fixture
def homes(plan: Meetings) -> list[Player]:
    """Three managers, asked to a meeting with a single place."""
    managers = plan.managers()
    plan.asks(places="1")
    return managers


def test_the_card_tells_how_many_places_are_left(plan: Meetings, homes: list[Player]) -> None:
    samir, kerry, _ = homes
    assert plan.words.places.format(places=1) in samir.screen
    samir.presses(plan.words.coming)

    assert plan.words.full.format(places=1) in samir.screen
    kerry.presses(plan.words.maybe)
    assert plan.words.full.format(places=1) in kerry.screen
    assert plan.words.wait in kerry.buttons
    assert plan.words.coming not in kerry.buttons


def test_of_two_who_take_the_last_place_at_once_one_has_it_and_the_other_may_wait(
    network: Network, plan: Meetings, homes: list[Player]
) -> None:
    samir, kerry, _ = homes
    taps = [
        network.event("telegram", each.chat, Pressed("attend:1:coming"), each.chat)
        for each in (samir, kerry)
    ]
    network.engine.take(taps)
    network.deliver()

    assert plan.says() == {"Ash Lodge": "coming"}
    assert plan.words.wait in kerry.buttons
    kerry.presses(plan.words.wait)
    assert "number 1 on the waiting list" in kerry.screen


def test_a_place_that_comes_free_goes_to_whoever_waits_longest_who_is_told(
    plan: Meetings, homes: list[Player]
) -> None:
    samir, kerry, tom = homes
    card = tom.messages[-1]
    samir.presses(plan.words.coming)
    tom.presses(plan.words.coming)
    assert tom.toast == plan.words.all_taken
    tom.presses(plan.words.wait)
    kerry.presses(plan.words.coming)
    kerry.presses(plan.words.wait)
    assert "number 2 on the waiting list" in kerry.screen
    assert plan.lead_words.places.format(left=0, places=1, waiting=2) in plan.lead.screen

    samir.presses(plan.words.not_coming)

    assert plan.says() == {
        "Ash Lodge": "not_coming",
        "Birch House": "waiting",
        "Cedar Court": "coming",
    }
    assert "A place has come free for Cedar Court" in tom.screen
    assert "Cedar Court: coming." in card.text
    assert "number 1 on the waiting list" in kerry.screen
    tom.presses(plan.words.not_coming)
    assert plan.says()["Birch House"] == "coming"
    assert "A place has come free for Birch House" in kerry.screen


def test_who_waits_and_presses_again_keeps_its_turn(plan: Meetings, homes: list[Player]) -> None:
    samir, kerry, tom = homes
    samir.presses(plan.words.coming)
    for each in (kerry, tom, kerry):
        each.presses_token("attend:1:waiting")
    samir.presses(plan.words.maybe)

    assert plan.says()["Birch House"] == "coming"
    assert plan.says()["Cedar Court"] == "waiting"


def test_more_places_go_to_those_who_wait(plan: Meetings, homes: list[Player]) -> None:
    samir, kerry, tom = homes
    samir.presses(plan.words.coming)
    tom.presses_token("attend:1:waiting")
    kerry.presses_token("attend:1:waiting")
    plan.lead.presses(plan.lead_words.change_button)
    plan.lead.submits(places="2")

    assert plan.says()["Cedar Court"] == "coming"
    assert plan.says()["Birch House"] == "waiting"
    assert "A place has come free for Cedar Court" in tom.screen


def test_there_cannot_be_fewer_places_than_homes_that_come(
    plan: Meetings, homes: list[Player]
) -> None:
    samir, kerry, _ = homes
    plan.lead.presses(plan.lead_words.change_button)
    plan.lead.submits(places="2")
    samir.presses(plan.words.coming)
    kerry.presses(plan.words.coming)
    plan.lead.presses(plan.lead_words.change_button)
    plan.lead.submits(places="1")

    assert plan.lead.faults == {"places": plan.lead_words.too_few_places.format(coming=2)}


def test_who_runs_two_homes_gets_the_one_place_for_one_of_them(
    network: Network, plan: Meetings
) -> None:
    samir = network.manager("H1")
    samir.commands("start", network.code_for("H2"))
    samir.presses("Yes, that is my home")
    plan.asks(places="1")
    samir.presses(plan.words.coming)
    samir.presses(plan.words.all_homes)

    assert plan.says() == {"Ash Lodge": "coming"}
    assert samir.toast == plan.words.all_taken


NAMES = [Home(HomeId(f"H{number}"), f"Home {number}") for number in range(6)]
STEPS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(Attending)), max_size=40)


@given(places=st.integers(1, 4), steps=STEPS)
def test_places_are_never_exceeded_and_none_stays_free_while_anybody_waits(
    places: int, steps: list[tuple[Home, Attending]]
) -> None:
    said: dict[HomeId, Attendance] = {}
    turn = 0
    for home, wanted in steps:
        now = list(said.values())
        attending = becomes(places, now, home.home_id, wanted)
        before = said.get(home.home_id)
        if attending is None:
            assert wanted is Attending.COMING
            assert coming(now) == places
            continue
        if before is None or before.attending is not attending:
            turn += 1
            said[home.home_id] = Attendance(home, attending, MONDAY, turn)
        waiting = [each for each in said.values() if each.attending is Attending.WAITING]
        given_to = next_in_turn(places, list(said.values()))
        first = sorted(waiting, key=lambda each: each.turn or 0)[: len(given_to)]
        assert [each.home for each in first] == list(given_to)
        for each in given_to:
            said[each.home_id] = Attendance(each, Attending.COMING, MONDAY)

        states = [each.attending for each in said.values()]
        assert states.count(Attending.COMING) <= places
        assert Attending.WAITING not in states or states.count(Attending.COMING) == places


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(taps=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(Attending)), max_size=12))
def test_whatever_homes_press_in_whatever_order_one_place_is_one_home(
    plan: Meetings, taps: list[tuple[int, Attending]]
) -> None:
    network = plan.network
    if not network.room("telegram", "7001").messages:
        plan.managers()
    plan.asks(places="1", title=f"{FORM['title']} again")
    number = plan.newest
    for who, wanted in taps:
        chat = f"700{who + 1}"
        tap = network.event("telegram", chat, Pressed(f"attend:{number}:{wanted}"), chat)
        network.engine.take([tap])
        states = list(plan.says().values())

        assert states.count("coming") <= 1
        assert "waiting" not in states or states.count("coming") == 1

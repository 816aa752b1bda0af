"""After a case, and beside it: next steps with a date, how it went, and the same need of several homes."""

from datetime import timedelta

import pytest

from bot.core.events import Submitted
from tests.support.network import Network, Player
from tests.support.tables import everything

CLINICAL, INFECTION, COORDINATORS = "C0CLINICAL", "C0INFECTION", "C0NETWORK"


@pytest.fixture
def samir(network: Network) -> Player:
    return network.manager()


@pytest.fixture
def priya(network: Network, samir: Player) -> Player:
    """A lead who has the case HR-1 of Samir's home."""
    priya = network.lead()
    asks(samir, "Medicines")
    priya.presses("Claim", room=CLINICAL)
    return priya


def asks(player: Player, what: str) -> None:
    player.commands("help")
    player.presses(what)
    player.says("We need some help with this.")
    player.presses("This week")


def promises(priya: Player, when: str = "Wednesday") -> None:
    priya.presses("Promise a next step", room=CLINICAL)
    assert priya.form is not None
    me = next(each.value for each in priya.form.fields[1].choices if each.label == "Priya")
    priya.submits(text="Ring the pharmacy", who=me, when=when)


def resolves(priya: Player, text: str = "A nurse comes tomorrow.") -> None:
    priya.presses("Resolve", room=CLINICAL)
    priya.submits(text=text)


def reminds(network: Network, number: int = 1) -> None:
    network.comes("action_due", str(number))


def test_a_promise_is_noted_in_the_thread_and_its_owner_is_reminded_on_the_day(
    network: Network, samir: Player, priya: Player
) -> None:
    promises(priya)
    room = network.room("slack", CLINICAL)
    assert "Priya promises for HR-1 by Wednesday 25 November" in str(room.threads)
    network.clock.at += timedelta(days=1)
    reminds(network)
    assert "today is the day" not in priya.screen

    network.clock.at += timedelta(days=1)
    reminds(network)

    assert "today is the day for HR-1, Ash Lodge: Ring the pharmacy" in priya.screen
    priya.presses("It is done")
    assert "Priya has done this for HR-1" in priya.screen
    assert "Ring the pharmacy" not in str([each.text for each in samir.messages])


def test_what_is_late_is_told_to_the_team_every_working_day(
    network: Network, priya: Player
) -> None:
    promises(priya, "Friday")
    network.clock.at += timedelta(days=4)
    reminds(network)
    network.clock.at += timedelta(days=3)  # Monday: nothing at the weekend
    reminds(network)

    (action,) = everything(network.database)["actions"]
    assert action["next_at"].isoformat() == "2026-12-01T09:00:00+00:00"
    assert "this was for Friday 27 November" in network.room("slack", CLINICAL).messages[-1].text
    assert "this was for Friday 27 November" in priya.screen


def test_where_who_promised_has_left_the_team_is_told_on_the_day(
    network: Network, samir: Player, priya: Player
) -> None:
    promises(priya)
    priya.commands("stop")
    priya.presses("Yes, leave")

    network.clock.at += timedelta(days=2)
    reminds(network)

    assert "today is the day for HR-1" in network.room("slack", CLINICAL).messages[-1].text


def test_nothing_closes_while_something_is_promised(network: Network, priya: Player) -> None:
    promises(priya)

    resolves(priya)

    assert "Ring the pharmacy" in priya.faults["text"]
    assert everything(network.database)["escalations"][0]["state"] == "claimed"
    network.clock.at += timedelta(days=2)
    reminds(network)
    priya.presses("It is not done after all")
    resolves(priya)
    assert everything(network.database)["escalations"][0]["state"] == "resolved"


def test_a_day_that_has_passed_cannot_be_promised(network: Network, priya: Player) -> None:
    promises(priya, "1 November 2026")

    assert "when" in priya.faults
    assert everything(network.database)["actions"] == []


def test_who_has_nothing_to_do_with_it_cannot_end_it(
    network: Network, samir: Player, priya: Player
) -> None:
    promises(priya)
    joseph = network.lead("Joseph", "infection", user="U2")

    for other in (joseph, samir):
        other.presses_token("action:1:done")
        assert other.toast == network.content.words.common.not_allowed


def test_a_home_says_how_it_went_with_one_tap(
    network: Network, samir: Player, priya: Player
) -> None:
    resolves(priya)

    samir.presses("5 of 5")

    assert samir.screen == "Thank you. You said 5 of 5, where 5 is best."
    assert [each["score"] for each in everything(network.database)["scores"]] == [5]
    assert network.room("slack", COORDINATORS).messages == []


def test_a_low_score_is_told_to_whoever_leads_the_team_and_so_is_its_comment(
    network: Network, samir: Player, priya: Player
) -> None:
    resolves(priya)
    samir.presses("2 of 5")
    told = network.room("slack", COORDINATORS).messages
    assert "Ash Lodge says 2 of 5 about HR-1 (Clinical leads)." in told[-1].text

    samir.presses("Say why")
    samir.says("Nobody rang.")

    assert told[-1].text.endswith("Nobody rang.")
    assert samir.screen == network.content.words.case.comment_thanks


def test_another_home_cannot_score_it_and_an_altered_score_is_none(
    network: Network, samir: Player, priya: Player
) -> None:
    resolves(priya)
    kerry = network.manager("H2", chat="7002", name="Kerry")

    kerry.presses_token("score:1:5")
    assert kerry.toast == network.content.words.common.not_allowed
    for token in ("score:1:6", "score:1:x", "score:1", "score:9:5"):
        samir.presses_token(token)
        assert samir.toast == network.content.words.common.stale_button
    samir.does(Submitted("score", {"text": "x"}, "1.9"))
    assert everything(network.database)["scores"] == []


def outbreak(network: Network, samir: Player) -> list[Player]:
    players = [samir, network.manager("H2", "7002", "Kerry"), network.manager("H3", "7003", "Lena")]
    for each in players:
        asks(each, "Infection or outbreak")
    return players


def test_the_same_need_of_three_homes_is_offered_as_one_matter_and_one_word_reaches_all(
    network: Network, samir: Player
) -> None:
    joseph = network.lead("Joseph", "infection", user="U2")
    players = outbreak(network, samir)
    room = network.room("slack", INFECTION)
    assert "Several homes need the same: Infection or outbreak." in room.messages[-1].text
    assert len([each for each in room.messages if "need the same" in each.text]) == 1

    joseph.presses("Make it one incident", room=INFECTION)
    card = room.messages[-1].text
    assert "Incident 1: Infection or outbreak" in card
    assert "Ash Lodge (HR-1), Birch House (HR-2), Cedar Court (HR-3)" in card
    joseph.presses("Write to all of them", room=INFECTION)
    joseph.submits(text="Please close to visitors today.")

    for number, player in enumerate(players, 1):
        assert player.screen.startswith(f"Joseph (Infection control) about HR-{number}:")
    rows = everything(network.database)
    assert {each["incident_id"] for each in rows["escalations"]} == {1}
    assert [each["kind"] for each in rows["entries"]].count("to_home") == 3


def test_a_home_that_needs_the_same_later_can_be_added_and_reads_the_next_word_too(
    network: Network, samir: Player
) -> None:
    joseph = network.lead("Joseph", "infection", user="U2")
    players = outbreak(network, samir)
    joseph.presses("Make it one incident", room=INFECTION)
    asks(players[1], "Infection or outbreak")
    room = network.room("slack", INFECTION)
    assert "This may belong to incident 1" in room.messages[-1].text

    joseph.presses("Add to incident 1", room=INFECTION)
    joseph.presses_token("incident_more:1:4", room=INFECTION)
    assert joseph.toast == network.content.words.case.incident_made
    (card,) = (each for each in room.messages if "Write to all of them" in each.buttons)
    assert "Birch House (HR-4)" in card.text
    joseph.presses("Write to all of them", room=INFECTION)
    joseph.submits(text="Please close to visitors today.")

    assert players[1].screen.startswith("Joseph (Infection control) about HR-4:")


def is_one(network: Network, samir: Player) -> tuple[Player, list[Player]]:
    """Return a lead who has made one incident of what three homes need, and the homes' managers."""
    joseph = network.lead("Joseph", "infection", user="U2")
    players = outbreak(network, samir)
    joseph.presses("Make it one incident", room=INFECTION)
    return joseph, players


def test_all_cases_of_an_incident_are_resolved_at_once_each_with_its_own_end(
    network: Network, samir: Player
) -> None:
    joseph, players = is_one(network, samir)

    joseph.presses("Resolve all of them", room=INFECTION)
    assert joseph.form is not None
    assert joseph.form.fields[1].label == "Resolve all 3?"
    joseph.submits(text="The tests came back clear.", sure="yes")

    for number, player in enumerate(players, 1):
        assert f"HR-{number}" in player.screen
        assert "The tests came back clear." in player.screen
        assert "5 of 5" in player.buttons
    rows = everything(network.database)
    assert {each["state"] for each in rows["escalations"]} == {"resolved"}
    ends = [each["escalation_id"] for each in rows["entries"] if each["kind"] == "resolved"]
    assert ends == [1, 2, 3]
    assert "has resolved the cases of incident 1" in str(network.room("slack", INFECTION).threads)
    joseph.presses("Resolve all of them", room=INFECTION)
    assert joseph.toast == network.content.words.case.nothing_linked


def test_nothing_is_resolved_before_all_are_meant_and_nothing_that_was_not_asked_about(
    network: Network, samir: Player
) -> None:
    joseph, players = is_one(network, samir)
    joseph.presses("Resolve all of them", room=INFECTION)
    joseph.submits(text="Clear.", sure="no")
    states = [each["state"] for each in everything(network.database)["escalations"]]
    assert "resolved" not in states

    joseph.presses("Resolve all of them", room=INFECTION)
    asked = joseph.form
    assert asked is not None
    asks(players[1], "Infection or outbreak")
    joseph.presses("Add to incident 1", room=INFECTION)
    joseph.does(Submitted("resolve_all", {"text": "Clear.", "sure": "yes"}, asked.about))

    states = [each["state"] for each in everything(network.database)["escalations"]]
    assert states == ["resolved", "resolved", "resolved", "open"]


def test_on_a_phone_all_are_resolved_question_by_question(network: Network, samir: Player) -> None:
    _, players = is_one(network, samir)
    mary = network.telegram("7009", "Mary")
    mary.says(network.code_for_lead("Mary", "infection"))
    mary.presses("Yes, join")

    mary.presses_token("resolve_all:1")
    mary.says("The tests came back clear.")
    assert "Resolve all 3?" in mary.screen
    mary.presses("Yes, resolve them all")

    assert "The tests came back clear." in players[2].screen
    assert mary.screen.startswith("Mary has resolved the cases of incident 1")


def test_all_are_resolved_only_once_nothing_is_promised_and_by_whose_business_it_is(
    network: Network, samir: Player
) -> None:
    joseph, _ = is_one(network, samir)
    priya = network.lead()
    priya.presses("Resolve all of them", room=INFECTION)
    assert priya.toast == network.content.words.common.not_allowed
    joseph.presses_token("promise:2", room=INFECTION)
    assert joseph.form is not None
    me = joseph.form.fields[1].choices[0].value
    joseph.submits(text="Send a nurse", who=me, when="Friday")

    joseph.presses("Resolve all of them", room=INFECTION)

    assert "Send a nurse" in joseph.toast


def test_the_same_need_of_one_home_or_long_ago_is_no_pattern(
    network: Network, samir: Player
) -> None:
    for _ in range(3):
        asks(samir, "Infection or outbreak")
    kerry = network.manager("H2", "7002", "Kerry")
    asks(kerry, "Infection or outbreak")
    network.clock.at += timedelta(days=3)
    asks(network.manager("H3", "7003", "Lena"), "Infection or outbreak")

    assert "need the same" not in str(
        [each.text for each in network.room("slack", INFECTION).messages]
    )


def test_only_its_team_and_coordinators_make_and_write(network: Network, samir: Player) -> None:
    outbreak(network, samir)
    priya = network.lead()
    priya.presses("Make it one incident", room=INFECTION)
    assert priya.toast == network.content.words.common.not_allowed

    amara = network.lead("Amara", "coordinators", user="U3")
    amara.presses("Make it one incident", room=INFECTION)
    priya.presses("Write to all of them", room=INFECTION)
    assert priya.toast == network.content.words.common.not_allowed


def test_two_who_make_it_one_incident_make_one(network: Network, samir: Player) -> None:
    outbreak(network, samir)
    joseph = network.lead("Joseph", "infection", user="U2")
    joseph.presses("Make it one incident", room=INFECTION)

    joseph.presses_token("incident:infection", room=INFECTION)

    assert joseph.toast == network.content.words.case.incident_made
    assert len(everything(network.database)["incidents"]) == 1

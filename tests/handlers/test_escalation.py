from dataclasses import replace

import pytest

from bot.core.cases import EntryKind
from bot.core.events import Submitted
from bot.db import audit, cases
from tests.support.network import Network, Player, shown

CLINICAL = "C0CLINICAL"


@pytest.fixture
def samir(network: Network) -> Player:
    """A manager whose home needs help: HR-1 waits for the clinical leads."""
    samir = network.manager("H1")
    samir.commands("help")
    samir.presses("Clinical or GP support")
    samir.says("Two people have fallen ill since last night.")
    samir.presses("This week")
    return samir


@pytest.fixture
def priya(network: Network, samir: Player) -> Player:
    return network.lead("Priya", "clinical")


def card(network: Network) -> str:
    return network.room("slack", CLINICAL).messages[0].text


def thread(network: Network) -> list[str]:
    room = network.room("slack", CLINICAL)
    return room.threads.get(room.messages[0].message_id, [])


def test_help_is_three_taps_and_a_sentence_and_signposts_first(network: Network) -> None:
    samir = network.manager("H1")

    samir.presses("Ask for help")
    assert "If somebody's life is at risk, ring 999." in samir.screen
    samir.presses("Clinical or GP support")
    samir.says("Two people have fallen ill since last night.")
    samir.presses("This week")

    assert "Your reference is HR-1" in samir.screen
    assert "Two people have fallen ill since last night." in card(network)
    assert "Open since 10:00" in card(network)


def test_a_claim_shows_on_the_card_and_is_told_to_the_home(
    network: Network, samir: Player, priya: Player
) -> None:
    priya.presses("Claim", room=CLINICAL)

    assert "With Priya since 10:00" in card(network)
    assert list(network.room("slack", CLINICAL).messages[0].buttons) == [
        "Send to home",
        "Resolve",
        "Promise a next step",
        "Hand on",
        "Leave it for a while",
    ]
    assert priya.toast == "HR-1 is yours. The home has been told."
    assert samir.screen == "Priya (Clinical leads) has your request HR-1 now."


def test_two_who_claim_are_told_who_has_it(network: Network, samir: Player, priya: Player) -> None:
    joseph = network.lead("Joseph", "clinical", user="U2")
    claim = network.room("slack", CLINICAL).messages[0].buttons["Claim"]
    priya.presses("Claim", room=CLINICAL)

    joseph.presses_token(claim, room=CLINICAL)

    assert joseph.toast == "Priya has this one."
    assert "With Priya" in card(network)


def test_only_the_team_and_the_coordinators_may_act_on_a_card(
    network: Network, samir: Player, priya: Player
) -> None:
    nurse = network.lead("Joseph", "infection", user="U2")
    stranger = network.slack("U7", "Somebody")
    claim = network.room("slack", CLINICAL).messages[0].buttons["Claim"]

    for other in (nurse, stranger, samir):
        other.presses_token(claim, room=CLINICAL if other.channel == "slack" else "")
        assert other.toast == "Only the people concerned can do this."
    assert "Open since" in card(network)

    network.lead("Amara", "coordinators", user="U3").presses("Claim", room=CLINICAL)
    assert "With Amara" in card(network)


def test_what_a_lead_sends_is_read_by_the_home_and_kept_in_the_thread(
    network: Network, samir: Player, priya: Player
) -> None:
    priya.presses("Send to home", room=CLINICAL)
    assert priya.form is not None
    intro, place = shown(priya.form.intro), network.content.words.case.form_text
    assert intro.startswith("This is read by Samir at Ash Lodge")

    priya.submits(text="I ring you at noon. Ask for <!channel> *now*.")

    exactly = intro.partition("\n")[2].replace(
        place, "I ring you at noon. Ask for <!channel> *now*."
    )
    assert samir.screen == exactly, "the form shows what the home will read"
    assert "Ask for <!channel> *now*." in samir.screen
    assert thread(network) == [
        "Sent to the home by Priya: I ring you at noon. Ask for <!channel> *now*."
    ]
    assert "With Priya" in card(network), "who answers has it"


def test_the_home_replies_and_the_lead_hears_of_it(
    network: Network, samir: Player, priya: Player
) -> None:
    priya.presses("Send to home", room=CLINICAL)
    priya.submits(text="Which wing?")

    samir.presses("Reply")
    samir.says("Oak wing.")

    assert samir.screen == "Sent to Priya."
    assert thread(network)[-1] == "Samir, manager of Ash Lodge, about HR-1:\nOak wing."
    assert priya.screen == thread(network)[-1]
    assert priya.buttons == ["Send to home"]


def test_what_a_home_simply_writes_is_offered_to_its_lead_and_never_sent_unasked(
    network: Network, samir: Player, priya: Player
) -> None:
    priya.presses("Claim", room=CLINICAL)
    samir.says("It is three people now.")
    assert samir.screen.startswith("Shall I send this to Priya about HR-1?")
    assert thread(network) == []

    samir.presses("Send to Priya")
    assert thread(network)[-1].endswith("It is three people now.")

    samir.says("Never mind.")
    samir.presses("No")
    assert samir.screen == "Not sent."
    assert len(thread(network)) == 1


def test_resolved_is_shown_on_the_card_and_told_to_the_home_and_ends_the_talk(
    network: Network, samir: Player, priya: Player
) -> None:
    priya.presses("Send to home", room=CLINICAL)
    priya.submits(text="Done.")
    priya.presses("Resolve", room=CLINICAL)
    priya.submits(text="A nurse comes on Tuesday.")

    assert "Resolved by Priya" in card(network)
    assert samir.screen.startswith("Priya has closed your request HR-1:\nA nurse comes on Tuesday.")
    samir.presses("Reply")
    assert samir.toast == "This one is resolved."
    priya.presses_token("claim:1", room=CLINICAL)
    assert priya.toast == "This one is resolved."


def test_the_timeline_keeps_who_did_what(network: Network, samir: Player, priya: Player) -> None:
    priya.presses("Claim", room=CLINICAL)
    priya.presses("Send to home", room=CLINICAL)
    priya.submits(text="Which wing?")
    samir.presses("Reply")
    samir.says("Oak wing.")
    priya.presses("Resolve", room=CLINICAL)
    priya.submits(text="All is well.")

    with network.database.read() as connection:
        told = [(entry.kind, entry.by_name, entry.text) for entry in cases.timeline(connection, 1)]
        altered = audit.first_altered(connection)

    assert told == [
        (EntryKind.RAISED, "Samir", "Two people have fallen ill since last night."),
        (EntryKind.CLAIMED, "Priya", ""),
        (EntryKind.TO_HOME, "Priya", "Which wing?"),
        (EntryKind.FROM_HOME, "Samir", "Oak wing."),
        (EntryKind.RESOLVED, "Priya", "All is well."),
    ]
    assert altered is None


def test_another_home_cannot_reply_to_a_case_that_is_not_its_own(
    network: Network, samir: Player, priya: Player
) -> None:
    kerry = network.manager("H2", chat="7002", name="Kerry")

    kerry.presses_token("reply:1")
    assert kerry.toast == "Only the people concerned can do this."
    kerry.presses_token("help:H1")
    assert kerry.toast == "Only the people concerned can do this."


def test_a_form_whose_note_was_altered_reaches_no_other_case(
    network: Network, samir: Player, priya: Player
) -> None:
    for about in ("2", "x", "", "1; drop"):
        priya.does(Submitted("to_home", {"text": "hello"}, about))
        assert "finished or has changed" in priya.screen

    assert thread(network) == []


def test_who_looks_after_several_homes_says_which_one_it_is_about(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("start", network.code_for("H2"))
    samir.presses("Yes, that is my home")

    samir.commands("help")
    assert samir.screen == "Which home is it about?"
    samir.presses("Birch House")
    samir.presses("Medicines")
    samir.says("No delivery today.")
    samir.presses("This week")

    assert "Birch House" in card(network)


def test_a_need_that_was_simply_written_becomes_a_request_without_typing_it_again(
    network: Network,
) -> None:
    samir = network.manager("H1")
    samir.says("We are out of gloves")
    assert samir.screen.startswith("Nobody reads this chat by itself.")

    samir.presses("Ask for help")
    samir.presses("Protective equipment")
    samir.presses("This week")

    told = network.room("slack", "C0INFECTION").messages[-1].text
    assert "We are out of gloves" in told


def test_a_team_without_a_room_gets_its_cards_one_by_one(network: Network) -> None:
    teams = network.content.teams
    network.edits(teams={key: replace(each, slack_channel="") for key, each in teams.items()})
    priya = network.lead("Priya", "clinical")
    samir = network.manager("H1")

    samir.commands("help")
    samir.presses("Medicines")
    samir.says("No delivery today.")
    samir.presses("This week")
    priya.presses("Claim")

    assert samir.screen == "Priya (Clinical leads) has your request HR-1 now."


def test_what_was_sent_is_corrected_in_a_message_of_its_own_and_both_are_kept(
    network: Network, samir: Player, priya: Player
) -> None:
    priya.presses_token("correct_word:1", room=CLINICAL)
    assert priya.toast == network.content.words.case.nothing_to_correct
    priya.presses("Send to home", room=CLINICAL)
    priya.submits(text="I ring you at noon.")

    priya.presses_token("correct_word:1", room=CLINICAL)
    assert priya.form is not None
    assert priya.form.fields[0].value == "I ring you at noon."
    priya.submits(text="I ring you at two.")

    assert samir.screen == "Correction from Priya (Clinical leads) about HR-1:\nI ring you at two."
    assert samir.messages[-2].text.endswith("I ring you at noon.")
    with network.database.read() as connection:
        told = [each.text for each in cases.timeline(connection, 1) if each.kind == "to_home"]
    assert told == ["I ring you at noon.", "I ring you at two."]

"""What answers raise, what their corrections say on the card, and what homes do not understand."""

from datetime import timedelta
from pathlib import Path

from bot.db.database import Database
from tests.support.content_folder import ContentFolder
from tests.support.network import Network

CLINICAL, NETWORK = "C0CLINICAL", "C0NETWORK"


def test_a_wish_to_be_rung_says_so_on_the_card(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")

    samir.presses("Need some help")

    (card,) = network.room("slack", NETWORK).messages
    assert "Please ring them. How is your home this week? Need some help" in card.text


def test_what_it_is_about_comes_under_the_card(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    samir.presses("Need help today")

    samir.presses("PPE supply")
    samir.presses("Done")

    room = network.room("slack", CLINICAL)
    assert room.threads[room.messages[0].message_id] == [
        "The home adds: What is it about? PPE supply"
    ]


def test_a_correction_that_undoes_the_reason_says_so_on_the_card(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    samir.presses("Need help today")
    samir.presses("Back")

    samir.presses("Running well")

    room = network.room("slack", CLINICAL)
    (told,) = room.threads[room.messages[0].message_id]
    assert told == (
        "The home has changed its answer, and the reason for this case is gone."
        " How is your home this week? Running well"
    )
    samir.presses("Back")
    samir.presses("Under pressure but coping")
    assert len(room.threads[room.messages[0].message_id]) == 1


def test_a_reason_that_is_given_again_says_so_on_the_card_and_to_the_home(
    network: Network,
) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    samir.presses("Need help today")
    for label in ("Back", "Running well", "Back", "Need help today"):
        samir.presses(label)

    room = network.room("slack", CLINICAL)
    (card,) = room.messages
    assert room.threads[card.message_id][-1] == (
        "The home says it again: How is your home this week? Need help today"
    )
    assert samir.screen == (
        "That is with HR-1 already. Whoever has it reads that you said it again."
    )
    network.clock.at += timedelta(days=7)
    network.comes("round_due", "weekly")
    samir.presses("Need help today")

    assert len(room.messages) == 1
    assert len(room.threads[card.message_id]) == 3


def test_what_is_needed_today_does_not_wait_in_a_case_of_this_week(
    sqlite: Database, tmp_path: Path
) -> None:
    content = ContentFolder(tmp_path)
    content.edit("checkins/weekly.toml", 'calls_back = "other"', 'calls_back = "clinical"')
    network = Network(sqlite, content.path)
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    samir.presses("Need some help")
    samir.presses("Back")

    samir.presses("Need help today")

    room = network.room("slack", CLINICAL)
    calm, urgent = (each.text for each in room.messages)
    assert calm.startswith("HR-1")
    assert urgent.startswith("Urgent, needed today: HR-2")
    samir.presses("Back")
    samir.presses("Need some help")
    assert len(room.messages) == 2


def test_a_low_score_raises_what_its_threshold_names(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "discharge")
    samir.presses("Yes")

    samir.presses("2")
    assert network.room("slack", CLINICAL).messages == []
    samir.presses("Back")
    samir.presses("1 - very poor")

    (card,) = network.room("slack", CLINICAL).messages
    assert "Please ring them. How good was the information" in card.text


def test_three_homes_that_do_not_understand_a_question_tell_its_owner_once(
    network: Network,
) -> None:
    priya = network.lead()
    people = [
        network.manager(f"H{place}", chat=f"700{place}", name=name)
        for place, name in enumerate(("Samir", "Kerry", "Ana"), 1)
    ]
    network.comes("round_due", "weekly")
    for each in people:
        each.presses("Running well")
    for each in people[:2]:
        each.presses("This question is unclear")
    room = network.room("slack", CLINICAL)
    assert room.messages == []

    people[2].presses("This question is unclear")
    people[2].presses("Back")
    people[2].presses("This question is unclear")

    (card,) = room.messages
    question = network.content.questionnaires["weekly"].question("lead").text
    assert question in card.text
    priya.presses("Stop asking it", room=CLINICAL)
    assert "Priya has stopped this question" in card.text
    samir = people[0]
    samir.presses("Back")
    assert question not in samir.screen  # nobody is asked any more, not even in this round

    network.comes("round_due", "weekly")
    samir.presses("Running well")
    assert question not in samir.screen
    priya.presses("Ask it again", room=CLINICAL)
    assert "Priya lets this question be asked again" in card.text


def test_a_home_that_had_only_the_stopped_question_left_has_answered(network: Network) -> None:
    priya, samir = network.lead(), network.manager("H1")
    network.manager("H2", "7002", "Kerry")
    network.comes("round_due", "weekly")
    for label in ("Running well", "Yes", "No"):
        samir.presses(label)
    last = samir.messages[-1]

    priya.presses_token("pause:1:wellbeing")

    priya.presses_token("round:weekly")
    assert "1 of 3 homes have answered" in priya.screen
    network.clock.at += timedelta(days=2)
    network.comes("round_remind", "1")
    assert network.content.words.round.reminder not in "".join(e.text for e in samir.messages)
    samir.presses_token(last.buttons["Not now"], last.message_id)
    assert network.content.questionnaires["weekly"].thanks in last.text


def test_only_a_lead_may_stop_a_question(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")

    samir.presses_token("pause:1:lead")

    assert samir.toast == network.content.words.common.not_allowed

"""What answers raise, what their corrections say on the card, and what homes do not understand."""

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


def test_only_a_lead_may_stop_a_question(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")

    samir.presses_token("pause:1:lead")

    assert samir.toast == network.content.words.common.not_allowed

"""What is written is the answer to the question that the chat shows, and to no other."""

from sqlalchemy import select

from bot.core.people import Role
from bot.db.tables import answers
from tests.support.network import Network, Player

GUIDANCE = "Which guidance, and what is hard about it?"


def kept(network: Network) -> list[tuple[str, str]]:
    with network.database.read() as connection:
        rows = connection.execute(select(answers).order_by(answers.c.answer_id))
        return [(row.question_id, row.value) for row in rows if row.state == "answered"]


def answers_all(player: Player) -> None:
    for label in ("Running well", "Yes", "No", "Not now"):
        player.presses(label)


def test_after_back_the_number_is_for_the_question_that_is_shown(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    samir.presses("Running well")
    samir.presses("Back")

    samir.says("2")
    assert kept(network) == [("week", "well"), ("week", "pressed")]
    samir.says("2")

    assert kept(network)[-1] == ("lead", "no")


def test_a_change_may_be_written_as_well(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    answers_all(samir)
    samir.presses("Change")
    samir.presses("1. How is your home this week?")

    samir.says("under pressure but coping")
    assert kept(network)[-1] == ("week", "pressed")
    samir.says("1")

    assert kept(network)[-1] == ("week", "pressed"), "nothing waits any more"


def test_leaving_all_as_it_is_takes_nothing_that_is_written_afterwards(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    answers_all(samir)
    before = kept(network)
    samir.presses("Change")
    samir.presses("1. How is your home this week?")
    samir.presses_token("amend:1:keep", samir.messages[-1].message_id)

    samir.says("2")

    assert kept(network) == before


def test_a_number_is_not_for_a_question_that_the_chat_does_not_show_yet(network: Network) -> None:
    """The manager has answered the first question; the deputy still sees it, and writes."""
    samir = network.manager("H1")
    kerry = network.slack("U7", "Kerry")
    kerry.says(network.code_for("H1", Role.DEPUTY))
    kerry.presses("Yes, that is my home")
    network.comes("round_due", "weekly")
    samir.presses("Running well")

    kerry.says("2")

    assert kept(network) == [("week", "well")]
    told, asked = kerry.messages[-2:]
    assert told.text == network.content.words.checkin.went_on.fill(name="Samir")
    assert "2 of 4" in asked.text
    kerry.says("2")
    assert kept(network)[-1] == ("lead", "no")


def test_where_two_homes_wait_a_number_is_for_neither(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("start", network.code_for("H2"))
    samir.presses("Yes, that is my home")
    network.comes("round_due", "weekly")

    samir.says("2")

    assert kept(network) == []
    assert samir.screen == network.content.words.checkin.which_one


def test_a_text_that_is_simply_written_may_be_the_answer_or_a_request(network: Network) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    for label in ("Running well", "Yes", "Yes"):
        samir.presses(label)
    words = network.content.words.checkin
    assert GUIDANCE in samir.screen

    samir.says("The one on masks.")
    assert samir.screen == network.content.words.case.offer_help
    answers_it = samir.messages[-1].buttons[words.is_answer.format(question=GUIDANCE)]
    samir.says("x" * 301)
    samir.presses(words.is_answer.format(question=GUIDANCE))
    assert "300" in samir.toast
    samir.presses_token(answers_it)
    assert samir.toast == network.content.words.common.stale_button, "another was written since"
    samir.says("The one on masks.")
    samir.presses(words.is_answer.format(question=GUIDANCE))

    assert kept(network)[-1] == ("which", "The one on masks.")
    assert words.taken in [each.text for each in samir.messages]
    assert "5 of 5" in samir.screen


def test_a_question_that_was_left_out_meanwhile_gives_way_to_what_is_asked_now(
    network: Network,
) -> None:
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    samir.presses("Need some help")
    unclear = samir.messages[-2].buttons["This question is unclear"]
    samir.presses("Back")
    samir.presses("Running well")

    samir.presses_token(unclear)

    assert samir.toast == network.content.words.common.stale_button
    assert "2 of 4" in samir.screen
    assert ("topic", "") not in kept(network)

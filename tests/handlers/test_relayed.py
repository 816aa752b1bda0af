"""What a person simply writes is relayed only as they meant it: the very text, to the very lead, or not at all."""

import pytest

from bot.core.events import Submitted
from tests.support.network import Network, Player
from tests.support.tables import everything

# What a text that does not fit must leave as it is.
KEPT = ("escalations", "entries", "conversations")


@pytest.fixture
def samir(network: Network) -> Player:
    """A manager with an open case."""
    samir = network.manager("H1")
    samir.commands("help")
    samir.presses("Medicines")
    samir.says("No delivery today.")
    samir.presses("This week")
    return samir


def relayed(network: Network) -> list[str]:
    rows = everything(network.database)["entries"]
    return [each["text"] for each in rows if each["kind"] == "from_home"]


def offer(player: Player, text: str) -> dict[str, str]:
    """Write a text, and return the buttons of the offer to send it."""
    player.says(text)
    return dict(player.messages[-1].buttons)


def button(network: Network) -> str:
    words = network.content.words.case
    return words.offer_send.format(name=words.your_team)


def test_the_button_under_an_earlier_text_sends_no_later_one(
    network: Network, samir: Player
) -> None:
    first = offer(samir, "It is three people now.")
    second = offer(samir, "Please tell nobody yet.")

    samir.presses_token(first[button(network)])
    assert relayed(network) == []
    assert samir.toast == network.content.words.common.stale_button

    samir.presses_token(second[button(network)])
    assert relayed(network) == ["Please tell nobody yet."]


def test_a_no_to_an_earlier_text_drops_no_later_one(network: Network, samir: Player) -> None:
    first = offer(samir, "It is three people now.")
    second = offer(samir, "It is four.")

    samir.presses_token(first[network.content.words.case.offer_no])
    samir.presses_token(second[button(network)])

    assert relayed(network) == ["It is four."]


def test_a_message_of_twelve_thousand_characters_is_asked_for_shorter_and_changes_nothing(
    network: Network, samir: Player
) -> None:
    network.lead()
    before = {name: rows for name, rows in everything(network.database).items() if name in KEPT}

    samir.says("x" * 12_000)
    assert samir.screen == "That is 12000 characters, and 2000 fit. Please make it shorter."
    samir.does(Submitted("from_home", {"text": "x" * 12_000}, "1"))
    network.happens("slack", "U1", Submitted("to_home", {"text": "x" * 12_000}, "1"), "U1")

    after = {name: rows for name, rows in everything(network.database).items() if name in KEPT}
    assert after == before


def test_with_several_requests_open_the_home_says_which_one_a_text_is_about(
    network: Network,
) -> None:
    samir, priya = network.manager("H1"), network.lead()
    for category in ("Clinical or GP support", "Medicines", "Protective equipment"):
        samir.commands("help")
        samir.presses(category)
        samir.says("Please ring.")
        samir.presses("This week")
    priya.presses_token("claim:2", room="C0CLINICAL")

    samir.says("The delivery came after all.")
    assert samir.buttons == [
        "HR-1 Clinical or GP support, Ash Lodge",
        "HR-2 Medicines, Ash Lodge",
        "HR-3 Protective equipment, Ash Lodge",
        "Ask for help",
        "No",
    ]
    samir.presses("HR-2 Medicines, Ash Lodge")

    assert samir.screen == "Sent to Priya."
    lines = [
        each for each in everything(network.database)["entries"] if each["kind"] == "from_home"
    ]
    assert [(each["escalation_id"], each["text"]) for each in lines] == [
        (2, "The delivery came after all.")
    ]


def test_the_same_text_is_sent_once_however_often_its_button_is_pressed(
    network: Network, samir: Player
) -> None:
    offered = offer(samir, "It is three people now.")

    for _ in range(3):
        samir.presses_token(offered[button(network)])

    assert relayed(network) == ["It is three people now."]


def test_a_text_too_long_for_the_form_is_asked_for_again_and_never_cut_unseen(
    network: Network,
) -> None:
    samir = network.manager("H1")
    limit = next(each.limit for each in network.content.forms["help"].fields if each.id == "text")
    samir.says("a" * (limit + 1))

    samir.presses(network.content.words.menu.ask_for_help)
    samir.presses("Medicines")
    assert everything(network.database)["escalations"] == []
    samir.says("No delivery today.")
    samir.presses("This week")

    (case,) = everything(network.database)["escalations"]
    assert case["summary"] == "No delivery today."


def test_a_text_that_just_fits_is_taken_whole(network: Network) -> None:
    samir = network.manager("H1")
    limit = next(each.limit for each in network.content.forms["help"].fields if each.id == "text")
    samir.says("a" * limit)

    samir.presses(network.content.words.menu.ask_for_help)
    samir.presses("Medicines")
    samir.presses("This week")

    (case,) = everything(network.database)["escalations"]
    assert case["summary"] == "a" * limit


def test_in_a_modal_the_writer_sees_how_much_of_it_fits(network: Network) -> None:
    samir = network.slack("U9", "Samir")
    samir.says(network.code_for("H1"))
    samir.presses(network.content.words.join.yes_home)
    field = next(each for each in network.content.forms["help"].fields if each.id == "text")
    samir.says("a" * (field.limit + 1))

    samir.presses(network.content.words.menu.ask_for_help)

    assert samir.form is not None
    shown = next(each for each in samir.form.fields if each.id == "text")
    assert shown.value == "a" * field.limit


@pytest.mark.parametrize(
    "values",
    [{}, {"category": "medicines"}, {"text": "x"}, {"category": "nothing", "text": "x"}],
)
def test_a_form_with_something_missing_raises_nothing_and_stays_open(
    network: Network, values: dict[str, str]
) -> None:
    samir = network.manager("H1")

    samir.does(Submitted("help", values, "H1"))

    assert samir.faults
    assert everything(network.database)["escalations"] == []

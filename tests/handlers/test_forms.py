from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.definitions import Content
from bot.core.forms import Field
from bot.core.messages import Press
from bot.db import inbox
from tests.support.clocks import MONDAY
from tests.support.network import Network
from tests.support.tables import everything


def test_cancel_leaves_the_form_and_nothing_is_sent(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("help")

    samir.presses("Cancel")
    assert samir.screen == "Cancelled. Nothing was sent."
    samir.says("Medicines")

    assert samir.screen.startswith("Nobody reads this chat by itself.")


def test_another_command_leaves_the_form(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("help")
    samir.commands("news")

    samir.says("Medicines")

    assert samir.screen.startswith("Nobody reads this chat by itself.")


def test_a_choice_can_be_typed_by_its_label_or_its_number(network: Network) -> None:
    for number, typed in enumerate(("medicines", "4"), 1):
        samir = network.manager(f"H{number}", chat=f"700{number}")
        samir.commands("help")
        samir.says(typed)
        samir.says("No delivery today.")
        samir.says("2")

        assert f"Your reference is HR-{number}" in samir.screen
    assert "Medicines" in network.room("slack", "C0CLINICAL").messages[-1].text


def test_what_is_no_choice_is_asked_again(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("help")

    samir.says("bananas")

    assert samir.messages[-2].text == "Please choose one of the buttons."
    assert "What is it about?" in samir.screen


def test_a_text_that_is_too_long_says_by_how_much_and_nothing_is_lost(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("help")
    samir.presses("Medicines")

    samir.says("a" * 10_000)

    assert "That is 10000 characters, and 600 fit." in samir.messages[-2].text
    samir.says("No delivery today.")
    samir.presses("This week")
    assert "Your reference is HR-1" in samir.screen


def test_a_dialogue_goes_on_after_a_restart(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("help")
    samir.presses("Medicines")

    network.restarts()
    samir.says("No delivery today.")
    samir.presses("This week")

    assert "Your reference is HR-1" in samir.screen


def test_buttons_of_a_question_that_was_answered_do_nothing_harmful(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("help")
    old = samir.messages[-1].buttons["Medicines"]
    samir.presses("Staffing")

    samir.presses_token(old)

    assert "What do you need?" in samir.screen


def _without_medicines(content: Content) -> Content:
    left = {name: each for name, each in content.categories.items() if name != "medicines"}
    return replace(content, categories=left)


def _with_another_field(content: Content) -> Content:
    form = content.forms["help"]
    longer = replace(form, fields=(*form.fields, Field("text2", "Which wing?")))
    return replace(content, forms={**content.forms, "help": longer})


def _with_less_room(content: Content) -> Content:
    form = content.forms["help"]
    fields = tuple(replace(each, limit=5) for each in form.fields)
    return replace(content, forms={**content.forms, "help": replace(form, fields=fields)})


@pytest.mark.parametrize(
    ("edit", "asked", "answers"),
    [
        (_without_medicines, "What is it about?", ["Staffing"]),
        (_with_another_field, "Which wing?", ["Oak wing"]),
        (_with_less_room, "What do you need?", ["Gauze"]),
    ],
)
def test_a_form_that_is_edited_while_somebody_is_half_way_asks_for_what_is_missing(
    network: Network, edit: Callable[[Content], Content], asked: str, answers: list[str]
) -> None:
    samir = network.manager("H1")
    samir.commands("help")
    samir.presses("Medicines")

    network.desk = replace(network.desk, content=edit(network.content))
    network.restarts()
    samir.says("No delivery today.")
    samir.says("This week")
    assert asked in samir.screen
    assert everything(network.database)["escalations"] == []
    for answer in answers:
        samir.says(answer)

    assert "Your reference is HR-1" in samir.screen
    with network.database.read() as connection:
        assert inbox.parked_since(connection, MONDAY) == 0


def test_a_button_of_a_field_whose_form_is_gone_is_stale(network: Network) -> None:
    samir = network.manager("H1")

    samir.presses_token(Press("field", "category", ("1",)).token())

    assert samir.toast == network.content.words.common.stale_button

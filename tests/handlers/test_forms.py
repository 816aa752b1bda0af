from tests.support.network import Network


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
    assert "Your reference is HR-1" in samir.screen


def test_a_dialogue_goes_on_after_a_restart(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("help")
    samir.presses("Medicines")

    network.restarts()
    samir.says("No delivery today.")

    assert "Your reference is HR-1" in samir.screen


def test_buttons_of_a_question_that_was_answered_do_nothing_harmful(network: Network) -> None:
    samir = network.manager("H1")
    samir.commands("help")
    old = samir.messages[-1].buttons["Medicines"]
    samir.presses("Staffing")

    samir.presses_token(old)

    assert "What do you need?" in samir.screen

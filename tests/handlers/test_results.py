"""What leads read of what homes said: with what it is out of, a picture, and no home alone."""

import pytest
from sqlalchemy import delete, update

from bot.db.database import Database
from bot.db.tables import answers, rounds
from tests.support.network import Network, Player
from tests.support.waves import keep_waves


@pytest.fixture
def surveyed(sqlite: Database) -> Network:
    network = Network(sqlite)
    with network.database.write() as connection:
        keep_waves(connection)
    return network


@pytest.fixture
def priya(surveyed: Network) -> Player:
    lead = surveyed.lead()
    lead.commands("survey")
    lead.presses("How is our support?")
    lead.presses("What they said")
    return lead


def test_a_wave_is_told_with_its_intervals_and_that_nothing_has_clearly_changed(
    priya: Player,
) -> None:
    picture, text = priya.messages[-2:]

    assert picture.text == "support-spread.png"
    assert "Vaccinations From 1 to 5: 0, 0, 3, 8, 29." in picture.file
    assert (
        "41 of 53 homes answered: 77% (95 times in 100 it lies between 64% and 87%)." in text.text
    )
    assert "Overall 4.32 of 5 (4.26 to 4.38): the mean of 41 homes' own means." in text.text
    assert (
        "No clear change since 11 Jan 2021 among the 30 homes in both: +0.02 (-0.17 to +0.22)."
        in text.text
    )
    assert "4.65 of 5 (4.55 to 4.75), 40 homes; 37 of 40 gave 4 or 5" in text.text
    assert "Older people: 4.30, 27 homes" in text.text
    assert "Mental health: not shown" in text.text


def test_the_other_pictures_are_a_tap_away(priya: Player) -> None:
    priya.presses("Picture: the two waves")

    assert priya.messages[-2].text == "support-waves.png"
    assert "Vaccinations 4.44, then 4.65." in priya.screen

    priya.presses("Picture: who answered")
    assert priya.messages[-2].text == "support-homes.png"


def test_a_wave_tells_what_was_not_asked_apart_from_no_reply_and_draws_no_trend(
    surveyed: Network,
) -> None:
    with surveyed.database.write() as connection:
        asked = "infection_control,vaccinations,testing,clinical_support,comment"
        one = answers.c.question_id == "end_of_life"
        connection.execute(delete(answers).where(one))
        connection.execute(update(rounds).where(rounds.c.round_id == 2).values(asked=asked))
    priya = surveyed.lead()

    priya.presses_token("round_results:2")
    assert "Does not apply 0 · unclear 0 · not asked 41 · no reply 12" in priya.screen
    assert "Does not apply 1 · unclear 0 · not asked 0 · no reply 12" in priya.screen

    priya.presses_token("round_picture:2:trend")
    assert priya.toast == surveyed.content.words.charts.nothing_yet


def test_of_a_wave_that_few_homes_answered_nothing_is_told(network: Network) -> None:
    priya, samir = network.lead(), network.manager("H1")
    priya.presses_token("round_open:support:yes")
    for _ in range(5):
        samir.presses("1 - very poor")
    samir.presses("Write an answer")
    samir.says("The pharmacy is slow.")

    priya.presses_token("round_results:1")
    assert network.content.words.results.too_few.fill(fewest=5) in priya.screen
    assert "pharmacy" not in priya.screen
    priya.presses_token("you_said:1")
    assert priya.toast == network.content.words.round.nothing_said


def test_a_check_in_is_told_answer_by_answer_with_every_state(network: Network) -> None:
    priya = network.lead()
    samir = network.manager("H1")
    kerry = network.manager("H2", "7002", "Kerry")
    network.comes("round_due", "weekly")
    samir.presses("Need some help")
    samir.presses("PPE supply")
    samir.presses("Training")
    samir.presses("Done")
    samir.presses("This question is unclear")
    samir.presses("Yes")
    samir.presses("Write an answer")
    samir.says("The one on masks.")
    kerry.presses("Running well")
    priya.commands("checkin")
    priya.presses("Weekly check-in")

    priya.presses("What they said")

    text = priya.screen
    assert "opened on 23 Nov 2026: 0 of 3 homes have answered all of it." in text
    assert "Running well: 1" in text
    assert "PPE supply: 1" in text
    assert "Training: 1" in text
    assert "Does not apply 0 · unclear 1 · not asked 0 · no reply 2" in text
    assert "The one on masks." in text
    assert "Ash Lodge" not in text
    picture = priya.messages[-2].file
    assert "Running well: 1, Under pressure but coping: 0, Need some help: 1" in picture
    assert "It has changed: 0, unclear: 1, no reply: 2" in picture


def test_a_picture_that_there_is_not_is_told(network: Network) -> None:
    priya = network.lead()
    network.comes("round_due", "weekly")

    priya.presses_token("round_picture:1:waves")
    assert priya.toast == network.content.words.charts.nothing_yet
    priya.presses_token("round_picture:1:nonsense")
    assert priya.toast == network.content.words.common.stale_button


def test_how_well_questions_are_understood_is_told_with_the_worst_first(network: Network) -> None:
    priya = network.lead()
    samir = network.manager("H1")
    network.comes("round_due", "weekly")
    samir.presses("Running well")
    samir.presses("This question is unclear")
    priya.commands("checkin")
    priya.presses("Weekly check-in")

    priya.presses("How it was understood")

    assert "Of 0 homes" in priya.screen
    assert "1 stopped before it." in priya.screen
    assert any(label.startswith("Stop asking: Do you know who") for label in priya.buttons)

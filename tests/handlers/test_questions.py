"""Every kind of question is answered with a tap or by writing, and says what is wrong in one sentence."""

from pathlib import Path

import pytest

from bot.db import answers as given
from bot.db import rounds
from bot.db.database import Database
from tests.support.content_folder import ContentFolder
from tests.support.network import Network, Player

KINDS = """title = "Kinds"
audience = "all"
intro = "All sorts."
thanks = "That is all."

[[questions]]
id = "mood"
text = "How are things?"
options = [
  { value = "fine", label = "Fine" },
  { value = "bad", label = "Bad" },
]

[[questions]]
id = "topics"
text = "What is it about?"
help = "As many as you like."
type = "several"
only_if = { mood = ["bad"] }
options = [
  { value = "ppe", label = "PPE" },
  { value = "staff", label = "Staffing" },
  { value = "other", label = "Something else" },
]

[[questions]]
id = "untrained"
text = "How many still need training?"
type = "number"
max = 300

[[questions]]
id = "drills"
text = "How many fire drills?"
type = "number"
max = 4

[[questions]]
id = "arrived"
text = "When was the last arrival?"
type = "date"

[[questions]]
id = "rate"
text = "How good is the support?"
type = "one_to_five"

[[questions]]
id = "remark"
text = "Anything else?"
type = "text"
limit = 200
"""


@pytest.fixture
def content(tmp_path: Path) -> ContentFolder:
    return ContentFolder(tmp_path)


@pytest.fixture
def network(sqlite: Database, content: ContentFolder) -> Network:
    content.write("checkins/kinds.toml", KINDS)
    return Network(sqlite, content.path)


@pytest.fixture
def samir(network: Network) -> Player:
    player = network.manager("H1")
    network.comes("round_due", "kinds")
    return player


def said(network: Network, question: str) -> tuple[str, str] | None:
    """Return what the only home that answers has said last."""
    with network.database.read() as connection:
        number = rounds.newest(connection, "kinds")
        assert number is not None
        found = given.results(connection, number).get(question, {})
    return next(iter(found), None)


def until(player: Player, question: str) -> None:
    """Answer everything before this question."""
    taps = {
        "mood": "Fine", "untrained": "3", "drills": "2", "arrived": "Today", "rate": "4",
        "remark": "Nothing to add",
    }  # fmt: skip
    for name, label in taps.items():
        if name == question:
            return
        if name == "untrained":
            player.says(label)
        else:
            player.presses(label)


def test_several_are_ticked_one_by_one_and_counted_as_chosen_when_done(
    network: Network, samir: Player
) -> None:
    samir.presses("Bad")
    assert "2 of 7" in samir.screen
    assert "As many as you like." in samir.screen
    assert "Done" not in samir.buttons

    samir.presses("Staffing")
    samir.presses("PPE")
    assert "Chosen so far: PPE, Staffing" in samir.screen
    samir.presses("✓ Staffing")
    samir.presses("Something else")
    assert said(network, "topics") is None
    samir.presses("Done")

    assert said(network, "topics") == ("answered", "ppe,other")
    assert "3 of 7" in samir.screen


def test_what_is_skipped_is_not_asked_and_never_no(network: Network, samir: Player) -> None:
    until(samir, "")

    assert "What is it about?" not in samir.screen
    assert said(network, "topics") == ("not_asked", "")


def test_an_answer_that_brings_a_question_up_asks_it_before_the_end(
    network: Network, samir: Player
) -> None:
    until(samir, "")

    samir.presses("Change")
    samir.presses("1. How are things?")
    samir.presses("Bad")
    assert "What is it about?" in samir.screen
    samir.presses("PPE")
    samir.presses("Done")

    assert "That is all." in samir.screen
    assert said(network, "topics") == ("answered", "ppe")


def test_a_number_is_written_in_figures_and_within_its_range(
    network: Network, samir: Player
) -> None:
    until(samir, "untrained")
    words = network.content.words.checkin
    span = words.span.fill(lowest=0, highest=300)
    assert span in samir.screen

    for written, told in (
        ("301", span),
        ("-1", words.not_figures),
        ("3.5", words.not_figures),
        ("5\ufe0f\u20e3", words.not_figures),
        ("\N{FULLWIDTH DIGIT FIVE}", words.not_figures),
        ("\N{ARABIC-INDIC DIGIT THREE}", words.not_figures),
        ("99999999999999999999", words.not_figures),
    ):
        samir.says(written)
        assert samir.screen == told, written
        assert said(network, "untrained") is None

    samir.says(" 007 ")
    assert said(network, "untrained") == ("answered", "7")
    assert "3 of 6" in samir.screen


def test_a_number_can_be_written_in_a_form_as_well(network: Network, samir: Player) -> None:
    until(samir, "untrained")

    samir.presses("Write the number")
    samir.says("many")
    assert network.content.words.checkin.not_figures in [each.text for each in samir.messages[-2:]]
    samir.says("12")

    assert said(network, "untrained") == ("answered", "12")
    assert "How many fire drills?" in samir.screen


def test_few_numbers_are_buttons(network: Network, samir: Player) -> None:
    until(samir, "drills")
    assert samir.buttons[:5] == ["0", "1", "2", "3", "4"]

    samir.presses("0")

    assert said(network, "drills") == ("answered", "0")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("20/11/2026", "2026-11-20"),
        ("20 November", "2026-11-20"),
        ("yesterday", "2026-11-22"),
        ("2 January", "2027-01-02"),
        ("30 December 2025", "2025-12-30"),
    ],
)
def test_a_day_is_written_as_people_write_days(
    network: Network, samir: Player, written: str, kept: str
) -> None:
    until(samir, "arrived")

    samir.says(written)

    assert said(network, "arrived") == ("answered", kept)


def test_a_day_that_there_is_none_of_is_told(network: Network, samir: Player) -> None:
    until(samir, "arrived")

    samir.says("31/02/2026")

    assert samir.screen == network.content.words.checkin.no_date
    assert said(network, "arrived") is None


def test_a_choice_can_be_written_as_its_label_or_its_number(
    network: Network, samir: Player
) -> None:
    samir.says("2")
    assert said(network, "mood") == ("answered", "bad")
    samir.says("1, 3")
    assert said(network, "topics") == ("answered", "ppe,other")
    samir.says("does not apply to us")
    assert said(network, "untrained") == ("not_applicable", "")


def test_a_written_score_is_the_score_and_not_the_place_of_its_button(
    network: Network, samir: Player
) -> None:
    until(samir, "rate")

    samir.says("6")
    assert samir.screen == network.content.words.checkin.no_choice
    samir.says("1")

    assert said(network, "rate") == ("answered", "1")


def test_a_text_is_written_in_a_form_and_kept_within_its_limit(
    network: Network, samir: Player
) -> None:
    until(samir, "remark")
    samir.presses("Write an answer")

    samir.says("x" * 10_000)
    assert any("200" in each.text for each in samir.messages[-2:])
    assert said(network, "remark") is None
    samir.says("Your newsletter helps.")

    assert said(network, "remark") == ("answered", "Your newsletter helps.")
    assert "Your newsletter helps." in samir.screen


def test_in_slack_a_text_is_written_in_a_modal_and_the_message_goes_on(network: Network) -> None:
    kim = network.slack("U9", "Kim")
    kim.says(network.code_for("H2"))
    kim.presses("Yes, that is my home")
    network.comes("round_due", "kinds")
    until(kim, "untrained")
    before = len(kim.messages)

    kim.presses("Write the number")
    kim.submits(text="301")
    assert kim.faults == {"text": network.content.words.checkin.span.fill(lowest=0, highest=300)}
    kim.submits(text="40")

    assert len(kim.messages) == before
    assert "How many fire drills?" in kim.screen


def test_an_nhs_number_in_an_answer_is_not_kept(network: Network, samir: Player) -> None:
    until(samir, "remark")
    samir.presses("Write an answer")

    samir.says("It is about 943 476 5919.")

    assert said(network, "remark") is None


def test_nothing_to_add_is_an_answer(network: Network, samir: Player) -> None:
    until(samir, "")

    assert said(network, "remark") == ("answered", "")
    assert "Anything else? Nothing to add" in samir.screen


def test_why_a_question_is_unclear_can_be_said_and_is_kept_with_it(
    network: Network, samir: Player
) -> None:
    samir.presses("This question is unclear")
    samir.presses("Say what is unclear")
    samir.says("Which things?")
    assert samir.screen == network.content.words.checkin.why_kept

    samir.commands("checkin")
    for label in ("Does not apply to us",) * 5:
        samir.presses(label)

    assert "This question is unclear (Which things?)" in samir.screen
    assert said(network, "mood") == ("unclear", "")


def test_what_is_written_about_something_else_is_no_answer(network: Network, samir: Player) -> None:
    samir.says("Who do I ring about masks?")

    assert said(network, "mood") is None
    assert samir.screen == network.content.words.case.offer_help


def test_altered_buttons_change_nothing(network: Network, samir: Player) -> None:
    samir.presses("Bad")
    for token in (
        "pick:1:topics:ff.0",
        "pick:1:topics:zz",
        "pick:1:topics",
        "answer:1:topics:1.0",
        "answer:1:topics:ppe",
        "answer:1:untrained:999",
        "answer:1:arrived:tomorrow",
        "answer:1:remark:anything",
        "answer:1:mood:fine:x",
        "back:1:which",
        "fill:1:nonsense",
        "why:99:mood",
        "unchanged:99",
        "amend:99",
    ):
        samir.presses_token(token)
        assert samir.toast, token

    assert said(network, "topics") is said(network, "untrained") is None

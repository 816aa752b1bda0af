"""A survey without names: whether a home has answered is kept, and nothing that says what it said."""

import json
import re
from pathlib import Path

import pytest

from bot.core.people import Role
from bot.db.database import Database
from tests.support.content_folder import ContentFolder
from tests.support.network import Network, Player
from tests.support.tables import everything

SURVEY = """title = "How are we?"
audience = "all"
anonymous = true
intro = "Two questions."
thanks = "Thank you."

[[questions]]
id = "support"
text = "How good is the support?"
type = "one_to_five"

[[questions]]
id = "untrained"
text = "How many are untrained?"
type = "number"
max = 300

[[questions]]
id = "words"
text = "What should be better?"
type = "text"
limit = 200
"""
SECRET = "The pharmacy is slow."


@pytest.fixture
def network(database: Database, tmp_path: Path) -> Network:
    content = ContentFolder(tmp_path)
    content.write("surveys/frank.toml", SURVEY)
    return Network(database, content.path)


@pytest.fixture
def people(network: Network) -> tuple[Player, Player, Player]:
    found = (
        network.manager("H1"),
        network.manager("H2", "7002", "Kerry"),
        network.manager("H3", "7003", "Ana"),
    )
    network.comes("round_due", "frank")
    return found


def answers_all(player: Player, score: str, number: str, text: str) -> None:
    player.presses(score)
    player.says(number)
    player.says(text)
    player.presses("Hand it in")


def test_it_says_before_the_first_question_that_it_is_without_names(
    network: Network, people: tuple[Player, ...]
) -> None:
    samir = people[0]
    assert network.content.words.checkin.without_names in samir.screen

    samir.presses("4")
    assert "2 of 3" in samir.screen
    assert network.content.words.checkin.write_here in samir.screen
    samir.says("301")
    assert samir.screen == network.content.words.checkin.span.fill(lowest=0, highest=300)
    samir.says("12")
    samir.says("x" * 201)
    assert "200" in samir.screen
    samir.says(SECRET)
    assert "Nothing is kept until you hand it in" in samir.screen

    samir.presses("Hand it in")
    assert samir.screen == "Ash Lodge has answered: How are we?. Thank you."


def test_nothing_in_the_database_tells_which_home_said_what(
    network: Network, people: tuple[Player, ...]
) -> None:
    said = (
        ("1 - very poor", "111", SECRET),
        ("4", "222", "Fine."),
        ("5 - very good", "299", "Good."),
    )
    for player, (score, number, text) in zip(people, said, strict=True):
        answers_all(player, score, number, text)

    tables = everything(network.database)
    assert {row["value"] for row in tables["sheets"]} == {"1", "4", "5", "111", "222", "299"} | {
        text for *_, text in said
    }
    assert set(tables["sheets"][0]) == {
        "sheet", "question_id", "round_id", "state", "value", "note"
    }  # fmt: skip
    assert tables["answers"] == []
    # All have answered at the same moment, as far as anybody can tell.
    assert {row["done_at"] for row in tables["assignments"]} == {tables["rounds"][0]["opened_at"]}
    others = {name: rows for name, rows in tables.items() if name != "sheets"}
    # Hashes and moments hold any three figures by chance.
    text = re.sub(r"[0-9a-f]{32,}|\d\d:\d\d:[\d.]+", "", json.dumps(others, default=str))
    for word in (SECRET, "111", "222", "299"):
        assert word not in text, text[max(text.find(word) - 60, 0) : text.find(word) + 60]
    # What was shown says how far somebody was, and never what they had pressed.
    for row in tables["deliveries"]:
        assert "Chosen" not in (row["payload"] or "")


def test_the_sheets_have_other_names_and_another_order_once_the_round_is_closed(
    network: Network, people: tuple[Player, ...]
) -> None:
    for player, score in zip(people, ("2", "3", "4"), strict=True):
        answers_all(player, score, score, score)
    before = everything(network.database)["sheets"]

    network.comes("round_due", "frank")

    after = everything(network.database)["sheets"]
    assert {row["sheet"] for row in after}.isdisjoint(row["sheet"] for row in before)
    assert sorted((row["question_id"], row["value"]) for row in after) == sorted(
        (row["question_id"], row["value"]) for row in before
    )
    by_sheet: dict[str, set[str]] = {}
    for row in after:
        by_sheet.setdefault(row["sheet"], set()).add(row["value"])
    assert sorted(map(sorted, by_sheet.values())) == [["2"], ["3"], ["4"]]


def test_a_home_answers_once_whoever_of_its_people_does(network: Network) -> None:
    samir = network.manager("H1")
    kerry = network.slack("U7", "Kerry")
    kerry.says(network.code_for("H1", Role.DEPUTY))
    kerry.presses("Yes, that is my home")
    network.comes("round_due", "frank")
    kerry.presses("5 - very good")
    answers_all(samir, "1 - very poor", "1", "Slow.")

    assert kerry.screen == "Ash Lodge has answered: How are we?. Thank you."
    kerry.commands("checkin")
    assert kerry.screen == "Ash Lodge has answered: How are we?. Thank you."
    kerry.presses_token("answer:1:support:5:0")
    kerry.presses_token("hand_in:1")

    assert len(everything(network.database)["sheets"]) == 3


def test_back_and_change_work_until_it_is_handed_in(
    network: Network, people: tuple[Player, ...]
) -> None:
    samir = people[0]
    samir.presses("2")
    samir.presses("Back")
    samir.presses("3")
    samir.says("7")
    samir.presses("Nothing to add")
    samir.presses("Change")
    samir.presses("2. How many are untrained?")
    samir.says("8")
    samir.presses("Hand it in")

    kept = {row["question_id"]: row["value"] for row in everything(network.database)["sheets"]}
    assert kept == {"support": "3", "untrained": "8", "words": ""}


def test_what_was_begun_goes_on_after_a_restart(
    network: Network, people: tuple[Player, ...]
) -> None:
    samir = people[0]
    samir.presses("4")
    network.restarts()

    samir.commands("checkin")
    assert "2 of 3" in samir.screen
    samir.presses_token("hand_in:1")
    assert samir.toast
    samir.says("8")
    samir.presses("Does not apply to us")
    samir.presses("Hand it in")

    states = {row["question_id"]: row["state"] for row in everything(network.database)["sheets"]}
    assert states == {"support": "answered", "untrained": "answered", "words": "not_applicable"}


def test_its_figures_are_shown_once_it_is_closed(
    network: Network, people: tuple[Player, ...]
) -> None:
    priya = network.lead()
    answers_all(people[0], "2", "1", SECRET)
    priya.commands("survey")
    priya.presses("How are we?")
    priya.presses("What they said")
    assert priya.screen == network.content.words.results.after_closing

    priya.presses("Close it")
    priya.presses("Close it")
    priya.presses("What they said")

    assert "1 of 3 homes have answered all of it." in priya.screen
    assert network.content.words.results.too_few.fill(fewest=5) in priya.screen
    assert SECRET not in priya.screen, "who has answered is known, and it was one home"
    people[1].presses("4")
    assert people[1].screen == network.content.words.checkin.closed


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("checkins/frank.toml", "", "", "3: anonymous: is for surveys; a check-in is about the home"),
        (
            "surveys/frank.toml",
            'intro = "',
            'unchanged = "As before"\ncarry = 2\nintro = "',
            "4: unchanged: needs to know what the home said; leave it out",
        ),
        (
            "surveys/frank.toml",
            'type = "one_to_five"',
            'type = "several"\noptions = [{ value = "a", label = "A" }]',
            "7: questions[1]: chooses among several, and its ticks would stand in the messages; ask for one",
        ),
        (
            "surveys/frank.toml",
            'type = "one_to_five"',
            'type = "one_to_five"\nescalates = { 1 = "other" }',
            "7: questions[1]: raises a case, which would say whose answer it is",
        ),
    ],
)  # fmt: skip
def test_what_would_tell_whose_answers_they_are_is_a_fault(
    tmp_path: Path, file: str, old: str, new: str, told: str
) -> None:
    content = ContentFolder(tmp_path)
    content.write(file, SURVEY.replace(old, new, 1) if old else SURVEY)

    assert content.faults() == [f"content/{file}:{told}"]

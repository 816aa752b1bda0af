"""What homes said, on the command line: figures of a survey, pictures, and what anybody may read."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.core.facts import Answered
from bot.core.people import HomeId
from bot.core.rounds import AnswerState
from bot.db import answers, rounds
from tests.support.clocks import MONDAY
from tests.support.joined import join
from tests.support.operator import Operator
from tests.support.waves import expected, keep_waves


@pytest.fixture
def surveyed(operator: Operator) -> Operator:
    """The operator of a network with the two waves of the sample."""
    with operator.database.write() as connection:
        keep_waves(connection)
    return operator


def report(operator: Operator, *more: str) -> dict[str, Any]:
    (found,) = json.loads(operator.does("round", "results", "support", "--json", *more))
    assert isinstance(found, dict)
    return found


def test_the_figures_of_a_survey_are_those_of_the_sample(surveyed: Operator) -> None:
    found, should = report(surveyed), expected()["waves"]["2022-03"]

    assert found["figures"]["answered"]["count"] == should["answered"]
    overall = found["figures"]["overall"]
    assert round(overall["mean"], 6) == should["all_areas_per_home"]["mean"]
    low, high = should["all_areas_per_home"]["ci95_t_fpc"]
    here = overall["interval_here"]
    assert (round(here["low"], 6), round(here["high"], 6)) == (low, high)
    groups = {each["group"]: each["homes"] for each in found["figures"]["groups"]}
    assert groups["older"] == 27
    assert groups["ld"] == 8
    assert groups["mh"] is groups["pd"] is None
    changes = {each["area"]: each for each in found["comparison"]["areas"]}
    testing = expected()["compare"]["testing"]["paired"]
    assert round(changes["testing"]["paired"]["difference"], 6) == testing["mean_difference"]
    assert changes["testing"]["adjusted_p"] > changes["testing"]["paired"]["p"]


def test_what_anybody_may_read_has_no_small_group_and_no_comment(surveyed: Operator) -> None:
    with surveyed.database.write() as connection:
        fact = Answered(2001, "comment", AnswerState.ANSWERED, "More masks, please.")
        answers.keep_answers(connection, [answers.Given(fact, 1, MONDAY)])
    assert "More masks" in json.dumps(report(surveyed))

    public = report(surveyed, "--public")

    assert "More masks" not in json.dumps(public)
    shown = {each["group"]: each["homes"] for each in public["figures"]["groups"]}
    assert shown == {"older": 27, "ld": None, "mh": None, "pd": None}
    assert public["figures"]["fewest"] == 10


def test_of_few_homes_not_even_a_comment_is_written(operator: Operator, tmp_path: Path) -> None:
    with operator.database.write() as connection:
        who = join(connection, "H1", chat="1")
    operator.does("round", "open", "support")
    with operator.database.write() as connection:
        (mine,) = rounds.open_assignments(connection, HomeId("H1"))
        for question, value in (("testing", "1"), ("comment", "The pharmacy is slow.")):
            fact = Answered(mine.assignment_id, question, AnswerState.ANSWERED, value)
            answers.keep_answers(connection, [answers.Given(fact, who, MONDAY)])
    file = tmp_path / "wave.csv"

    operator.does("round", "results", "support", "--csv", str(file))

    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert "pharmacy" not in file.read_text(encoding="utf-8") + json.dumps(report(operator))
    assert {each["homes"] for each in rows if each["state"] == "answered"} == {""}
    testing = {each["state"]: each["homes"] for each in rows if each["question"].startswith("T")}
    assert (testing["not_asked"], testing["unclear"]) == ("0", "0")


def test_a_check_in_is_never_for_anybody(operator: Operator) -> None:
    assert operator.fails("round", "results", "weekly", "--public") == [
        "Only surveys have figures for anybody; a check-in is between homes and leads."
    ]


@pytest.mark.parametrize("kind", ["spread", "waves", "homes"])
def test_a_picture_is_written_and_said_in_words(
    surveyed: Operator, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "picture.png"

    told = surveyed.does("round", "results", "support", "--chart", str(file), "--picture", kind)

    assert file.read_bytes().startswith(b"\x89PNG")
    words = {
        "spread": "Vaccinations From 1 to 5: 0, 0, 3, 8, 29.",
        "waves": "Vaccinations 4.44, then 4.65. No clear change since 11 Jan 2021",
        "homes": "How is our support?, 7 Mar 2022: 0 homes answered, 0 of them late, 41 have begun",
    }
    assert words[kind] in told


def test_a_file_for_spreadsheets_has_every_state_and_no_formula(
    operator: Operator, tmp_path: Path
) -> None:
    with operator.database.write() as connection:
        who = join(connection, "H1", chat="1")
    operator.does("round", "open", "weekly")
    with operator.database.write() as connection:
        (mine,) = rounds.open_assignments(connection, HomeId("H1"))
        for question, state, value in (
            ("week", AnswerState.ANSWERED, "well"),
            ("topic", AnswerState.NOT_ASKED, ""),
            ("lead", AnswerState.UNCLEAR, ""),
            ("which", AnswerState.ANSWERED, "=HYPERLINK(1)"),
        ):
            fact = Answered(mine.assignment_id, question, state, value)
            answers.keep_answers(connection, [answers.Given(fact, who, MONDAY)])
    file = tmp_path / "week.csv"

    operator.does("round", "results", "weekly", "--csv", str(file))

    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    told = {(each["question"].split()[0], each["state"]): each["homes"] for each in rows}
    assert told["What", "not_asked"] == "1"
    assert told["Do", "unclear"] == "1"
    assert told["Would", "no_reply"] == "3"
    assert "'=HYPERLINK(1)" in {each["answer"] for each in rows}

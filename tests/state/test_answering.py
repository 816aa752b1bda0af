"""Answer, go back, change, say it again, hand over, close, come late, restart: the tables hold what a model says."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.core.events import Commanded
from bot.core.people import Role
from bot.db import rounds
from bot.db.database import Database
from tests.support.asked import (
    CONTENT,
    NOT_APPLICABLE,
    QUESTIONS,
    UNCLEAR,
    VALUES,
    Model,
)
from tests.support.content_folder import ContentFolder
from tests.support.network import MONDAY, Network, Player
from tests.support.rehearsals import Rehearsed
from tests.support.tables import everything

LOOKED_AT = ["rounds", "assignments", "answers", "escalations", "events"]
CHOICES = [
    (question, said)
    for question in QUESTIONS
    for said in (*VALUES[question], NOT_APPLICABLE, UNCLEAR, "nonsense")
]
LAST_CHOICES = len(CHOICES) * 12


class Play(Network):
    """A home with a manager and a deputy, another with a manager, and what they are asked; beside it, the model."""

    def __init__(self, database: Rehearsed, content: Path) -> None:
        self.stage = database
        with database.in_one_go():
            super().__init__(database, content)
            kerry = self.slack("U7", "Kerry")
            kerry.says(self.code_for("H1", Role.DEPUTY))
            kerry.presses("Yes, that is my home")
            self.people = {
                "samir": self.manager("H1"),
                "kerry": kerry,
                "ana": self.manager("H2", "7002", "Ana"),
            }
        self.model = Model()

    def who(self, which: int) -> tuple[str, Player]:
        return list(self.people.items())[which % 3]

    def number(self, which: int) -> int:
        known = [number for each in self.model.rounds for number in each]
        return known[-1 - which % len(known)] if known else 1

    def answers(self, which: int) -> None:
        name, player = self.who(which)
        question, said = CHOICES[which // 3 % len(CHOICES)]
        number = self.number(which // 7)
        seen = (None, 0, 1, 2)[which % 4]
        self.model.answers(name, number, question, said, seen)
        token = f"answer:{number}:{question}:{said}"
        player.presses_token(token if seen is None else f"{token}:{seen}")

    def types(self, which: int) -> None:
        name, player = self.who(which)
        self.model.types(name, which % 4)
        player.says(str(which % 4 + 1))

    def looks_back(self, which: int) -> None:
        name, player = self.who(which)
        number = self.number(which)
        question = (*QUESTIONS, "")[which // 3 % 4]
        self.model.looks_back(name, number, question)
        player.presses_token(f"back:{number}:{question}" if question else f"amend:{number}:keep")

    def says_again(self, which: int) -> None:
        name, player = self.who(which)
        number = self.number(which // 3)
        self.model.says_again(name, number)
        player.presses_token(f"unchanged:{number}")

    def opens(self, _which: int) -> None:
        self.comes("round_due", "playing")
        rows = everything(self.database, ["rounds", "assignments"])
        newest = max(each["round_id"] for each in rows["rounds"])
        found = {
            each["assignment_id"]: each["home_id"]
            for each in rows["assignments"]
            if each["round_id"] == newest
        }
        self.model.opens({number: home for number, home in sorted(found.items()) if home != "H3"})

    def closes(self, _which: int) -> None:
        with self.database.write() as connection:
            rounds.close(connection, "playing", self.clock.now())
        self.model.closes()

    def hands_over(self, which: int) -> None:
        """Leave; whoever is left goes on where the other was."""
        name, player = self.who(which)
        player.does(Commanded("stop"))
        if self.model.runs[name]:
            player.presses("Yes, leave")
            self.model.runs[name] = set()

    def waits(self, which: int) -> None:
        self.clock.at += timedelta(hours=8 * which % 90)


DEEDS: dict[str, Callable[[Play, int], None]] = {
    "answers": Play.answers,
    "answers more": Play.answers,
    "types": Play.types,
    "types more": Play.types,
    "looks back": Play.looks_back,
    "says again": Play.says_again,
    "opens": Play.opens,
    "closes": Play.closes,
    "hands over": Play.hands_over,
    "waits": Play.waits,
    "restarts": lambda play, _which: play.restarts(),
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, LAST_CHOICES)), max_size=40
)


@pytest.fixture
def play(sqlite: Database, tmp_path: Path) -> Iterator[Play]:
    content = ContentFolder(tmp_path)
    content.remove("checkins")
    content.write("checkins/playing.toml", CONTENT)
    stage = Rehearsed(sqlite)
    yield Play(stage, content.path)
    stage.close()


def check(play: Play) -> None:
    rows = everything(play.database, LOOKED_AT)
    assert [each["parked"] for each in rows["events"] if each["parked"]] == []
    kept: dict[tuple[int, str], tuple[str, int]] = {}
    times: dict[tuple[int, str], int] = {}
    for each in sorted(rows["answers"], key=lambda row: row["answer_id"]):
        key = each["assignment_id"], each["question_id"]
        said = each["value"] if each["state"] == "answered" else each["state"]
        kept[key], times[key] = (said, each["age"]), times.get(key, 0) + 1
    sheets = [each for found in play.model.rounds for each in found.values()]
    assert kept == {
        (sheet.number, name): (each.said, each.age)
        for sheet in sheets
        for name, each in sheet.kept.items()
    }
    assert times == {
        (sheet.number, name): each.times for sheet in sheets for name, each in sheet.kept.items()
    }
    done = {each["assignment_id"] for each in rows["assignments"] if each["done_at"] is not None}
    assert done == {sheet.number for sheet in sheets if sheet.done}
    open_ = [each for each in rows["rounds"] if each["closed_at"] is None]
    assert len(open_) <= 1
    raised = [each["home_id"] for each in rows["escalations"]]
    assert sorted(raised) == sorted(play.model.cases), "one case a home, however often it is said"


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_the_tables_hold_what_the_model_says(play: Play, steps: list[tuple[str, int]]) -> None:
    play.clock.at, play.rooms, play.model = MONDAY, {}, Model()
    play.restarts()
    with capture_logs(), play.stage.rehearsal():
        for deed, which in [("opens", 0), *steps]:
            play.clock.at += timedelta(minutes=1)
            DEEDS[deed](play, which)
            check(play)

"""Which questions a round asks, what a home may say again, and which case its answers have raised."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.content import load_content
from bot.core.facts import Answered, RoundOpened
from bot.core.kindness import Kindness
from bot.core.people import PersonId
from bot.core.questionnaires import Every, Question, Questionnaire
from bot.core.rounds import AnswerState
from bot.db import answers, cases, questions, rounds
from bot.db.asking import AskingLook
from bot.db.database import Connection, Database
from tests.support import needs
from tests.support.clocks import MONDAY
from tests.support.joined import add_home, join
from tests.support.network import LONDON

WORDS = load_content(Path(__file__).parents[2] / "content").words
ASKED = Questionnaire(
    "checkin",
    "Check-in",
    "all",
    "",
    "",
    (
        Question("week", "How is it?"),
        Question("topic", "About?", only_if={"week": ("bad",)}),
        Question("month", "This month?", every=Every.MONTH),
        Question("more", "And?", only_if={"month": ("yes",)}),
        Question("quarter", "This quarter?", every=Every.QUARTER),
        Question("year", "This year?", every=Every.YEAR),
    ),
    closes="after 4 days 17:00",
    carry=2,
)


def opens(connection: Connection, number: int, at: datetime) -> dict[str, tuple[int, bool]]:
    """Open a round; return each home's assignment and whether it may say its last answers again."""
    found = rounds.open_new(connection, RoundOpened(number, "checkin"), ASKED, at, LONDON)
    return {each.home.home_id: (each.assignment_id, carry) for each, carry in found}


def asked(connection: Connection, number: int) -> list[str]:
    found = rounds.round_numbered(connection, number)
    assert found
    return list(found.asked)


def says(connection: Connection, by: PersonId, assignment_id: int, age: int = 0) -> None:
    for question in ("week", "month"):
        fact = Answered(assignment_id, question, AnswerState.ANSWERED, "well", age=age)
        answers.keep_answers(connection, [answers.Given(fact, by, MONDAY)])
    rounds.mark_done(connection, [assignment_id], MONDAY)


@pytest.mark.parametrize(
    ("then", "come_again"),
    [
        (datetime(2026, 11, 30, 9, tzinfo=UTC), []),
        (datetime(2026, 12, 1, 9, tzinfo=UTC), ["month"]),
        # Midnight in London, still the last of the month elsewhere.
        (datetime(2027, 5, 31, 23, 30, tzinfo=UTC), ["month", "quarter", "year"]),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), ["month"]),
        (datetime(2027, 1, 4, 9, tzinfo=UTC), ["month", "quarter", "year"]),
    ],
)
def test_a_question_comes_once_a_month_a_quarter_or_a_year(
    database: Database, then: datetime, come_again: list[str]
) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        opens(connection, 1, MONDAY)
        assert asked(connection, 1) == ["week", "topic", "month", "more", "quarter", "year"]

        opens(connection, 2, then)

        more = ["more"] if "month" in come_again else []
        rest = [each for each in come_again if each != "month"]
        first = ["month"] if more else []
        assert asked(connection, 2) == ["week", "topic", *first, *more, *rest]


def test_a_round_is_due_at_the_local_time_of_its_definition(database: Database) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        opens(connection, 1, datetime(2026, 10, 23, 8, 30, tzinfo=UTC))

        found = rounds.round_numbered(connection, 1)

        assert found
        assert found.due_at == datetime(2026, 10, 27, 17, 0, tzinfo=UTC)
        assert not found.is_late(found.due_at)


def test_a_paused_question_takes_what_follows_it_along_until_it_is_resumed(
    database: Database,
) -> None:
    with database.write() as connection:
        add_home(connection, "H1")
        opens(connection, 1, MONDAY)
        first = rounds.round_numbered(connection, 1)
        assert first

        for _ in range(2):
            questions.pause(connection, first, ASKED, "month", None, MONDAY)
        assert asked(connection, 1) == ["week", "topic", "quarter", "year"]
        opens(connection, 2, datetime(2026, 12, 1, 9, tzinfo=UTC))
        assert asked(connection, 2) == ["week", "topic"]

        questions.resume(connection, "checkin", "month")
        opens(connection, 3, datetime(2026, 12, 7, 9, tzinfo=UTC))
        assert asked(connection, 3) == ["week", "topic", "month", "more"]


def test_a_home_may_say_again_what_it_said_in_full_and_not_too_often(database: Database) -> None:
    with database.write() as connection:
        for home_id in ("H1", "H2", "H3"):
            add_home(connection, home_id)
        samir = join(connection, "H1", "H2", "H3", chat="1")
        first = opens(connection, 1, MONDAY)
        assert [carry for _, carry in first.values()] == [False] * 3
        says(connection, samir, first["H1"][0])
        says(connection, samir, first["H2"][0], age=2)
        answers.keep_answers(
            connection,
            [answers.Given(Answered(first["H3"][0], "week", AnswerState.UNCLEAR), samir, MONDAY)],
        )

        second = opens(connection, 2, MONDAY)

        assert {home: carry for home, (_, carry) in second.items()} == {
            "H1": True,
            "H2": False,
            "H3": False,
        }
        look = AskingLook(connection, WORDS, Kindness())
        mine = rounds.assignment(connection, second["H1"][0])
        theirs = rounds.assignment(connection, second["H3"][0])
        assert mine
        assert theirs
        assert {name: each.value for name, each in look.earlier(mine).items()} == {
            "week": "well",
            "month": "well",
        }
        assert look.earlier(theirs) == {}
        assert look.unclear(1, "week") == 1
        assert [each.home.home_id for each in rounds.unfinished(connection, 1)] == ["H3"]


def test_a_case_is_found_by_any_round_of_the_home_that_raised_it(database: Database) -> None:
    with database.write() as connection:
        for home_id in ("H1", "H2"):
            add_home(connection, home_id)
        first = opens(connection, 1, MONDAY)
        whole = needs.raised(1, "H1", "ppe", "infection", "Masks.")
        fact = replace(whole, assignment_id=first["H1"][0])
        cases.raise_new(connection, fact, None, MONDAY)
        second = opens(connection, 2, MONDAY)

        found = cases.raised_from(connection, second["H1"][0], "ppe")

        assert [each.escalation_id for each in found] == [1]
        assert cases.raised_from(connection, second["H1"][0], "other") == ()
        assert cases.raised_from(connection, second["H2"][0], "ppe") == ()

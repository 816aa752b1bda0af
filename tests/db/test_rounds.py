"""Rounds: every home of the audience is asked once, its newest answer counts, and no answer is lost."""

from datetime import timedelta

from sqlalchemy import select

from bot.core.facts import Answered, RoundOpened
from bot.core.people import HomeId, PersonId
from bot.core.questionnaires import Question, Questionnaire
from bot.core.rounds import Answer, AnswerState, Round
from bot.db import answers as answers_of
from bot.db import rounds
from bot.db.database import Connection, Database
from bot.db.tables import answers
from tests.support.clocks import MONDAY
from tests.support.joined import add_home, join
from tests.support.network import LONDON

HOUR = timedelta(hours=1)
YES = (AnswerState.ANSWERED, "yes")
NO = (AnswerState.ANSWERED, "no")
UNCLEAR = (AnswerState.UNCLEAR, "")


def opened(connection: Connection, audience: str = "all", number: int = 1) -> dict[str, int]:
    """Open a round; return each home's assignment."""
    fact = RoundOpened(number, "checkin")
    questions = tuple(Question(each, f"{each}?") for each in ("power", "heating"))
    asked = Questionnaire("checkin", "Check-in", audience, "", "", questions)
    found = rounds.open_new(connection, fact, asked, MONDAY + number * HOUR, LONDON)
    return {each.home.home_id: each.assignment_id for each, _ in found}


def says(
    connection: Connection,
    by: PersonId,
    assignment_id: int,
    question: str,
    answer: tuple[AnswerState, str],
) -> None:
    fact = Answered(assignment_id, question, *answer)
    answers_of.keep_answers(connection, [answers_of.Given(fact, by, MONDAY)])


def homes(connection: Connection) -> PersonId:
    for home_id, kind in (("H1", "nursing"), ("H2", "nursing"), ("H3", "ld")):
        add_home(connection, home_id, types=[kind])
    return join(connection, "H1", "H2", "H3", chat="1")


def test_every_home_of_the_audience_gets_an_assignment(database: Database) -> None:
    with database.write() as connection:
        homes(connection)

        found = opened(connection, "type:nursing")

        assert list(found) == ["H1", "H2"]
        assert rounds.asked_and_done(connection, 1) == (2, 0)
        one = rounds.assignment(connection, found["H1"])
        assert one
        assert one.home.name == "Home H1"
        assert one.round == Round(1, "checkin", MONDAY + HOUR, asked=("power", "heating"))
        assert (one.answers, one.done_at) == ({}, None)
        assert rounds.assignment(connection, 99) is None


def test_the_open_round_is_the_one_that_takes_answers(database: Database) -> None:
    with database.write() as connection:
        homes(connection)
        assert rounds.open_round(connection, "checkin") is None
        opened(connection)
        assert len(rounds.open_assignments(connection, HomeId("H1"))) == 1

        assert rounds.close(connection, "checkin", MONDAY + 2 * HOUR) == 1
        assert rounds.close(connection, "checkin", MONDAY + 3 * HOUR) == 0
        assert rounds.open_round(connection, "checkin") is None
        assert rounds.open_assignments(connection, HomeId("H1")) == ()

        opened(connection, number=2)
        found = rounds.open_round(connection, "checkin")
        assert found
        assert found.round_id == 2
        assert rounds.newest(connection, "checkin") == 2
        assert rounds.newest(connection, "other") is None


def test_the_newest_answer_counts_and_the_earlier_ones_stay(database: Database) -> None:
    with database.write() as connection:
        samir = homes(connection)
        assignment_id = opened(connection)["H1"]
        for answer in (YES, NO, UNCLEAR):
            says(connection, samir, assignment_id, "power", answer)
        says(connection, samir, assignment_id, "heating", YES)

        found = rounds.assignment(connection, assignment_id)
        history = connection.execute(
            select(answers.c.state, answers.c.value)
            .where(answers.c.question_id == "power")
            .order_by(answers.c.answer_id)
        )

        assert found
        assert dict(found.answers) == {
            "power": Answer("power", AnswerState.UNCLEAR, by=samir, at=MONDAY, times=3),
            "heating": Answer("heating", AnswerState.ANSWERED, "yes", by=samir, at=MONDAY, times=1),
        }
        assert [tuple(row) for row in history] == [YES, NO, UNCLEAR]


def test_results_count_homes_by_their_newest_answer(database: Database) -> None:
    with database.write() as connection:
        samir = homes(connection)
        assigned = opened(connection)
        says(connection, samir, assigned["H1"], "power", YES)
        says(connection, samir, assigned["H1"], "power", NO)
        says(connection, samir, assigned["H2"], "power", NO)
        says(connection, samir, assigned["H3"], "heating", UNCLEAR)
        later = opened(connection, number=2)
        says(connection, samir, later["H1"], "power", YES)

        assert answers_of.results(connection, 1) == {"power": {NO: 2}, "heating": {UNCLEAR: 1}}
        assert answers_of.results(connection, 2) == {"power": {YES: 1}}


def test_an_assignment_is_done_when_it_was_first_complete(database: Database) -> None:
    with database.write() as connection:
        homes(connection)
        assignment_id = opened(connection)["H1"]
        rounds.mark_done(connection, [assignment_id], MONDAY + 2 * HOUR)
        rounds.mark_done(connection, [assignment_id], MONDAY + 3 * HOUR)

        found = rounds.assignment(connection, assignment_id)
        assert found
        assert found.done_at == MONDAY + 2 * HOUR
        assert rounds.asked_and_done(connection, 1) == (3, 1)

"""A bad question stands first, and every share is of the homes that came to it."""

from datetime import UTC, datetime, timedelta

from bot.core.quality import Said, weigh
from bot.core.questionnaires import Option, Question, Questionnaire
from bot.core.rounds import AnswerState

START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OPTIONS = (Option("yes", "Yes"), Option("no", "No"))
ASKED = Questionnaire(
    "checkin",
    "Check-in",
    "all",
    "",
    "",
    (
        Question("good", "Good?", OPTIONS),
        Question("more", "More?", OPTIONS, only_if={"good": ("yes",)}),
        Question("bad", "Bad?", OPTIONS),
    ),
)


def said(question: str, value: str, seconds: int, *, carried: bool = False) -> Said:
    states = {"?": AnswerState.UNCLEAR, "-": AnswerState.NOT_APPLICABLE, "": AnswerState.NOT_ASKED}
    state = states.get(value, AnswerState.ANSWERED)
    kept = value if state is AnswerState.ANSWERED else ""
    return Said(question, state, kept, START + timedelta(seconds=seconds), carried)


def test_the_question_with_most_trouble_stands_first_with_its_shares() -> None:
    sheets = [
        [said("good", "no", 0), said("bad", "?", 40), said("more", "", 40)],
        [said("good", "no", 0), said("bad", "-", 20), said("more", "", 20)],
        [
            said("good", "no", 0),
            said("bad", "yes", 30),
            said("bad", "no", 50),
            said("more", "", 50),
        ],
        [said("good", "no", 0)],
        [said("good", "yes", 0), said("more", "yes", 5), said("bad", "no", 9_000)],
    ]

    bad, good, more = weigh(ASKED, (), sheets)

    assert bad.question_id == "bad"
    assert (bad.answered, bad.unclear, bad.not_applicable, bad.changed, bad.stopped) == (
        4,
        1,
        1,
        1,
        1,
    )
    assert bad.seconds == 30, "the one who came back hours later is left out"
    assert bad.trouble == 4 / 5
    assert (more.question_id, more.answered, more.seconds, more.trouble) == ("more", 1, 5, 0)
    assert (good.answered, good.trouble, good.seconds) == (5, 0, None)


def test_what_was_said_again_as_it_was_took_no_time_and_changed_nothing() -> None:
    sheets = [[said("good", "no", 0, carried=True), said("bad", "no", 0, carried=True)]]

    assert {each.seconds for each in weigh(ASKED, (), sheets)} == {None}
    assert {each.changed for each in weigh(ASKED, (), sheets)} == {0}


def test_a_question_that_was_not_asked_in_the_round_is_left_out() -> None:
    assert [each.question_id for each in weigh(ASKED, ("good",), [])] == ["good"]

"""What the buttons of a question carry, read back: any of it may have been altered, or be of an earlier file."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.core.errors import StalePress
from bot.core.questionnaires import BETWEEN, NOTHING, Kind, Question
from bot.core.replies import read_reply
from bot.core.rounds import Answer, AnswerState
from bot.core.turn import Turn
from handlers.questions import STATES, mark_of, values_of


def parts_of(turn: Turn) -> tuple[str, str, int | None]:
    """Return the question, the value, and how often the question was answered when the button was drawn.

    Raises:
        StalePress: A button of ours carries something else.
    """
    question_id, value, seen, *more = (*turn.press.choice, "", "", "")
    if any(more) or not (seen.isascii() and (not seen or seen.isdigit())):
        raise StalePress
    return question_id, value, int(seen) if seen else None


def answer_of(turn: Turn, question: Question, value: str) -> Answer:
    """Return the answer that the value stands for.

    Raises:
        StalePress: It stands for none of this question's.
    """
    if value in STATES:
        return Answer(question.id, STATES[value])
    read = _READ.get(question.kind, _option)
    return Answer(question.id, AnswerState.ANSWERED, read(turn, question, value))


def ticked(question: Question, mark: str) -> int:
    """Return the bits of what is ticked.

    Raises:
        StalePress: The mark was altered, or the options are others since.
    """
    bits, _, _ = mark.partition(".")
    try:
        chosen = int(bits, 16)
    except ValueError:
        raise StalePress from None
    if chosen >> len(question.options) or mark_of(question, chosen) != mark:
        raise StalePress
    return chosen


def _option(_turn: Turn, question: Question, value: str) -> str:
    return question.option(value).value


def _several(_turn: Turn, question: Question, value: str) -> str:
    chosen = ticked(question, value)
    if not chosen:
        raise StalePress
    return BETWEEN.join(values_of(question, chosen))


def _number(turn: Turn, question: Question, value: str) -> str:
    reply = read_reply(question, value, {}, turn.at.date())
    if reply.fault:
        raise StalePress
    return reply.value


def _date(turn: Turn, _question: Question, value: str) -> str:
    days = {"today": timedelta(), "yesterday": timedelta(days=1)}
    if value not in days:
        raise StalePress
    return str(turn.at.astimezone(turn.zone).date() - days[value])


def _text(_turn: Turn, _question: Question, value: str) -> str:
    if value != NOTHING:
        raise StalePress
    return ""


_READ: Mapping[Kind, Callable[[Turn, Question, str], str]] = {
    Kind.SEVERAL: _several,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.TEXT: _text,
}

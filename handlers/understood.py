"""How well the questions of a round are understood, as leads read it: the worst first."""

from bot.core.messages import Button, Message, Press
from bot.core.quality import Quality
from bot.core.questionnaires import Questionnaire
from bot.core.rounds import Round
from bot.core.turn import Outcome, Say, ToCaller, Turn
from handlers.rounds import round_of

# A share so large makes a question worth another look.
WORTH_A_LOOK = 0.2


def understood(turn: Turn) -> Outcome:
    """Show how well the questions of a round are understood."""
    found, questionnaire = round_of(turn)
    return Outcome(says=(Say(ToCaller(), draw_understood(turn, found, questionnaire)),))


def draw_understood(turn: Turn, found: Round, questionnaire: Questionnaire) -> Message:
    """Return a line or two a question, and a button to stop each that is worth another look."""
    words = turn.content.words.round
    parts = [words.understood.fill(title=questionnaire.title)]
    rows: list[tuple[Button, ...]] = []
    if found.anonymous:
        return Message("\n\n".join([*parts, words.not_without_names]))
    for each in turn.look.asking.quality(found, questionnaire):
        question = questionnaire.question(each.question_id)
        parts.append(_line(turn, each, question.text))
        if each.trouble >= WORTH_A_LOOK and each.unclear:
            label = words.stop_asking.format(question=question.text)[:60]
            rows.append((Button(label, Press("pause", str(found.round_id), (question.id,))),))
    return Message("\n\n".join(parts), tuple(rows))


def _line(turn: Turn, quality: Quality, text: str) -> str:
    words = turn.content.words.round
    line = words.quality.fill(
        question=text,
        answered=quality.answered,
        unclear=quality.unclear,
        not_applicable=quality.not_applicable,
        changed=quality.changed,
        stopped=quality.stopped,
    )
    if quality.seconds is None:
        return line
    return line + " " + words.took.fill(seconds=round(quality.seconds))

"""Surveys without names: what a home has said so far stays in its own chat's dialogue until it is handed in."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.errors import StalePress
from bot.core.facts import ConversationKept, SheetHandedIn
from bot.core.messages import Button, Message, Press
from bot.core.questionnaires import Question
from bot.core.rounds import Answer, AnswerState, Assignment
from bot.core.turn import Outcome, Redraw, Say, ToCaller, Turn
from handlers.questions import Copy, draw, kept_as_shown

SHEET = "sheet"


def with_sheet(turn: Turn, assignment: Assignment) -> Assignment:
    """Return the assignment with what this chat has said of it so far."""
    kept = turn.caller.conversation.get(SHEET)
    if not isinstance(kept, Mapping) or kept.get("assignment") != assignment.assignment_id:
        return assignment
    answers = {
        name: Answer(name, AnswerState(state), value)
        for name, (state, value) in kept["said"].items()
    }
    return replace(assignment, answers=answers)


def kept(copy: Copy, answers: tuple[Answer, ...], *, anew: bool) -> Outcome:
    """Remember what was said in this chat only, and show what comes next; nothing shown says what was said."""
    after = copy.given(answers)
    following = after.open
    shown = draw(after, following) if following else ready(after)
    say: Say | Redraw = Say(ToCaller(), shown) if anew else Redraw(shown)
    return Outcome((kept_sheet(after),), (say,))


def kept_sheet(copy: Copy, shown: Mapping[str, object] | None = None) -> ConversationKept:
    """Return what this chat remembers: what was said so far, and which question it shows, if not the open one."""
    said = {each.question_id: (each.state.value, each.value) for each in copy.answers.values()}
    number = copy.assignment.assignment_id
    return ConversationKept({SHEET: {"assignment": number, "said": said}, **(shown or {})})


def shown_again(copy: Copy, question: Question) -> Outcome:
    """Show a question once more; what is written next is the answer to it."""
    return Outcome(
        (kept_sheet(copy, kept_as_shown(copy, question)),), (Redraw(draw(copy, question)),)
    )


def ready(copy: Copy) -> Message:
    """Return the last screen: hand it in, or change something."""
    words, about = copy.words, str(copy.assignment.assignment_id)
    text = words.sheet_ready.fill(home=copy.assignment.home.name, title=copy.questionnaire.title)
    send = Button(words.hand_in, Press("hand_in", about), style="primary")
    return Message(text, ((send,), (Button(words.change, Press("amend", about)),)))


def handed_in(copy: Copy, left_out: list[Answer]) -> Outcome:
    """Keep that the home has answered, and apart from that what was said."""
    if copy.assignment.done_at is not None:
        return Outcome(says=(Redraw(answered(copy)),))
    if copy.open is not None or not copy.answers:
        raise StalePress
    said = tuple(copy.answers[each.id] for each in copy.path)
    fact = SheetHandedIn(copy.assignment.assignment_id, (*said, *left_out))
    # Whoever else runs the home sees that it has answered, and no more.
    shown = answered(copy)
    card = copy.assignment.card
    return Outcome((fact, ConversationKept({})), (Redraw(shown), Redraw(shown, card=card)))


def answered(copy: Copy) -> Message:
    """Return that the home has answered: all that is known of it."""
    told = copy.words.has_answered.fill(
        home=copy.assignment.home.name, title=copy.questionnaire.title
    )
    return Message(told)

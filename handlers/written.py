"""Answers that are written: under a question, or in a form that its button opens."""

from dataclasses import replace

from bot.core.errors import StalePress
from bot.core.events import Said, Submitted
from bot.core.forms import Form
from bot.core.messages import Message, row_number
from bot.core.questionnaires import Kind, Question
from bot.core.replies import Fault, Reply, read_reply
from bot.core.rounds import Answer, AnswerState
from bot.core.turn import FormFaults, OpenForm, Outcome, Redraw, Say, ToCaller, Turn
from handlers.checkin import always, copy_for, given, open_of
from handlers.questions import STATES, Copy, copy_of
from handlers.sheets import SHEET, shown_of, with_sheet

# Longer than any answer that is a number, a date or a label.
_SHORT = 64
_TITLE = 24  # of a form in Slack (docs.slack.dev/reference/views/modal-views)


def fill(turn: Turn) -> Outcome:
    """Open the form for an answer that is no choice."""
    copy = copy_for(turn, turn.press.number)
    if copy.assignment.round.closed_at is not None:
        return Outcome(says=(Redraw(Message(copy.words.closed)),))
    question = copy.questionnaire.question("".join(turn.press.choice))
    if question not in copy.path or copy.assignment.round.anonymous:
        raise StalePress
    return Outcome(at_once=OpenForm(_form(turn, copy, question, "answer")))


def written(turn: Turn) -> Outcome:
    """Keep what was written to a question."""
    copy, question = _named(turn)
    if copy.assignment.round.closed_at is not None:
        return Outcome(at_once=FormFaults({"text": copy.words.closed}))
    if question not in copy.path:
        return Outcome(at_once=FormFaults({"text": turn.content.words.common.stale_button}))
    reply = _read(turn, copy, question, _text(turn))
    if reply.fault is not None:
        faults = {"text": _told(copy, question, reply.fault)}
        return Outcome(at_once=FormFaults(faults, _form(turn, copy, question, "answer")))
    answer = _answer(question, reply)
    outcome = given(turn, copy, (answer,), anew=True)
    if not turn.inbound.can_open_form:
        return outcome
    # A modal closes over the message that it was opened from, which goes on in its place.
    first, *others = outcome.says
    assert isinstance(first, Say)
    return replace(outcome, says=(Redraw(first.message, card=copy.assignment.card), *others))


def why(turn: Turn) -> Outcome:
    """Open the form for why a question is unclear, or does not apply."""
    copy = copy_for(turn, turn.press.number)
    question = copy.questionnaire.question("".join(turn.press.choice))
    if copy.assignment.round.closed_at is not None:
        return Outcome(says=(Redraw(Message(copy.words.closed)),))
    return Outcome(at_once=OpenForm(_form(turn, copy, question, "why")))


def said_why(turn: Turn) -> Outcome:
    """Keep the reason with the answer."""
    copy, question = _named(turn)
    known = copy.answers.get(question.id)
    if known is None or known.state not in STATES.values() or copy.assignment.round.closed_at:
        return Outcome(at_once=FormFaults({"text": turn.content.words.common.stale_button}))
    text = _text(turn)
    if not text or len(text) > question.limit:
        fault = copy.words.too_long.fill(length=len(text), limit=question.limit)
        told = fault if text else turn.content.words.forms.empty
        form = _form(turn, copy, question, "why")
        return Outcome(at_once=FormFaults({"text": told}, form))
    noted = given(turn, copy, (replace(known, note=text),), anew=True)
    return Outcome(noted.facts, (Say(ToCaller(), Message(copy.words.why_kept)),))


def typed(turn: Turn) -> Outcome | None:
    """Take a short text as the answer to the question that waits; None where it is none."""
    assert isinstance(turn.inbound.what, Said)
    text = turn.inbound.what.text.strip()
    # In the middle of a survey without names, what is written is the answer: it has no forms.
    begun = turn.caller.conversation.get(SHEET) is not None
    copy = _waiting(turn) if text and (begun or len(text) <= _SHORT) else None
    question = (shown_of(turn, copy) or copy.open) if copy else None
    if copy is None or question is None or (question.kind is Kind.TEXT and not begun):
        return None
    reply = _read(turn, copy, question, text)
    if reply.fault is None:
        return given(turn, copy, (_answer(question, reply),), anew=True)
    # What looks like an answer and is none is told so; anything else was said for another reason.
    if begun or reply.fault is Fault.OUT_OF_RANGE or _looks_like_number(text):
        return Outcome(says=(Say(ToCaller(), Message(_told(copy, question, reply.fault))),))
    return None


def _waiting(turn: Turn) -> Copy | None:
    """Return the copy that waits for an answer; of several the one that is begun, None where that is not one."""
    person = turn.caller.person
    if person is None:
        return None
    waiting = [
        copy
        for each in person.memberships
        for assignment in open_of(turn, each.home)
        if not (assignment.round.anonymous and assignment.done_at)
        and (copy := copy_of(with_sheet(turn, assignment), turn.content))
        and (copy.open or shown_of(turn, copy))
    ]
    begun = [each for each in waiting if each.answers] or waiting
    return begun[0] if len(begun) == 1 else None


def _looks_like_number(text: str) -> bool:
    return any(each.isnumeric() for each in text) and not any(each.isalpha() for each in text)


def _read(turn: Turn, copy: Copy, question: Question, text: str) -> Reply:
    return read_reply(question, text, always(copy), turn.at.astimezone(turn.zone).date())


def _answer(question: Question, reply: Reply) -> Answer:
    if reply.value in STATES:
        return Answer(question.id, STATES[reply.value])
    return Answer(question.id, AnswerState.ANSWERED, reply.value)


def _told(copy: Copy, question: Question, fault: Fault) -> str:
    words = copy.words
    span = words.span.fill(lowest=question.lowest, highest=question.highest)
    return {
        Fault.NOT_FIGURES: words.not_figures,
        Fault.OUT_OF_RANGE: span,
        Fault.NO_DATE: words.no_date,
        Fault.TOO_LONG: words.too_long.fill(length="", limit=question.limit),
        Fault.NO_CHOICE: words.no_choice,
    }[fault]


def _form(turn: Turn, copy: Copy, question: Question, form_id: str) -> Form:
    """Return the form with the question in it."""
    form = turn.content.forms[form_id]
    about = f"{copy.assignment.assignment_id}.{question.id}"
    fields = tuple(replace(each, limit=question.limit) for each in form.fields)
    return replace(form, fields=fields, intro=question.text, about=about)


def _named(turn: Turn) -> tuple[Copy, Question]:
    """Return the copy and the question that a form carried; the client may have changed both."""
    assert isinstance(turn.inbound.what, Submitted)
    number, _, question_id = turn.inbound.what.about.partition(".")
    copy = copy_for(turn, row_number(number))
    return copy, copy.questionnaire.question(question_id)


def _text(turn: Turn) -> str:
    assert isinstance(turn.inbound.what, Submitted)
    return turn.inbound.what.values.get("text", "").strip()

"""Answers that are written: under a question, or in a form that its button opens."""

from dataclasses import replace

from bot.core.errors import StalePress
from bot.core.events import Said, Submitted
from bot.core.facts import ConversationKept
from bot.core.forms import Form
from bot.core.messages import Button, Message, Press, row_number
from bot.core.questionnaires import Kind, Question
from bot.core.replies import Fault, Reply, read_reply
from bot.core.rounds import Answer, AnswerState
from bot.core.turn import FormFaults, OpenForm, Outcome, Redraw, Say, Toast, ToCaller, Turn
from handlers.answering import tied_to
from handlers.asking import said
from handlers.checkin import always, copy_for, given, open_of, present
from handlers.questions import LABEL, STATES, Copy, copy_of, kept_as_shown, shown_of
from handlers.sheets import SHEET, with_sheet

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
    waiting = _waiting(turn) if text else []
    if len(waiting) > 1 and _looks_like_number(text):
        which = turn.content.words.checkin.which_one
        return Outcome(says=(Say(ToCaller(), Message(which)),))
    copy = waiting[0] if len(waiting) == 1 else None
    shown = shown_of(turn, copy) if copy else None
    question = (shown or copy.open) if copy else None
    if copy is None or question is None:
        return None
    if question.kind is Kind.TEXT and not begun:
        return _offered(turn, copy, question)
    reply = _read(turn, copy, question, text)
    if reply.fault is None:
        went_on = None if shown else _went_on(turn, copy, question)
        return went_on or given(turn, copy, (_answer(question, reply),), anew=True)
    # What looks like an answer and is none is told so; anything else was said for another reason.
    if begun or reply.fault is Fault.OUT_OF_RANGE or _looks_like_number(text):
        return Outcome(says=(Say(ToCaller(), Message(_told(copy, question, reply.fault))),))
    return None


def _offered(turn: Turn, copy: Copy, question: Question) -> Outcome:
    """Ask what a text is that came while one is asked for: the answer, or something that somebody should hear."""
    offered = said(turn)
    assert isinstance(turn.inbound.what, Said)
    if not offered.facts:  # longer than anything takes: nothing is kept that could be pressed for
        return offered
    label = copy.words.is_answer.format(question=question.text)[:LABEL]
    press = Press(
        "wrote",
        str(copy.assignment.assignment_id),
        (question.id, tied_to(turn.inbound.what.text)),
    )
    says = tuple(
        replace(
            each,
            message=replace(each.message, buttons=((Button(label, press),), *each.message.buttons)),
        )
        for each in offered.says
        if isinstance(each, Say)
    )
    return replace(offered, says=says)


def wrote_it(turn: Turn) -> Outcome:
    """Take the text that was written a moment ago as the answer."""
    copy = copy_for(turn, turn.press.number)
    question_id, its, *_ = (*turn.press.choice, "", "")
    question = copy.questionnaire.question(question_id)
    draft = turn.caller.conversation.get("draft")
    if not isinstance(draft, str) or tied_to(draft) != its or copy.assignment.round.anonymous:
        raise StalePress
    if copy.assignment.round.closed_at is not None:
        return Outcome(says=(Redraw(Message(copy.words.closed)),))
    reply = _read(turn, copy, question, draft)
    if reply.fault is not None or question.kind is not Kind.TEXT or question not in copy.path:
        told = _told(copy, question, reply.fault or Fault.NO_CHOICE)
        return Outcome(at_once=Toast(told, alert=True))
    outcome = given(turn, copy, (_answer(question, reply),), anew=True)
    taken = Redraw(Message(copy.words.taken))
    return Outcome((*outcome.facts, ConversationKept({})), (taken, *outcome.says))


def _went_on(turn: Turn, copy: Copy, question: Question) -> Outcome | None:
    """Show the question that waits where somebody else answered last: this chat may show an earlier one."""
    last = max(copy.answers.values(), key=lambda each: each.at or turn.at, default=None)
    by = (
        turn.look.person(last.by) if last and last.by != turn.person.person_id and last.by else None
    )
    if by is None:
        return None
    told = Say(ToCaller(), Message(copy.words.went_on.fill(name=by.name)))
    asked = Say(ToCaller(), present(turn, copy.assignment), card=copy.assignment.card)
    return Outcome((ConversationKept(kept_as_shown(copy, question)),), (told, asked))


def _waiting(turn: Turn) -> list[Copy]:
    """Return the copies that what was written may be for: the one that this chat shows, those begun, or all."""
    person = turn.caller.person
    if person is None:
        return []
    waiting = [
        copy
        for each in person.memberships
        for assignment in open_of(turn, each.home)
        if not (assignment.round.anonymous and assignment.done_at)
        and (copy := copy_of(with_sheet(turn, assignment), turn.content))
        and (copy.open or shown_of(turn, copy))
    ]
    shown = [each for each in waiting if shown_of(turn, each)]
    return shown or [each for each in waiting if each.answers] or waiting


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

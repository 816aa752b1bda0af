"""Check-ins and surveys: one question a message, answered with one tap each; an answer may raise an escalation."""

from bot.core.at_once import Toast
from bot.core.errors import NotAllowed, StalePress
from bot.core.facts import Answered, AssignmentDone, ConversationKept, Fact
from bot.core.messages import Message
from bot.core.people import Home
from bot.core.questionnaires import (
    CHOSEN,
    NOT_APPLICABLE,
    UNCLEAR,
    Kind,
    Question,
)
from bot.core.rounds import Answer, AnswerState, Assignment
from bot.core.turn import Outcome, Redraw, Say, ToCaller, Turn
from handlers import quality, sheets, thresholds
from handlers.carried import answer_of, parts_of, ticked
from handlers.questions import (
    SHOWN,
    Copy,
    copy_of,
    draw,
    draw_assignment,
    draw_changes,
    kept_as_shown,
    label_of,
    summary,
)


def checkin(turn: Turn) -> Outcome:
    """Show every check-in that is open for the homes of the person who asks."""
    if not turn.person.memberships:
        raise NotAllowed
    found = [
        Say(ToCaller(), present(turn, assignment), card=assignment.card)
        for each in turn.person.memberships
        for assignment in open_of(turn, each.home)
    ]
    none = Say(ToCaller(), Message(turn.content.words.checkin.none_open))
    return Outcome(says=tuple(found) or (none,))


def open_of(turn: Turn, home: Home) -> tuple[Assignment, ...]:
    """Return the home's open assignments, but for those whose file has been removed since."""
    known = turn.content.questionnaires
    found = turn.look.open_assignments(home.home_id)
    return tuple(each for each in found if each.round.questionnaire_id in known)


def open_questions(turn: Turn, home: Home) -> tuple[Say, ...]:
    """Return the open question of every check-in that waits for this home."""
    return tuple(
        Say(ToCaller(), present(turn, assignment), card=assignment.card)
        for assignment in open_of(turn, home)
        if assignment.done_at is None
    )


def answered(turn: Turn) -> Outcome:
    """Keep one answer, raise what it asks for, and ask the next question or say thank you."""
    copy = _pressed(turn)
    if ended := _ended(copy):
        return ended
    question_id, value, seen = parts_of(turn)
    question = copy.questionnaire.question(question_id)
    answer = answer_of(turn, question, value)
    if question not in copy.path:
        return _left(turn, copy)
    known = copy.answers.get(question_id)
    is_new = known and copy.has(question) and seen not in (None, known.times)
    if known and is_new and known.by != turn.person.person_id:
        return _overtaken(turn, copy, question, known)
    return given(turn, copy, (answer,))


def given(turn: Turn, copy: Copy, answers: tuple[Answer, ...], *, anew: bool = False) -> Outcome:
    """Keep what was said, and show what comes next: in the message that was pressed, or ``anew`` below it."""
    if copy.assignment.round.anonymous:
        return sheets.kept(copy, answers, anew=anew)
    after = copy.given(answers)
    facts: list[Fact] = [_fact(copy, each) for each in answers]
    following = after.open
    if following is None:
        # What the home's answers leave out is a state of its own, and not silence.
        facts += [_fact(copy, each) for each in _left_out(after)]
        facts.append(AssignmentDone(copy.assignment.assignment_id))
    if SHOWN in turn.caller.conversation:
        facts.append(ConversationKept({}))
    last = answers[-1] if len(answers) == 1 else None
    shown = draw(after, following, before=last) if following else summary(turn, after, last)
    card = copy.assignment.card
    says: list[Say | Redraw] = [Say(ToCaller(), shown, card=card)] if anew else [Redraw(shown)]
    if following is None:
        # Whoever else runs the home sees what was said, in the message that they have.
        says.append(Redraw(shown, card=card))
    raised = thresholds.weighed(turn, copy, after, answers)
    asked = quality.unclear(turn, copy, answers)
    return Outcome((*facts, *raised.facts), (*says, *raised.says, *asked))


def _fact(copy: Copy, answer: Answer) -> Answered:
    return Answered(
        copy.assignment.assignment_id,
        answer.question_id,
        answer.state,
        answer.value,
        answer.note,
        answer.age,
        answer.since,
    )


def _left_out(copy: Copy) -> list[Answer]:
    asked, path = copy.assignment.round.asked, copy.path
    return [
        Answer(each.id, AnswerState.NOT_ASKED)
        for each in copy.questionnaire.questions
        if (not asked or each.id in asked)
        and each not in path
        and (each.id not in copy.answers or copy.has(each))
    ]


def unchanged(turn: Turn) -> Outcome:
    """Give the last round's answers again as they were, and ask what they do not hold."""
    copy = _pressed(turn)
    if ended := _ended(copy):
        return ended
    answers = carried(turn, copy)
    if not answers:
        refused = Toast(copy.words.unchanged_refused, alert=True)
        return Outcome(says=(Redraw(present(turn, copy.assignment)),), at_once=refused)
    return given(turn, copy, answers)


def carried(turn: Turn, copy: Copy) -> tuple[Answer, ...]:
    """Return what the home may say again as it was: nothing where it has begun, or did so too often already."""
    carry = copy.questionnaire.carry
    earlier = turn.look.asking.earlier(copy.assignment) if carry and not copy.answers else {}
    if not earlier or any(each.age >= carry for each in earlier.values()):
        return ()
    kept = [
        Answer(
            each.question_id, each.state, each.value, each.note, each.age + 1, each.since or each.at
        )
        for each in earlier.values()
        if each.state is not AnswerState.NOT_ASKED
    ]
    again = copy.given([each for each in kept if _is_known(copy, each)])
    return tuple(again.answers[each.id] for each in again.path if each.id in again.answers)


def _is_known(copy: Copy, answer: Answer) -> bool:
    """Say whether the question may still be answered so: its file may have been edited since."""
    for question in copy.questionnaire.questions:
        if question.id == answer.question_id:
            options = {each.value for each in question.options}
            chosen = answer.values if question.kind is Kind.SEVERAL else (answer.value,)
            is_choice = question.kind in CHOSEN and answer.state is AnswerState.ANSWERED
            return not is_choice or options.issuperset(chosen)
    return False


def picked(turn: Turn) -> Outcome:
    """Tick one of several, or take its tick away."""
    copy = _pressed(turn)
    if ended := _ended(copy):
        return ended
    question_id, mark, *_ = (*turn.press.choice, "", "")
    question = copy.questionnaire.question(question_id)
    if question not in copy.path:
        return _left(turn, copy)
    return Outcome(says=(Redraw(draw(copy, question, ticked(question, mark))),))


def back(turn: Turn) -> Outcome:
    """Show the question that the press names once more."""
    copy = _pressed(turn)
    if ended := _ended(copy):
        return ended
    question = copy.questionnaire.question("".join(turn.press.choice))
    if question not in copy.path:
        return _left(turn, copy)
    if copy.assignment.round.anonymous:
        return sheets.shown_again(copy, question)
    kept = ConversationKept(kept_as_shown(copy, question))
    return Outcome((kept,), (Redraw(draw(copy, question)),))


def amend(turn: Turn) -> Outcome:
    """Ask which answer is to be changed, or leave all as it is."""
    copy = _pressed(turn)
    if ended := _ended(copy):
        return ended
    kept = sheets.kept_sheet(copy) if copy.assignment.round.anonymous else ConversationKept({})
    forgotten = (kept,) if SHOWN in turn.caller.conversation else ()
    if turn.press.choice == ("keep",) or copy.open is not None:
        return Outcome(forgotten, (Redraw(present(turn, copy.assignment)),))
    return Outcome(forgotten, (Redraw(draw_changes(copy)),))


def hand_in(turn: Turn) -> Outcome:
    """Hand in what was said to a survey without names."""
    copy = _pressed(turn)
    if ended := _ended(copy):
        return ended
    if not copy.assignment.round.anonymous:
        raise StalePress
    return sheets.handed_in(copy, _left_out(copy))


def _ended(copy: Copy) -> Outcome | None:
    """Say that nothing more is taken: the round has closed, or what was said without a name is handed in."""
    if copy.assignment.round.closed_at is not None:
        return Outcome(says=(Redraw(Message(copy.words.closed)),))
    if copy.assignment.round.anonymous and copy.assignment.done_at is not None:
        return Outcome(says=(Redraw(sheets.answered(copy)),))
    return None


def _left(turn: Turn, copy: Copy) -> Outcome:
    """Show what is asked now in place of a question that is asked no more."""
    told = Toast(turn.content.words.common.stale_button, alert=True)
    return Outcome(says=(Redraw(present(turn, copy.assignment)),), at_once=told)


def _overtaken(turn: Turn, copy: Copy, question: Question, known: Answer) -> Outcome:
    """Show somebody who answers at the same time as another what the other has said; nothing is changed."""
    by = turn.look.person(known.by) if known.by else None
    told = copy.words.overtaken.fill(
        name=by.name if by else copy.assignment.home.name,
        answer=label_of(question, known, copy.words),
    )
    return Outcome(says=(Redraw(present(turn, copy.assignment)),), at_once=Toast(told, alert=True))


def _pressed(turn: Turn) -> Copy:
    return copy_for(turn, turn.press.number)


def copy_for(turn: Turn, assignment_id: int) -> Copy:
    """Return the copy that a button or a form is about; neither alone gives anybody the right to it.

    Raises:
        StalePress: There is none.
        NotAllowed: The caller does not run its home.
    """
    assignment = turn.look.assignment(assignment_id)
    if assignment is None:
        raise StalePress
    if not turn.person.runs(assignment.home.home_id):
        raise NotAllowed
    if assignment.round.anonymous:
        assignment = sheets.with_sheet(turn, assignment)
    return copy_of(assignment, turn.content)


def present(turn: Turn, assignment: Assignment) -> Message:
    """Return the question that is open, or the summary where all are answered."""
    if assignment.round.anonymous:
        assignment = sheets.with_sheet(turn, assignment)
    copy = copy_of(assignment, turn.content)
    question = copy.open
    if assignment.round.anonymous and assignment.done_at is not None:
        return sheets.answered(copy)
    if question is None:
        return sheets.ready(copy) if assignment.round.anonymous else summary(turn, copy)
    if not assignment.answers:
        return draw_assignment(assignment, turn.content, may_carry=bool(carried(turn, copy)))
    return draw(copy, question)


def always(copy: Copy) -> dict[str, str]:
    """Return the labels of what every question offers, by value."""
    return {NOT_APPLICABLE: copy.words.not_applicable, UNCLEAR: copy.words.unclear}

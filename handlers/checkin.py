"""Check-ins: one question a message, answered with one tap each; an answer may raise an escalation."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.definitions import NOT_APPLICABLE, UNCLEAR, Content, Question, Questionnaire
from bot.core.errors import NotAllowed, StalePress
from bot.core.facts import Answered, AssignmentDone, Fact, RoundOpened
from bot.core.messages import Button, Message, Press
from bot.core.people import Home
from bot.core.rounds import Answer, AnswerState, Assignment
from bot.core.turn import Outcome, Redraw, Say, ToCaller, Turn
from bot.core.words import CheckInWords
from handlers.escalation import raised

Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class _Copy:
    """One home's copy of a questionnaire."""

    assignment_id: int
    home: Home
    questionnaire: Questionnaire
    words: CheckInWords


def opened(turn: Turn) -> Outcome:
    """Open the round that is due; the one before it closes. On trial none opens."""
    if not turn.look.is_live():
        return Outcome()
    questionnaire = turn.content.questionnaire(turn.came.about)
    return Outcome((RoundOpened(turn.number("round"), questionnaire.id),))


def checkin(turn: Turn) -> Outcome:
    """Show every check-in that is open for the homes of the person who asks."""
    if not turn.person.memberships:
        raise NotAllowed
    found = [
        Say(ToCaller(), _present(turn, assignment))
        for each in turn.person.memberships
        for assignment in _open(turn, each.home)
    ]
    none = Say(ToCaller(), Message(turn.content.words.checkin.none_open))
    return Outcome(says=tuple(found) or (none,))


def _open(turn: Turn, home: Home) -> tuple[Assignment, ...]:
    """Return the home's open assignments, but for those whose file has been removed since."""
    known = turn.content.questionnaires
    found = turn.look.open_assignments(home.home_id)
    return tuple(each for each in found if each.round.questionnaire_id in known)


def open_questions(turn: Turn, home: Home) -> tuple[Say, ...]:
    """Return the open question of every check-in that waits for this home."""
    return tuple(
        Say(ToCaller(), _present(turn, assignment))
        for assignment in _open(turn, home)
        if assignment.done_at is None
    )


def answered(turn: Turn) -> Outcome:
    """Keep one answer, raise what it asks for, and ask the next question or say thank you."""
    assignment = _assignment(turn)
    if assignment.round.closed_at is not None:
        return Outcome(says=(Redraw(Message(turn.content.words.checkin.closed)),))
    copy = _copy(turn, assignment)
    question_id, _, value = ":".join(turn.press.choice).partition(":")
    question = copy.questionnaire.question(question_id)
    answer = _answer(question, value)
    answers = {**assignment.answers, question.id: answer}
    facts: tuple[Fact, ...] = (
        Answered(copy.assignment_id, question.id, answer.state, answer.value),
    )
    following = copy.questionnaire.after(question.id) or _first_open(copy, answers)
    if following is None:
        facts = (*facts, AssignmentDone(copy.assignment_id))
    shown = _draw(copy, following) if following else _summary(copy, answers)
    escalated = _escalated(turn, copy, question, answer)
    return Outcome((*facts, *escalated.facts), (Redraw(shown), *escalated.says))


def back(turn: Turn) -> Outcome:
    """Show the question that the press names once more."""
    assignment = _assignment(turn)
    if assignment.round.closed_at is not None:
        return Outcome(says=(Redraw(Message(turn.content.words.checkin.closed)),))
    copy = _copy(turn, assignment)
    question = copy.questionnaire.question("".join(turn.press.choice))
    return Outcome(says=(Redraw(_draw(copy, question)),))


def draw_assignment(
    assignment_id: int, home: Home, questionnaire: Questionnaire, content: Content
) -> Message:
    """Return the first message of an assignment: the intro and the first question."""
    copy = _Copy(assignment_id, home, questionnaire, content.words.checkin)
    first = _draw(copy, questionnaire.questions[0])
    return Message(f"{questionnaire.intro}\n\n{first.text}", first.buttons)


def _assignment(turn: Turn) -> Assignment:
    """Return the assignment that the press is about; the button alone gives nobody the right to it."""
    assignment = turn.look.assignment(turn.press.number)
    if assignment is None:
        raise StalePress
    if not turn.person.runs(assignment.home.home_id):
        raise NotAllowed
    return assignment


def _copy(turn: Turn, assignment: Assignment) -> _Copy:
    questionnaire = turn.content.questionnaire(assignment.round.questionnaire_id)
    words = turn.content.words.checkin
    return _Copy(assignment.assignment_id, assignment.home, questionnaire, words)


def _answer(question: Question, value: str) -> Answer:
    if value == NOT_APPLICABLE:
        return Answer(question.id, AnswerState.NOT_APPLICABLE)
    if value == UNCLEAR:
        return Answer(question.id, AnswerState.UNCLEAR)
    return Answer(question.id, AnswerState.ANSWERED, question.option(value).value)


def _escalated(turn: Turn, copy: _Copy, question: Question, answer: Answer) -> Outcome:
    """Raise what the answer asks for, unless an open escalation from this check-in has it already."""
    if answer.state is not AnswerState.ANSWERED:
        return Outcome()
    option = question.option(answer.value)
    category = turn.content.categories.get(option.escalates)
    if category is None or turn.look.escalation_from(copy.assignment_id, category.id):
        return Outcome()
    summary = turn.content.words.case.summary_from_answer.format(
        question=question.text, answer=option.label
    )
    return raised(turn, copy.home, category, summary, copy.assignment_id)


def _first_open(copy: _Copy, answers: Answers) -> Question | None:
    return next((each for each in copy.questionnaire.questions if each.id not in answers), None)


def _present(turn: Turn, assignment: Assignment) -> Message:
    """Return the question that is open, or the summary where all are answered."""
    copy = _copy(turn, assignment)
    question = _first_open(copy, assignment.answers)
    if question is None:
        return _summary(copy, assignment.answers)
    if not assignment.answers:
        return draw_assignment(copy.assignment_id, copy.home, copy.questionnaire, turn.content)
    return _draw(copy, question)


def _draw(copy: _Copy, question: Question) -> Message:
    words, about = copy.words, str(copy.assignment_id)
    place = copy.questionnaire.place(question.id)
    text = words.question.fill(
        home=copy.home.name,
        title=copy.questionnaire.title,
        place=place,
        of=len(copy.questionnaire.questions),
        question=question.text,
    )
    choices = [(each.label, each.value) for each in question.options]
    choices += [(words.not_applicable, NOT_APPLICABLE), (words.unclear, UNCLEAR)]
    rows = [
        (Button(label, Press("answer", about, (question.id, value))),) for label, value in choices
    ]
    if place > 1:
        before = copy.questionnaire.questions[place - 2]
        rows.append((Button(words.back, Press("back", about, (before.id,))),))
    return Message(text, tuple(rows))


def _summary(copy: _Copy, answers: Answers) -> Message:
    words = copy.words
    lines = [
        words.summary_line.fill(
            question=question.text, answer=_said(question, answers[question.id], words)
        )
        for question in copy.questionnaire.questions
    ]
    title = words.summary.fill(home=copy.home.name, title=copy.questionnaire.title)
    text = "\n".join([title, "", *lines, "", copy.questionnaire.thanks])
    first = Press("back", str(copy.assignment_id), (copy.questionnaire.questions[0].id,))
    return Message(text, ((Button(words.change, first),),))


def _said(question: Question, answer: Answer, words: CheckInWords) -> str:
    """Return the label of an answer; its value where the option has gone from the file since."""
    labels = {AnswerState.NOT_APPLICABLE: words.not_applicable, AnswerState.UNCLEAR: words.unclear}
    known = {each.value: each.label for each in question.options}
    return labels.get(answer.state) or known.get(answer.value, answer.value)

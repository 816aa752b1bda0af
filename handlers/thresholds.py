"""What an answer raises: a case or a wish to be rung; and what its correction says on the card."""

from collections.abc import Collection, Sequence

from bot.core.cases import EntryKind, Escalation, Source
from bot.core.facts import EntryAdded
from bot.core.ladder import Urgency
from bot.core.messages import Message
from bot.core.questionnaires import Need, Question
from bot.core.rounds import Answer
from bot.core.sentences import Sentence
from bot.core.turn import Outcome, Say, ToCaller, Turn
from handlers.case_cards import heard_from_home
from handlers.questions import Copy, label_of
from handlers.raising import Request, raised


def weighed(turn: Turn, before: Copy, after: Copy, answers: tuple[Answer, ...]) -> Outcome:
    """Raise what the answers ask for, unless it is raised already; say on the card what became of a reason."""
    found: list[Outcome] = []
    for answer in answers:
        question = after.questionnaire.question(answer.question_id)
        old = before.answers.get(question.id)
        is_new = old is None or (old.state, old.value) != (answer.state, answer.value)
        found += [
            _needed(turn, after, question, need, is_new=is_new) for need in question.needs(answer)
        ]
        if is_new:
            found.append(_taken_back(turn, after, question, old))
            found.append(_added(turn, after, question))
    return Outcome(
        tuple(fact for each in found for fact in each.facts),
        tuple(dict.fromkeys(say for each in found for say in each.says)),
    )


def _needed(turn: Turn, copy: Copy, question: Question, need: Need, *, is_new: bool) -> Outcome:
    """Raise a need; where a case has it already, say there that it was said again, and to the home who has it."""
    category = turn.content.categories.get(need.category)
    if category is None:
        return Outcome()
    words, number = turn.content.words.case, copy.assignment.assignment_id
    said = label_of(question, copy.answers[question.id], copy.words)
    known = turn.look.escalations_from(number, category.id)
    # What is needed today does not wait at the pace of what was needed this week.
    if known and (not need.urgent or any(each.urgency is Urgency.TODAY for each in known)):
        if not is_new:
            return Outcome()
        told = _told(turn, known, words.said_again, question, said)
        theirs = words.is_with.fill(reference=known[-1].reference)
        return Outcome(told.facts, (Say(ToCaller(), Message(theirs)), *told.says))
    sentence = words.callback_from_answer if need.calls_back else words.summary_from_answer
    summary = sentence.format(question=question.text, answer=said)
    urgency = Urgency.TODAY if need.urgent else Urgency.WEEK
    return raised(
        turn,
        copy.assignment.home,
        Request(category, summary, urgency, Source.ANSWER, number),
    )


def _taken_back(turn: Turn, copy: Copy, question: Question, old: Answer | None) -> Outcome:
    """Say on the card of each open case that its reason is gone, where no other answer has the same."""
    if old is None:
        return Outcome()
    still = {
        need.category
        for each in copy.path
        if each.id in copy.answers
        for need in each.needs(copy.answers[each.id])
    }
    gone = {need.category for need in question.needs(old)} - still
    return _noted(turn, copy, question, gone, turn.content.words.case.taken_back)


def _added(turn: Turn, copy: Copy, question: Question) -> Outcome:
    """Bring the answer to a question that follows a reason to the card as well."""
    reasons = {
        need.category
        for name in question.only_if
        for need in copy.questionnaire.question(name).needs(copy.answers[name])
    }
    return _noted(turn, copy, question, reasons, turn.content.words.case.added_to)


def _noted(
    turn: Turn, copy: Copy, question: Question, categories: Collection[str], words: Sentence
) -> Outcome:
    said = label_of(question, copy.answers[question.id], copy.words)
    number = copy.assignment.assignment_id
    cases = [
        case
        for category in sorted(categories)
        for case in turn.look.escalations_from(number, category)
    ]
    return _told(turn, cases, words, question, said)


def _told(
    turn: Turn, cases: Sequence[Escalation], words: Sentence, question: Question, said: str
) -> Outcome:
    kept = words.format(question=question.text, answer=said)
    shown = words.fill(question=question.text, answer=said)
    return Outcome(
        tuple(EntryAdded(each.escalation_id, EntryKind.CHANGED, kept) for each in cases),
        tuple(say for each in cases for say in heard_from_home(turn, each, shown)),
    )

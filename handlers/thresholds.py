"""What an answer raises: a case or a wish to be rung; and what its correction says on the card."""

from bot.core.cases import EntryKind, Source
from bot.core.facts import EntryAdded, Fact
from bot.core.ladder import Urgency
from bot.core.questionnaires import Need, Question
from bot.core.rounds import Answer, AnswerState
from bot.core.turn import Outcome, Push, Redraw, Say, Turn
from handlers.case_cards import heard_from_home
from handlers.questions import Copy, label_of
from handlers.raising import Request, raised


def weighed(turn: Turn, before: Copy, after: Copy, answers: tuple[Answer, ...]) -> Outcome:
    """Raise what the answers ask for, unless it is raised already; say on the card what became of a reason."""
    facts: list[Fact] = []
    says: list[Say | Redraw] = []
    for answer in answers:
        question = after.questionnaire.question(answer.question_id)
        old = before.answers.get(question.id)
        for need in question.needs(answer):
            one = _raised(turn, after, question, answer, need)
            facts += one.facts
            says += [each for each in one.says if not isinstance(each, Push)]
        told = _taken_back(turn, after, question, old, answer) or _added(turn, after, question)
        facts += told.facts if told else ()
        says += [each for each in told.says if not isinstance(each, Push)] if told else []
    return Outcome(tuple(facts), tuple(says))


def _raised(turn: Turn, copy: Copy, question: Question, answer: Answer, need: Need) -> Outcome:
    category = turn.content.categories.get(need.category)
    number = copy.assignment.assignment_id
    if category is None or turn.look.escalation_from(number, category.id):
        return Outcome()
    words = turn.content.words.case
    said = words.callback_from_answer if need.calls_back else words.summary_from_answer
    summary = said.format(question=question.text, answer=label_of(question, answer, copy.words))
    urgency = Urgency.TODAY if need.urgent else Urgency.WEEK
    request = Request(category, summary, urgency, Source.ANSWER, number)
    return raised(turn, copy.assignment.home, request)


def _taken_back(
    turn: Turn, copy: Copy, question: Question, old: Answer | None, new: Answer
) -> Outcome | None:
    """Say on the card of each open case that its reason is gone, where no other answer has the same."""
    if old is None or (old.state, old.value) == (new.state, new.value):
        return None
    still = {
        need.category
        for each in copy.path
        if each.id in copy.answers
        for need in each.needs(copy.answers[each.id])
    }
    gone = {need.category for need in question.needs(old)} - still
    return _told(turn, copy, question, sorted(gone), turn.content.words.case.taken_back)


def _added(turn: Turn, copy: Copy, question: Question) -> Outcome | None:
    """Bring the answer to a question that follows a reason to the card as well."""
    reasons = {
        need.category
        for name in question.only_if
        for need in copy.questionnaire.question(name).needs(copy.answers[name])
    }
    return _told(turn, copy, question, sorted(reasons), turn.content.words.case.added_to)


def _told(
    turn: Turn, copy: Copy, question: Question, categories: list[str], sentence: object
) -> Outcome | None:
    answer = copy.answers[question.id]
    if answer.state is AnswerState.NOT_ASKED:
        return None
    found = [
        turn.look.escalation_from(copy.assignment.assignment_id, category)
        for category in categories
    ]
    label = label_of(question, answer, copy.words)
    text = str(sentence).format(question=question.text, answer=label)
    return Outcome(
        tuple(EntryAdded(each.escalation_id, EntryKind.CHANGED, text) for each in found if each),
        tuple(say for each in found if each for say in heard_from_home(turn, each, text)),
    )

"""What a home sees of a check-in: one question after another, and at the end everything that it said."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.definitions import Content
from bot.core.errors import StalePress
from bot.core.messages import Button, Message, Press
from bot.core.questionnaires import (
    BETWEEN,
    CHOSEN,
    NOT_APPLICABLE,
    NOTHING,
    UNCLEAR,
    Kind,
    Question,
    Questionnaire,
)
from bot.core.rounds import Answer, AnswerState, Assignment
from bot.core.sentences import Markup
from bot.core.turn import Turn
from bot.core.words import CheckInWords
from handlers.times import dated

# So many numbers are shown as buttons; of more, one is written.
FEW_NUMBERS = 10
_ROW = 5
LABEL = 60  # of a question on a button: no platform shows more
# Under which a chat remembers the question that it shows in place of the one that is open.
SHOWN = "shown"
STATES: Mapping[str, AnswerState] = {
    NOT_APPLICABLE: AnswerState.NOT_APPLICABLE,
    UNCLEAR: AnswerState.UNCLEAR,
}


@dataclass(frozen=True, slots=True)
class Copy:
    """One home's copy of a questionnaire, as it stands."""

    assignment: Assignment
    questionnaire: Questionnaire
    words: CheckInWords

    @property
    def answers(self) -> Mapping[str, Answer]:
        """Return what was said so far."""
        return self.assignment.answers

    @property
    def path(self) -> tuple[Question, ...]:
        """Return the questions that the home is asked, given what it said so far."""
        return self.questionnaire.asked_of(self.assignment.round.asked, self.answers)

    @property
    def open(self) -> Question | None:
        """Return the first question that waits for an answer, None where all are answered."""
        return next((each for each in self.path if not self.has(each)), None)

    def has(self, question: Question) -> bool:
        """Say whether the question was answered."""
        answer = self.answers.get(question.id)
        return answer is not None and answer.state is not AnswerState.NOT_ASKED

    def given(self, answers: Sequence[Answer]) -> "Copy":
        """Return the copy with these answers as well."""
        known = {**self.answers, **{each.question_id: each for each in answers}}
        return replace(self, assignment=replace(self.assignment, answers=known))


def kept_as_shown(copy: Copy, question: Question) -> Mapping[str, object]:
    """Return what a chat remembers of the question that it shows: what is written next is the answer to that one.

    Not any more, once anybody of the home has answered something.
    """
    given = sum(each.times for each in copy.answers.values())
    return {SHOWN: [copy.assignment.assignment_id, question.id, given]}


def shown_of(turn: Turn, copy: Copy) -> Question | None:
    """Return the question that this chat shows in place of the one that is open, None where it does not."""
    kept = turn.caller.conversation.get(SHOWN)
    return next((each for each in copy.path if kept == kept_as_shown(copy, each)[SHOWN]), None)


def copy_of(assignment: Assignment, content: Content) -> Copy:
    """Return the home's copy.

    Raises:
        StalePress: The questionnaire's file has been removed since.
    """
    questionnaire = content.questionnaire(assignment.round.questionnaire_id)
    return Copy(assignment, questionnaire, content.words.checkin)


def draw_assignment(
    assignment: Assignment, content: Content, *, may_carry: bool = False
) -> Message:
    """Return the first message of an assignment: the intro and the first question.

    With ``may_carry``, the home may give its last answers again instead.

    Raises:
        StalePress: None of its questions is in the file any more.
    """
    copy = copy_of(assignment, content)
    if not copy.path:
        raise StalePress
    first = draw(copy, copy.path[0])
    nameless = [copy.words.without_names] if assignment.round.anonymous else []
    parts = [copy.questionnaire.intro, *nameless, first.text]
    rows = first.buttons
    if may_carry:
        carry = Press("unchanged", str(assignment.assignment_id))
        rows = ((Button(copy.questionnaire.unchanged, carry, style="primary"),), *rows)
    return Message("\n\n".join(parts), rows)


def draw(copy: Copy, question: Question, chosen: int = 0, before: Answer | None = None) -> Message:
    """Return a question with its answers as buttons; ``chosen`` are the bits of several that are ticked so far.

    ``before`` is an answer just given that its home may give a reason for.
    """
    words, about = copy.words, str(copy.assignment.assignment_id)
    path = copy.path
    place = path.index(question)
    parts = [
        words.question.fill(
            home=copy.assignment.home.name,
            title=copy.questionnaire.title,
            place=place + 1,
            of=len(path),
            question=question.text,
        ),
        *_hints(copy, question),
    ]
    if chosen:
        labels = ", ".join(question.option(each).label for each in values_of(question, chosen))
        parts.append(words.chosen.fill(labels=labels))
    rows = [*_choices(copy, question, chosen), *_always(copy, question)]
    if before is not None and before.state in STATES.values():
        rows.append((Button(_why(words, before), Press("why", about, (before.question_id,))),))
    if place:
        rows.append((Button(words.back, Press("back", about, (path[place - 1].id,))),))
    return Message("\n\n".join(parts), tuple(rows))


def _why(words: CheckInWords, answer: Answer) -> str:
    unclear = answer.state is AnswerState.UNCLEAR
    return words.say_what_is_unclear if unclear else words.say_why_not


def _hints(copy: Copy, question: Question) -> list[str]:
    words = copy.words
    hints = [words.hint.fill(hint=question.help)] if question.help else []
    if question.kind is Kind.NUMBER:
        span = words.span.fill(lowest=question.lowest, highest=question.highest)
        hints.append(words.hint.fill(hint=Markup(span)))
    if copy.assignment.round.anonymous and question.kind in (Kind.NUMBER, Kind.DATE, Kind.TEXT):
        hints.append(words.write_here)
    return hints


Rows = list[tuple[Button, ...]]


def answer_press(copy: Copy, question: Question, value: str) -> Press:
    """Return the press that gives this answer: of somebody who has seen how it was answered so often."""
    known = copy.answers.get(question.id)
    seen = str(known.times if known else 0)
    return Press("answer", str(copy.assignment.assignment_id), (question.id, value, seen))


def _choices(copy: Copy, question: Question, chosen: int) -> Rows:
    words, about = copy.words, str(copy.assignment.assignment_id)
    write = Press("fill", about, (question.id,))
    match question.kind:
        case Kind.SEVERAL:
            return _several(copy, question, chosen)
        case Kind.NUMBER if question.highest - question.lowest < FEW_NUMBERS:
            numbers = range(question.lowest, question.highest + 1)
            buttons = [
                Button(str(each), answer_press(copy, question, str(each))) for each in numbers
            ]
            return [tuple(buttons[at : at + _ROW]) for at in range(0, len(buttons), _ROW)]
        case Kind.NUMBER:
            return _form(copy, words.write_number, write)
        case Kind.DATE:
            named = (("today", words.today), ("yesterday", words.yesterday))
            days = [(Button(label, answer_press(copy, question, value)),) for value, label in named]
            return [*days, *_form(copy, words.another_day, write)]
        case Kind.TEXT:
            nothing = Button(words.nothing, answer_press(copy, question, NOTHING))
            return [*_form(copy, words.write, write), (nothing,)]
        case _:
            return [
                (Button(each.label, answer_press(copy, question, each.value)),)
                for each in question.options
            ]


def _form(copy: Copy, label: str, press: Press) -> Rows:
    # A form is a dialogue of its own, and would take the place of the one that holds what was said without a name.
    return [] if copy.assignment.round.anonymous else [(Button(label, press),)]


def _several(copy: Copy, question: Question, chosen: int) -> Rows:
    words, about = copy.words, str(copy.assignment.assignment_id)
    rows: Rows = []
    for place, each in enumerate(question.options):
        bit = 1 << place
        label = words.ticked.format(label=each.label) if chosen & bit else each.label
        press = Press("pick", about, (question.id, mark_of(question, chosen ^ bit)))
        rows.append((Button(label, press),))
    if chosen:
        done = answer_press(copy, question, mark_of(question, chosen))
        rows.append((Button(words.done, done, style="primary"),))
    return rows


def mark_of(question: Question, chosen: int) -> str:
    """Return what a button carries of several that are ticked: their bits, and what they are bits of."""
    known = zlib.crc32(BETWEEN.join(each.value for each in question.options).encode()) & 0xFFFF
    return f"{chosen:x}.{known:x}"


def values_of(question: Question, chosen: int) -> tuple[str, ...]:
    """Return the values of the options that are ticked."""
    return tuple(each.value for place, each in enumerate(question.options) if chosen >> place & 1)


def _always(copy: Copy, question: Question) -> Rows:
    """Return what every question offers, so that a home is never forced into a misleading "no"."""
    words = copy.words
    return [
        (Button(words.not_applicable, answer_press(copy, question, NOT_APPLICABLE)),),
        (Button(words.unclear, answer_press(copy, question, UNCLEAR)),),
    ]


def summary(turn: Turn, copy: Copy, before: Answer | None = None) -> Message:
    """Return the last screen: everything that was said, and Change."""
    words, about = copy.words, str(copy.assignment.assignment_id)
    title = words.summary.fill(home=copy.assignment.home.name, title=copy.questionnaire.title)
    lines = [_line(turn, copy, each) for each in copy.path]
    parts = [title, "", *lines, "", copy.questionnaire.thanks]
    done_at = copy.assignment.done_at or turn.at
    if copy.assignment.round.is_late(done_at) and copy.assignment.round.due_at:
        parts += ["", words.late.fill(day=dated(turn, copy.assignment.round.due_at))]
    rows: Rows = [(Button(words.change, Press("amend", about)),)]
    if before is not None and before.state in STATES.values():
        rows.append((Button(_why(words, before), Press("why", about, (before.question_id,))),))
    return Message("\n".join(parts), tuple(rows))


def _line(turn: Turn, copy: Copy, question: Question) -> str:
    words, answer = copy.words, copy.answers[question.id]
    line = words.summary_line.fill(question=question.text, answer=label_of(question, answer, words))
    if answer.note:
        line += words.noted.fill(note=answer.note)
    if answer.age and answer.since:
        line += words.carried.fill(day=dated(turn, answer.since))
    return line


def label_of(question: Question, answer: Answer, words: CheckInWords) -> str:
    """Return the label of an answer; its value where the option has gone from the file since."""
    if answer.state is AnswerState.NOT_APPLICABLE:
        return words.not_applicable
    if answer.state is AnswerState.UNCLEAR:
        return words.unclear
    if question.kind not in CHOSEN:
        return answer.value or words.nothing
    known = {each.value: each.label for each in question.options}
    chosen = answer.values if question.kind is Kind.SEVERAL else (answer.value,)
    return ", ".join(known.get(each, each) for each in chosen)


def draw_changes(copy: Copy) -> Message:
    """Return the question which answer is to be changed, a button each."""
    words, about = copy.words, str(copy.assignment.assignment_id)
    title = words.summary.fill(home=copy.assignment.home.name, title=copy.questionnaire.title)
    rows = [
        (
            Button(
                words.change_label.format(place=place, question=each.text)[:LABEL],
                Press("back", about, (each.id,)),
            ),
        )
        for place, each in enumerate(copy.path, 1)
    ]
    rows.append((Button(words.keep, Press("amend", about, ("keep",))),))
    return Message(f"{title}\n\n{words.change_which}", tuple(rows))

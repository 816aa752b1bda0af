"""What happens to rounds and the answers in them."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.rounds import Answer, AnswerState


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """A round opened: every home of its audience gets an assignment, and its people the first question."""

    round_id: int
    questionnaire_id: str


@dataclass(frozen=True, slots=True)
class RoundClosed:
    """A round takes no more answers."""

    round_id: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The caller answered one question for a home; an earlier answer stays in the history.

    With ``age``, the answer is one of ``age`` rounds ago, given again as it was at ``since``.
    """

    assignment_id: int
    question_id: str
    state: AnswerState
    value: str = ""
    note: str = ""
    age: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class AssignmentDone:
    """Every question of the assignment has its answer."""

    assignment_id: int


@dataclass(frozen=True, slots=True)
class QuestionPaused:
    """A question is not asked any more: not in the round that is open, nor in any other until it is resumed."""

    round_id: int
    question_id: str


@dataclass(frozen=True, slots=True)
class QuestionResumed:
    """A question that was paused is asked again, from the next round on."""

    round_id: int
    question_id: str


@dataclass(frozen=True, slots=True)
class SheetHandedIn:
    """A home has answered a survey without names; Overtaken where it had already.

    What was said is kept apart, with nothing that says whose it is.
    """

    assignment_id: int
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class ThemeTied:
    """An item of a newsletter tells what was done about an answer that homes gave in a round."""

    item_id: int
    round_id: int
    question_id: str
    value: str

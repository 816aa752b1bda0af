"""What happens to rounds and the answers in them."""

from dataclasses import dataclass

from bot.core.rounds import AnswerState


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """A round opened: every home of its audience gets an assignment, and its people the first question."""

    round_id: int
    questionnaire_id: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The caller answered one question for a home; an earlier answer stays in the history."""

    assignment_id: int
    question_id: str
    state: AnswerState
    value: str = ""


@dataclass(frozen=True, slots=True)
class AssignmentDone:
    """Every question of the assignment has its answer."""

    assignment_id: int

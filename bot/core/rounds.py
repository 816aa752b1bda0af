"""Rounds and assignments: one run of a questionnaire, and each home's copy of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.people import Home, PersonId


class AnswerState(StrEnum):
    """What a home said to a question. No reply is the absence of an answer, never a value.

    NOT_ASKED is of a question that the home's other answers left out.
    """

    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    UNCLEAR = "unclear"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Answer:
    """One home's answer to one question; ``value`` is empty unless the state is answered.

    ``note`` is why it does not apply or is unclear, where the home said so. An answer that was carried from an earlier
    round has its ``age`` in rounds, and was really given at ``since``. ``times`` is how often the question was answered
    in this round, and ``by`` is who did last.
    """

    question_id: str
    state: AnswerState
    value: str = ""
    note: str = ""
    age: int = 0
    since: datetime | None = None
    by: PersonId | None = None
    at: datetime | None = None
    times: int = 0

    @property
    def values(self) -> tuple[str, ...]:
        """Return what was chosen where several could be."""
        return tuple(self.value.split(","))


@dataclass(frozen=True, slots=True)
class Round:
    """One run of a questionnaire. ``closed_at`` (aware UTC) is None while it takes answers.

    What comes after ``due_at`` is late, and taken all the same. ``asked`` are the ids of its questions, none = all.
    Of an ``anonymous`` one is kept that a home has answered, apart from what was said.
    """

    round_id: int
    questionnaire_id: str
    opened_at: datetime
    closed_at: datetime | None = None
    due_at: datetime | None = None
    asked: tuple[str, ...] = ()
    anonymous: bool = False

    def is_late(self, moment: datetime) -> bool:
        """Say whether an answer of this moment is late."""
        return self.due_at is not None and moment > self.due_at


@dataclass(frozen=True, slots=True)
class Assignment:
    """One home's copy of a round, with the answers so far by question id."""

    assignment_id: int
    round: Round
    home: Home
    answers: Mapping[str, Answer]
    done_at: datetime | None = None

    @property
    def card(self) -> str:
        """Return the name under which the messages that show it are found again."""
        return f"assignment:{self.assignment_id}"

"""Rounds and assignments: one run of a questionnaire, and each home's copy of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.people import Home


class AnswerState(StrEnum):
    """What a home said to a question. No reply is the absence of an answer, never a value."""

    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Answer:
    """One home's answer to one question; ``value`` is empty unless the state is answered."""

    question_id: str
    state: AnswerState
    value: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One run of a questionnaire. ``closed_at`` (aware UTC) is None while it takes answers."""

    round_id: int
    questionnaire_id: str
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One home's copy of a round, with the answers so far by question id."""

    assignment_id: int
    round: Round
    home: Home
    answers: Mapping[str, Answer]
    done_at: datetime | None = None

"""What a conversation may ask about rounds beyond its own assignment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.core.figures import Report
from bot.core.people import Home, HomeId
from bot.core.pictures import Picture, PictureKind
from bot.core.quality import Quality
from bot.core.questionnaires import Questionnaire
from bot.core.rounds import Answer, Assignment, Round


@dataclass(frozen=True, slots=True)
class Call:
    """A home to ring: it has not answered, or its answer asked for help (``reference``, such as HR-12).

    ``silent`` where it usually answers.
    """

    home: Home
    telephone: str
    silent: bool = False
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a round stands: homes asked, those that have answered all of it, those in the middle.

    Of those that have answered, how many were late, and how many said something again as it was in the round before.
    """

    asked: int
    done: int
    late: int
    begun: int
    carried: int


class Asking(Protocol):
    """What a handler may ask about rounds."""

    def round(self, round_id: int) -> Round | None:
        """Return one round."""

    def newest(self, questionnaire_id: str) -> Round | None:
        """Return the newest round of the questionnaire, open or closed."""

    def earlier(self, assignment: Assignment) -> Mapping[str, Answer]:
        """Return what the home said in the round just before by question id, nothing where it had not said all."""

    def to_remind(self, found: Round, carry: int) -> tuple[tuple[Assignment, bool], ...]:
        """Return the assignments that may be reminded of now, each with whether its last answers can be said again.

        None that is answered, whose first question has not gone out yet, or that was reminded as often as the config
        allows.
        """

    def calls(self, found: Round) -> tuple[Call, ...]:
        """Return the homes to ring for a round: the silent ones first, then by name."""

    def standing(self, round_id: int) -> Standing:
        """Return how a round stands."""

    def results(self, found: Round) -> Mapping[str, Mapping[tuple[str, str], int]]:
        """Return how many homes gave each (state, value), by question id."""

    def report(self, found: Round, questionnaire: Questionnaire, *, public: bool) -> Report:
        """Return the figures of a wave, and what changed since the one before."""

    def picture(
        self, found: Round, questionnaire: Questionnaire, kind: PictureKind, *, public: bool = False
    ) -> Picture | None:
        """Return a picture of a round; None where there is nothing to draw."""

    def quality(self, found: Round, questionnaire: Questionnaire) -> tuple[Quality, ...]:
        """Return how well each question of a round was understood, the worst first."""

    def homes_that_said(self, found: Round, question_id: str, value: str) -> tuple[HomeId, ...]:
        """Return the homes whose last answer to the question is this, or has this among several."""

    def unclear(self, round_id: int, question_id: str) -> int:
        """Count the homes that called the question unclear last."""

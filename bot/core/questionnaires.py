"""Questionnaires: what homes are asked, which of it when, and what an answer raises. Check-ins and surveys alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.errors import StalePress
from bot.core.people import TeamId
from bot.core.rounds import Answer, AnswerState

# Every question offers these two, so that a home is never forced into a misleading "no".
NOT_APPLICABLE = "not_applicable"
UNCLEAR = "unclear"
# "Nothing to add", where a text is asked for.
NOTHING = "nothing"
# What stands between the values of an answer that chose several; no value has one.
BETWEEN = ","
# What fits into a message with its question on every platform.
LONGEST_TEXT = 1000
LARGEST_NUMBER = 999_999


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SCORE = "score"
    SEVERAL = "several"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"


# Answered by choosing among options.
CHOSEN = (Kind.ONE, Kind.SCORE, Kind.SEVERAL)


class Every(StrEnum):
    """How often a question is asked: in each round, or in the first one of a month, a quarter, a year."""

    ROUND = "round"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Need:
    """What an answer raises: a case of this category, or only a wish to be rung back; ``urgent`` is needed today."""

    category: str
    calls_back: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question; ``escalates`` or ``calls_back`` names the category that choosing it raises, if any."""

    value: str
    label: str
    escalates: str = ""
    calls_back: str = ""
    urgent: bool = False

    @property
    def need(self) -> Need | None:
        """Return what choosing it raises."""
        category = self.escalates or self.calls_back
        return Need(category, bool(self.calls_back), self.urgent) if category else None


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a number or a score raises from or up to a limit."""

    need: Need
    at_least: int | None = None
    at_most: int | None = None

    def is_met(self, number: int) -> bool:
        """Say whether the number is so high or so low."""
        low, high = self.at_least, self.at_most
        return (low is None or number >= low) and (high is None or number <= high)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``owner`` is the team that hears when it is not understood, None = the coordinators.

    ``only_if`` names answers to earlier questions, of which one each must have been given. ``lowest`` and ``highest``
    bound a number, ``limit`` the characters of a text.
    """

    id: str
    text: str
    options: tuple[Option, ...] = ()
    kind: Kind = Kind.ONE
    help: str = ""
    owner: TeamId | None = None
    every: Every = Every.ROUND
    only_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    thresholds: tuple[Threshold, ...] = ()
    lowest: int = 0
    highest: int = LARGEST_NUMBER
    limit: int = LONGEST_TEXT

    def option(self, value: str) -> Option:
        """Return the option with this value.

        Raises:
            StalePress: The question no longer has it.
        """
        for each in self.options:
            if each.value == value:
                return each
        raise StalePress

    def needs(self, answer: Answer) -> tuple[Need, ...]:
        """Return what an answer raises; one that was given before the question changed raises nothing."""
        if answer.state is not AnswerState.ANSWERED:
            return ()
        chosen = answer.values if self.kind is Kind.SEVERAL else (answer.value,)
        found = [each.need for each in self.options if each.value in chosen and each.need]
        if answer.value.isdecimal():
            number = int(answer.value)
            found += [each.need for each in self.thresholds if each.is_met(number)]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A check-in or a survey: its questions and its wording.

    ``opens`` is local time in words, empty = by hand; ``remind`` and ``closes`` say how long after it opened, in words.
    Of an ``anonymous`` one nobody can tell afterwards which home said what.
    ``unchanged`` is the button that gives last round's answers again, empty = none, for at most ``carry`` rounds.
    """

    id: str
    title: str
    audience: str
    intro: str
    thanks: str
    questions: tuple[Question, ...]
    opens: str = ""
    remind: tuple[str, ...] = ()
    closes: str = ""
    unchanged: str = ""
    carry: int = 0
    is_survey: bool = False
    anonymous: bool = False

    def question(self, question_id: str) -> Question:
        """Return the question with this id.

        Raises:
            StalePress: The questionnaire no longer has it.
        """
        for each in self.questions:
            if each.id == question_id:
                return each
        raise StalePress

    def askable(self, ids: Collection[str]) -> list[str]:
        """Return which of these questions can be asked: not those that follow one which is not among them."""
        kept: list[str] = []
        for each in self.questions:
            if each.id in ids and all(before in kept for before in each.only_if):
                kept.append(each.id)
        return kept

    def asked_of(
        self, asked: Collection[str], answers: Mapping[str, Answer]
    ) -> tuple[Question, ...]:
        """Return the questions that a home is asked in a round of these, given what it has answered so far.

        ``asked`` are the ids of the round's questions, none = all.
        """
        path: dict[str, Question] = {}
        for each in self.questions:
            if (not asked or each.id in asked) and all(
                before in path and _is_among(answers.get(before), values)
                for before, values in each.only_if.items()
            ):
                path[each.id] = each
        return tuple(path.values())


def _is_among(answer: Answer | None, values: Collection[str]) -> bool:
    if answer is None or answer.state is not AnswerState.ANSWERED:
        return False
    return any(each in values for each in answer.values)

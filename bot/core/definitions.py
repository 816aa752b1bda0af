"""What the files under ``content/`` mean once read: teams, categories, questionnaires, forms and words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from bot.core.editions import ApprovalRule, Edition
from bot.core.errors import StalePress
from bot.core.forms import Form
from bot.core.people import TeamId
from bot.core.triage import Triage
from bot.core.words import Words

# Every question offers these two, so that a home is never forced into a misleading "no".
NOT_APPLICABLE = "not_applicable"
UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Team:
    """A group of leads; ``slack_channel`` is where its cards go, empty where its leads are written to one by one."""

    id: TeamId
    name: str
    slack_channel: str = ""
    coordinates: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of need that homes have, and the team that owns it."""

    id: str
    label: str
    team: TeamId


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question; ``escalates`` names the category that choosing it raises, if any."""

    value: str
    label: str
    escalates: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its options; its type gave it the options where its own file did not."""

    id: str
    text: str
    options: tuple[Option, ...]

    def option(self, value: str) -> Option:
        """Return the option with this value.

        Raises:
            StalePress: The question no longer has it.
        """
        for each in self.options:
            if each.value == value:
                return each
        raise StalePress


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A check-in or a survey: its questions and its wording. ``opens`` is local time in words, empty = by hand."""

    id: str
    title: str
    audience: str
    intro: str
    thanks: str
    questions: tuple[Question, ...]
    opens: str = ""

    def question(self, question_id: str) -> Question:
        """Return the question with this id.

        Raises:
            StalePress: The questionnaire no longer has it.
        """
        for each in self.questions:
            if each.id == question_id:
                return each
        raise StalePress

    def place(self, question_id: str) -> int:
        """Return where the question stands, from 1.

        Raises:
            StalePress: The questionnaire no longer has it.
        """
        return self.questions.index(self.question(question_id)) + 1

    def after(self, question_id: str) -> Question | None:
        """Return the next question, or None after the last."""
        place = self.place(question_id)
        return self.questions[place] if place < len(self.questions) else None


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """The kinds of meetings, each with its label, and the local time on the day before at which to remind."""

    remind: time
    kinds: Mapping[str, str]

    def label(self, kind: str) -> str:
        """Return what people call a kind; one that has gone from the file since goes by its id."""
        return self.kinds.get(kind, kind)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a coordinator edits, read and checked."""

    words: Words
    forms: Mapping[str, Form]
    questionnaires: Mapping[str, Questionnaire]
    teams: Mapping[TeamId, Team]
    categories: Mapping[str, Category]
    meetings: MeetingRules
    triage: Triage
    privacy: str
    signpost: str
    editions: Mapping[str, Edition]
    approval: ApprovalRule

    def edition(self, edition_id: str) -> Edition:
        """Return the edition with this id.

        Raises:
            StalePress: No file defines it any more.
        """
        try:
            return self.editions[edition_id]
        except KeyError:
            raise StalePress from None

    @property
    def coordinators(self) -> tuple[TeamId, ...]:
        """Return the teams whose leads are coordinators."""
        return tuple(each.id for each in self.teams.values() if each.coordinates)

    def questionnaire(self, questionnaire_id: str) -> Questionnaire:
        """Return the questionnaire with this id.

        Raises:
            StalePress: No file defines it any more.
        """
        try:
            return self.questionnaires[questionnaire_id]
        except KeyError:
            raise StalePress from None

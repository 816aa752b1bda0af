"""What the files under ``content/`` mean once read: teams, categories, questionnaires, forms and words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from bot.core.contacts import Contact
from bot.core.editions import ApprovalRule, Edition
from bot.core.errors import Fault, StalePress
from bot.core.forms import Form
from bot.core.ladder import Policy
from bot.core.people import TeamId
from bot.core.questionnaires import Questionnaire
from bot.core.rota import Rota
from bot.core.triage import Triage
from bot.core.words import Words


@dataclass(frozen=True, slots=True)
class Team:
    """A group of leads; ``slack_channel`` is where its cards go, empty where its leads are written to one by one."""

    id: TeamId
    name: str
    slack_channel: str = ""
    coordinates: bool = False
    manager: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of need that homes have, and the team that owns it; the policy is that of what is needed this week.

    Of one without ``details`` nothing is taken: where to turn is shown instead.
    """

    id: str
    label: str
    team: TeamId
    policy: str
    urgent_policy: str
    details: bool = True


@dataclass(frozen=True, slots=True)
class Pattern:
    """The same category from so many homes within a time may be one matter."""

    category: str
    homes: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Rule:
    """Sends the needs of some homes elsewhere; what is empty means any, and of ``policy`` the category's own."""

    team: TeamId
    category: str = ""
    area: str = ""
    kind: str = ""
    policy: str = ""

    def meets(self, category: str, area: str, kinds: Collection[str]) -> bool:
        """Say whether the rule is for this."""
        asked = ((self.category, category), (self.area.casefold(), area.casefold()))
        return all(not rule or rule == is_so for rule, is_so in asked) and (
            not self.kind or self.kind in kinds
        )


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
    """Everything a coordinator edits, read and checked; ``warnings`` are no faults, and worth a second look."""

    words: Words
    forms: Mapping[str, Form]
    questionnaires: Mapping[str, Questionnaire]
    teams: Mapping[TeamId, Team]
    categories: Mapping[str, Category]
    rules: tuple[Rule, ...]
    patterns: tuple[Pattern, ...]
    policies: Mapping[str, Policy]
    rotas: Mapping[TeamId, Rota]
    meetings: MeetingRules
    triage: Triage
    privacy: str
    signpost: str
    safeguarding: str
    contacts: tuple[Contact, ...]
    editions: Mapping[str, Edition]
    approval: ApprovalRule
    warnings: Sequence[Fault] = ()

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

"""What the demo takes from the content folder: the labels that people press, the teams, the check-in that is played."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.audience import EVERYBODY
from bot.core.definitions import Content, Team
from bot.core.editions import Edition
from bot.core.errors import HomeroundError
from bot.core.questionnaires import Kind, Option, Question, Questionnaire
from bot.core.rounds import Answer, AnswerState
from bot.core.words import Words


@dataclass(frozen=True, slots=True)
class Sample:
    """What is put into the newsletter, as the form of an item has it; and what is corrected afterwards."""

    items: tuple[dict[str, str], ...]
    wrong: str
    right: str
    note: str


def read_sample(text: str) -> Sample:
    """Return what the file of samples says."""
    read = tomllib.loads(text)
    blank = {"audience": "", "expires": ""}
    return Sample(tuple(blank | each for each in read["items"]), **read["correction"])


@dataclass(frozen=True, slots=True)
class Script:
    """The parts that a story needs, whatever the network calls them.

    ``urgent`` is an answer to the first question of ``checkin``; the case that it raises goes to ``helpers``.
    """

    words: Words
    coordinators: Team
    helpers: Team
    others: tuple[Team, ...]
    edition: Edition
    checkin: Questionnaire
    survey: Questionnaire | None
    urgent: Option
    reply_label: str

    @property
    def calm(self) -> Option:
        """Return an answer to the first question that raises nothing, where there is one."""
        options = self.checkin.questions[0].options
        return next((each for each in options if not each.need), options[0])

    def taps(
        self, asked: Sequence[str], first: Option, of: Questionnaire | None = None
    ) -> list[tuple[str, str]]:
        """Return the labels that answer a whole round of these questions, each with the question that it is under.

        Of the check-in, where it is not ``of`` another.
        """
        found: list[tuple[str, str]] = []
        answers: dict[str, Answer] = {}
        while question := _next(of or self.checkin, asked, answers):
            option = first if question.kind is Kind.SCORE or not answers else _mildest(question)
            value = option.value if option else ""
            answers[question.id] = Answer(question.id, AnswerState.ANSWERED, value)
            label = option.label if option else self.words.checkin.not_applicable
            found.append((label, question.text))
            if question.kind is Kind.SEVERAL:
                found.append((self.words.checkin.done, question.text))
        return found


def _next(
    of: Questionnaire, asked: Sequence[str], answers: Mapping[str, Answer]
) -> Question | None:
    path = of.asked_of(asked, answers)
    return next((each for each in path if each.id not in answers), None)


def _mildest(question: Question) -> Option | None:
    """Return an option that raises nothing, the last of them: it seldom asks for more."""
    return next((each for each in reversed(question.options) if not each.need), None)


def read_script(content: Content) -> Script:
    """Return what the content folder gives for the story.

    Raises:
        HomeroundError: It lacks something that the story is about.
    """
    teams = content.teams.values()
    coordinators = next((each for each in teams if each.coordinates), None)
    if coordinators is None:
        raise HomeroundError("The demo needs a team with coordinates = true in teams.toml.")
    theirs = [each for each in content.editions.values() if _is_theirs(each, coordinators)]
    # Rather one for all homes than one for some.
    edition = min(theirs, key=lambda each: each.audience != EVERYBODY, default=None)
    if edition is None:
        raise HomeroundError(
            "The demo needs a newsletter in editions/ that the coordinators edit and approve."
        )
    for checkin, urgent, helpers in _raising(content):
        if helpers != coordinators:
            others = tuple(each for each in teams if each not in (coordinators, helpers))
            label = content.forms["from_home"].fields[0].label
            survey = next(
                (each for each in content.questionnaires.values() if each.is_survey), None
            )
            return Script(
                content.words,
                coordinators,
                helpers,
                others,
                edition,
                checkin,
                survey,
                urgent,
                label,
            )
    raise HomeroundError(
        "The demo needs a check-in whose first question has an answer that escalates to a team "
        "other than the coordinators."
    )


def _is_theirs(edition: Edition, team: Team) -> bool:
    return edition.editor == edition.approver == team.id


def _raising(content: Content) -> Iterator[tuple[Questionnaire, Option, Team]]:
    """Yield the answers to first questions that raise a case, with the team that gets it."""
    for checkin in content.questionnaires.values():
        for option in checkin.questions[0].options:
            if option.escalates:
                category = content.categories[option.escalates]
                yield checkin, option, content.teams[category.team]

"""What conversations may ask about rounds, inside one transaction."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from bot.core.asking import Call, Standing
from bot.core.figures import Report
from bot.core.kindness import Kindness
from bot.core.people import HomeId
from bot.core.pictures import Picture, PictureKind
from bot.core.quality import Quality, weigh
from bot.core.questionnaires import Questionnaire
from bot.core.reports import changed
from bot.core.rounds import Answer, Assignment, Round
from bot.core.words import Words
from bot.db import answers, calls, pictures, rounds, sheets
from bot.db.pictures import Sitter
from bot.db.tables import assignments
from bot.db.waves import areas_of, wave, wave_before


class AskingLook:
    """``Asking`` through one connection."""

    def __init__(self, connection: Connection, words: Words, kindness: Kindness) -> None:
        """Look through this connection; pictures are said in these words."""
        self._connection = connection
        self._words = words
        self._kindness = kindness

    def round(self, round_id: int) -> Round | None:
        """Return one round."""
        return rounds.round_numbered(self._connection, round_id)

    def newest(self, questionnaire_id: str) -> Round | None:
        """Return the newest round of the questionnaire, open or closed."""
        return rounds.newest_round(self._connection, questionnaire_id)

    def earlier(self, assignment: Assignment) -> Mapping[str, Answer]:
        """Return what the home said in the round just before by question id, nothing where it had not said all."""
        number = self._connection.execute(
            select(assignments.c.assignment_id).where(
                assignments.c.home_id == assignment.home.home_id,
                assignments.c.done_at.is_not(None),
                assignments.c.round_id == rounds.just_before(assignment.round).scalar_subquery(),
            )
        ).scalar()
        return answers.answers_in(self._connection, [number])[number] if number else {}

    def to_remind(self, found: Round, carry: int) -> tuple[tuple[Assignment, bool], ...]:
        """Return the assignments that may be reminded of, each with whether its last answers can be said again."""
        return calls.to_remind(self._connection, found, carry, self._kindness.reminders)

    def calls(self, found: Round) -> tuple[Call, ...]:
        """Return the homes to ring for a round: the silent ones first, then by name."""
        return calls.calls(self._connection, found)

    def standing(self, round_id: int) -> Standing:
        """Return how a round stands."""
        return calls.standing(self._connection, round_id)

    def results(self, found: Round) -> Mapping[str, Mapping[tuple[str, str], int]]:
        """Return how many homes gave each (state, value), by question id."""
        if found.anonymous:
            return sheets.results(self._connection, found)
        return answers.results(self._connection, found.round_id)

    def report(self, found: Round, questionnaire: Questionnaire, *, public: bool) -> Report:
        """Return the figures of a wave, and what changed since the one before."""
        return report(self._connection, found, questionnaire, public=public)

    def picture(
        self, found: Round, questionnaire: Questionnaire, kind: PictureKind, *, public: bool = False
    ) -> Picture | None:
        """Return a picture of a round; None where there is nothing to draw."""
        if kind is PictureKind.WAITS:
            return None
        sitter = Sitter(found, questionnaire, self._words.charts, self._kindness.zone)
        if kind is PictureKind.HOMES:
            return None if public else pictures.homes(self._connection, sitter)
        if kind is PictureKind.TREND:
            # Of a survey it would show scores of few homes.
            hide = public or questionnaire.is_survey
            return None if hide else pictures.trend(self._connection, sitter)
        told_of = self.report(found, questionnaire, public=public)
        if kind is PictureKind.SPREAD:
            return pictures.spread(sitter, told_of) if told_of.figures.areas else None
        return pictures.waves(sitter, told_of, self._told(told_of))

    def _told(self, report: Report) -> list[str]:
        """Return what changed in each area since the wave before."""
        if report.comparison is None or report.before_at is None:
            return []
        since = f"{report.before_at.astimezone(self._kindness.zone):%-d %b %Y}"
        changes = {each.area: each for each in report.comparison.areas}
        return [
            changed(self._words.results, changes[each.area], since) for each in report.figures.areas
        ]

    def quality(self, found: Round, questionnaire: Questionnaire) -> tuple[Quality, ...]:
        """Return how well each question of a round was understood, the worst first."""
        sheets = answers.everything_said(self._connection, found.round_id)
        return weigh(questionnaire, found.asked, sheets)

    def homes_that_said(self, found: Round, question_id: str, value: str) -> tuple[HomeId, ...]:
        """Return the homes whose last answer to the question is this, or has this among several."""
        return answers.homes_that_said(self._connection, found.round_id, question_id, value)

    def unclear(self, round_id: int, question_id: str) -> int:
        """Count the homes that called the question unclear last."""
        return answers.unclear(self._connection, round_id, question_id)


def report(
    connection: Connection, found: Round, questionnaire: Questionnaire, *, public: bool
) -> Report:
    """Return the figures of a wave as leads or anybody may see them, and what changed since the one before."""
    # Read in where it is used: it brings scipy, which takes a second; a start must not wait for it.
    from bot.figures import changes_in_view, compare, figures_of, in_view  # noqa: PLC0415

    areas = areas_of(questionnaire)
    after = wave(connection, found, areas)
    figures = in_view(figures_of(after), public=public)
    earlier = wave_before(connection, found)
    if earlier is None:
        return Report(figures)
    before = wave(connection, earlier, areas)
    shown = in_view(figures_of(before), public=public)
    changes = changes_in_view(compare(before, after), (shown, figures), public=public)
    return Report(figures, changes, shown, earlier.opened_at)

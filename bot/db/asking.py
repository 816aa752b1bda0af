"""What conversations may ask about rounds, inside one transaction."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from bot.core.asking import Call, Standing
from bot.core.figures import Report
from bot.core.questionnaires import Questionnaire
from bot.core.rounds import Answer, Assignment, Round
from bot.db import answers, calls, rounds
from bot.db.tables import assignments
from bot.db.waves import areas_of, wave, wave_before


class AskingLook:
    """``Asking`` through one connection."""

    def __init__(self, connection: Connection, reminders: int = 2) -> None:
        """Look through this connection; a home is reminded of a round at most so often."""
        self._connection = connection
        self._reminders = reminders

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
        return calls.to_remind(self._connection, found, carry, self._reminders)

    def calls(self, found: Round) -> tuple[Call, ...]:
        """Return the homes to ring for a round: the silent ones first, then by name."""
        return calls.calls(self._connection, found)

    def standing(self, round_id: int) -> Standing:
        """Return how a round stands."""
        return calls.standing(self._connection, round_id)

    def results(self, round_id: int) -> Mapping[str, Mapping[tuple[str, str], int]]:
        """Return how many homes gave each (state, value), by question id."""
        return answers.results(self._connection, round_id)

    def report(self, found: Round, questionnaire: Questionnaire, *, public: bool) -> Report:
        """Return the figures of a wave, and what changed since the one before."""
        return report(self._connection, found, questionnaire, public=public)

    def unclear(self, round_id: int, question_id: str) -> int:
        """Count the homes that called the question unclear last."""
        return answers.unclear(self._connection, round_id, question_id)


def report(
    connection: Connection, found: Round, questionnaire: Questionnaire, *, public: bool
) -> Report:
    """Return the figures of a wave as leads or anybody may see them, and what changed since the one before."""
    # Read in where it is used: it brings scipy, which takes a second and much memory.
    from bot.figures import changes_in_view, compare, figures_of, in_view  # noqa: PLC0415

    areas = areas_of(questionnaire)
    after = wave(connection, found, areas)
    figures = in_view(figures_of(after), public=public)
    earlier = wave_before(connection, found)
    if earlier is None:
        return Report(figures)
    changes = compare(wave(connection, earlier, areas), after)
    return Report(figures, changes_in_view(changes, public=public), earlier.opened_at)

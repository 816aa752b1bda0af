"""Questions that are not asked any more, until somebody lets them be asked again."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, update

from bot.core.people import PersonId
from bot.core.questionnaires import Questionnaire
from bot.core.rounds import Answer, Round
from bot.db.leases import insert_or_skip
from bot.db.rounds import mark_done, unfinished
from bot.db.tables import paused_questions, rounds


def pause(
    connection: Connection,
    found: Round,
    questionnaire: Questionnaire,
    question_id: str,
    by: PersonId | None,
    now: datetime,
) -> None:
    """Ask the question no more: not in this round, nor in any that opens later.

    Homes that had answered everything else have answered.
    """
    insert_or_skip(
        connection,
        paused_questions,
        questionnaire_id=questionnaire.id,
        question_id=question_id,
        paused_at=now,
        paused_by=by,
    )
    asked = found.asked or tuple(each.id for each in questionnaire.questions)
    left = questionnaire.askable([each for each in asked if each != question_id])
    if left:  # the only question of a round is asked until it closes
        connection.execute(
            update(rounds).where(rounds.c.round_id == found.round_id).values(asked=",".join(left))
        )
        done = [
            each.assignment_id
            for each in unfinished(connection, found.round_id)
            if each.answers and _has_all(questionnaire, left, each.answers)
        ]
        mark_done(connection, done, now)


def _has_all(
    questionnaire: Questionnaire, asked: Sequence[str], answers: Mapping[str, Answer]
) -> bool:
    return all(each.id in answers for each in questionnaire.asked_of(asked, answers))


def resume(connection: Connection, questionnaire_id: str, question_id: str) -> None:
    """Let the question be asked again in the rounds that open from now on."""
    connection.execute(
        delete(paused_questions).where(
            paused_questions.c.questionnaire_id == questionnaire_id,
            paused_questions.c.question_id == question_id,
        )
    )

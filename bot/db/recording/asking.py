"""How facts of rounds and their answers are written."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert

from bot.core import facts
from bot.core.errors import StalePress
from bot.core.turn import Caller, Push
from bot.db import questions, rounds, sheets
from bot.db.pushing import push
from bot.db.store import Store
from bot.db.tables import themes


def _opened(store: Store, _caller: Caller, fact: facts.RoundOpened) -> None:
    content = store.desk.content
    questionnaire = content.questionnaire(fact.questionnaire_id)
    if not store.is_live():
        return
    # One round of a questionnaire takes answers at a time.
    rounds.close(store.connection, fact.questionnaire_id, store.at)
    zone = store.desk.kindness.zone
    opened = rounds.open_new(store.connection, fact, questionnaire, store.at, zone)
    about, title = f"round:{fact.round_id}", questionnaire.title
    draw = store.desk.draw_assignment
    push(
        store,
        [
            Push(
                each.home.home_id,
                about,
                title,
                draw(each, content, may_carry=may_carry),
                card=each.card,
            )
            for each, may_carry in opened
        ],
    )


def _closed(store: Store, _caller: Caller, fact: facts.RoundClosed) -> None:
    found = rounds.round_numbered(store.connection, fact.round_id)
    if found is not None:
        rounds.close(store.connection, found.questionnaire_id, store.at)


def _answered(store: Store, caller: Caller, fact: facts.Answered) -> None:
    if caller.person is None:
        raise StalePress
    store.batch.answer(fact, caller.person.person_id, store.at)


def _done(store: Store, _caller: Caller, fact: facts.AssignmentDone) -> None:
    store.batch.done(fact.assignment_id, store.at)


def _handed_in(store: Store, _caller: Caller, fact: facts.SheetHandedIn) -> None:
    found = rounds.assignment(store.connection, fact.assignment_id)
    if found is None:
        raise StalePress
    sheets.hand_in(store.connection, found, fact.answers)


def _tied(store: Store, _caller: Caller, fact: facts.ThemeTied) -> None:
    store.connection.execute(insert(themes).values(asdict(fact)))


def _paused(store: Store, caller: Caller, fact: facts.QuestionPaused) -> None:
    found = rounds.round_numbered(store.connection, fact.round_id)
    if found is not None:
        known = store.desk.content.questionnaire(found.questionnaire_id)
        by = caller.person.person_id if caller.person else None
        questions.pause(store.connection, found, known, fact.question_id, by, store.at)


def _resumed(store: Store, _caller: Caller, fact: facts.QuestionResumed) -> None:
    found = rounds.round_numbered(store.connection, fact.round_id)
    if found is not None:
        questions.resume(store.connection, found.questionnaire_id, fact.question_id)


WRITERS: dict[type, Callable[[Store, Caller, Any], None]] = {
    facts.RoundOpened: _opened,
    facts.RoundClosed: _closed,
    facts.Answered: _answered,
    facts.AssignmentDone: _done,
    facts.SheetHandedIn: _handed_in,
    facts.ThemeTied: _tied,
    facts.QuestionPaused: _paused,
    facts.QuestionResumed: _resumed,
}

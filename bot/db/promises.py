"""Next steps, scores and incidents in the database."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    Connection,
    RowMapping,
    bindparam,
    exists,
    insert,
    literal,
    select,
    union_all,
    update,
)

from bot.core.cases import Escalation
from bot.core.errors import Overtaken, StalePress
from bot.core.facts import (
    ActionMoved,
    ActionPromised,
    CaseScored,
    CasesLinked,
    Fact,
    IncidentMade,
)
from bot.core.people import PersonId, TeamId
from bot.core.promises import Action, ActionState, Incident
from bot.db import cases
from bot.db.tables import Moment, actions, escalations, incidents, persons, scores

# What a tick looks at; the next tick looks at the next.
MOST_DUE = 500
# What moves next: a case on its ladder, or a next step that is reminded of.
LADDER, STEP = "ladder", "step"

_ACTIONS = (
    select(actions, persons.c.name)
    .join(persons, persons.c.person_id == actions.c.owner_id)
    .order_by(actions.c.due_on, actions.c.action_id)
)

_now = bindparam("now", type_=Moment())
# Asked every second: to put it together takes longer than to answer it.
_DUE = (
    union_all(
        select(
            literal(LADDER).label("what"),
            escalations.c.escalation_id.label("number"),
            escalations.c.due_at.label("due_at"),
        ).where(escalations.c.due_at <= _now),
        select(literal(STEP), actions.c.action_id, actions.c.next_at).where(
            actions.c.next_at <= _now
        ),
    )
    .order_by("due_at", "number")
    .limit(MOST_DUE)
)


@dataclass(frozen=True, slots=True)
class PromiseLook:
    """``Promises`` over one connection."""

    connection: Connection

    def action(self, action_id: int) -> Action | None:
        """Return one next step."""
        found = _ACTIONS.where(actions.c.action_id == action_id)
        row = self.connection.execute(found).mappings().first()
        return _action(row) if row else None

    def open_actions(self, *escalation_ids: int) -> tuple[Action, ...]:
        """Return the next steps of these cases that are still to come, the nearest first."""
        found = _ACTIONS.where(
            actions.c.escalation_id.in_(escalation_ids), actions.c.state == ActionState.PROMISED
        )
        return tuple(map(_action, self.connection.execute(found).mappings()))

    def late(self, team: TeamId, today: date) -> tuple[Action, ...]:
        """Return the next steps of a team's cases promised for a day before this one, the longest past first."""
        cases_of = select(escalations.c.escalation_id).where(escalations.c.team == team, cases.OPEN)
        found = _ACTIONS.where(
            actions.c.state == ActionState.PROMISED,
            actions.c.due_on < today,
            actions.c.escalation_id.in_(cases_of),
        )
        return tuple(map(_action, self.connection.execute(found).mappings()))

    def alike(self, category: str, since: datetime) -> tuple[Escalation, ...]:
        """Return what is open in a category, was raised since then and is in no incident, the oldest first."""
        return cases.escalations_where(
            self.connection,
            cases.OPEN,
            escalations.c.category == category,
            escalations.c.raised_at >= since,
            escalations.c.incident_id.is_(None),
        )

    def incident(self, incident_id: int) -> Incident | None:
        """Return one incident."""
        found = select(incidents).where(incidents.c.incident_id == incident_id)
        row = self.connection.execute(found).first()
        return Incident(row.incident_id, row.category, TeamId(row.team)) if row else None

    def open_incident(self, category: str, since: datetime) -> Incident | None:
        """Return the newest incident of a category that was made since then and of which a case is open."""
        has_open = exists().where(escalations.c.incident_id == incidents.c.incident_id, cases.OPEN)
        found = select(incidents.c.incident_id).where(
            incidents.c.category == category, incidents.c.made_at >= since, has_open
        )
        newest = found.order_by(incidents.c.incident_id.desc()).limit(1)
        number = self.connection.execute(newest).scalar()
        return self.incident(number) if number else None

    def linked(self, incident_id: int) -> tuple[Escalation, ...]:
        """Return the cases of an incident that are not resolved, the oldest first."""
        mine = escalations.c.incident_id == incident_id
        return cases.escalations_where(self.connection, cases.OPEN, mine)


def _action(row: RowMapping) -> Action:
    return Action(
        row["action_id"],
        row["escalation_id"],
        row["text"],
        PersonId(row["owner_id"]),
        row["name"],
        row["due_on"],
        row["next_at"],
        ActionState(row["state"]),
    )


def due(connection: Connection, now: datetime) -> list[tuple[str, int, datetime]]:
    """Return which cases move next on their ladders and which next steps are to be reminded of by now, and since when.

    Each as LADDER or STEP, its number, and the moment. One statement, as it is asked every second.
    """
    rows = connection.execute(_DUE, {"now": now})
    return [(row.what, row.number, row.due_at) for row in rows]


def overdue(connection: Connection, since: datetime) -> tuple[int, datetime | None]:
    """Return how many cases and next steps were due at that moment and did not move, and the oldest's moment."""
    found = [due_at for _, _, due_at in due(connection, since)]
    return len(found), min(found, default=None)


def keep(connection: Connection, fact: Fact, by: PersonId | None, now: datetime) -> None:
    """Keep what happened.

    Raises:
        Overtaken: The step had ended, or a case is in another incident already.
    """
    match fact:
        case ActionPromised():
            _promise(connection, fact, by, now)
        case ActionMoved():
            _move(connection, fact, now)
        case CaseScored():
            _score(connection, fact, by, now)
        case IncidentMade():
            _make(connection, fact, by, now)
        case CasesLinked():
            _link(connection, fact)


def _promise(
    connection: Connection, fact: ActionPromised, by: PersonId | None, now: datetime
) -> None:
    connection.execute(
        insert(actions).values(
            action_id=fact.action_id,
            escalation_id=fact.escalation_id,
            text=fact.text,
            owner_id=fact.owner_id,
            due_on=fact.due_on,
            next_at=fact.next_at,
            state=ActionState.PROMISED,
            made_by=by,
            made_at=now,
        )
    )


def _move(connection: Connection, fact: ActionMoved, now: datetime) -> None:
    ended = None if fact.state is ActionState.PROMISED else now
    moved = connection.execute(
        update(actions)
        .where(actions.c.action_id == fact.action_id, actions.c.state == ActionState.PROMISED)
        .values(state=fact.state, next_at=fact.next_at, ended_at=ended)
    )
    if moved.rowcount != 1:
        raise Overtaken


def _score(connection: Connection, fact: CaseScored, by: PersonId | None, now: datetime) -> None:
    if by is None:
        raise StalePress
    said = {"score": fact.score, "text": fact.text, "person_id": by, "at": now}
    connection.execute(insert(scores).values(escalation_id=fact.escalation_id, **said))


def _make(connection: Connection, fact: IncidentMade, by: PersonId | None, now: datetime) -> None:
    connection.execute(
        insert(incidents).values(
            incident_id=fact.incident_id,
            category=fact.category,
            team=fact.team,
            made_by=by,
            made_at=now,
        )
    )
    _link(connection, CasesLinked(fact.incident_id, fact.escalation_ids))


def _link(connection: Connection, fact: CasesLinked) -> None:
    linked = connection.execute(
        update(escalations)
        .where(
            escalations.c.escalation_id.in_(fact.escalation_ids),
            escalations.c.incident_id.is_(None),
        )
        .values(incident_id=fact.incident_id)
    )
    if linked.rowcount != len(fact.escalation_ids):
        raise Overtaken

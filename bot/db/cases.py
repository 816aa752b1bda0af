"""Escalations and their timelines in the database."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    RowMapping,
    and_,
    bindparam,
    func,
    insert,
    select,
    update,
)

from bot.core.cases import CaseState, Entry, EntryKind, Escalation, Timeline, card_of
from bot.core.deliveries import Operation, State
from bot.core.errors import Overtaken
from bot.core.facts import EntryAdded, EscalationMoved, EscalationRaised
from bot.core.ladder import Ladder, Policy, Step, Tell, Urgency
from bot.core.people import HomeId, PersonId, TeamId
from bot.db.people import home_from
from bot.db.tables import (
    Moment,
    assignments,
    deliveries,
    entries,
    escalations,
    homes,
    persons,
    rounds,
)

# When it was last raised, claimed, given back or resolved: what is written in between moves nothing.
_MOVES = (
    EntryKind.RAISED,
    EntryKind.CLAIMED,
    EntryKind.RELEASED,
    EntryKind.HANDED_ON,
    EntryKind.RESOLVED,
    EntryKind.REOPENED,
)
_moved_at = (
    select(func.max(entries.c.at, type_=Moment()))
    .where(entries.c.escalation_id == escalations.c.escalation_id, entries.c.kind.in_(_MOVES))
    .scalar_subquery()
    .label("moved_at")
)

OPEN = escalations.c.state != CaseState.RESOLVED


_ESCALATIONS = (
    select(escalations, homes, _moved_at, persons.c.name.label("owner_name"))
    .join(homes, homes.c.home_id == escalations.c.home_id)
    .outerjoin(persons, persons.c.person_id == escalations.c.owner_id)
    .order_by(escalations.c.escalation_id)
)
_OPEN_OF = _ESCALATIONS.where(
    escalations.c.home_id.in_(bindparam("home_ids", expanding=True)), OPEN
)


def escalations_where(
    connection: Connection, *where: ColumnElement[bool]
) -> tuple[Escalation, ...]:
    """Return the escalations that meet every condition, oldest first."""
    rows = connection.execute(_ESCALATIONS.where(*where)).mappings()
    return tuple(map(_escalation, rows))


def open_of(
    connection: Connection, home_ids: Collection[HomeId]
) -> dict[HomeId, tuple[Escalation, ...]]:
    """Return the escalations of each of these homes that are not resolved, oldest first; for a few homes at a time."""
    found: dict[HomeId, tuple[Escalation, ...]] = dict.fromkeys(home_ids, ())
    for row in connection.execute(_OPEN_OF, {"home_ids": list(home_ids)}).mappings():
        found[HomeId(row["home_id"])] += (_escalation(row),)
    return found


def _escalation(row: RowMapping) -> Escalation:
    return Escalation(
        escalation_id=row["escalation_id"],
        home=home_from(row),
        category=row["category"],
        team=TeamId(row["team"]),
        summary=row["summary"],
        state=CaseState(row["state"]),
        raised_at=row["raised_at"],
        moved_at=row["moved_at"],
        version=row["version"],
        policy=_policy(row),
        urgency=Urgency(row["urgency"]),
        ladder=Ladder(row["step"], row["due_at"], row["asked"]),
        owner_id=PersonId(row["owner_id"]) if row["owner_id"] else None,
        owner_name=row["owner_name"] or "",
        outcome=row["outcome"],
    )


def _policy(row: RowMapping) -> Policy:
    steps = tuple(Step(Tell(tell), timedelta(seconds=wait)) for tell, wait in row["steps"])
    word, release = row["word_seconds"], row["release_seconds"]
    return Policy(row["policy"], steps, timedelta(seconds=word), timedelta(seconds=release))


def escalation(connection: Connection, escalation_id: int) -> Escalation | None:
    """Return one escalation."""
    found = escalations_where(connection, escalations.c.escalation_id == escalation_id)
    return found[0] if found else None


def raised_from(
    connection: Connection, assignment_id: int, category: str
) -> tuple[Escalation, ...]:
    """Return the unresolved escalations that answers of this home to this questionnaire raised, in any round."""
    mine, others = assignments.alias("mine"), assignments.alias("others")
    its, any_round = rounds.alias("its"), rounds.alias("any_round")
    same = (
        select(others.c.assignment_id)
        .select_from(mine)
        .join(its, its.c.round_id == mine.c.round_id)
        .join(others, others.c.home_id == mine.c.home_id)
        .join(any_round, any_round.c.round_id == others.c.round_id)
        .where(
            mine.c.assignment_id == assignment_id,
            any_round.c.questionnaire_id == its.c.questionnaire_id,
        )
    )
    return escalations_where(
        connection,
        OPEN,
        escalations.c.assignment_id.in_(same),
        escalations.c.category == category,
    )


def raise_new(
    connection: Connection, fact: EscalationRaised, by: PersonId | None, now: datetime
) -> None:
    """Keep a new escalation with the first line of its timeline."""
    connection.execute(
        insert(escalations).values(
            escalation_id=fact.escalation_id,
            home_id=fact.home_id,
            category=fact.category,
            team=fact.team,
            summary=fact.summary,
            state=CaseState.OPEN,
            assignment_id=fact.assignment_id,
            raised_at=now,
            raised_by=by,
            source=fact.source,
            urgency=fact.urgency,
            policy=fact.policy.id,
            steps=[[each.tell, int(each.wait.total_seconds())] for each in fact.policy.steps],
            word_seconds=int(fact.policy.word.total_seconds()),
            release_seconds=int(fact.policy.release.total_seconds()),
            **_standing(fact.ladder),
        )
    )
    add_entry(connection, EntryAdded(fact.escalation_id, EntryKind.RAISED, fact.summary), by, now)


def move(connection: Connection, fact: EscalationMoved, by: PersonId | None, now: datetime) -> None:
    """Let it stand as the fact says, with a line for the timeline.

    Raises:
        Overtaken: Somebody else changed it since the version that the fact was decided on.
    """
    is_resolved = fact.state is CaseState.RESOLVED
    changes: dict[str, object] = {
        "state": fact.state,
        "version": fact.version + 1,
        "owner_id": fact.owner_id,
        "resolved_at": now if is_resolved else None,
        "outcome": fact.text if is_resolved else "",
        **_standing(Ladder() if is_resolved else fact.ladder),
    }
    if fact.team is not None:
        changes["team"] = fact.team
    moved = connection.execute(
        update(escalations)
        .where(
            escalations.c.escalation_id == fact.escalation_id, escalations.c.version == fact.version
        )
        .values(changes)
    )
    if moved.rowcount != 1:
        raise Overtaken
    add_entry(connection, EntryAdded(fact.escalation_id, fact.kind, fact.text), by, now)


def stop_telling(connection: Connection, escalation_id: int, now: datetime) -> None:
    """Cancel what waits to be sent to people's own chats of an escalation that somebody has; rooms keep its card."""
    connection.execute(
        update(deliveries)
        .where(
            deliveries.c.card == card_of(escalation_id),
            # As the index has it, which neither database would use without.
            deliveries.c.card != "",
            deliveries.c.state == State.QUEUED,
            deliveries.c.operation == Operation.SEND,
            deliveries.c.account_id.is_not(None),
        )
        .values(state=State.CANCELLED, reason="claimed", finished_at=now)
    )


def due_again(connection: Connection, owner_id: PersonId, now: datetime) -> None:
    """Let everything that somebody has move at once: who left keeps no case until it would be due."""
    theirs = and_(escalations.c.owner_id == owner_id, escalations.c.state == CaseState.CLAIMED)
    connection.execute(update(escalations).where(theirs).values(due_at=now))


def _standing(ladder: Ladder) -> dict[str, object]:
    return {"step": ladder.step, "due_at": ladder.due_at, "asked": ladder.asked}


def add_entry(connection: Connection, fact: EntryAdded, by: PersonId | None, now: datetime) -> None:
    """Add a line to the timeline."""
    connection.execute(
        insert(entries).values(
            escalation_id=fact.escalation_id, kind=fact.kind, text=fact.text, person_id=by, at=now
        )
    )


def timelines(connection: Connection, *where: ColumnElement[bool]) -> list[Timeline]:
    """Return every escalation that meets these conditions with everything that happened to it, oldest first."""
    found = escalations_where(connection, *where)
    lines: dict[int, list[Entry]] = {each.escalation_id: [] for each in found}
    rows = connection.execute(
        _ENTRIES.join(escalations, escalations.c.escalation_id == entries.c.escalation_id).where(
            *where
        )
    )
    for row in rows:
        lines[row.escalation_id].append(_entry(row))
    return [(each, tuple(lines[each.escalation_id])) for each in found]


def timeline(connection: Connection, escalation_id: int) -> tuple[Entry, ...]:
    """Return everything that happened to an escalation, oldest first."""
    rows = connection.execute(_ENTRIES.where(entries.c.escalation_id == escalation_id))
    return tuple(map(_entry, rows))


_ENTRIES = (
    select(entries, persons.c.name)
    .outerjoin(persons, persons.c.person_id == entries.c.person_id)
    .order_by(entries.c.entry_id)
)


def _entry(row: Row[Any]) -> Entry:
    return Entry(EntryKind(row.kind), row.at, row.name or "", row.text)

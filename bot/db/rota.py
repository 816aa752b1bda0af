"""Changes of rotas in the database: cover, leave and swaps."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from bot.core.errors import Overtaken
from bot.core.facts import Fact, RotaChanged, SwapAsked, SwapDecided
from bot.core.people import PersonId, TeamId
from bot.core.rota import Change, ChangeKind, Part, Swap, SwapState
from bot.db.tables import persons, rota_changes, swaps


@dataclass(frozen=True, slots=True)
class RotaLook:
    """``Rotas`` over one connection."""

    connection: Connection

    def changes(self, team: TeamId, start: datetime, end: datetime) -> tuple[Change, ...]:
        """Return what changes the team's rota between two moments, in the order in which it was made."""
        rows = self.connection.execute(
            select(rota_changes, persons.c.name)
            .join(persons, persons.c.person_id == rota_changes.c.person_id)
            .where(
                rota_changes.c.team == team,
                rota_changes.c.ends_at > start,
                rota_changes.c.starts_at < end,
            )
            .order_by(rota_changes.c.rota_change_id)
        ).mappings()
        return tuple(map(_change, rows))

    def swap(self, swap_id: int) -> Swap | None:
        """Return one swap."""
        row = self.connection.execute(_SWAPS.where(swaps.c.swap_id == swap_id)).mappings().first()
        return _swap(row) if row else None


_by, _of = persons.alias("asker"), persons.alias("asked")
_SWAPS = (
    select(swaps, _by.c.name.label("by_name"), _of.c.name.label("of_name"))
    .join(_by, _by.c.person_id == swaps.c.asked_by)
    .join(_of, _of.c.person_id == swaps.c.asked_of)
)


def _change(row: RowMapping) -> Change:
    return Change(
        ChangeKind(row["kind"]),
        TeamId(row["team"]),
        PersonId(row["person_id"]),
        row["name"],
        row["starts_at"],
        row["ends_at"],
        row["shift"],
    )


def _swap(row: RowMapping) -> Swap:
    return Swap(
        row["swap_id"],
        TeamId(row["team"]),
        PersonId(row["asked_by"]),
        row["by_name"],
        Part(row["shift"], row["starts_at"], row["ends_at"]),
        PersonId(row["asked_of"]),
        row["of_name"],
        Part(row["other_shift"], row["other_starts_at"], row["other_ends_at"]),
        SwapState(row["state"]),
    )


def keep(connection: Connection, fact: Fact, by: PersonId | None, now: datetime) -> None:
    """Keep what happened to a rota.

    Raises:
        Overtaken: Of a swap: that was decided already.
    """
    match fact:
        case RotaChanged():
            _change_it(connection, fact, by, now)
        case SwapAsked():
            _ask(connection, fact, by, now)
        case SwapDecided():
            _decide(connection, fact, now)


def _change_it(
    connection: Connection, fact: RotaChanged, by: PersonId | None, now: datetime
) -> None:
    connection.execute(
        insert(rota_changes).values(
            kind=fact.kind,
            team=fact.team,
            shift=fact.shift,
            person_id=fact.person_id,
            starts_at=fact.starts_at,
            ends_at=fact.ends_at,
            made_by=by,
            made_at=now,
        )
    )


def _ask(connection: Connection, fact: SwapAsked, by: PersonId | None, now: datetime) -> None:
    connection.execute(
        insert(swaps).values(
            swap_id=fact.swap_id,
            team=fact.team,
            asked_by=by,
            shift=fact.mine.shift,
            starts_at=fact.mine.starts_at,
            ends_at=fact.mine.ends_at,
            asked_of=fact.asked_of,
            other_shift=fact.theirs.shift,
            other_starts_at=fact.theirs.starts_at,
            other_ends_at=fact.theirs.ends_at,
            state=SwapState.ASKED,
            asked_at=now,
        )
    )


def _decide(connection: Connection, fact: SwapDecided, now: datetime) -> None:
    decided = connection.execute(
        update(swaps)
        .where(swaps.c.swap_id == fact.swap_id, swaps.c.state == SwapState.ASKED)
        .values(state=fact.state, decided_at=now)
    )
    if decided.rowcount != 1:
        raise Overtaken

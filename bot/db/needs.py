"""What conversations ask about needs beside the escalations: homes by their words, leads who can be reached."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from bot.core.cases import Escalation, Timeline
from bot.core.people import Home, HomeId, Person, TeamId
from bot.db import cases, people
from bot.db.tables import (
    accounts,
    assignments,
    escalations,
    home_labels,
    homes,
    rounds,
    team_members,
)

# So many homes fit a sentence.
MOST_NAMED = 8
MOST_SILENT = 20
# A home that answered so many rounds in a row not at all is silent.
SILENT_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class CaseLook:
    """``Cases`` over one connection; ``channels`` are those on which people are written to."""

    connection: Connection
    channels: Collection[str]

    def timelines(self, since: datetime) -> Sequence[Timeline]:
        """Return what is open or was resolved since then, each with everything that happened to it, oldest first."""
        return cases.timelines(self.connection, or_(cases.OPEN, escalations.c.resolved_at >= since))

    def kinds_of(self, home_id: HomeId) -> frozenset[str]:
        """Return the types of a home, such as ``nursing`` and ``ld``."""
        of_home = home_labels.c.home_id == home_id
        kinds = select(home_labels.c.value).where(of_home, home_labels.c.kind == "type")
        return frozenset(self.connection.execute(kinds).scalars())

    def lately_resolved(self, home_id: HomeId, since: datetime) -> Escalation | None:
        """Return what was resolved last for a home, where that was since then."""
        found = cases.escalations_where(
            self.connection, escalations.c.home_id == home_id, escalations.c.resolved_at >= since
        )
        return max(found, key=lambda each: each.moved_at, default=None)

    def on_hand(self, teams: Sequence[TeamId]) -> tuple[Person, ...]:
        """Return the people of these teams who can be written to, by name."""
        reached = select(accounts.c.person_id).where(
            accounts.c.shut_at.is_(None), accounts.c.channel.in_(list(self.channels))
        )
        found = select(team_members.c.person_id).where(
            team_members.c.team.in_(list(teams)),
            team_members.c.until.is_(None),
            team_members.c.person_id.in_(reached),
        )
        known = people.persons_with(self.connection, set(self.connection.execute(found).scalars()))
        return tuple(sorted(known.values(), key=lambda each: (each.name, each.person_id)))

    def silent_homes(self) -> tuple[Home, ...]:
        """Return the homes that answered neither of the last two rounds that have closed, by name; a few at most."""
        closed = rounds.c.closed_at.is_not(None)
        last = (
            select(rounds.c.round_id)
            .where(closed)
            .order_by(rounds.c.closed_at.desc())
            .limit(SILENT_ROUNDS)
        )
        numbers = list(self.connection.execute(last).scalars())
        silent = (
            select(assignments.c.home_id)
            .where(assignments.c.round_id.in_(numbers), assignments.c.done_at.is_(None))
            .group_by(assignments.c.home_id)
            .having(func.count() == SILENT_ROUNDS)
        )
        rows = self.connection.execute(
            select(homes)
            .where(homes.c.home_id.in_(silent))
            .order_by(homes.c.name)
            .limit(MOST_SILENT)
        ).mappings()
        return tuple(map(people.home_from, rows))

    def homes_called(self, words: str) -> tuple[Home, ...]:
        """Return the homes with this id, or with these words in their name, by name; a few at most."""
        asked = words.strip().casefold()
        # What LIKE reads as a pattern is what was written.
        like = asked.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        named = func.lower(homes.c.name).like(f"%{like}%", escape="\\")
        rows = self.connection.execute(
            select(homes)
            .where(or_(func.lower(homes.c.home_id) == asked, named))
            .order_by(homes.c.name)
            .limit(MOST_NAMED)
        ).mappings()
        found = tuple(map(people.home_from, rows))
        exact = [each for each in found if asked in (each.home_id.casefold(), each.name.casefold())]
        return tuple(exact) or found

"""Audiences in SQL: which homes an expression picks, and whom a message to each of them goes to."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    and_,
    case,
    func,
    literal,
    select,
    true,
)

from bot.core.audience import Kind, Term, parse
from bot.core.broadcasts import Gap, Reach
from bot.core.errors import BadAudience
from bot.core.people import HomeId, Role
from bot.db.tables import Moment, accounts, home_labels, homes, memberships, persons

_COLUMNS = {Kind.AREA: homes.c.area, Kind.PROVIDER: homes.c.provider, Kind.HOME: homes.c.home_id}


def homes_in(expression: str) -> ColumnElement[bool]:
    """Return the condition that a row of ``homes`` meets when it is in the audience.

    Raises:
        BadAudience: The expression cannot be read.
    """
    return and_(true(), *map(_condition, parse(expression)))


def _condition(term: Term) -> ColumnElement[bool]:
    values = [value.lower() for value in term.values]
    if term.kind in _COLUMNS:
        meets: ColumnElement[bool] = func.lower(_COLUMNS[term.kind]).in_(values)
    else:
        # Bound to the homes only: a query that reads the labels itself keeps its own.
        has = select(literal(1)).where(
            home_labels.c.home_id == homes.c.home_id,
            home_labels.c.kind == term.kind,
            home_labels.c.value.in_(values),
        )
        meets = has.correlate(homes).exists()
    return ~meets if term.excluded else meets


def check_values(connection: Connection, expression: str) -> None:
    """Return when every value of the expression is one that some home has.

    Raises:
        BadAudience: The expression cannot be read, or a value is a slip: no home has it.
    """
    for term in parse(expression):
        for value in term.values:
            one = Term(term.kind, (value,))
            if (
                connection.execute(select(homes.c.home_id).where(_condition(one)).limit(1)).first()
                is None
            ):
                raise BadAudience(f"{term.kind}:{value}")


def contacts(
    expression: str,
    channels: Collection[str],
    now: datetime | None = None,
    only: HomeId | None = None,
) -> Subquery:
    """Return one row a home of the audience: home_id, name, account_id (or NULL) and why there is none.

    The right person is the manager before the deputy, on the account that they used last, among ``channels``;
    who is away ``now`` comes after who is not. With ``only``, of this home alone.

    Raises:
        BadAudience: The expression cannot be read.
    """
    how_well = _how_well(channels)
    place = func.row_number().over(
        partition_by=homes.c.home_id,
        order_by=(
            how_well,
            _is_away(now),
            case((memberships.c.role == Role.MANAGER, 0), else_=1),
            accounts.c.last_used_at.desc(),
            accounts.c.account_id,
        ),
    )
    ranked = (
        select(
            homes.c.home_id,
            homes.c.name,
            case((how_well == 0, accounts.c.account_id)).label("account_id"),
            case(*((how_well == level, gap) for level, gap in enumerate(_GAPS)), else_="").label(
                "gap"
            ),
            place.label("place"),
        )
        .select_from(_PRESENCE)
        .where(homes_in(expression), true() if only is None else homes.c.home_id == only)
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery()


# Each home with each of its people and each account of theirs.
_PEOPLE = homes.outerjoin(memberships, memberships.c.home_id == homes.c.home_id).outerjoin(
    accounts, accounts.c.person_id == memberships.c.person_id
)
_PRESENCE = _PEOPLE.outerjoin(persons, persons.c.person_id == memberships.c.person_id)
# What a home lacks whose best way is of this level; 0 = nothing.
_GAPS = ("", Gap.BLOCKED.value, Gap.CHANNEL_OFF.value, Gap.LEFT.value, Gap.NOT_JOINED.value)


def _is_away(now: datetime | None) -> ColumnElement[int]:
    at = literal(now, Moment())
    return case((and_(persons.c.away_from <= at, persons.c.away_until > at), 1), else_=0)


def _how_well(channels: Collection[str]) -> ColumnElement[int]:
    """Return how well a person's account reaches the home, as a level of the gaps: the least is the best."""
    held = memberships.c.until.is_(None)
    runs = accounts.c.channel.in_(list(channels))
    return case(
        (memberships.c.membership_id.is_(None), 4),
        (and_(held, runs, accounts.c.shut_at.is_(None)), 0),
        (and_(held, runs), 1),
        (held, 2),
        else_=3,
    )


def reach(connection: Connection, expression: str, channels: Collection[str]) -> Reach:
    """Return who the audience is, in homes.

    Raises:
        BadAudience: The expression cannot be read, or names something that no home has.
    """
    check_values(connection, expression)
    gaps: defaultdict[Gap, list[str]] = defaultdict(list)
    count = 0
    # One look at each home, and no ranking of its people: only whether anybody is reached is told.
    query = (
        select(homes.c.name, func.min(_how_well(channels)))
        .select_from(_PEOPLE)
        .where(homes_in(expression))
        .group_by(homes.c.home_id)
        .order_by(homes.c.name)
    )
    for name, level in connection.execute(query):
        count += 1
        if level:
            gaps[Gap(_GAPS[level])].append(name)
    return Reach(
        homes=count,
        reached=count - sum(map(len, gaps.values())),
        by_type=types(connection, expression),
        gaps={gap: tuple(names) for gap, names in gaps.items()},
    )


def types(connection: Connection, expression: str) -> dict[str, int]:
    """Return how many homes of the audience are of each type, the commonest first; a home may be of several."""
    query = (
        select(home_labels.c.value, func.count())
        .join(homes, homes.c.home_id == home_labels.c.home_id)
        .where(home_labels.c.kind == Kind.TYPE, homes_in(expression))
        .group_by(home_labels.c.value)
        .order_by(func.count().desc(), home_labels.c.value)
    )
    return {row[0]: row[1] for row in connection.execute(query)}

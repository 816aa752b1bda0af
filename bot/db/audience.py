"""Audiences in SQL: which homes an expression picks, and whom a message to each of them goes to."""

from collections import defaultdict
from collections.abc import Collection

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
from bot.core.people import Role
from bot.db.tables import accounts, home_labels, homes, memberships

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


def contacts(expression: str, channels: Collection[str]) -> Subquery:
    """Return one row a home of the audience: home_id, name, account_id (or NULL) and why there is none.

    The right person is the manager before the deputy, on the account that they used last, among ``channels``.

    Raises:
        BadAudience: The expression cannot be read.
    """
    held = memberships.c.until.is_(None)
    runs = accounts.c.channel.in_(list(channels))
    usable = and_(held, accounts.c.shut_at.is_(None), runs)
    place = func.row_number().over(
        partition_by=homes.c.home_id,
        order_by=(
            case((usable, 0), (and_(held, runs), 1), (held, 2), else_=3),
            case((memberships.c.role == Role.MANAGER, 0), else_=1),
            accounts.c.last_used_at.desc(),
            accounts.c.account_id,
        ),
    )
    ranked = (
        select(
            homes.c.home_id,
            homes.c.name,
            case((usable, accounts.c.account_id)).label("account_id"),
            _gap(held, usable, runs).label("gap"),
            place.label("place"),
        )
        .select_from(
            homes.outerjoin(memberships, memberships.c.home_id == homes.c.home_id).outerjoin(
                accounts, accounts.c.person_id == memberships.c.person_id
            )
        )
        .where(homes_in(expression))
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery()


def _gap(
    held: ColumnElement[bool], usable: ColumnElement[bool], runs: ColumnElement[bool]
) -> ColumnElement[str]:
    """Return why a home with this membership and account cannot be reached, empty when it can."""
    return case(
        (usable, literal("")),
        (memberships.c.membership_id.is_(None), literal(Gap.NOT_JOINED.value)),
        (and_(held, runs), literal(Gap.BLOCKED.value)),
        (held, literal(Gap.CHANNEL_OFF.value)),
        else_=literal(Gap.LEFT.value),
    )


def reach(connection: Connection, expression: str, channels: Collection[str]) -> Reach:
    """Return who the audience is, in homes.

    Raises:
        BadAudience: The expression cannot be read, or names something that no home has.
    """
    check_values(connection, expression)
    chosen = contacts(expression, channels)
    gaps: defaultdict[Gap, list[str]] = defaultdict(list)
    count = reached = 0
    for row in connection.execute(select(chosen).order_by(chosen.c.name)):
        count += 1
        if row.account_id is None:
            gaps[Gap(row.gap)].append(row.name)
        else:
            reached += 1
    return Reach(
        homes=count,
        reached=reached,
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

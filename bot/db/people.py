"""People in the database: who joined, with which homes and teams, on which accounts, by which invites."""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    and_,
    bindparam,
    func,
    insert,
    select,
    update,
)

from bot.core.errors import Overtaken
from bot.core.people import (
    Account,
    AccountId,
    Home,
    HomeId,
    Invite,
    Membership,
    Person,
    PersonId,
    Role,
    TeamId,
)
from bot.db.leases import insert_or_skip
from bot.db.tables import accounts, homes, invites, memberships, persons, team_members, wrong_codes


def lane_key(chat: str) -> int:
    """Return the hash of a chat that decides its lane: the same in every process, 31 bits."""
    return zlib.crc32(chat.encode()) & 0x7FFFFFFF


def home_from(row: RowMapping) -> Home:
    """Return the home that a row with the columns of ``homes`` holds."""
    return Home(HomeId(row["home_id"]), row["name"], row["area"], row["provider"])


_ACCOUNTS = select(accounts).where(
    accounts.c.channel.in_(bindparam("channels", expanding=True)),
    accounts.c.chat.in_(bindparam("chats", expanding=True)),
)


def accounts_at(
    connection: Connection, channels: Sequence[str], chats: Sequence[str]
) -> dict[tuple[str, str], Account]:
    """Return the accounts of these chats on these channels, shut or not, by channel and chat."""
    rows = connection.execute(_ACCOUNTS, {"channels": channels, "chats": chats})
    return {
        (row.channel, row.chat): Account(
            AccountId(row.account_id),
            PersonId(row.person_id),
            row.channel,
            row.chat,
            row.last_used_at,
        )
        for row in rows
    }


def account_at(connection: Connection, channel: str, chat: str) -> Account | None:
    """Return the account of this chat, shut or not."""
    return accounts_at(connection, [channel], [chat]).get((channel, chat))


def touch(connection: Connection, account_ids: Collection[AccountId], now: datetime) -> None:
    """Record that the accounts were used now."""
    connection.execute(
        update(accounts).where(accounts.c.account_id.in_(account_ids)).values(last_used_at=now)
    )


_person_ids = bindparam("person_ids", type_=Integer, expanding=True)
_NAMES = select(
    persons.c.person_id, persons.c.name, persons.c.away_from, persons.c.away_until
).where(persons.c.person_id.in_(_person_ids))
_MEMBERSHIPS = (
    select(homes, memberships.c.role, memberships.c.person_id)
    .join(memberships, memberships.c.home_id == homes.c.home_id)
    .where(memberships.c.person_id.in_(_person_ids), memberships.c.until.is_(None))
    .order_by(homes.c.name)
)
_TEAMS = (
    select(team_members.c.person_id, team_members.c.team)
    .where(team_members.c.person_id.in_(_person_ids), team_members.c.until.is_(None))
    .order_by(team_members.c.team)
)


def persons_with(connection: Connection, person_ids: Collection[int]) -> dict[int, Person]:
    """Return the people with these numbers, each with their present homes and teams."""
    if not person_ids:
        return {}
    asked = {"person_ids": list(person_ids)}
    held: defaultdict[int, list[Membership]] = defaultdict(list)
    for row in connection.execute(_MEMBERSHIPS, asked).mappings():
        held[row["person_id"]].append(Membership(home_from(row), Role(row["role"])))
    teams: defaultdict[int, list[TeamId]] = defaultdict(list)
    for person_id, team in connection.execute(_TEAMS, asked):
        teams[person_id].append(TeamId(team))
    return {
        each: Person(PersonId(each), name, tuple(held[each]), tuple(teams[each]), *away)
        for each, name, *away in connection.execute(_NAMES, asked)
    }


def person(connection: Connection, person_id: int) -> Person | None:
    """Return a person with their present homes and teams."""
    return persons_with(connection, [person_id]).get(person_id)


def _by_name(connection: Connection, person_ids: Iterable[int]) -> tuple[Person, ...]:
    found = list(person_ids)
    people = persons_with(connection, found)
    return tuple(people[each] for each in found)


def leads(connection: Connection, team: TeamId) -> tuple[Person, ...]:
    """Return the present people of a team, by name."""
    rows = connection.execute(
        select(persons.c.person_id)
        .join(team_members, team_members.c.person_id == persons.c.person_id)
        .where(team_members.c.team == team, team_members.c.until.is_(None))
        .order_by(persons.c.name)
    ).scalars()
    return _by_name(connection, rows)


def people_of(
    connection: Connection, home_id: HomeId, channels: Sequence[str]
) -> tuple[Person, ...]:
    """Return the people of the home who have an open account on one of these channels, by name."""
    reached = select(accounts.c.person_id).where(
        accounts.c.shut_at.is_(None), accounts.c.channel.in_(list(channels))
    )
    rows = connection.execute(
        select(persons.c.person_id)
        .join(memberships, memberships.c.person_id == persons.c.person_id)
        .where(
            memberships.c.home_id == home_id,
            memberships.c.until.is_(None),
            persons.c.person_id.in_(reached),
        )
        .order_by(persons.c.name)
    ).scalars()
    return _by_name(connection, rows)


def homes_named(connection: Connection, home_ids: Sequence[HomeId]) -> tuple[Home, ...]:
    """Return the homes with these ids, by name."""
    rows = connection.execute(
        select(homes).where(homes.c.home_id.in_(home_ids)).order_by(homes.c.name)
    ).mappings()
    return tuple(map(home_from, rows))


def invite(connection: Connection, which: ColumnElement[bool], now: datetime) -> Invite | None:
    """Return the invite that meets ``which``, with its home."""
    row = (
        connection.execute(
            select(invites, homes.c.name.label("home_name"), homes.c.area, homes.c.provider)
            .outerjoin(homes, homes.c.home_id == invites.c.home_id)
            .where(which)
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    home_id = row["home_id"]
    home = Home(home_id, row["home_name"], row["area"], row["provider"]) if home_id else None
    return Invite(
        invite_id=row["invite_id"],
        role=Role(row["role"]),
        home=home,
        team=TeamId(row["team"]) if row["team"] else None,
        person_id=PersonId(row["person_id"]) if row["person_id"] else None,
        name=row["name"],
        expires_at=row["expires_at"],
        usable=row["used_at"] is None and row["expires_at"] > now,
    )


def wrong_codes_since(connection: Connection, channel: str, chat: str, moment: datetime) -> int:
    """Count the wrong codes of one chat since then."""
    count = select(func.count()).where(
        wrong_codes.c.channel == channel, wrong_codes.c.chat == chat, wrong_codes.c.at >= moment
    )
    return connection.execute(count).scalar_one()


def use_invite(connection: Connection, used: Invite, person_id: int, now: datetime) -> bool:
    """Mark the invite as used by this person; false when somebody used it first."""
    done = connection.execute(
        update(invites)
        .where(invites.c.invite_id == used.invite_id, invites.c.used_at.is_(None))
        .values(used_at=now, used_by=person_id)
    )
    return done.rowcount == 1


def new_person(connection: Connection, name: str, now: datetime) -> int:
    """Keep a new person and return their number."""
    row = insert(persons).values(name=name, joined_at=now).returning(persons.c.person_id)
    return int(connection.execute(row).scalar_one())


def open_account(
    connection: Connection, person_id: int, channel: str, chat: str, now: datetime
) -> None:
    """Give the person an account for this chat, or open again the one that they had.

    Raises:
        Overtaken: The chat got its first account a moment ago, in another process.
    """
    opened = connection.execute(
        update(accounts)
        .where(accounts.c.channel == channel, accounts.c.chat == chat)
        .values(person_id=person_id, last_used_at=now, shut_at=None, shut_reason="")
    )
    if opened.rowcount:
        return
    made = insert_or_skip(
        connection,
        accounts,
        person_id=person_id,
        channel=channel,
        chat=chat,
        lane_key=lane_key(chat),
        opened_at=now,
        last_used_at=now,
    )
    if not made:
        raise Overtaken


def give_role(connection: Connection, used: Invite, person_id: int, now: datetime) -> None:
    """Give the person the role of the invite, unless they have it already."""
    role: dict[str, object] = {"person_id": person_id}
    if used.home is not None:
        table = memberships
        role |= {"home_id": used.home.home_id, "role": used.role.value}
    elif used.team is not None:
        table = team_members
        role |= {"team": used.team}
    else:
        return
    held = and_(table.c.until.is_(None), *(table.c[key] == value for key, value in role.items()))
    if connection.execute(select(table).where(held)).first() is None:
        connection.execute(insert(table).values(since=now, **role))
    connection.execute(update(persons).where(persons.c.person_id == person_id).values(left_at=None))


def shut_account(
    connection: Connection, channel: str, chat: str, reason: str, now: datetime
) -> None:
    """Write to this account no more; the reason is a short word such as ``blocked``."""
    connection.execute(
        update(accounts)
        .where(accounts.c.channel == channel, accounts.c.chat == chat, accounts.c.shut_at.is_(None))
        .values(shut_at=now, shut_reason=reason)
    )


def shut_since(connection: Connection, moment: datetime) -> list[tuple[str, str, datetime]]:
    """Return the channel, chat and moment of each account that turned out to be blocked since then."""
    rows = connection.execute(
        select(accounts.c.channel, accounts.c.chat, accounts.c.shut_at).where(
            accounts.c.shut_at >= moment, accounts.c.shut_reason == "blocked"
        )
    )
    return [(row.channel, row.chat, row.shut_at) for row in rows]


def end(connection: Connection, person_id: PersonId, now: datetime) -> None:
    """End every membership, team and account of the person."""
    for table in (memberships, team_members):
        connection.execute(
            update(table)
            .where(table.c.person_id == person_id, table.c.until.is_(None))
            .values(until=now)
        )
    connection.execute(
        update(accounts)
        .where(accounts.c.person_id == person_id, accounts.c.shut_at.is_(None))
        .values(shut_at=now, shut_reason="left")
    )
    connection.execute(update(persons).where(persons.c.person_id == person_id).values(left_at=now))

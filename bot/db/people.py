"""People in the database: who joined, with which homes and teams, on which accounts, by which invites."""

import zlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, insert, select, update

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


def account_at(connection: Connection, channel: str, chat: str) -> Account | None:
    """Return the account of this chat, shut or not."""
    row = connection.execute(
        select(accounts).where(accounts.c.channel == channel, accounts.c.chat == chat)
    ).first()
    if row is None:
        return None
    return Account(
        AccountId(row.account_id), PersonId(row.person_id), channel, chat, row.last_used_at
    )


def touch(connection: Connection, account_id: AccountId, now: datetime) -> None:
    """Record that the account was used now."""
    connection.execute(
        update(accounts).where(accounts.c.account_id == account_id).values(last_used_at=now)
    )


def person(connection: Connection, person_id: int) -> Person | None:
    """Return a person with their present homes and teams."""
    row = connection.execute(select(persons.c.name).where(persons.c.person_id == person_id)).first()
    if row is None:
        return None
    held = connection.execute(
        select(homes, memberships.c.role)
        .join(memberships, memberships.c.home_id == homes.c.home_id)
        .where(memberships.c.person_id == person_id, memberships.c.until.is_(None))
        .order_by(homes.c.name)
    ).mappings()
    teams = connection.execute(
        select(team_members.c.team)
        .where(team_members.c.person_id == person_id, team_members.c.until.is_(None))
        .order_by(team_members.c.team)
    ).scalars()
    return Person(
        PersonId(person_id),
        row.name,
        tuple(Membership(home_from(each), Role(each["role"])) for each in held),
        tuple(map(TeamId, teams)),
    )


def leads(connection: Connection, team: TeamId) -> tuple[Person, ...]:
    """Return the present people of a team, by name."""
    rows = connection.execute(
        select(persons.c.person_id)
        .join(team_members, team_members.c.person_id == persons.c.person_id)
        .where(team_members.c.team == team, team_members.c.until.is_(None))
        .order_by(persons.c.name)
    ).scalars()
    return tuple(found for each in rows if (found := person(connection, each)))


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
    return tuple(found for each in rows if (found := person(connection, each)))


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

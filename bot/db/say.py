"""Who a message goes to, in accounts and rooms: what a handler says becomes rows of the outbox."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, RowMapping, Select, and_, bindparam, select

from bot.core.deliveries import Priority
from bot.core.events import Inbound, Unknown
from bot.core.messages import Message
from bot.core.people import AccountId, HomeId, TeamId
from bot.core.turn import (
    Redraw,
    Say,
    To,
    ToCaller,
    ToCoordinators,
    ToHome,
    ToPerson,
    ToTeam,
    ToThread,
)
from bot.db import outbox, rooms
from bot.db.outbox import Post
from bot.db.store import Store
from bot.db.tables import accounts, memberships, persons, team_members


def posts(store: Store, inbound: Inbound, say: Say | Redraw) -> list[Post]:
    """Return the posts that carry out one say: none where nobody can be reached."""
    if isinstance(say, Redraw):
        return _redrawn(store, inbound, say)
    if isinstance(say.to, ToThread):
        return _threaded(store, inbound, say, say.to)
    return [
        post
        for channel, chat, account_id in _addresses(store, inbound, say.to)
        for post in _painted(store, channel, chat, account_id, say.message, say.priority, say.card)
    ]


def posts_about(store: Store, say: Say) -> list[Post]:
    """Return the posts that carry out a say which no chat caused, so which is not to its caller."""
    nobody = Inbound("", "", "", "", Unknown(""), private=False)
    return posts(store, nobody, say)


def posts_to_homes(
    store: Store, messages: Iterable[tuple[HomeId, Message, str]], priority: Priority
) -> list[list[Post]]:
    """Return for each message and its card the posts that bring it to its home, to everybody who runs it."""
    messages = list(messages)
    found = _homes(store, list(dict.fromkeys(home_id for home_id, *_ in messages)))
    return [
        [
            post
            for channel, chat, account_id in found.get(home_id, ())
            for post in _painted(store, channel, chat, account_id, message, priority, card)
        ]
        for home_id, message, card in messages
    ]


Address = tuple[str, str, AccountId | None]


def _addresses(store: Store, inbound: Inbound, to: To) -> list[Address]:
    match to:
        case ToCaller():
            account = store.account() if inbound.private else None
            return [(inbound.channel, inbound.chat, account.account_id if account else None)]
        case ToPerson(person_id):
            return _last_used(_ask(store, _OF_PERSON, person_id=person_id))
        case ToHome(home_id):
            return _homes(store, [home_id]).get(home_id, [])
        case ToTeam(team):
            return _team(store, team)
        case ToCoordinators():
            return _coordinators(store)
        case _:
            raise TypeError(to)


_open = and_(
    accounts.c.shut_at.is_(None), accounts.c.channel.in_(bindparam("channels", expanding=True))
)
_newest_first = (accounts.c.last_used_at.desc(), accounts.c.account_id.desc())
_OF_PERSON = (
    select(accounts)
    .where(accounts.c.person_id == bindparam("person_id"), _open)
    .order_by(*_newest_first)
)
_OF_TEAM = (
    select(accounts)
    .join(team_members, team_members.c.person_id == accounts.c.person_id)
    .where(team_members.c.team == bindparam("team"), team_members.c.until.is_(None), _open)
    .order_by(*_newest_first)
)
_OF_HOMES = (
    select(accounts, memberships.c.home_id, persons.c.away_from, persons.c.away_until)
    .join(memberships, memberships.c.person_id == accounts.c.person_id)
    .join(persons, persons.c.person_id == accounts.c.person_id)
    .where(
        memberships.c.home_id.in_(bindparam("home_ids", expanding=True)),
        memberships.c.until.is_(None),
        _open,
    )
    .order_by(*_newest_first)
)
# Every database takes so many values in one statement.
MOST_HOMES = 500


def _homes(store: Store, home_ids: Sequence[HomeId]) -> dict[HomeId, list[Address]]:
    """Return for each home that can be reached who runs it, each by the account that they used last.

    Who is away is left in peace where somebody else of the home is there.
    """
    rows: defaultdict[HomeId, list[Row[Any]]] = defaultdict(list)
    for at in range(0, len(home_ids), MOST_HOMES):
        for row in _ask(store, _OF_HOMES, home_ids=home_ids[at : at + MOST_HOMES]):
            rows[HomeId(row.home_id)].append(row)
    return {home_id: _last_used(_present(found, store.at)) for home_id, found in rows.items()}


def _present(rows: Sequence[Row[Any]], now: datetime) -> Sequence[Row[Any]]:
    there = [
        row for row in rows if row.away_from is None or not row.away_from <= now < row.away_until
    ]
    return there or rows


def _team(store: Store, team_id: TeamId) -> list[Address]:
    """Return the team's room or its leads; where neither is there, the coordinators', so that nothing is silent."""
    teams = store.desk.content.teams
    coordinators = [each.id for each in teams.values() if each.coordinates and each.id != team_id]
    for each in (team_id, *coordinators):
        team = teams.get(each)
        if team and team.slack_channel and _is_open(store, team.slack_channel):
            return [("slack", team.slack_channel, None)]
        found = _last_used(_ask(store, _OF_TEAM, team=each))
        if found:
            return found
    return []


def _is_open(store: Store, room: str) -> bool:
    shut = rooms.is_shut(store.connection, "slack", room, store.at)
    return "slack" in store.desk.painters and not shut


def _coordinators(store: Store) -> list[Address]:
    """Return the room for notices where there is one, else where each team of coordinators reads."""
    if store.desk.home_channel and _is_open(store, store.desk.home_channel):
        return [("slack", store.desk.home_channel, None)]
    teams = [each.id for each in store.desk.content.teams.values() if each.coordinates]
    return list(dict.fromkeys(address for each in teams for address in _team(store, each)))


def _ask(store: Store, statement: Select[Any], **asked: object) -> Sequence[Row[Any]]:
    known = {"channels": list(store.desk.painters)}
    return store.connection.execute(statement, known | asked).all()


def _last_used(newest_first: Iterable[Row[Any]]) -> list[Address]:
    """Return the first account of each person."""
    first: dict[int, Row[Any]] = {}
    for row in newest_first:
        first.setdefault(row.person_id, row)
    rows = sorted(first.values(), key=lambda row: row.account_id)
    return [(row.channel, row.chat, AccountId(row.account_id)) for row in rows]


def _painted(
    store: Store,
    channel: str,
    chat: str,
    account_id: AccountId | None,
    message: Message,
    priority: Priority,
    card: str,
) -> Iterable[Post]:
    payloads = store.desk.painters[channel].prepare(message)
    last = len(payloads) - 1
    for place, payload in enumerate(payloads):
        file = message.file if place == outbox.FILE_PART else None
        yield Post(
            channel,
            chat,
            payload,
            priority,
            account_id,
            # The last part has the buttons, so a card is redrawn by it; the others have names of theirs.
            card=card if place == last or not card else f"{card}.{place}",
            file_id=file.file_id if file else None,
        )


def _redrawn(store: Store, inbound: Inbound, redraw: Redraw) -> list[Post]:
    if redraw.deliveries:
        originals = outbox.messages_numbered(store.connection, redraw.deliveries)
    elif redraw.card:
        originals = store.batch.card_messages(redraw.card)
    else:
        original = _pressed(store, inbound)
        if original is None:
            return posts(store, inbound, Say(ToCaller(), redraw.message))
        originals = [original]
    # Painted once a channel, however many see it.
    painted = {
        channel: store.desk.painters[channel].prepare(redraw.message)[-1]
        for channel in {each["channel"] for each in originals}
    }
    return [
        Post(
            each["channel"],
            each["chat"],
            painted[each["channel"]],
            Priority.REPLY,
            each["account_id"],
            edits_id=each["delivery_id"],
        )
        for each in originals
    ]


def _pressed(store: Store, inbound: Inbound) -> RowMapping | None:
    if inbound.message is None:
        return None
    return store.batch.message(inbound.channel, inbound.message)


def _threaded(store: Store, inbound: Inbound, say: Say, to: ToThread) -> list[Post]:
    first: dict[tuple[str, str], RowMapping] = {}
    for each in outbox.card_messages(store.connection, to.card):
        if each["account_id"] is None and _is_open(store, each["chat"]):
            first.setdefault((each["channel"], each["chat"]), each)
    if not first and to.otherwise:
        return posts(store, inbound, replace(say, to=to.otherwise))
    return [
        Post(
            each["channel"],
            each["chat"],
            payload,
            say.priority,
            thread_of_id=each["delivery_id"],
        )
        for each in first.values()
        for payload in store.desk.painters[each["channel"]].prepare(say.message)
    ]

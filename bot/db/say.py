"""Who a message goes to, in accounts and rooms: what a handler says becomes rows of the outbox."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, RowMapping, and_, func, select

from bot.core.deliveries import Priority
from bot.core.events import Inbound
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
from bot.db.tables import accounts, memberships, team_members


def posts(store: Store, inbound: Inbound, say: Say | Redraw) -> list[Post]:
    """Return the posts that carry out one say: none where nobody can be reached."""
    if isinstance(say, Redraw):
        return _redrawn(store, inbound, say)
    if isinstance(say.to, ToThread):
        return _threaded(store, say)
    return [
        post
        for channel, chat, account_id in _addresses(store, inbound, say.to)
        for post in _painted(store, channel, chat, account_id, say.message, say.priority, say.card)
    ]


def posts_to_home(
    store: Store, home_id: HomeId, message: Message, priority: Priority
) -> list[Post]:
    """Return the posts that bring a message to everybody who runs the home."""
    return [
        post
        for channel, chat, account_id in _home(store, home_id)
        for post in _painted(store, channel, chat, account_id, message, priority, "")
    ]


Address = tuple[str, str, AccountId | None]


def _addresses(store: Store, inbound: Inbound, to: To) -> list[Address]:
    match to:
        case ToCaller():
            account = store.account() if inbound.private else None
            return [(inbound.channel, inbound.chat, account.account_id if account else None)]
        case ToPerson(person_id):
            return _last_used(store, accounts.c.person_id == person_id)
        case ToHome(home_id):
            return _home(store, home_id)
        case ToTeam(team):
            return _team(store, team)
        case ToCoordinators():
            return _coordinators(store)
        case _:
            raise TypeError(to)


def _home(store: Store, home_id: HomeId) -> list[Address]:
    runs = select(memberships.c.person_id).where(
        memberships.c.home_id == home_id, memberships.c.until.is_(None)
    )
    return _last_used(store, accounts.c.person_id.in_(runs))


def _team(store: Store, team_id: TeamId) -> list[Address]:
    """Return the team's room or its leads; where neither is there, the coordinators', so that nothing is silent."""
    teams = store.desk.content.teams
    coordinators = [each.id for each in teams.values() if each.coordinates and each.id != team_id]
    for each in (team_id, *coordinators):
        team = teams.get(each)
        if team and team.slack_channel and _is_open(store, team.slack_channel):
            return [("slack", team.slack_channel, None)]
        members = select(team_members.c.person_id).where(
            team_members.c.team == each, team_members.c.until.is_(None)
        )
        found = _last_used(store, accounts.c.person_id.in_(members))
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


def _last_used(store: Store, who: ColumnElement[bool]) -> list[Address]:
    """Return the open account that each person used last."""
    place = func.row_number().over(
        partition_by=accounts.c.person_id,
        order_by=(accounts.c.last_used_at.desc(), accounts.c.account_id.desc()),
    )
    usable = and_(accounts.c.shut_at.is_(None), accounts.c.channel.in_(list(store.desk.painters)))
    ranked = select(accounts, place.label("place")).where(who, usable).subquery()
    rows = store.connection.execute(
        select(ranked).where(ranked.c.place == 1).order_by(ranked.c.account_id)
    )
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
        # The last part has the buttons, so it is the one that a card is redrawn by.
        yield Post(channel, chat, payload, priority, account_id, card if place == last else "")


def _redrawn(store: Store, inbound: Inbound, redraw: Redraw) -> list[Post]:
    if redraw.card:
        originals = outbox.card_messages(store.connection, redraw.card)
    else:
        original = _pressed(store, inbound)
        if original is None:
            return posts(store, inbound, Say(ToCaller(), redraw.message))
        originals = [original]
    return [
        Post(
            each["channel"],
            each["chat"],
            store.desk.painters[each["channel"]].prepare(redraw.message)[-1],
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


def _threaded(store: Store, say: Say) -> list[Post]:
    assert isinstance(say.to, ToThread)
    return [
        Post(
            each["channel"],
            each["chat"],
            payload,
            say.priority,
            each["account_id"],
            thread_of_id=each["delivery_id"],
        )
        for each in outbox.card_messages(store.connection, say.to.card)
        for payload in store.desk.painters[each["channel"]].prepare(say.message)
    ]

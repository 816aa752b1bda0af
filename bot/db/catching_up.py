"""Afterwards: who has not read it is asked once, what failed is tried again, who joined late gets what is current."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, or_, select, true, update

from bot.core.broadcasts import Broadcast, BroadcastKind, BroadcastState
from bot.core.errors import Overtaken
from bot.core.facts import HomeCaughtUp
from bot.core.kindness import Kindness
from bot.core.people import HomeId
from bot.db import broadcasts, copies, corrections
from bot.db.audience import contacts
from bot.db.copies import Payloads
from bot.db.kindness import Thing
from bot.db.leases import insert_or_skip
from bot.db.tables import accounts, receipts
from bot.db.tables import broadcasts as table


def chase(
    connection: Connection,
    sent: Broadcast,
    reminder: tuple[Thing, Payloads],
    purse: tuple[Kindness, datetime],
) -> None:
    """Ask every home that has the broadcast and has not read it, once for each broadcast.

    Raises:
        Overtaken: They were asked already.
    """
    chased = connection.execute(
        update(table)
        .where(table.c.broadcast_id == sent.broadcast_id, table.c.chased_at.is_(None))
        .values(chased_at=purse[1])
    )
    if chased.rowcount != 1:
        raise Overtaken
    copies.tell(connection, sent, reminder, receipts.c.read_at.is_(None), purse)


def try_again(
    connection: Connection,
    sent: Broadcast,
    channels: Collection[str],
    purse: tuple[Kindness, datetime],
) -> None:
    """Queue again what failed where that can help; homes that nobody was reached at get it if somebody is by now.

    What may have arrived all the same is not tried again: no home gets a second copy.
    """
    _reach_others(connection, sent, channels, None, purse)
    copies.send_again(connection, sent, *purse)
    _goes_on(connection, sent)


def catch_up(
    connection: Connection,
    fact: HomeCaughtUp,
    channels: Collection[str],
    purse: tuple[Kindness, datetime],
) -> None:
    """Give the home the newest newsletter of each edition and the newest announcement, if it has not had them."""
    for sent in _current(connection, fact):
        corrections.hold_alone(connection, sent.broadcast_id)
        _reach_others(connection, sent, channels, fact.home_id, purse)
        _goes_on(connection, sent)


def _current(connection: Connection, fact: HomeCaughtUp) -> list[Broadcast]:
    going = (BroadcastState.SENDING, BroadcastState.SENT)
    # Meetings are no news: those that are to come stand in the menu, as they are by now.
    since = or_(
        and_(table.c.kind == BroadcastKind.NEWSLETTER, table.c.sent_at >= fact.newsletters_since),
        and_(
            table.c.kind == BroadcastKind.ANNOUNCEMENT,
            table.c.sent_at >= fact.announcements_since,
        ),
    )
    # What was only shown while the network was on trial went to no home, and goes to none later.
    went_out = exists().where(receipts.c.broadcast_id == table.c.broadcast_id)
    rows = connection.execute(
        select(table.c.broadcast_id, table.c.edition)
        .where(table.c.state.in_(going), table.c.withdrawn_at.is_(None), since, went_out)
        .order_by(table.c.sent_at.desc(), table.c.broadcast_id.desc())
    )
    newest: dict[str, Broadcast] = {}
    for broadcast_id, edition in rows:
        if edition in newest:
            continue
        found = broadcasts.broadcast(connection, broadcast_id)
        if found and _is_for(connection, found, fact.home_id):
            newest[edition] = found
    return list(newest.values())


def _is_for(connection: Connection, sent: Broadcast, home_id: HomeId) -> bool:
    """Say whether the home is in the audience, also where it was added to the network since."""
    chosen = contacts(sent.audience, (), only=home_id)
    return connection.execute(select(chosen.c.home_id)).first() is not None


def _reach_others(
    connection: Connection,
    sent: Broadcast,
    channels: Collection[str],
    home_id: HomeId | None,
    purse: tuple[Kindness, datetime],
) -> None:
    """Name in each receipt that names nobody, or somebody who is gone, who can be reached; queue their copies."""
    open_ = _without_anybody(sent)
    chosen = contacts(sent.audience, channels, only=home_id, now=purse[1])
    if home_id is not None:
        in_it = select(chosen.c.home_id, chosen.c.account_id)
        for row in connection.execute(in_it.where(chosen.c.account_id.is_not(None))).all():
            insert_or_skip(
                connection,
                receipts,
                broadcast_id=sent.broadcast_id,
                home_id=row.home_id,
                gap="not_joined",
            )
        open_ = and_(open_, receipts.c.home_id == home_id)
    found = connection.execute(
        select(chosen.c.home_id.label("of_home"), chosen.c.account_id.label("to_account"))
        .join(receipts, receipts.c.home_id == chosen.c.home_id)
        .where(open_, chosen.c.account_id.is_not(None))
    ).mappings()
    rows = [dict(each) for each in found]
    if rows:
        named = and_(
            receipts.c.broadcast_id == sent.broadcast_id,
            receipts.c.home_id == bindparam("of_home"),
        )
        to = {"account_id": bindparam("to_account"), "gap": ""}
        connection.execute(update(receipts).where(named).values(to), rows)
        theirs = true() if home_id is None else receipts.c.home_id == home_id
        copies.send(connection, sent, *purse, copies.has_nothing(sent.broadcast_id), theirs)


def _without_anybody(sent: Broadcast) -> ColumnElement[bool]:
    """Return the condition of a receipt that names nobody, or somebody who is gone and had not got it."""
    lost = select(accounts.c.account_id).where(accounts.c.shut_at.is_not(None))
    had = select(copies.delivered(sent.broadcast_id).subquery().c.account_id)
    return and_(
        receipts.c.broadcast_id == sent.broadcast_id,
        or_(
            receipts.c.account_id.is_(None),
            and_(receipts.c.account_id.in_(lost), receipts.c.account_id.not_in(had)),
        ),
    )


def _goes_on(connection: Connection, sent: Broadcast) -> None:
    """Let its line be drawn until all of it has ended again."""
    connection.execute(
        update(table)
        .where(table.c.broadcast_id == sent.broadcast_id, table.c.state == BroadcastState.SENT)
        .where(broadcasts.left(sent.broadcast_id))
        .values(state=BroadcastState.SENDING, finished_at=None)
    )

"""The outbox: deliveries are queued with their cause, claimed a window at a time, and settled by their result."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Case,
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Select,
    String,
    Update,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from bot.core.deliveries import Lane, Operation, Priority, Result, State, Wire
from bot.core.errors import Blocked, Missing, SendError, Throttled, Unreachable
from bot.core.messages import MessageRef
from bot.core.people import AccountId, PersonId
from bot.core.retry import next_attempt
from bot.db import deleted, files, people, rooms
from bot.db.tables import Moment, accounts, deliveries

MOST_NUMBERS = 500
# Of the parts of a message: a file goes first.
FILE_PART = 0
# Not on the wire yet: for the next free slot, or for a moment that comes.
WAITING = (State.QUEUED.value, State.HELD.value)


class Post(NamedTuple):
    """One payload for one chat, to be queued; of a push, what it is ``about``, and why it is due later."""

    channel: str
    chat: str
    payload: str
    priority: Priority
    account_id: AccountId | None = None
    card: str = ""
    edits_id: int | None = None
    thread_of_id: int | None = None
    about: str = ""
    due_at: datetime | None = None
    held: str = ""
    file_id: int | None = None


def queue(connection: Connection, posts: Iterable[Post], now: datetime) -> None:
    """Queue the posts in this order; a newer edit of a message takes the place of one that still waits."""
    newest: dict[object, Post] = {}
    for place, post in enumerate(posts):
        # An edit stands where the first of its message stood.
        newest[("edit", post.edits_id) if post.edits_id else place] = post
    edits = {post.edits_id: post for post in newest.values() if post.edits_id}
    replaced = _replace_waiting(connection, edits)
    rows = [
        {
            "channel": post.channel,
            "chat": post.chat,
            "lane_key": people.lane_key(post.chat),
            "account_id": post.account_id,
            "priority": post.priority,
            "state": State.HELD if post.held else State.QUEUED,
            "operation": Operation.EDIT if post.edits_id else Operation.SEND,
            "payload": post.payload,
            "card": post.card,
            "edits_id": post.edits_id,
            "thread_of_id": post.thread_of_id,
            "created_at": now,
            "due_at": post.due_at or now,
            "about": post.about,
            "held": post.held,
            "file_id": post.file_id,
        }
        for post in newest.values()
        if post.edits_id not in replaced
    ]
    if rows:
        connection.execute(_QUEUE, rows)


_QUEUE = insert(deliveries)
_WAITING_EDITS = (
    select(deliveries.c.edits_id)
    .where(
        deliveries.c.edits_id.in_(bindparam("edited", expanding=True)),
        deliveries.c.state == State.QUEUED,
    )
    .with_for_update()
)


def _replace_waiting(connection: Connection, edits: Mapping[int, Post]) -> set[int]:
    """Give those edits that still wait their newest payload, and return which messages they are of."""
    if not edits:
        return set()
    waiting = set(connection.execute(_WAITING_EDITS, {"edited": list(edits)}).scalars())
    for each in waiting:
        connection.execute(
            update(deliveries)
            .where(deliveries.c.edits_id == each, deliveries.c.state == State.QUEUED)
            .values(payload=edits[each].payload)
        )
    return waiting


def new(of: Any, operation: Operation, priority: Priority, now: datetime) -> dict[str, Any]:
    """Return the columns of deliveries that are queued by the database itself, one for each row of ``of``.

    ``of`` has the columns channel, chat, lane_key and account_id.
    """
    return {
        "channel": of.c.channel,
        "chat": of.c.chat,
        "lane_key": of.c.lane_key,
        "account_id": of.c.account_id,
        "priority": literal(priority.value),
        "state": literal(State.QUEUED.value),
        "operation": literal(operation.value),
        "created_at": literal(now, Moment()),
        "due_at": literal(now, Moment()),
    }


def mine(channel: Any, of: Any, number: Any) -> ColumnElement[bool]:
    """Return the condition that a delivery meets when it is the lane's: lane ``number`` of ``of``."""
    return and_(deliveries.c.channel == channel, deliveries.c.lane_key % of == number)


def _mine(lane: Lane) -> ColumnElement[bool]:
    return mine(lane.channel, lane.of, lane.number)


def recover(connection: Connection, lane: Lane) -> int:
    """Queue again what an owner who is gone had on the wire, marked as in doubt; return how many."""
    found = connection.execute(
        update(deliveries)
        .where(_mine(lane), deliveries.c.state == State.ON_WIRE)
        .values(state=State.QUEUED, in_doubt=True)
    )
    return found.rowcount


def sent_since(connection: Connection, lane: Lane, moment: datetime) -> bool:
    """Say whether the lane has sent anything since then."""
    recent = select(deliveries.c.delivery_id).where(_mine(lane), deliveries.c.finished_at >= moment)
    return connection.execute(recent.limit(1)).first() is not None


@cache
def _delivered(number: int) -> Update:
    """Return the one statement that records so many messages as sent; a window has few sizes."""
    wired = [bindparam(f"wired_{place}", type_=Integer) for place in range(number)]

    def each(name: str) -> Case[str]:
        cases = [
            (wire, bindparam(f"{name}_{place}", type_=String)) for place, wire in enumerate(wired)
        ]
        return case(*((deliveries.c.delivery_id == wire, value) for wire, value in cases))

    return (
        update(deliveries)
        .where(deliveries.c.delivery_id.in_(wired), deliveries.c.finished_at.is_(None))
        .values(
            state=State.DELIVERED,
            finished_at=bindparam("now", type_=Moment()),
            reason="",
            sent_chat=each("where"),
            sent_id=each("as_id"),
        )
    )


def settle(connection: Connection, lane: Lane, results: Sequence[Result], now: datetime) -> None:
    """Record what became of the tries; an account that turned out to be blocked is written to no more.

    What has ended stays as it ended, whatever is heard late; a throttled try uses up no attempt.
    """
    sent = [(each.wire.delivery_id, each.sent) for each in results if each.sent]
    if sent:
        told: dict[str, object] = {"now": now}
        for place, (wired, as_sent) in enumerate(sent):
            told |= {
                f"wired_{place}": wired,
                f"where_{place}": as_sent.chat,
                f"as_id_{place}": as_sent.message_id,
            }
        connection.execute(_delivered(len(sent)), told)
    files.settle(connection, lane.channel, results)
    for each in results:
        if each.error is None:
            continue
        if isinstance(each.error, Missing) and deleted.post_anew(connection, each.wire, now):
            continue
        _settle_error(connection, each.wire, each.error, now)
        if isinstance(each.error, Blocked):
            _shut(connection, lane, each.wire, now)


def _settle_error(connection: Connection, wire: Wire, error: SendError, now: datetime) -> None:
    again = next_attempt(error, wire.attempts, now)
    changes: dict[str, object] = {"state": State.QUEUED, "due_at": again}
    if again is None:
        changes = {"state": State.FAILED, "finished_at": now}
    elif isinstance(error, Throttled):
        changes["attempts"] = wire.attempts - 1
    elif isinstance(error, Unreachable) and error.in_doubt:
        changes["in_doubt"] = True
    connection.execute(
        update(deliveries)
        .where(
            deliveries.c.delivery_id == wire.delivery_id,
            deliveries.c.state == State.ON_WIRE,
            # Another try is under way where its owner was slow and somebody took over.
            deliveries.c.attempts == wire.attempts,
        )
        .values(reason=f"{error.kind}: {error.reason}", **changes)
    )
    if again is not None:
        _hold_back(connection, wire, again)


def _hold_back(connection: Connection, wire: Wire, until: datetime) -> None:
    """Let nothing overtake in its chat what is to be tried again, unless it is more urgent."""
    first = deliveries.alias("first")
    behind = (
        select(deliveries.c.delivery_id)
        .join(
            first, and_(first.c.channel == deliveries.c.channel, first.c.chat == deliveries.c.chat)
        )
        .where(
            first.c.delivery_id == wire.delivery_id,
            deliveries.c.priority >= first.c.priority,
            deliveries.c.state == State.QUEUED,
            deliveries.c.due_at < until,
        )
        .with_for_update(of=deliveries, skip_locked=True)
    )
    connection.execute(
        update(deliveries).where(deliveries.c.delivery_id.in_(behind)).values(due_at=until)
    )


def _shut(connection: Connection, lane: Lane, wire: Wire, now: datetime) -> None:
    """Write to the account or the room no more, and fail what still waits for its chat."""
    # A platform may know the chat of a message by another id than the account's.
    of_wire = select(deliveries.c.chat).where(deliveries.c.delivery_id == wire.delivery_id)
    chat = connection.execute(of_wire).scalar_one()
    # Whoever wrote to us before they joined has an account by now.
    if people.account_at(connection, lane.channel, chat):
        people.shut_account(connection, lane.channel, chat, "blocked", now)
    else:
        rooms.shut(connection, lane.channel, chat, now)
    connection.execute(
        update(deliveries)
        .where(
            deliveries.c.channel == lane.channel,
            deliveries.c.chat == chat,
            deliveries.c.state.in_(WAITING),
        )
        .values(state=State.FAILED, reason="blocked", finished_at=now)
    )


def cancel_waiting(connection: Connection, person_id: PersonId, now: datetime) -> None:
    """Cancel everything that still waits for any account of the person."""
    theirs = select(accounts.c.account_id).where(accounts.c.person_id == person_id)
    connection.execute(
        update(deliveries)
        .where(deliveries.c.state.in_(WAITING), deliveries.c.account_id.in_(theirs))
        .values(state=State.CANCELLED, reason="left", finished_at=now)
    )


def finish(
    connection: Connection, delivery_ids: Sequence[int], state: State, reason: str, now: datetime
) -> None:
    """End these deliveries in this state."""
    connection.execute(
        update(deliveries)
        .where(deliveries.c.delivery_id.in_(delivery_ids))
        .values(state=state, reason=reason, finished_at=now)
    )


class Waiting(NamedTuple):
    """What a channel has left to do."""

    channel: str
    messages: int
    oldest: datetime


def waiting(connection: Connection) -> list[Waiting]:
    """Return how many deliveries wait in each channel, and since when the oldest."""
    rows = connection.execute(
        select(deliveries.c.channel, func.count(), func.min(deliveries.c.created_at))
        .where(deliveries.c.state == State.QUEUED)
        .group_by(deliveries.c.channel)
    )
    return [Waiting(*row) for row in rows]


def by_state(connection: Connection) -> dict[str, int]:
    """Return how many deliveries there are in each state."""
    rows = connection.execute(
        select(deliveries.c.state, func.count().label("number")).group_by(deliveries.c.state)
    )
    return {row.state: row.number for row in rows}


_MESSAGE = (
    deliveries.c.delivery_id,
    deliveries.c.channel,
    deliveries.c.chat,
    deliveries.c.account_id,
)


_OF_CARDS = (
    select(*_MESSAGE, deliveries.c.card)
    .where(
        deliveries.c.card.in_(bindparam("cards", expanding=True)),
        # As the index has it, which neither database would use without.
        deliveries.c.card != "",
        deliveries.c.operation == Operation.SEND,
        deliveries.c.state.not_in([State.FAILED.value, State.CANCELLED.value]),
    )
    .order_by(deliveries.c.delivery_id)
)


def card_messages(connection: Connection, card: str) -> list[RowMapping]:
    """Return the messages that are this card and arrived or will: delivery_id, channel, chat, account_id."""
    return cards(connection, [card])[card]


def cards(connection: Connection, names: Collection[str]) -> dict[str, list[RowMapping]]:
    """Return the messages that are each of these cards; for a few at a time."""
    found: dict[str, list[RowMapping]] = {each: [] for each in names}
    for row in connection.execute(_OF_CARDS, {"cards": list(names)}).mappings():
        found[row["card"]].append(row)
    return found


def messages_numbered(connection: Connection, delivery_ids: Sequence[int]) -> list[RowMapping]:
    """Return the messages with these numbers: delivery_id, channel, chat, account_id."""
    found: list[RowMapping] = []
    # Every database takes so many values in one statement.
    for at in range(0, len(delivery_ids), MOST_NUMBERS):
        numbers = delivery_ids[at : at + MOST_NUMBERS]
        these = select(*_MESSAGE).where(deliveries.c.delivery_id.in_(numbers))
        found += connection.execute(these.order_by(deliveries.c.delivery_id)).mappings()
    return found


@cache
def _at(number: int) -> Select[Any]:
    """Return the query for so many messages; of pairs in one list SQLite would read every delivery there is."""
    pairs = (
        and_(
            deliveries.c.sent_chat == bindparam(f"chat_{place}"),
            deliveries.c.sent_id == bindparam(f"id_{place}"),
            # As the index has it, which neither database would use without.
            deliveries.c.sent_id != literal_column("''"),
        )
        for place in range(number)
    )
    return select(*_MESSAGE, deliveries.c.sent_chat, deliveries.c.sent_id).where(
        or_(*pairs),
        deliveries.c.operation == Operation.SEND,
    )


def messages_at(
    connection: Connection, refs: Collection[tuple[str, MessageRef]]
) -> dict[tuple[str, MessageRef], RowMapping]:
    """Return the deliveries that became these messages of the platforms, by channel and message."""
    asked: dict[str, str] = {}
    for place, (_, ref) in enumerate(refs):
        asked |= {f"chat_{place}": ref.chat, f"id_{place}": ref.message_id}
    return {
        (row["channel"], MessageRef(row["sent_chat"], row["sent_id"])): row
        for row in connection.execute(_at(len(refs)), asked).mappings()
    }

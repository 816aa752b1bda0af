"""Corrections: what was sent is changed in place for everybody, or withdrawn; every text that it had is kept.

A message that went out, or may have, is edited; one that still waits says the newest text when it leaves. Never are
there fewer messages than went out: where the new text needs less of them, the others say so in a line.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.core.broadcasts import Broadcast, Edits
from bot.core.deliveries import Operation, Priority, State
from bot.core.errors import Overtaken
from bot.core.kindness import Kindness
from bot.core.people import PersonId
from bot.db import copies, kindness, outbox
from bot.db.broadcasts import ENDED
from bot.db.copies import Payloads, by_channel
from bot.db.kindness import Thing
from bot.db.leases import insert_or_skip
from bot.db.receipts import ask_anew
from bot.db.tables import (
    accounts,
    broadcast_parts,
    broadcast_versions,
    broadcasts,
    deliveries,
    persons,
    receipts,
)


class Change(NamedTuple):
    """A new text for a broadcast that was sent: what it says, drawn for each channel.

    ``told`` goes to who has read it, as ``title`` where it waits with others; ``leftover`` takes the place of a
    message that is no longer needed; ``brief`` stands in a copy where the text needs several. With ``again``, homes
    that have confirmed it are asked anew.
    """

    what: str  # corrected or withdrawn
    text: str
    parts: Payloads
    title: str
    told: Payloads
    leftover: Payloads
    brief: Payloads
    again: bool = False


def hold(connection: Connection, broadcast_id: int, version: int) -> None:
    """Let nobody change the text until this transaction has ended.

    Raises:
        Overtaken: It is of another version by now.
    """
    found = connection.execute(
        select(broadcasts.c.version)
        .where(broadcasts.c.broadcast_id == broadcast_id)
        .with_for_update(read=True)
    ).scalar()
    if found != version:
        raise Overtaken


def hold_alone(connection: Connection, broadcast_id: int) -> None:
    """Let nobody else try again, bring to others or change the text until this transaction has ended."""
    connection.execute(
        select(broadcasts.c.version)
        .where(broadcasts.c.broadcast_id == broadcast_id)
        .with_for_update()
    )


def change(
    connection: Connection,
    sent: Broadcast,
    new: Change,
    by: PersonId | None,
    purse: tuple[Kindness, datetime],
) -> None:
    """Give a broadcast that was sent its new text, everywhere.

    Raises:
        Overtaken: Somebody else changed it first.
    """
    kind, now = purse
    _keep_versions(connection, sent, new, by, now)
    # Held until we commit: none of them leaves with the old text in between.
    not_there = and_(
        deliveries.c.broadcast_id == sent.broadcast_id, deliveries.c.state != State.DELIVERED
    )
    connection.execute(select(deliveries.c.delivery_id).where(not_there).with_for_update())
    if new.what == "withdrawn":
        _call_off(connection, sent, now)
    _replace_parts(connection, sent, new)
    _edit(connection, sent, new, now)
    if new.what == "corrected":
        copies.add_parts(connection, sent, kind, now)
        kindness.call(connection, copies.thing(sent).about, copies.headline(sent.title, new.text))
    about = f"{new.what}:{sent.broadcast_id}.{sent.version + 1}"
    told = Thing(about, copies.headline("", new.title), sent.urgent), new.told
    copies.tell(connection, sent, told, receipts.c.read_at.is_not(None), (kind, now))
    if new.again:
        ask_anew(connection, sent.broadcast_id, sent.version)


def _edit_card(broadcast_id: int, version: int) -> str:
    return f"edit:{broadcast_id}:{version}"


def _keep_versions(
    connection: Connection, sent: Broadcast, new: Change, by: PersonId | None, now: datetime
) -> None:
    moved = connection.execute(
        update(broadcasts)
        .where(broadcasts.c.broadcast_id == sent.broadcast_id, broadcasts.c.version == sent.version)
        .values(text=new.text, version=sent.version + 1, **{f"{new.what}_at": now})
    )
    if moved.rowcount != 1:
        raise Overtaken
    kept = {"broadcast_id": sent.broadcast_id, "title": sent.title, "audience": sent.audience}
    insert_or_skip(
        connection,
        broadcast_versions,
        **kept,
        version=sent.version,
        what="written",
        text=sent.text,
        person_id=sent.author_id,
        at=sent.sent_at or now,
    )
    connection.execute(
        insert(broadcast_versions).values(
            **kept, version=sent.version + 1, what=new.what, text=new.text, person_id=by, at=now
        )
    )


def _call_off(connection: Connection, sent: Broadcast, now: datetime) -> None:
    """Bring it to nobody else, nor what was to be said about it; what may have arrived is changed like what has."""
    number = sent.broadcast_id
    notices = [f"corrected:{number}.{version}" for version in range(2, sent.version + 1)]
    abouts = [*(f"chase:{number}.{version}" for version in range(1, sent.version + 1)), *notices]
    its = or_(deliveries.c.broadcast_id == number, deliveries.c.about.in_(abouts))
    # What is in doubt would be brought once more; a file that is withdrawn never is.
    is_file = and_(literal(sent.file is not None), deliveries.c.part == outbox.FILE_PART)
    not_tried = or_(deliveries.c.first_tried_at.is_(None), is_file)
    connection.execute(
        update(deliveries)
        .where(its, deliveries.c.state.in_(outbox.WAITING), not_tried)
        .values(state=State.CANCELLED, reason="withdrawn", finished_at=now)
    )
    kindness.call_off(connection, [copies.thing(sent).about, *abouts], now)


def _replace_parts(connection: Connection, sent: Broadcast, new: Change) -> None:
    of = broadcast_parts.c.broadcast_id == sent.broadcast_id
    before: dict[str, int] = dict(
        connection.execute(
            select(broadcast_parts.c.channel, func.count())
            .where(of)
            .group_by(broadcast_parts.c.channel)
        ).all()
    )
    drawn = broadcast_parts.c.channel.in_(list(new.parts))
    connection.execute(broadcast_parts.delete().where(of, drawn))
    rows = []
    file = sent.file.file_id if sent.file else None
    for channel, payloads in new.parts.items():
        padding = [new.leftover[channel][-1]] * (before.get(channel, 0) - len(payloads))
        rows += [
            {
                "broadcast_id": sent.broadcast_id,
                "channel": channel,
                "part": part,
                "payload": each,
                "file_id": file if part == outbox.FILE_PART else None,
            }
            for part, each in enumerate([*payloads, *padding])
        ]
    connection.execute(insert(broadcast_parts), rows)


_original = deliveries.alias("original")
# It arrived, is about to, or may have: then its text is changed as soon as it is known to be there.
_WENT_OUT = or_(
    _original.c.state.in_([State.DELIVERED, State.ON_WIRE]),
    and_(_original.c.state.in_(outbox.WAITING), _original.c.first_tried_at.is_not(None)),
)


def _edit(connection: Connection, sent: Broadcast, new: Change, now: datetime) -> None:
    """Change every message that went out, and every copy that somebody asked to see."""
    name = _edit_card(sent.broadcast_id, sent.version + 1)
    part = (
        select(broadcast_parts.c.payload)
        .where(
            broadcast_parts.c.broadcast_id == sent.broadcast_id,
            broadcast_parts.c.channel == _original.c.channel,
            broadcast_parts.c.part == _original.c.part,
        )
        .correlate(_original)
        .scalar_subquery()
    )
    drawn = _original.c.channel.in_(list(new.parts))
    mine = and_(drawn, _original.c.broadcast_id == sent.broadcast_id)
    if sent.file and new.what == "corrected":
        # The file stays as it is.
        mine = and_(mine, _original.c.part != outbox.FILE_PART)
    _edit_each(connection, mine, part, name, now)
    if sent.file and new.what == "withdrawn":
        first = {channel: payloads[outbox.FILE_PART] for channel, payloads in new.parts.items()}
        its = and_(drawn, _original.c.card == f"file:{sent.broadcast_id}.{outbox.FILE_PART}")
        _edit_each(connection, its, by_channel(_original, first), name, now)
    copy = f"copy:{sent.broadcast_id}"
    last = {
        channel: (payloads if len(payloads) == 1 else new.brief[channel])[-1]
        for channel, payloads in new.parts.items()
    }
    copies = and_(drawn, _original.c.card == copy)
    _edit_each(connection, copies, by_channel(_original, last), name, now)
    leftover = {channel: payloads[-1] for channel, payloads in new.leftover.items()}
    begun = and_(drawn, _original.c.card.startswith(f"{copy}.", autoescape=True))
    _edit_each(connection, begun, by_channel(_original, leftover), name, now)


_WAITS = and_(deliveries.c.operation == Operation.EDIT, deliveries.c.state == State.QUEUED)


def _replace_waiting(
    connection: Connection, which: ColumnElement[bool], payload: ColumnElement[str], name: str
) -> None:
    originals = select(_original.c.delivery_id).where(
        which, _original.c.operation == Operation.SEND
    )
    newest = (
        select(payload)
        .where(_original.c.delivery_id == deliveries.c.edits_id)
        .correlate(deliveries)
        .scalar_subquery()
    )
    connection.execute(
        update(deliveries)
        .where(_WAITS, deliveries.c.edits_id.in_(originals))
        .values(card=name, payload=newest)
    )


def _edit_each(
    connection: Connection,
    which: ColumnElement[bool],
    payload: ColumnElement[str],
    name: str,
    now: datetime,
) -> None:
    """Queue one edit of each message; one that still waits says the newest instead."""
    _replace_waiting(connection, which, payload, name)
    # Urgent: it rings nobody's phone, and what is wrong should not stand longer than it must.
    row = outbox.new(_original, Operation.EDIT, Priority.URGENT, now) | {
        "payload": payload,
        "card": literal(name),
        "edits_id": _original.c.delivery_id,
    }
    edited = select(deliveries.c.edits_id).where(_WAITS, deliveries.c.edits_id.is_not(None))
    new = (
        select(*row.values())
        .select_from(_original.outerjoin(accounts, accounts.c.account_id == _original.c.account_id))
        .where(
            which,
            _original.c.operation == Operation.SEND,
            _WENT_OUT,
            accounts.c.shut_at.is_(None),
            _original.c.delivery_id.not_in(edited),
        )
        .order_by(_original.c.delivery_id)
    )
    connection.execute(insert(deliveries).from_select(list(row), new))


def edits(connection: Connection, broadcast_id: int, version: int) -> Edits:
    """Return how far the messages of a broadcast were changed to this version of its text."""
    rows = connection.execute(
        select(deliveries.c.state, func.count())
        .where(deliveries.c.card == _edit_card(broadcast_id, version))
        .group_by(deliveries.c.state)
    )
    counts: dict[str, int] = dict(map(tuple, rows))
    done = counts.get(State.DELIVERED, 0)
    waiting = sum(number for state, number in counts.items() if state not in ENDED)
    return Edits(done, waiting, counts.get(State.FAILED, 0))


def changed_by(connection: Connection, broadcast_id: int) -> str:
    """Return the name of who changed the text last, empty where nobody did."""
    found = connection.execute(
        select(persons.c.name)
        .join(broadcast_versions, broadcast_versions.c.person_id == persons.c.person_id)
        .where(broadcast_versions.c.broadcast_id == broadcast_id, broadcast_versions.c.version > 1)
        .order_by(broadcast_versions.c.version.desc())
        .limit(1)
    ).scalar()
    return str(found) if found else ""

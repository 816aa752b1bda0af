"""How the facts of what comes after sending are written: read, asked again, corrected, caught up with, away."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update

from bot.core import facts
from bot.core.broadcasts import Broadcast
from bot.core.errors import Overtaken, StalePress
from bot.core.kindness import Kindness
from bot.core.messages import Message
from bot.core.people import HomeId, PersonId
from bot.core.turn import Caller
from bot.db import catching_up, copies, corrections, receipts
from bot.db.copies import Payloads
from bot.db.corrections import Change
from bot.db.kindness import Thing
from bot.db.store import Store
from bot.db.tables import persons


def _by(caller: Caller) -> tuple[PersonId, list[HomeId]]:
    """Return who acts, and for which homes."""
    if caller.person is None:
        raise StalePress
    return caller.person.person_id, [each.home.home_id for each in caller.person.memberships]


def _sent(store: Store, broadcast_id: int) -> Broadcast:
    sent = store.broadcast(broadcast_id)
    if sent is None:
        raise StalePress
    return sent


def _drawn(store: Store, message: Message) -> Payloads:
    return {name: painter.prepare(message) for name, painter in store.desk.painters.items()}


def _purse(store: Store) -> tuple[Kindness, datetime]:
    return store.desk.kindness, store.at


def _read(store: Store, caller: Caller, fact: facts.BroadcastRead) -> None:
    person_id, mine = _by(caller)
    corrections.hold(store.connection, fact.broadcast_id, fact.version)
    receipts.read(store.connection, fact.broadcast_id, mine, person_id, store.at)


def _acknowledged(store: Store, caller: Caller, fact: facts.BroadcastAcknowledged) -> None:
    person_id, mine = _by(caller)
    corrections.hold(store.connection, fact.broadcast_id, fact.version)
    receipts.acknowledge(store.connection, fact.broadcast_id, mine, person_id, store.at)


def _chased(store: Store, _caller: Caller, fact: facts.BroadcastChased) -> None:
    sent, title = _sent(store, fact.broadcast_id), copies.headline("", fact.reminder.text)
    told = (
        Thing(f"chase:{sent.broadcast_id}.{sent.version}", title, sent.urgent),
        _drawn(store, fact.reminder),
    )
    catching_up.chase(store.connection, sent, told, _purse(store))


def _tried_again(store: Store, _caller: Caller, fact: facts.BroadcastTriedAgain) -> None:
    channels = list(store.desk.painters)
    corrections.hold_alone(store.connection, fact.broadcast_id)
    sent = _sent(store, fact.broadcast_id)
    catching_up.try_again(store.connection, sent, channels, _purse(store))


def _changed(
    store: Store, caller: Caller, fact: facts.BroadcastCorrected | facts.BroadcastWithdrawn
) -> None:
    sent = _sent(store, fact.broadcast_id)
    if sent.version != fact.version:
        raise Overtaken
    corrected = isinstance(fact, facts.BroadcastCorrected)
    new = Change(
        "corrected" if corrected else "withdrawn",
        fact.text,
        _drawn(store, fact.drawn),
        fact.told.text,
        _drawn(store, fact.told),
        _drawn(store, fact.leftover),
        _drawn(store, fact.brief),
        again=isinstance(fact, facts.BroadcastCorrected) and fact.again,
    )
    corrections.change(store.connection, sent, new, _by(caller)[0], _purse(store))


def _caught_up(store: Store, _caller: Caller, fact: facts.HomeCaughtUp) -> None:
    catching_up.catch_up(store.connection, fact, list(store.desk.painters), _purse(store))


def _away(store: Store, caller: Caller, fact: facts.AwayTold) -> None:
    person_id, _ = _by(caller)
    store.connection.execute(
        update(persons)
        .where(persons.c.person_id == person_id)
        .values(away_from=fact.away_from, away_until=fact.away_until)
    )


WRITERS: Mapping[type, Callable[[Store, Caller, Any], None]] = {
    facts.BroadcastRead: _read,
    facts.BroadcastAcknowledged: _acknowledged,
    facts.BroadcastChased: _chased,
    facts.BroadcastTriedAgain: _tried_again,
    facts.BroadcastCorrected: _changed,
    facts.BroadcastWithdrawn: _changed,
    facts.HomeCaughtUp: _caught_up,
    facts.AwayTold: _away,
}

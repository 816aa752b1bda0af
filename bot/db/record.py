"""How each fact is written: one function a kind of fact, all in the turn's own transaction."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, update

from bot.core import facts
from bot.core.broadcasts import BroadcastState
from bot.core.cases import CaseState
from bot.core.errors import Overtaken, StalePress
from bot.core.people import PersonId, Role
from bot.core.trial import IT_TAKES, LIVE
from bot.core.turn import Caller
from bot.db import (
    attending,
    audit,
    broadcasts,
    cases,
    consents,
    contacts,
    drafts,
    items,
    marks,
    outbox,
    people,
    planned,
    promises,
    releasing,
    restored,
    rooms,
    rota,
    trial,
    waiting,
)
from bot.db.recording import afterwards, asking, files, guidance, newsletters
from bot.db.store import Store
from bot.db.tables import accounts, invites, wrong_codes

# A second account is linked at once or not at all.
LINK_LASTS = timedelta(days=1)


def record(store: Store, caller: Caller, fact: facts.Fact) -> None:
    """Write the fact, with who and when; what a lead did also goes into the audit log.

    Raises:
        Overtaken: The row it was decided on has changed since.
    """
    _WRITERS[type(fact)](store, caller, fact)
    if not isinstance(fact, _LEAVES_KNOWN):
        store.batch.forget()
    person = caller.person
    if isinstance(fact, facts.Joined):
        # Who joins a team is a lead from here on, and that is the first thing they did.
        account = store.account()
        person = store.person(account.person_id) if account else None
    if person is not None and person.is_lead and not isinstance(fact, facts.ConversationKept):
        audit.add(
            store.connection,
            actor=f"person:{person.person_id}",
            person_id=person.person_id,
            action=type(fact).__name__,
            about=_about(fact),
            now=store.at,
        )


def _about(fact: facts.Fact) -> str:
    """Return which row a fact is about, by its first field; never a text."""
    if isinstance(fact, facts.ItemAdded | facts.ItemChanged):
        return f"item_id={fact.item.item_id}"
    name = next(iter(fact.__dataclass_fields__), "")
    value = getattr(fact, name, "")
    return f"{name}={value}" if name.endswith("_id") else ""


def _by(caller: Caller) -> PersonId:
    if caller.person is None:
        raise StalePress
    return caller.person.person_id


def _by_or_nobody(caller: Caller) -> PersonId | None:
    return caller.person.person_id if caller.person else None


def _conversation(store: Store, _caller: Caller, fact: facts.ConversationKept) -> None:
    store.batch.keep_conversation(store.channel, store.chat, fact.state, store.at)


def _wrong_code(store: Store, _caller: Caller, _fact: facts.WrongCodeTried) -> None:
    store.connection.execute(
        insert(wrong_codes).values(channel=store.channel, chat=store.chat, at=store.at)
    )


def _joined(store: Store, caller: Caller, fact: facts.Joined) -> None:
    used = store.invite_numbered(fact.invite_id)
    if used is None or not used.usable:
        raise Overtaken
    known = used.person_id or _by_or_nobody(caller)
    person_id = known or people.new_person(store.connection, fact.name, store.at)
    if not people.use_invite(store.connection, used, person_id, store.at):
        raise Overtaken
    people.open_account(store.connection, person_id, store.channel, store.chat, store.at)
    people.give_role(store.connection, used, person_id, store.at)


def _link_code(store: Store, caller: Caller, fact: facts.LinkCodeMade) -> None:
    store.connection.execute(
        insert(invites).values(
            code_hash=fact.code_hash,
            role=Role.MANAGER,
            person_id=_by(caller),
            name=caller.person.name if caller.person else "",
            made_at=store.at,
            expires_at=store.at + LINK_LASTS,
        )
    )


def _left(store: Store, _caller: Caller, fact: facts.Left) -> None:
    # What still waits was for somebody who had not left; what this turn says goes out all the same.
    outbox.cancel_waiting(store.connection, fact.person_id, store.at)
    people.end(store.connection, fact.person_id, store.at)
    cases.due_again(store.connection, fact.person_id, store.at)


def _shut(store: Store, _caller: Caller, _fact: facts.AccountShut) -> None:
    people.shut_account(store.connection, store.channel, store.chat, "blocked", store.at)


def _opened(store: Store, _caller: Caller, _fact: facts.AccountOpened) -> None:
    store.connection.execute(
        update(accounts)
        .where(
            accounts.c.channel == store.channel,
            accounts.c.chat == store.chat,
            accounts.c.shut_reason == "blocked",
        )
        .values(shut_at=None, shut_reason="")
    )


def _room_shut(store: Store, _caller: Caller, fact: facts.RoomShut) -> None:
    rooms.shut(store.connection, fact.channel, fact.chat, store.at)


def _room_opened(store: Store, _caller: Caller, fact: facts.RoomOpened) -> None:
    rooms.opened(store.connection, fact.channel, fact.chat)


def _drafted(store: Store, caller: Caller, fact: facts.BroadcastDrafted) -> None:
    drafts.draft(store.connection, fact, _by_or_nobody(caller), store.at)


def _decided(store: Store, _caller: Caller, fact: facts.BroadcastDecided) -> None:
    broadcasts.decide(
        store.connection,
        fact.broadcast_id,
        fact.state,
        send_at=fact.send_at,
        version=fact.version,
    )
    items.settle(store.connection, fact.broadcast_id, fact.state)
    if fact.state is BroadcastState.SENDING:
        send(store, fact.broadcast_id)


def send(store: Store, broadcast_id: int) -> None:
    """Queue a broadcast that was decided to everybody it reaches, drawn once for each channel."""
    sent = store.broadcast(broadcast_id)
    if sent is None:
        raise StalePress
    if not store.is_live():
        trial.show(store, sent)
        return
    message = store.desk.draw_broadcast(sent, store.desk.content)
    parts = {name: painter.prepare(message) for name, painter in store.desk.painters.items()}
    broadcasts.queue(store.connection, sent, parts, store.at, store.desk.kindness)


def _timed(store: Store, _caller: Caller, fact: facts.BroadcastTimed) -> None:
    state = BroadcastState.SCHEDULED
    broadcasts.decide(store.connection, fact.broadcast_id, state, send_at=fact.send_at)


def _repeats(store: Store, _caller: Caller, fact: facts.BroadcastRepeats) -> None:
    if not fact.waits:
        broadcasts.decide(store.connection, fact.broadcast_id, BroadcastState.REPEATING)
    planned.repeat(store.connection, fact, store.at)


def _fell_due(store: Store, _caller: Caller, fact: facts.RecurringFellDue) -> None:
    planned.issue(store.connection, fact, store.at)
    if fact.state is BroadcastState.SENDING:
        send(store, fact.broadcast_id)


def _finished(store: Store, _caller: Caller, fact: facts.BroadcastFinished) -> None:
    broadcasts.finish(store.connection, fact.broadcast_id, store.at)


def _raised(store: Store, caller: Caller, fact: facts.EscalationRaised) -> None:
    cases.raise_new(store.connection, fact, _by_or_nobody(caller), store.at)
    store.batch.forget_escalations()


def _moved(store: Store, caller: Caller, fact: facts.EscalationMoved) -> None:
    if fact.state is not CaseState.OPEN:
        # Nobody is told any more of what somebody has; what is on its way is edited when it arrives.
        cases.stop_telling(store.connection, fact.escalation_id, store.at)
    cases.move(store.connection, fact, _by_or_nobody(caller), store.at)
    store.batch.forget_escalations()


def _live(store: Store, caller: Caller, fact: facts.LiveAgreed) -> None:
    # First of all: where two agree at once, the second waits here until the first is kept.
    marks.make(store.connection, marks.ASKED, store.at)
    if len(store.agreed(LIVE)) != fact.others:
        raise Overtaken
    consents.agree(store.connection, LIVE, _by(caller), store.at)
    if len(store.agreed(LIVE)) >= IT_TAKES and not store.is_live():
        marks.make(store.connection, marks.LIVE, store.at)


def _network_released(store: Store, _caller: Caller, fact: facts.NetworkReleased) -> None:
    if not restored.release(store.connection, store.at, send=fact.send):
        raise Overtaken


def _released(store: Store, _caller: Caller, fact: facts.HeldReleased) -> None:
    releasing.release(store, fact.cards)


def _waited(store: Store, caller: Caller, fact: facts.WaitedShown) -> None:
    if caller.account is None:
        raise StalePress
    waiting.show(store.connection, caller.account.account_id, fact.about, store.at)


def _entry(store: Store, caller: Caller, fact: facts.EntryAdded) -> None:
    cases.add_entry(store.connection, fact, _by_or_nobody(caller), store.at)


def _rota(store: Store, caller: Caller, fact: facts.Fact) -> None:
    rota.keep(store.connection, fact, _by_or_nobody(caller), store.at)


def _promised(store: Store, caller: Caller, fact: facts.Fact) -> None:
    promises.keep(store.connection, fact, _by_or_nobody(caller), store.at)


def _contact(store: Store, _caller: Caller, fact: facts.ContactTold | facts.ContactGone) -> None:
    contacts.keep(store.connection, fact, store.at)


def _meeting(store: Store, caller: Caller, fact: facts.Fact) -> None:
    by = _by_or_nobody(caller)
    attending.WRITERS[type(fact)](store.connection, fact, by, store.at)
    if isinstance(fact, facts.MeetingChanged | facts.MeetingCalledOff):
        painters = store.desk.painters.items()
        payloads = {name: painter.prepare(fact.drawn) for name, painter in painters}
        attending.redraw(store.connection, fact.meeting_id, payloads)


_ROTA = (facts.RotaChanged, facts.SwapAsked, facts.SwapDecided)
_PROMISES = (
    facts.ActionPromised,
    facts.ActionMoved,
    facts.CaseScored,
    facts.IncidentMade,
    facts.CasesLinked,
)

# Facts that change nothing of what a batch knows, or say themselves what they change; any other may.
_LEAVES_KNOWN = (
    facts.ConversationKept,
    facts.WrongCodeTried,
    facts.BroadcastDrafted,
    facts.BroadcastRead,
    facts.BroadcastAcknowledged,
    facts.Answered,
    facts.AssignmentDone,
    facts.EscalationRaised,
    facts.EscalationMoved,
    facts.EntryAdded,
    *attending.WRITERS,
    *guidance.WRITERS,
    *_ROTA,
    *_PROMISES,
    facts.ContactTold,
    facts.ContactGone,
)

_WRITERS: dict[type, Callable[[Store, Caller, Any], None]] = {
    facts.ConversationKept: _conversation,
    facts.WrongCodeTried: _wrong_code,
    facts.Joined: _joined,
    facts.LinkCodeMade: _link_code,
    facts.Left: _left,
    facts.AccountShut: _shut,
    facts.AccountOpened: _opened,
    facts.RoomShut: _room_shut,
    facts.RoomOpened: _room_opened,
    facts.BroadcastDrafted: _drafted,
    facts.BroadcastDecided: _decided,
    facts.BroadcastTimed: _timed,
    facts.BroadcastRepeats: _repeats,
    facts.RecurringFellDue: _fell_due,
    facts.BroadcastFinished: _finished,
    facts.EscalationRaised: _raised,
    facts.EscalationMoved: _moved,
    facts.EntryAdded: _entry,
    **dict.fromkeys(_ROTA, _rota),
    **dict.fromkeys(_PROMISES, _promised),
    facts.ContactTold: _contact,
    facts.ContactGone: _contact,
    facts.LiveAgreed: _live,
    **dict.fromkeys(attending.WRITERS, _meeting),
    facts.NetworkReleased: _network_released,
    **guidance.WRITERS,
    **asking.WRITERS,
    **files.WRITERS,
    facts.HeldReleased: _released,
    facts.WaitedShown: _waited,
    **afterwards.WRITERS,
    **newsletters.WRITERS,
}

"""The engine: takes waiting events in batches, runs one pure handler each, and commits all that follows together."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.core import guide
from bot.core.errors import NotAllowed, Overtaken, StalePress
from bot.core.events import Commanded, Inbound, Pressed, Said, Submitted, Withheld
from bot.core.messages import Message
from bot.core.ports import Clock, Guard
from bot.core.routes import Routes
from bot.core.turn import AtOnce, Caller, FormFaults, Outcome, Say, Toast, ToCaller, Turn
from bot.db import inbox, people
from bot.db.database import Database
from bot.db.outbox import queue
from bot.db.record import record
from bot.db.say import posts
from bot.db.store import Desk, Store

log = structlog.get_logger()

BATCH = 200
# A turn that met another one is run again on the fresh state; meeting three in a row is a fault.
MOST_RUNS = 3
# How old "used last" may be before it is written again: not a write a tap.
TOUCH_AFTER = timedelta(minutes=1)


def _unmeasured(_channel: str, _kind: str, _seconds: float) -> None:
    """Count nothing: for commands that cause an event and end."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the engine decides by: the handlers, the privacy guard, the time, and the network's zone.

    ``took`` is told of each event that was taken: its channel, its kind, and how many seconds that took.
    """

    routes: Routes
    guard: Guard
    clock: Clock
    zone: ZoneInfo
    took: Callable[[str, str, float], None] = _unmeasured


class Engine:
    """Events in, one transaction each batch. ``submit`` returns only after its event has been committed."""

    def __init__(
        self,
        database: Database,
        desk: Desk,
        rules: Rules,
        queued: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare; ``queued`` is called after each commit that may have queued messages."""
        self._database = database
        self._desk = desk
        self._rules = rules
        self._queued = queued
        self._waiting: list[tuple[Inbound, asyncio.Future[AtOnce | None]]] = []
        self._wake = asyncio.Event()

    async def submit(self, inbound: Inbound) -> AtOnce | None:
        """Take one event; what the caller is to be shown at once comes back when all is committed.

        Raises:
            Exception: Nothing was kept, whatever the cause: the platform must not be told that it was.
        """
        taken: asyncio.Future[AtOnce | None] = asyncio.get_running_loop().create_future()
        began_at = self._rules.clock.now()
        self._waiting.append((inbound, taken))
        self._wake.set()
        at_once = await taken
        seconds = (self._rules.clock.now() - began_at).total_seconds()
        self._rules.took(inbound.channel, type(inbound.what).__name__, seconds)
        return at_once

    async def run(self) -> None:
        """Take what waits, batch after batch, until cancelled."""
        while True:
            await self._wake.wait()
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            if not self._waiting:
                self._wake.clear()
            await self._run_batch(batch)
            self._queued()

    async def _run_batch(
        self, batch: Sequence[tuple[Inbound, asyncio.Future[AtOnce | None]]]
    ) -> None:
        try:
            answers = await self._database.run(self.take, [inbound for inbound, _ in batch])
        except Exception as error:  # the batch was rolled back: every platform is told to try again
            log.exception("batch_failed", events=len(batch))
            for _, taken in batch:
                if not taken.done():
                    taken.set_exception(error)
            return
        for (_, taken), answer in zip(batch, answers, strict=True):
            if not taken.done():
                taken.set_result(answer)

    def take(self, batch: Sequence[Inbound]) -> list[AtOnce | None]:
        """Take these events in one transaction, and return what each caller is shown at once."""
        with self._database.write() as connection:
            return [
                self._take(
                    Store(
                        connection,
                        self._desk,
                        each.channel,
                        each.account_chat,
                        self._rules.clock.now(),
                    ),
                    each,
                )
                for each in batch
            ]

    def _take(self, store: Store, inbound: Inbound) -> AtOnce | None:
        if not inbox.first_time(store.connection, inbound, store.at):
            log.info("event_repeated", channel=inbound.channel, event_id=inbound.event_id)
            return None
        guarded, at_once = self._guarded(inbound)
        if at_once is not None:
            return at_once
        for _ in range(MOST_RUNS):
            try:
                with store.connection.begin_nested():
                    return self._turn(store, guarded)
            except Overtaken:
                continue
            except Exception as error:
                log.exception("event_parked", channel=inbound.channel, event_id=inbound.event_id)
                inbox.park(store.connection, inbound, error)
                break
        return self._explain(store, inbound, self._desk.content.words.common.went_wrong)

    def _guarded(self, inbound: Inbound) -> tuple[Inbound, AtOnce | None]:
        """Return the event without any text that identifies a resident; a form with such a text stays open."""
        what = inbound.what
        if isinstance(what, Said | Commanded) and (kinds := self._rules.guard(what.text)):
            return replace(inbound, what=Withheld(kinds)), None
        if isinstance(what, Submitted):
            found = {
                name: kinds
                for name, text in what.values.items()
                if (kinds := self._rules.guard(text))
            }
            if found:
                sentence = self._desk.content.words.common.withheld_in_form
                return inbound, FormFaults(dict.fromkeys(found, sentence))
        return inbound, None

    def _turn(self, store: Store, inbound: Inbound) -> AtOnce | None:
        turn = self._begin(store, inbound)
        try:
            guided = guide.resume(turn)
            outcome = guided.outcome or self._rules.routes.handler_for(guided.turn)(guided.turn)
        except StalePress:
            return self._explain(store, inbound, self._desk.content.words.common.stale_button)
        except NotAllowed:
            return self._explain(store, inbound, self._desk.content.words.common.not_allowed)
        outcome = guide.carry_on(guided, outcome)
        self._keep(store, turn, outcome)
        return outcome.at_once

    def _begin(self, store: Store, inbound: Inbound) -> Turn:
        account = store.account()
        person = store.person(account.person_id) if account else None
        if account and store.at - account.last_used_at > TOUCH_AFTER:
            people.touch(store.connection, account.account_id, store.at)
        conversation = inbox.conversation(store.connection, inbound.channel, inbound.account_chat)
        caller = Caller(person, account, conversation)
        return Turn(
            inbound, caller, store.at, self._rules.zone, store, self._desk.content, store.number
        )

    def _keep(self, store: Store, turn: Turn, outcome: Outcome) -> None:
        for fact in outcome.facts:
            record(store, turn.caller, fact)
        queue(
            store.connection,
            [post for say in outcome.says for post in posts(store, turn.inbound, say)],
            store.at,
        )

    def _explain(self, store: Store, inbound: Inbound, sentence: str) -> AtOnce | None:
        """Say one sentence to whoever acted: at the button where there was one, else in the chat."""
        if isinstance(inbound.what, Pressed):
            return Toast(sentence, alert=True)
        if inbound.sender and inbound.private:
            queue(
                store.connection,
                posts(store, inbound, Say(ToCaller(), Message(sentence))),
                store.at,
            )
        return None

"""The engine: takes waiting events in batches, runs one pure handler each, and commits all that follows together."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from bot.core import guide
from bot.core.errors import NotAllowed, NotTaken, Overtaken, StalePress
from bot.core.events import Inbound, Pressed, Unknown
from bot.core.messages import Message
from bot.core.people import Person
from bot.core.ports import Clock, Guard
from bot.core.privacy import Kind
from bot.core.routes import Routes
from bot.core.screening import keepable, screen
from bot.core.turn import AtOnce, Caller, Outcome, Push, Say, Toast, ToCaller, Turn
from bot.db import inbox
from bot.db.batch import Batch
from bot.db.database import Connection, Database, Outage, met_another
from bot.db.pushing import push
from bot.db.record import record
from bot.db.say import posts
from bot.db.store import Desk, Store

log = structlog.get_logger()

BATCH = 200
# Those beyond are turned away, and the platforms bring them again: no flood fills the memory.
MOST_WAITING = 5_000
# A turn that met another one is run again on the fresh state; meeting three in a row is a fault.
MOST_RUNS = 3
# How old "used last" may be before it is written again: not a write a tap.
TOUCH_AFTER = timedelta(minutes=1)


Submission = tuple[Inbound, asyncio.Future[AtOnce | None]]


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
        self._waiting: deque[Submission] = deque()
        self._wake = asyncio.Event()
        self._ended = False

    async def submit(self, inbound: Inbound) -> AtOnce | None:
        """Take one event; what the caller is to be shown at once comes back when all is committed.

        Events are taken in the order in which they are submitted.

        Raises:
            NotTaken: The engine has ended, or too many events wait.
            Exception: Nothing was kept, whatever the cause: the platform must not be told that it was.
        """
        if self._ended or len(self._waiting) >= MOST_WAITING:
            raise NotTaken
        taken: asyncio.Future[AtOnce | None] = asyncio.get_running_loop().create_future()
        began_at = self._rules.clock.now()
        self._waiting.append((inbound, taken))
        self._wake.set()
        at_once = await taken
        seconds = (self._rules.clock.now() - began_at).total_seconds()
        self._rules.took(inbound.channel, type(inbound.what).__name__, seconds)
        return at_once

    async def run(self) -> None:
        """Take what waits, batch after batch, until cancelled.

        A batch that has begun is finished then, and whoever still waits hears that nothing was kept.
        """
        self._ended = False
        try:
            while True:
                await self._wake.wait()
                await self._run_batch()
        except asyncio.CancelledError:
            self._end()
            raise

    async def _run_batch(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
        if not self._waiting:
            self._wake.clear()
        # A commit under way cannot be called back: its submitters hear of it, whoever cancels us meanwhile.
        taking = asyncio.create_task(self._tell(batch))
        try:
            await asyncio.shield(taking)
        finally:
            await asyncio.wait({taking})
        self._queued()

    async def _tell(self, batch: Sequence[Submission]) -> None:
        """Take the batch, and tell each submitter what came of it."""
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

    def _end(self) -> None:
        self._ended = True
        while self._waiting:
            _, taken = self._waiting.popleft()
            if not taken.done():
                taken.set_exception(NotTaken())

    def take(self, batch: Sequence[Inbound]) -> list[AtOnce | None]:
        """Take these events in one transaction, and return what each caller is shown at once."""
        for _ in range(MOST_RUNS - 1):
            try:
                return self._take_all(batch)
            except Outage as outage:
                if not met_another(outage):
                    raise
                log.info("batch_again", events=len(batch))
        return self._take_all(batch)

    def _take_all(self, batch: Sequence[Inbound]) -> list[AtOnce | None]:
        found = [keepable(each) for each in batch]
        try:
            with self._database.write() as connection:
                return self._take_together(connection, found)
        except Outage:  # no fault of any event's: the whole batch is to come again
            raise
        except Overtaken:
            log.info("batch_overtaken", events=len(batch))
        except Exception:  # whichever it was, the others are not to suffer
            log.exception("batch_broke", events=len(batch))
        with self._database.write() as connection:
            return [self._take_alone(connection, each) for each in found]

    def _take_together(
        self, connection: Connection, found: Sequence[Inbound]
    ) -> list[AtOnce | None]:
        """Take the events as one: where any of them fails, so do all."""
        at = self._rules.clock.now()
        new = inbox.first_times(connection, found, at)
        batch = Batch(connection, found)
        answers = []
        for each in found:
            store = Store(batch, self._desk, each.channel, each.account_chat, at)
            is_new = _take_out(new, each)
            answers.append(self._answer(store, each, self._turn) if is_new else None)
        batch.write()
        return answers

    def _take_alone(self, connection: Connection, inbound: Inbound) -> AtOnce | None:
        """Take one event; one that cannot be handled is parked, and whoever caused it hears that."""
        at = self._rules.clock.now()
        store = Store(connection, self._desk, inbound.channel, inbound.account_chat, at)
        if not _take_out(inbox.first_times(connection, [inbound], at), inbound):
            return None
        try:
            return self._answer(store, inbound, self._settle)
        except Outage:
            raise
        except Exception as error:
            log.exception("event_parked", channel=inbound.channel, event_id=inbound.event_id)
            inbox.park(connection, inbound, error)
            return self._apologise(store, inbound)

    def _answer(
        self, store: Store, inbound: Inbound, take: Callable[[Store, Inbound], AtOnce | None]
    ) -> AtOnce | None:
        # First of all: it holds up another process with the same chat until we have committed.
        store.batch.conversation(inbound.channel, inbound.account_chat)
        if _person(store) is not None:
            # Whoever has joined has a name with us: what the platform calls them is for those who have not.
            inbound = replace(inbound, sender_name="")
        guard = partial(self._guard, store)
        screened, faults = screen(inbound, guard, self._desk.content.words.privacy)
        if isinstance(screened.what, Unknown):
            log.info("event_unknown", channel=inbound.channel, event_id=inbound.event_id)
        return faults or take(store, screened)

    def _guard(self, store: Store, text: str) -> tuple[Kind, ...]:
        """Return what of the text must not be kept; who only leads writes of emergencies to say what homes can do."""
        kinds = self._rules.guard(text)
        if Kind.EMERGENCY not in kinds:
            return kinds
        person = _person(store)
        leads = person is not None and person.is_lead and not person.memberships
        return tuple(kind for kind in kinds if not (leads and kind is Kind.EMERGENCY))

    def _settle(self, store: Store, inbound: Inbound) -> AtOnce | None:
        """Take the turn; where somebody else came first, take it again on the fresh state."""
        # The first run was together with the others of the batch.
        for _ in range(MOST_RUNS - 2):
            with suppress(Overtaken), store.connection.begin_nested():
                return self._turn(store, inbound)
        with store.connection.begin_nested():
            return self._turn(store, inbound)

    def _apologise(self, store: Store, inbound: Inbound) -> AtOnce | None:
        """Say sorry where that can be said; where it cannot, the others of the batch are kept all the same."""
        try:
            with store.connection.begin_nested():
                return self._explain(store, inbound, self._desk.content.words.common.went_wrong)
        except Outage:
            raise
        except Exception:
            log.exception("sorry_not_said", channel=inbound.channel, event_id=inbound.event_id)
            return None

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
        conversation = store.batch.conversation(inbound.channel, inbound.account_chat)
        account, person = store.account(), _person(store)
        if account and store.at - account.last_used_at > TOUCH_AFTER:
            store.batch.use(account.account_id, store.at)
        caller = Caller(person, account, conversation)
        return Turn(
            inbound, caller, store.at, self._rules.zone, store, self._desk.content, store.number
        )

    def _keep(self, store: Store, turn: Turn, outcome: Outcome) -> None:
        for fact in outcome.facts:
            record(store, turn.caller, fact)
        said = [
            post
            for say in outcome.says
            if not isinstance(say, Push)
            for post in posts(store, turn.inbound, say)
        ]
        store.batch.queue(said, store.at)
        push(store, [say for say in outcome.says if isinstance(say, Push)])

    def _explain(self, store: Store, inbound: Inbound, sentence: str) -> AtOnce | None:
        """Say one sentence to whoever acted: at the button where there was one, else in the chat."""
        if isinstance(inbound.what, Pressed):
            return Toast(sentence, alert=True)
        if inbound.sender and inbound.private:
            said = posts(store, inbound, Say(ToCaller(), Message(sentence)))
            store.batch.queue(said, store.at)
        return None


def _person(store: Store) -> Person | None:
    """Return who acts, None for nobody who has joined."""
    account = store.account()
    return store.person(account.person_id) if account else None


def _take_out(new: set[inbox.Key], inbound: Inbound) -> bool:
    """Say whether the event is new, which it is once only."""
    key = inbound.channel, inbound.event_id
    if key not in new:
        log.info("event_repeated", channel=inbound.channel, event_id=inbound.event_id)
        return False
    new.discard(key)
    return True

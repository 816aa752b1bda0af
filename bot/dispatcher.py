"""The dispatcher: one lane's way out. Claims a window, sends it, records what became of it, and keeps the pace."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar, cast

import structlog

from bot.core.deliveries import Lane, Operation, Pace, Result, Wire
from bot.core.errors import SendError, Throttled, Unreachable
from bot.core.pacing import Pacer
from bot.core.ports import Channel, Clock
from bot.db import leases, outbox
from bot.db.ahead import Ahead
from bot.db.database import Connection, Database

log = structlog.get_logger()

T = TypeVar("T")

# How often a lane without work looks for some that another process queued.
IDLE = timedelta(milliseconds=300)
# How long a result may wait for the others of its window, and for the next message's slot, to be recorded with.
GATHER = timedelta(milliseconds=50)
SOON = timedelta(milliseconds=50)
LONGEST_REST = timedelta(seconds=60)
# A platform that moved on in less than this still counts our last messages.
SETTLING = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Station:
    """Which lane this is: its channel, its pace, and the name of this process."""

    channel: Channel
    lane: Lane
    pace: Pace
    owner: str


class Dispatcher:
    """Sends one lane's deliveries while it holds the lane's lease; any number of processes may run one each.

    To run in a loop that is there for lanes only: with nothing on the wire, it waits for its commits there.
    """

    def __init__(
        self,
        database: Database,
        station: Station,
        clock: Clock,
        tried: Callable[[str, str], None] = lambda _channel, _result: None,
    ) -> None:
        """Prepare; nothing is sent before ``run``. ``tried`` is told each result: the channel, what became of it."""
        self._database = database
        self._station = station
        self._clock = clock
        self._tried = tried
        self._pacer = Pacer(station.pace)
        self._ahead = Ahead(station.lane)
        self._wake = asyncio.Event()
        self._tries: set[asyncio.Task[None]] = set()
        self._results: list[Result] = []
        self._dry = False
        self._ending = False
        self._begins = True
        self._renewed_at: datetime | None = None
        self._rests = 0
        self._gathered: asyncio.TimerHandle | None = None

    def wake(self) -> None:
        """Look for work now: something was queued."""
        self._dry = False
        self._ahead.forget()
        self._wake.set()

    async def run(self) -> None:
        """Send until ``end``; what is on the wire then is waited for and recorded.

        To be called again after an error: nothing that was heard is forgotten, what is uncertain is in doubt.
        """
        if self._tries:
            await asyncio.wait(self._tries)
        self._renewed_at = None
        self._begins = True
        while not self._ending:
            await self._exchange()
            await self._wait()
        if self._tries:
            await asyncio.wait(self._tries)
        await self._database.run(self._settle_only, self._results, self._clock.now())

    def end(self) -> None:
        """Claim nothing more. A cancelled task would forget what it has just claimed or heard."""
        self._ending = True
        self._wake.set()

    async def _exchange(self) -> None:
        """Record what came back and put the next deliveries on the wire, in one commit."""
        self._wake.clear()
        if self._gathered is not None:
            self._gathered.cancel()
            self._gathered = None
        now = self._clock.now()
        room = min(self._pacer.slots(now), self._station.pace.window - len(self._tries))
        if room <= 0 and not self._results and self._has_lease(now):
            return  # woken for something that waits for a slot as well
        results, self._results = self._results, []
        try:
            wires = await self._run(self._settle_and_claim, results, room, now)
        except BaseException:
            self._results = [*results, *self._results]
            raise
        self._dry = len(wires) < room
        # A commit takes a moment, and now and then a long one: the platform counts from here.
        leaves_at = self._clock.now()
        for wire in wires:
            self._pacer.left(wire.chat, leaves_at, adds=wire.operation is Operation.SEND)
            self._tries.add(asyncio.create_task(self._try(wire)))

    async def _run(self, work: Callable[..., T], *args: object) -> T:
        """Do work in the database: here, unless something is on the wire, whose answer would seem to come too late."""
        run = self._database.run if self._tries else self._database.run_here
        return await run(work, *args)

    async def _wait(self) -> None:
        """Return when there is something to do: results to record, a slot with work for it, or a lease to renew."""
        slot = self._pacer.wait(self._clock.now())
        if self._results:
            longest = slot if self._leaves_soon() else GATHER if self._tries else timedelta()
        elif self._dry:
            longest = IDLE
        elif len(self._tries) < self._station.pace.window:
            longest = slot
        else:
            longest = leases.RENEW
        over = asyncio.get_running_loop().call_later(longest.total_seconds(), self._wake.set)
        await self._wake.wait()
        over.cancel()

    async def _try(self, wire: Wire) -> None:
        result = await self._send(wire)
        self._results.append(result)
        # Its place in the window is free as soon as its result is there to be recorded.
        self._tries.discard(cast("asyncio.Task[None]", asyncio.current_task()))
        self._tried(self._station.channel.name, result.error.kind if result.error else "delivered")
        soon = self._leaves_soon()
        # All of a window at once: a commit for a part of it would cost as much.
        if not self._tries and not soon:
            self._wake.set()
        elif self._gathered is None:
            longest = SOON if soon else GATHER
            loop = asyncio.get_running_loop()
            self._gathered = loop.call_later(longest.total_seconds(), self._wake.set)

    def _leaves_soon(self) -> bool:
        """Say whether the next message waits for its slot only: the commit that sends it records results as well."""
        return not self._dry and timedelta() < self._pacer.wait(self._clock.now()) <= SOON

    async def _send(self, wire: Wire) -> Result:
        channel = self._station.channel
        try:
            if wire.first_tried_at and channel.can_look_up and wire.operation is Operation.SEND:
                found = await channel.find(wire)
                if found is not None:
                    return Result(wire, sent=found)
            return Result(wire, sent=await channel.send(wire))
        except SendError as error:
            log.info(
                "delivery_not_taken",
                delivery=wire.delivery_id,
                kind=error.kind,
                reason=error.reason,
            )
            return Result(wire, error=error)
        except (
            Exception
        ):  # a fault of ours must not stop the lane; the platform may have the message
            log.exception("delivery_broke", delivery=wire.delivery_id, channel=channel.name)
            return Result(wire, error=Unreachable("fault", in_doubt=True))

    def _settle_and_claim(self, results: Sequence[Result], room: int, now: datetime) -> list[Wire]:
        with self._database.write() as connection:
            self._settle(connection, results, now)
            if not self._holds(connection, now) or room <= 0:
                return []
            return self._ahead.claim(
                connection, room, lambda chat: self._pacer.is_busy(chat, now), now
            )

    def _settle_only(self, results: Sequence[Result], now: datetime) -> None:
        with self._database.write() as connection:
            self._settle(connection, results, now)

    def _settle(self, connection: Connection, results: Sequence[Result], now: datetime) -> None:
        self._rest(connection, results, now)
        outbox.settle(connection, self._station.lane, results, now)

    def _has_lease(self, now: datetime) -> bool:
        return self._renewed_at is not None and now < self._renewed_at + leases.RENEW

    def _holds(self, connection: Connection, now: datetime) -> bool:
        """Say whether the lane is ours, renewing the lease in good time; take over what a dead owner left."""
        if self._has_lease(now):
            return True
        if self._station.lane.of > 1 and not self._is_for_us(connection, now):
            return False
        held = leases.take(connection, self._station.lane.name, self._station.owner, now)
        self._renewed_at = now if held else None
        if held is leases.Held.TAKEN or (held and self._begins):
            self._begins = False
            doubtful = outbox.recover(connection, self._station.lane)
            log.info("lane_taken", lane=self._station.lane.name, in_doubt=doubtful)
            if outbox.sent_since(connection, self._station.lane, now - SETTLING):
                self._pacer.hold_until(now + SETTLING)
        return held is not None

    def _is_for_us(self, connection: Connection, now: datetime) -> bool:
        """Say whether this one of several lanes is of our share; what is more than that is left to others."""
        lane, owner = self._station.lane, self._station.owner
        leases.show(connection, owner, now)
        spare = leases.spare(connection, lane.names, owner, now)
        if self._renewed_at is None:
            return spare > 0 or leases.is_forsaken(connection, lane.name, now)
        if spare >= 0:
            return True
        if self._tries:
            # First what is on the wire is heard and recorded, while the lane is still ours.
            leases.take(connection, lane.name, owner, now)
            return False
        leases.leave(connection, lane.name, owner, now)
        self._renewed_at = None
        log.info("lane_left", lane=lane.name)
        return False

    def _rest(self, connection: Connection, results: Sequence[Result], now: datetime) -> None:
        """Pause the whole channel for as long as the platform asks, or when nothing gets through at all."""
        pauses = [
            each.error.retry_after
            for each in results
            if isinstance(each.error, Throttled) and each.error.whole_lane
        ]
        if any(each.sent for each in results):
            self._rests = 0
        elif results and all(isinstance(each.error, Unreachable) for each in results):
            self._rests += 1
            pauses.append(min(timedelta(seconds=1 << min(self._rests, 6)), LONGEST_REST))
        if pauses:
            leases.pause(connection, self._station.lane.channel, now + max(pauses))
            log.warning(
                "channel_paused",
                channel=self._station.lane.channel,
                seconds=max(pauses).total_seconds(),
            )

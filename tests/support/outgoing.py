"""One lane's outbox in the hands of a test: queue, claim, say what became of it, look at the rows."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import RowMapping, select

from bot.core.deliveries import Lane, Priority, Result, Sent, Wire
from bot.core.errors import SendError
from bot.db import outbox
from bot.db.ahead import Ahead
from bot.db.database import Database
from bot.db.outbox import Post
from bot.db.tables import deliveries
from tests.support.clocks import FakeClock

TELEGRAM = Lane("telegram")


class Outgoing:
    """Every step is a transaction of its own, as in life."""

    def __init__(self, database: Database, clock: FakeClock, lane: Lane = TELEGRAM) -> None:
        self.database = database
        self.clock = clock
        self.lane = lane

    def queue(
        self,
        payload: str,
        chat: str = "1",
        priority: Priority = Priority.REPLY,
        **more: Any,
    ) -> int:
        """Queue one delivery and return its number: of an edit that took a waiting one's place, that one's."""
        with self.database.write() as connection:
            post = Post(self.lane.channel, chat, payload, priority, **more)
            outbox.queue(connection, [post], self.clock.now())
        mine: list[int] = [row["delivery_id"] for row in self.rows() if row["payload"] == payload]
        return mine[-1]

    def claim(self, limit: int = 10, busy: Collection[str] = ()) -> list[Wire]:
        with self.database.write() as connection:
            return Ahead(self.lane).claim(
                connection, limit, lambda chat: chat in busy, self.clock.now()
            )

    def claim_one(self) -> Wire:
        """Claim, where there is exactly one to claim."""
        (wire,) = self.claim()
        return wire

    def settle(self, *results: Result) -> None:
        with self.database.write() as connection:
            outbox.settle(connection, self.lane, results, self.clock.now())

    def arrives(self, wire: Wire, chat: str = "") -> None:
        """The platform took it, as message ``m`` and the delivery's number."""
        self.settle(Result(wire, sent=Sent(chat or wire.chat, f"m{wire.delivery_id}")))

    def fails(self, wire: Wire, error: SendError) -> None:
        self.settle(Result(wire, error=error))

    def recover(self) -> int:
        with self.database.write() as connection:
            return outbox.recover(connection, self.lane)

    def rows(self) -> list[RowMapping]:
        with self.database.read() as connection:
            query = select(deliveries).order_by(deliveries.c.delivery_id)
            return list(connection.execute(query).mappings())

    def row(self, delivery_id: int) -> RowMapping:
        return next(each for each in self.rows() if each["delivery_id"] == delivery_id)

    def state(self, delivery_id: int) -> str:
        return str(self.row(delivery_id)["state"])

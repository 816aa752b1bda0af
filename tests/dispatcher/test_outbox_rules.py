"""Whatever happens to an outbox in whatever order: nothing vanishes, what ended stays, one at a time to a chat."""

from collections import Counter
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.core.deliveries import Pace, Priority, Result, Sent, Wire
from bot.core.errors import Blocked, Rejected, SendError, Throttled, Unreachable
from bot.core.people import AccountId, PersonId
from bot.db import outbox, people
from bot.db.database import Database
from bot.db.tables import metadata
from tests.support.clocks import FakeClock
from tests.support.outgoing import Outgoing

WINDOW = Pace().window
CHATS = ("1", "2", "3", "4")
ERRORS: tuple[SendError, ...] = (
    Throttled("too_many_requests", timedelta(seconds=5)),
    Throttled("ratelimited", timedelta(seconds=5), whole_lane=False),
    Unreachable("timeout", in_doubt=True),
    Unreachable("refused", in_doubt=False),
    Rejected("chat not found"),
    Blocked("bot was blocked by the user"),
)
answers = st.none() | st.sampled_from(ERRORS)


class Outbox(RuleBasedStateMachine):
    """An outbox, the owner of its lane, and the owners before that one, who may still be heard of."""

    def __init__(self) -> None:
        super().__init__()
        self.database = Database("sqlite://")
        self.outgoing = Outgoing(self.database, FakeClock())
        self.persons: list[PersonId] = []
        with self.database.write() as connection:
            metadata.create_all(connection)
            for chat in CHATS:
                person_id = people.new_person(connection, "Samir", self.outgoing.clock.now())
                people.open_account(
                    connection, person_id, "telegram", chat, self.outgoing.clock.now()
                )
                self.persons.append(PersonId(person_id))
        self.queued = 0
        self.mine: list[Wire] = []
        self.of_the_dead: list[Wire] = []
        self.ended: dict[int, str] = {}

    @rule(chat=st.sampled_from(CHATS), priority=st.sampled_from(Priority))
    def queue(self, chat: str, priority: Priority) -> None:
        account_id = AccountId(CHATS.index(chat) + 1)
        self.outgoing.queue(f"message {self.queued}", chat, priority, account_id=account_id)
        self.queued += 1

    @precondition(lambda self: self.queued)
    @rule(data=st.data(), how=st.sampled_from(["edits_id", "thread_of_id"]))
    def queue_about_an_earlier_one(self, data: st.DataObject, how: str) -> None:
        rows = self.outgoing.rows()
        row = data.draw(st.sampled_from([each for each in rows if each["operation"] == "send"]))
        self.outgoing.queue(
            f"about {row['delivery_id']} at {self.queued}", row["chat"], **{how: row["delivery_id"]}
        )
        self.queued += len(self.outgoing.rows()) - len(rows)

    @rule(most=st.integers(1, WINDOW))
    def claim(self, most: int) -> None:
        self.mine += self.outgoing.claim(min(most, WINDOW - len(self.mine)))

    @precondition(lambda self: self.mine)
    @rule(data=st.data(), answer=answers)
    def hear(self, data: st.DataObject, answer: SendError | None) -> None:
        wire = data.draw(st.sampled_from(self.mine))
        self.mine.remove(wire)
        self._settle(wire, answer)

    @precondition(lambda self: self.of_the_dead)
    @rule(data=st.data(), answer=answers)
    def hear_late(self, data: st.DataObject, answer: SendError | None) -> None:
        self._settle(data.draw(st.sampled_from(self.of_the_dead)), answer)

    @rule()
    def die_and_be_followed(self) -> None:
        self.of_the_dead += self.mine
        assert self.outgoing.recover() <= min(len(self.mine), WINDOW)
        self.mine = []

    @rule(place=st.integers(0, len(CHATS) - 1))
    def leave(self, place: int) -> None:
        with self.database.write() as connection:
            outbox.cancel_waiting(connection, self.persons[place], self.outgoing.clock.now())

    @rule(seconds=st.sampled_from([1, 10, 700]))
    def wait(self, seconds: int) -> None:
        self.outgoing.clock.at += timedelta(seconds=seconds)

    @invariant()
    def nothing_vanishes(self) -> None:
        assert len(self.outgoing.rows()) == self.queued

    @invariant()
    def what_has_ended_stays_as_it_ended(self) -> None:
        now = {
            row["delivery_id"]: row["state"] for row in self.outgoing.rows() if row["finished_at"]
        }
        assert self.ended.items() <= now.items()
        assert set(now.values()) <= {"delivered", "failed", "cancelled"}
        self.ended = now

    @invariant()
    def the_wire_holds_a_window_at_most_and_one_a_chat(self) -> None:
        on_wire = [row for row in self.outgoing.rows() if row["state"] == "on_wire"]
        assert {row["delivery_id"] for row in on_wire} <= {wire.delivery_id for wire in self.mine}
        assert len(on_wire) <= WINDOW
        assert max(Counter(row["chat"] for row in on_wire).values(), default=0) <= 1

    def teardown(self) -> None:
        """Let everything through from here on: then everything ends."""
        for _ in range(3 * self.queued + 1):
            for wire in self.mine:
                self._settle(wire, None)
            self.wait(700)
            self.mine = self.outgoing.claim(WINDOW)
            self.the_wire_holds_a_window_at_most_and_one_a_chat()
            if all(row["finished_at"] for row in self.outgoing.rows()):
                break
        assert all(row["finished_at"] for row in self.outgoing.rows())
        self.nothing_vanishes()
        self.what_has_ended_stays_as_it_ended()
        self.database.close()

    def _settle(self, wire: Wire, error: SendError | None) -> None:
        sent = None if error else Sent(wire.chat, f"m{wire.delivery_id}")
        self.outgoing.settle(Result(wire, sent, error))


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(max_examples=40, stateful_step_count=40)

"""The whole network by rules in any order: what the tables hold is what people did, once each, and nobody else's."""

from collections.abc import Iterator
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.core.events import Came, Commanded, Departed, Pressed, Returned, Said, Submitted
from bot.db.database import Database
from tests.support.model import HOMES, LEADS, QUESTIONS
from tests.support.rehearsals import Rehearsed
from tests.support.whole_network import Play, Unattended

CHATS = ("7001", "7002", "7003")
CHAT = st.sampled_from(CHATS)
HOME = st.sampled_from(HOMES)
LEAD = st.sampled_from(sorted(LEADS))
# A case or a broadcast: the latest, the one before it, and so on; or one that is not there.
BACK = st.integers(0, 4)
ANSWER = st.sampled_from([(name, value) for name, values in QUESTIONS.items() for value in values])


class WholeNetwork(RuleBasedStateMachine):
    """Managers, leads, two platforms, a clock, and processes that end and begin again."""

    network: ClassVar[Unattended]

    def __init__(self) -> None:
        super().__init__()
        self.play = Play(self.network)
        self.model = self.play.model

    @initialize(homes=st.lists(HOME, max_size=3))
    def some_have_joined(self, homes: list[str]) -> None:
        for chat, home in zip(CHATS, homes, strict=False):
            self.join(chat, home)

    @rule(chat=CHAT, home=HOME)
    def join(self, chat: str, home: str) -> None:
        code = self.play.network.code_for(home)
        self.model.joins(chat, home)
        self.play.does(chat, Said(code))
        number = max(each["invite_id"] for each in self.play.rows()["invites"])
        self.play.does(chat, Pressed(f"join:{number}:yes"))

    @rule(chat=CHAT)
    def leave(self, chat: str) -> None:
        self.model.leaves(chat)
        self.play.does(chat, Commanded("stop"))
        self.play.does(chat, Pressed("left::yes"))

    @rule(chat=CHAT)
    def block(self, chat: str) -> None:
        self.play.refusing.add(chat)
        self.model.blocks(chat)
        self.play.does(chat, Departed())

    @rule(chat=CHAT)
    def block_unnoticed(self, chat: str) -> None:
        """The platform says so only when it is next asked to write there."""
        self.play.refusing.add(chat)

    @rule(chat=CHAT)
    def come_back(self, chat: str) -> None:
        self.play.refusing.discard(chat)
        self.model.returns(chat)
        self.play.does(chat, Returned())

    @rule()
    def open_a_round(self) -> None:
        self.play.does("", Came("round_due", "weekly"))
        rows = self.play.rows()
        newest = max(each["round_id"] for each in rows["rounds"])
        self.model.opens_round(
            {
                each["assignment_id"]: each["home_id"]
                for each in rows["assignments"]
                if each["round_id"] == newest
            }
        )

    @precondition(lambda self: self.model.assignments)
    @rule(chat=CHAT, answer=ANSWER, data=st.data())
    def answer(self, chat: str, answer: tuple[str, str], data: st.DataObject) -> None:
        number = data.draw(st.sampled_from([*self.model.assignments, 999_999]))
        self.model.answers(chat, number, *answer)
        self.play.does(chat, Pressed(":".join(("answer", str(number), *answer))))

    @rule(chat=CHAT, home=HOME | st.none())
    def ask_for_help(self, chat: str, home: str | None) -> None:
        """For a home of theirs, or for any."""
        home = home or min(self.model.homes.get(chat) or HOMES)
        self.model.asks_for_help(chat, home)
        values = {"category": "medicines", "text": f"about-{home}: no delivery", "urgency": "week"}
        self.play.does(chat, Submitted("help", values, home))

    @rule(lead=LEAD, back=BACK)
    def claim(self, lead: str, back: int) -> None:
        number = self.case(back)
        self.model.claims(lead, number)
        self.play.does(lead, Pressed(f"claim:{number}"))

    @rule(leads=st.permutations(sorted(LEADS)), back=BACK)
    def claim_together(self, leads: list[str], back: int) -> None:
        number = self.case(back)
        batch = [self.play.event(lead, Pressed(f"claim:{number}")) for lead in leads]
        for lead in leads:
            self.model.claims(lead, number)
        self.play.network.engine.take([*batch, *batch])

    @rule(lead=LEAD, back=BACK)
    def write_to_home(self, lead: str, back: int) -> None:
        number = self.case(back)
        case = self.model.cases.get(number)
        self.model.writes_to_home(lead, number)
        text = f"about-{case.home}: noon" if case else "noon"
        self.play.does(lead, Submitted("to_home", {"text": text}, str(number)))

    @rule(chat=CHAT, back=BACK)
    def reply(self, chat: str, back: int) -> None:
        number = self.case(back)
        self.model.replies(chat, number)
        self.play.does(chat, Submitted("from_home", {"text": "thank you"}, str(number)))

    @rule(lead=LEAD, back=BACK)
    def resolve(self, lead: str, back: int) -> None:
        number = self.case(back)
        self.model.resolves(lead, number)
        self.play.does(lead, Submitted("resolve", {"text": "Done."}, str(number)))

    def case(self, back: int) -> int:
        return max(len(self.model.cases) - back, 0) or 99

    def broadcast(self, back: int) -> int:
        return max(len(self.model.broadcasts) - back, 0) or 99

    @rule(homes=st.sets(HOME, min_size=1), ack=st.sampled_from(["yes", "no"]))
    def write_a_broadcast(self, homes: set[str], ack: str) -> None:
        self.model.drafts("U3", sorted(homes))
        audience = f"home:{','.join(sorted(homes))}"
        values = {"audience": audience, "text": "Flu jabs.", "urgent": "no", "ack": ack}
        self.play.does("U3", Submitted("broadcast", values))

    @rule(lead=st.sampled_from(["U3", "U3", "U1"]), back=BACK)
    def send_a_broadcast(self, lead: str, back: int) -> None:
        number = self.broadcast(back)
        if lead == "U3":
            self.model.sends(lead, number)
        self.play.does(lead, Pressed(f"broadcast:{number}:send"))

    @rule(chat=CHAT, back=BACK)
    def read(self, chat: str, back: int) -> None:
        number = self.broadcast(back)
        self.model.reads(chat, number)
        self.play.does(chat, Pressed(f"read:{number}"))

    @rule()
    def tick(self) -> None:
        self.play.ticks()

    @rule(most=st.integers(1, 10))
    def carry(self, most: int) -> None:
        self.play.carries(most)

    @rule(most=st.integers(1, 10))
    def kill_while_carrying(self, most: int) -> None:
        self.play.carries(most, killed=True)
        self.play.restarts()

    @rule()
    def restart(self) -> None:
        self.play.restarts()

    @precondition(lambda self: self.play.happened)
    @rule(data=st.data(), times=st.integers(1, 3))
    def repeat(self, data: st.DataObject, times: int) -> None:
        """The platform tells again of what was taken long ago."""
        again = data.draw(st.lists(st.sampled_from(self.play.happened), min_size=1, max_size=3))
        before = self.play.rows()
        self.play.network.engine.take(again * times)
        assert self.play.rows() == before

    @invariant()
    def the_tables_hold_what_people_did(self) -> None:
        self.play.check()

    def teardown(self) -> None:
        self.play.ends()


@pytest.fixture
def prepared(database: Database) -> Iterator[Unattended]:
    rehearsed = Rehearsed(database)
    yield Unattended(rehearsed)
    rehearsed.close()


def test_whatever_happens_in_whatever_order(prepared: Unattended) -> None:
    class OnThisDatabase(WholeNetwork):
        network = prepared

    examples = 25 if prepared.database.is_sqlite else 8
    run_state_machine_as_test(
        OnThisDatabase, settings=settings(max_examples=examples, stateful_step_count=30)
    )

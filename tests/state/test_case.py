"""Whatever people do with a case in any order: it is owned or climbing, one lead has it, and it is never silent."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.core.events import Submitted
from bot.db.database import Database
from tests.support.clockwork import Clockwork
from tests.support.network import MONDAY, Network, Player
from tests.support.rehearsals import Rehearsed
from tests.support.tables import everything

LOOKED_AT = ["escalations", "entries", "deliveries", "events", "persons", "team_members"]
MINUTE = timedelta(minutes=1)
# The longest wait of a step of what is needed today.
LONGEST = timedelta(hours=1)
STEP = timedelta(minutes=30)


class Ward(Network):
    """One home and three leads, two of them of the team that has its case."""

    def __init__(self, database: Rehearsed) -> None:
        self.stage = database
        with database.in_one_go():
            super().__init__(database)
            self.samir = self.manager("H1")
            self.priya = self.lead("Priya", "clinical")
            self.joseph = self.lead("Joseph", "clinical", user="U2")
            self.amara = self.lead("Amara", "coordinators", user="U3")
        self.clockwork = Clockwork(self)

    def who(self, which: int) -> Player:
        return (self.priya, self.joseph, self.amara)[which % 3]

    def number(self, which: int) -> str:
        raised = [
            each["escalation_id"]
            for each in everything(self.database, ["escalations"])["escalations"]
        ]
        return str(raised[which % len(raised)]) if raised else "1"

    def asks(self, which: int) -> None:
        urgency = "today" if which % 2 else "week"
        values = {"category": "clinical", "text": f"Need {which}", "urgency": urgency}
        self.samir.does(Submitted("help", values, "H1"))

    def presses(self, action: str, which: int) -> None:
        self.who(which).presses_token(f"{action}:{self.number(which)}", room="C0CLINICAL")

    def fills_in(self, form: str, which: int, **values: str) -> None:
        self.who(which).does(Submitted(form, values, self.number(which)))

    def hands_on(self, which: int) -> None:
        people = [
            f"person-{each['person_id']}"
            for each in everything(self.database, ["persons"])["persons"]
        ]
        to = [*people, "team-infection", "team-clinical", "team-coordinators"]
        self.fills_in("hand_on", which, to=to[which % len(to)], text="Please.")

    def replies(self, which: int) -> None:
        self.samir.does(Submitted("from_home", {"text": "Here I am."}, self.number(which)))

    def home_reopens(self, which: int) -> None:
        self.samir.presses_token(f"reopen:{self.number(which)}")

    def leaves(self, which: int) -> None:
        self.who(which).commands("stop")
        if "Yes, leave" in self.who(which).buttons:
            self.who(which).presses("Yes, leave")

    def time_passes(self, minutes: int) -> None:
        until = self.clock.at + minutes * 3 * MINUTE
        while self.clock.at < until:
            self.clock.at += 15 * MINUTE
            self.ticks()

    def ticks(self) -> None:
        now = self.clock.at
        asyncio.run(self.clockwork.ticks())
        self.clock.at = now
        self.deliver()


DEEDS: dict[str, Callable[[Ward, int], None]] = {
    "asks": Ward.asks,
    "claims": lambda ward, which: ward.presses("claim", which),
    "writes": lambda ward, which: ward.fills_in("to_home", which, text="On our way."),
    "resolves": lambda ward, which: ward.fills_in("resolve", which, text="Done."),
    "hands on": Ward.hands_on,
    "leaves it": lambda ward, which: ward.fills_in(
        "snooze", which, until="tomorrow 09:00", reason="Waiting."
    ),
    "reopens": lambda ward, which: ward.presses("reopen", which),
    "home reopens": Ward.home_reopens,
    "replies": Ward.replies,
    "goes away": Ward.leaves,
    "time": Ward.time_passes,
}
PLAY = st.lists(st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(1, 40)), max_size=12)


@pytest.fixture
def ward(sqlite: Database) -> Iterator[Ward]:
    stage = Rehearsed(sqlite)
    yield Ward(stage)
    stage.close()


def check(ward: Ward) -> None:
    rows = everything(ward.database, LOOKED_AT)
    for each in rows["escalations"]:
        state, owner, due_at = each["state"], each["owner_id"], each["due_at"]
        if state == "resolved":
            assert due_at is None
            continue
        assert due_at is not None, "silent"
        assert (state == "claimed") == (owner is not None)
    assert [each["parked"] for each in rows["events"] if each["parked"]] == []


def notices(rows: dict[str, list[dict[str, Any]]], number: int) -> list[datetime]:
    return sorted(
        each["created_at"]
        for each in rows["deliveries"]
        if each["card"] == f"escalation:{number}" and each["operation"] == "send"
    )


def ends_well(ward: Ward) -> None:
    """Let a day pass in which nobody does anything: all leads are told of what is needed today, hour by hour."""
    began = ward.clock.at
    while ward.clock.at < began + timedelta(hours=26):
        ward.clock.at += STEP
        ward.ticks()
    check(ward)
    rows = everything(ward.database, LOOKED_AT)
    for each in rows["escalations"]:
        assert each["state"] == "resolved" or each["due_at"] > ward.clock.at, "stuck"
        if each["state"] == "open" and each["urgency"] == "today":
            told = notices(rows, each["escalation_id"])
            assert told[-1] >= ward.clock.at - LONGEST - STEP, "nobody is told any more"


@settings(max_examples=12, deadline=None)
@given(play=PLAY)
def test_a_case_is_owned_or_climbing_whatever_happens(
    ward: Ward, play: list[tuple[str, int]]
) -> None:
    ward.clock.at, ward.rooms = MONDAY, {}
    ward.restarts()
    ward.clockwork = Clockwork(ward)
    ward.clockwork.engine = ward.engine
    with capture_logs(), ward.stage.rehearsal():
        for deed, which in play:
            ward.clock.at += MINUTE
            DEEDS[deed](ward, which)
            check(ward)
        ends_well(ward)

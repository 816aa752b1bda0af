"""No way round kindness: whoever sends whatever in any order, no home is sent more, or earlier, than it may be."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.core.deliveries import Priority, State
from bot.core.events import Came
from bot.core.forms import Form
from bot.core.kindness import Held, Kindness, PushState
from bot.core.messages import Message
from bot.core.people import HomeId
from bot.core.turn import Outcome, Push, Turn
from bot.db import broadcasts
from bot.db.database import Database
from handlers import ROUTES
from tests.support.clockwork import Clockwork
from tests.support.meetings import FORM
from tests.support.network import LONDON, MONDAY, Network
from tests.support.rehearsals import Rehearsed
from tests.support.tables import everything

KINDNESS = Kindness(per_week=2)
AUDIENCES = ("all", "home:H1", "home:H2,H3")
ROOM = "C0CLINICAL"


def reminds(turn: Turn) -> Outcome:
    """Do as a conversation does that has something for a home to know."""
    assert isinstance(turn.inbound.what, Came)
    home_id, _, number = turn.inbound.what.about.partition(".")
    message = Message(f"Reminder {number}")
    return Outcome(says=(Push(HomeId(home_id), f"reminder:{number}", message.text, message),))


class Busy(Network):
    """Three homes, one of them with two people, one person with two homes; two leads who have a lot to tell."""

    def __init__(self, database: Rehearsed) -> None:
        self.stage = database
        with database.in_one_go():
            super().__init__(database, kindness=KINDNESS)
            self.restarts()
            self.samir = self.manager("H1")
            self.samir.commands("start", self.code_for("H2"))
            self.samir.presses(self.content.words.join.yes_home)
            self.kerry = self.manager("H3", chat="7002", name="Kerry")
            self.lena = self.manager("H1", chat="7003", name="Lena")
            self.priya = self.lead("Priya", "clinical")
            self.amara = self.lead("Amara", "coordinators", user="U2")

    def restarts(self, *_more: Any) -> None:
        super().restarts(replace(ROUTES, came={**ROUTES.came, "reminds": reminds}))

    def sends(self, which: int, urgent: str) -> None:
        lead = (self.priya, self.amara)[which % 2]
        lead.commands("broadcast")
        audience = AUDIENCES[which % 3]
        lead.submits(audience=audience, text=f"News {self.clock.at}", urgent=urgent, ack="no")
        lead.presses(next(each for each in lead.buttons if each.startswith("Send to")))

    def asks_to_a_meeting(self, which: int) -> None:
        day = self.clock.at.astimezone(LONDON).date() + timedelta(days=which % 10 + 1)
        self.amara.commands("meeting")
        when = f"{day.day} {day:%B %Y} 14:00"
        self.amara.submits(**FORM | {"when": when, "audience": AUDIENCES[which % 3]})
        self.amara.presses(next(each for each in self.amara.buttons if each.startswith("Send to")))

    def _last(self) -> int:
        """Return the number of what was sent last, 0 for nothing."""
        with self.database.read() as connection:
            return broadcasts.last(connection) or 0

    def corrects(self, which: int) -> None:
        if self._opens("correct"):
            self.amara.submits(text="Better news. " * which * 20, note="Better.")

    def withdraws(self, _which: int) -> None:
        if self._opens("withdraw"):
            self.amara.submits(reason="It was a slip.")

    def _opens(self, form: str) -> bool:
        """Open a form about what was sent last; say whether it is open, not another, nor refused."""
        self.amara.form = None
        if number := self._last():
            self.amara.presses_token(f"{form}:{number}")
        opened = cast("Form | None", self.amara.form)
        return opened is not None and opened.id == form

    def chases(self, _which: int) -> None:
        if number := self._last():
            self.amara.presses_token(f"chase:{number}")

    def tries_again(self, _which: int) -> None:
        if number := self._last():
            self.amara.presses_token(f"again:{number}")

    def reads(self, which: int) -> None:
        player = (self.samir, self.kerry, self.lena)[which % 3]
        for each in reversed(player.messages):
            tokens = [token for token in each.buttons.values() if token.startswith("read:")]
            if tokens:
                player.presses_token(tokens[0], each.message_id)
                break

    def opens_a_round(self, _which: int) -> None:
        self.comes("round_due", "weekly")

    def reminds(self, which: int) -> None:
        self.comes("reminds", f"H{which % 3 + 1}.{which}")

    def helps(self, _which: int) -> None:
        self.kerry.commands("help")
        self.kerry.presses(self.content.categories["medicines"].label)
        self.kerry.says("We are short of one item")
        self.kerry.presses("This week")
        self.priya.presses(self.content.words.case.claim, room=ROOM)

    def asks_for_what_waited(self, which: int) -> None:
        player = (self.samir, self.kerry, self.lena)[which % 3]
        for each in reversed(player.messages):
            tokens = [token for token in each.buttons.values() if token.startswith("waited:")]
            if tokens:
                player.presses_token(tokens[which % len(tokens)])
                break

    def time_passes(self, hours: int) -> None:
        self.clock.at += timedelta(hours=hours)
        clockwork = Clockwork(self)
        clockwork.engine = self.engine
        now = self.clock.at
        asyncio.run(clockwork.ticks())
        self.clock.at = now
        self.deliver()


DEEDS: dict[str, Callable[[Busy, int], None]] = {
    "news": lambda busy, which: busy.sends(which, "no"),
    "urgent news": lambda busy, which: busy.sends(which, "yes"),
    "a meeting": Busy.asks_to_a_meeting,
    "a round": Busy.opens_a_round,
    "a reminder": Busy.reminds,
    "help": Busy.helps,
    "what waited": Busy.asks_for_what_waited,
    "a correction": Busy.corrects,
    "a withdrawal": Busy.withdraws,
    "a reminder of the unread": Busy.chases,
    "another try": Busy.tries_again,
    "read": Busy.reads,
    "time": Busy.time_passes,
    "a restart": lambda busy, _which: busy.restarts(),
}
LOOKED_AT = ["accounts", "deliveries", "events", "memberships", "pushes"]
# Why something that waited went to nobody: it counts as nothing.
CALLED_OFF = ("withdrawn", "too_late", "moot")
# Something that a home did, and is answered.
ASKED = ("help", "what waited")
PLAY = st.lists(st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(1, 40)), max_size=15)


@pytest.fixture
def busy(sqlite: Database) -> Iterator[Busy]:
    stage = Rehearsed(sqlite)
    yield Busy(stage)
    stage.close()


def does(busy: Busy, deed: str, which: int) -> None:
    rows = everything(busy.database, LOOKED_AT)["deliveries"]
    DEEDS[deed](busy, which)
    check(busy, deed, max(each["delivery_id"] for each in rows))


def check(busy: Busy, deed: str, last: int) -> None:
    rows = everything(busy.database, LOOKED_AT)
    homes_of = defaultdict(set)
    whose = {each["account_id"]: each["person_id"] for each in rows["accounts"]}
    for each in rows["memberships"]:
        homes_of[each["person_id"]].add(each["home_id"])
    pushed = {(each["about"], each["home_id"]): each for each in rows["pushes"]}
    for each in rows["deliveries"]:
        homes = homes_of[whose.get(each["account_id"])]
        new = each["delivery_id"] > last
        if not homes or each["operation"] == "edit" or each["reason"] in CALLED_OFF:
            continue
        if new and each["priority"] == Priority.REPLY:
            assert deed in ASKED
        if each["priority"] == Priority.BROADCAST:
            assert any((each["about"], home_id) in pushed for home_id in homes)
            for moment in filter(None, (each["due_at"], each["finished_at"])):
                assert not KINDNESS.quiet.holds(moment, KINDNESS.zone)
            late = each["due_at"] > each["created_at"]
            assert late == (each["held"] in list(Held)), "held, and not a word why"
    counted = Counter(
        (each["home_id"], KINDNESS.week(each["counts_at"]))
        for each in rows["pushes"]
        if each["state"] == PushState.SENT
    )
    assert max(counted.values(), default=0) <= KINDNESS.per_week
    assert [each["parked"] for each in rows["events"] if each["parked"]] == []


def ends_well(busy: Busy) -> None:
    """Let weeks pass: everything that was sent until now has reached everybody, by itself or in a card, once.

    Rounds open and remind meanwhile by the clock.
    """
    sent = {each["delivery_id"] for each in everything(busy.database, LOOKED_AT)["deliveries"]}
    for hours in (24 * 7, 9, 9, 24 * 7, 12, 12):
        does(busy, "time", hours)
    rows = everything(busy.database, LOOKED_AT)["deliveries"]
    by_id = {each["delivery_id"]: each for each in rows}
    for each in (by_id[number] for number in sorted(sent)):
        card = by_id[each["bundled_in"]] if each["bundled_in"] else each
        assert card["state"] == State.DELIVERED or each["reason"] in CALLED_OFF
    seen = Counter(each["about"] for each in rows if each["about"].startswith("reminder:"))
    # H1 has two people.
    assert max(seen.values(), default=0) <= 2


@settings(max_examples=40)
@given(play=PLAY)
def test_no_path_goes_round_it(busy: Busy, play: list[tuple[str, int]]) -> None:
    busy.clock.at, busy.rooms = MONDAY, {}
    busy.restarts()
    with capture_logs(), busy.stage.rehearsal():
        for deed, which in play:
            busy.clock.at += timedelta(minutes=1)
            does(busy, deed, which)
        ends_well(busy)

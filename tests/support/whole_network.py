"""The small network with nobody who sees to anything by himself: every event, tick and delivery is asked for."""

import asyncio
import json
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

from structlog.testing import capture_logs

from bot.core.deliveries import Lane, Result, Sent
from bot.core.errors import Blocked
from bot.core.events import Inbound, What
from bot.core.questionnaires import Every
from bot.db import outbox
from bot.db.ahead import Ahead
from bot.db.moot import MOOT
from tests.support.clockwork import Clockwork
from tests.support.model import LEADS, QUESTIONS, Model
from tests.support.network import HOMES as NAMES
from tests.support.network import Network
from tests.support.rehearsals import Rehearsed
from tests.support.tables import Rows, everything

LANES = (Lane("telegram"), Lane("slack"))
# What stands in everything that is about a home, by the home's id.
MARKS = {f"H{place}": (name, f"about-H{place}") for place, name in enumerate(NAMES, 1)}


class Unattended(Network):
    """The small network with three leads and a check-in that is opened by hand; what is queued stays queued."""

    attended = True

    def __init__(self, database: Rehearsed) -> None:
        self.stage = database
        with database.in_one_go():
            super().__init__(database)
            for user, team in LEADS.items():
                self.lead(f"N{user}", team, user)
        self.attended = False
        weekly = self.content.questionnaires["weekly"]
        asked = tuple(replace(weekly.question(each), every=Every.ROUND) for each in QUESTIONS)
        weekly = replace(weekly, opens="", questions=asked)
        self.edits(questionnaires={"weekly": weekly})

    def deliver(self, *channels: str) -> None:
        """Leave everything in the outbox."""
        if self.attended:
            super().deliver(*channels)


class Play:
    """One play on that network, of which nothing lasts; ``check`` compares its tables with the model."""

    def __init__(self, network: Unattended) -> None:
        self.network = network
        self.model = Model()
        self._ending = ExitStack()
        self._ending.enter_context(capture_logs())
        self._ending.enter_context(network.stage.rehearsal())
        network.restarts()
        self.clockwork = Clockwork(network)
        self.happened: list[Inbound] = []
        self.refusing: set[str] = set()
        self._rows = everything(network.database)
        self._before = self.rows()
        self._were: dict[str, set[str]] = {}

    def rows(self) -> Rows:
        """Return all rows of all tables; only those that were written to are read again."""
        written = sorted(self.network.stage.written)
        self.network.stage.written.clear()
        self._rows |= everything(self.network.database, written)
        return dict(self._rows)

    def event(self, chat: str, what: What) -> Inbound:
        """Return something new that somebody did, a second later."""
        self.network.clock.at += timedelta(seconds=1)
        channel = "telegram" if chat.isdigit() else "slack" if chat else "clock"
        inbound = self.network.event(channel, chat, what, chat, sender_name=f"N{chat}")
        self.happened.append(inbound)
        return inbound

    def does(self, chat: str, what: What) -> None:
        self.network.engine.take([self.event(chat, what)])

    def ticks(self) -> None:
        self.network.clock.at += timedelta(seconds=3)
        ended = [each["broadcast_id"] for each in self.rows()["broadcasts"] if not self._left(each)]
        self.model.ticks(ended)
        asyncio.run(self.clockwork.ticks(1))

    def _left(self, broadcast: dict[str, Any]) -> bool:
        return any(
            each["broadcast_id"] == broadcast["broadcast_id"] and each["finished_at"] is None
            for each in self.rows()["deliveries"]
        )

    def restarts(self) -> None:
        """Begin again with nothing but the database."""
        self.network.restarts()
        self.clockwork.restarts()

    def carries(self, most: int, *, killed: bool = False) -> int:
        """Bring messages to the platform and hear what became of them, unless killed in between."""
        carried = 0
        for lane in LANES:
            now = self.network.clock.now()
            with self.network.database.write() as connection:
                wires = Ahead(lane).claim(connection, most, lambda _: False, now)
                carried += len(wires)
                if killed:
                    assert outbox.recover(connection, lane) == len(wires)
                    continue
                results = []
                for wire in wires:
                    if wire.chat in self.refusing:
                        results.append(Result(wire, error=Blocked("bot was blocked by the user")))
                        self.model.blocks(wire.chat)
                    else:
                        results.append(Result(wire, Sent(wire.chat, f"m{wire.delivery_id}")))
                outbox.settle(connection, lane, results, now)
        return carried

    def check(self) -> None:
        """Compare, and begin the next step from here."""
        rows = self.rows()
        assert [each["event_id"] for each in rows["events"] if each["parked"]] == []
        self._check_people(rows)
        self._check_cases(rows)
        self._check_rounds(rows)
        self._check_broadcasts(rows)
        self._check_deliveries(rows)
        self._before, self.model.expected = rows, Counter()
        self.model.gone.clear()
        self._were = {chat: set(homes) for chat, homes in self.model.homes.items()}

    def _check_people(self, rows: Rows) -> None:
        chats = {each["person_id"]: each["chat"] for each in rows["accounts"]}
        held: dict[str, set[str]] = {
            each["chat"]: set() for each in rows["accounts"] if each["channel"] == "telegram"
        }
        for each in rows["memberships"]:
            if each["until"] is None:
                held[chats[each["person_id"]]].add(each["home_id"])
        assert held == self.model.homes
        shut = {each["chat"]: each["shut_reason"] for each in rows["accounts"] if each["shut_at"]}
        assert shut == self.model.shut

    def _check_cases(self, rows: Rows) -> None:
        chats = {each["person_id"]: each["chat"] for each in rows["accounts"]}
        kinds: dict[int, list[str]] = {}
        for each in rows["entries"]:
            kinds.setdefault(each["escalation_id"], []).append(each["kind"])
        assert {
            each["escalation_id"]: (
                each["home_id"],
                each["team"],
                each["state"],
                chats.get(each["owner_id"], ""),
                kinds[each["escalation_id"]],
            )
            for each in rows["escalations"]
        } == {
            number: (each.home, each.team, each.state, each.owner, each.entries)
            for number, each in self.model.cases.items()
        }

    def _check_rounds(self, rows: Rows) -> None:
        open_rounds = [each["round_id"] for each in rows["rounds"] if each["closed_at"] is None]
        assert len(open_rounds) <= 1
        newest: dict[int, dict[str, str]] = {}
        for each in rows["answers"]:
            newest.setdefault(each["assignment_id"], {})[each["question_id"]] = each["value"]
        assert {
            each["assignment_id"]: (
                each["home_id"],
                each["round_id"] in open_rounds,
                each["done_at"] is not None,
                newest.get(each["assignment_id"], {}),
            )
            for each in rows["assignments"]
        } == {
            number: (each.home, each.open, each.done, each.answers)
            for number, each in self.model.assignments.items()
        }

    def _check_broadcasts(self, rows: Rows) -> None:
        assert {each["broadcast_id"]: each["state"] for each in rows["broadcasts"]} == {
            number: each.state for number, each in self.model.broadcasts.items()
        }
        for number, sent in self.model.broadcasts.items():
            receipts = [each for each in rows["receipts"] if each["broadcast_id"] == number]
            was_for = set() if sent.state == "draft" else set(sent.audience)
            assert {each["home_id"] for each in receipts} == was_for
            assert {each["home_id"] for each in receipts if each["acknowledged_at"]} == sent.read

    def _check_deliveries(self, rows: Rows) -> None:
        before = {each["delivery_id"]: each for each in self._before["deliveries"]}
        now = {each["delivery_id"]: each for each in rows["deliveries"]}
        assert before.keys() <= now.keys(), "none vanishes"
        for number, each in before.items():
            if each["finished_at"]:
                assert now[number]["state"] == each["state"], "what has ended stays as it ended"
            else:
                self._check_end(now[number])
        new = [now[number] for number in now.keys() - before.keys()]
        self._check_copies(rows, [each for each in new if each["broadcast_id"]])
        sends = [each for each in new if each["operation"] == "send" and not each["broadcast_id"]]
        assert Counter(each["chat"] for each in sends) == self.model.expected
        for each in new:
            self._check_sight(each)

    def _check_end(self, delivery: dict[str, Any]) -> None:
        """Nothing is given up but what was for somebody who left, or whose platform refuses it."""
        state, chat = delivery["state"], delivery["chat"]
        if state == "cancelled":
            known = ("original_not_delivered", "claimed", MOOT)
            assert delivery["reason"] in known or chat in self.model.gone
        if state == "failed":
            assert chat in self.refusing

    def _check_copies(self, rows: Rows, copies: list[dict[str, Any]]) -> None:
        """A broadcast goes once to one reader of each home that has any."""
        chats = {each["account_id"]: each["chat"] for each in rows["accounts"]}
        known = [each["broadcast_id"] for each in self._before["receipts"]]
        receipts = [each for each in rows["receipts"] if each["broadcast_id"] not in known]
        for each in receipts:
            readers = self.model.readers(each["home_id"])
            reached = chats.get(each["account_id"])
            assert reached in readers if readers else (reached is None and each["gap"])
        reached_accounts = {each["account_id"] for each in receipts} - {None}
        assert sorted(each["account_id"] for each in copies) == sorted(reached_accounts)

    def _check_sight(self, delivery: dict[str, Any]) -> None:
        """A home's chat is told of that person's homes only."""
        chat = delivery["chat"]
        if delivery["channel"] != "telegram" or delivery["payload"] is None:
            return
        text = json.loads(delivery["payload"])["text"]
        told = {home for home, marks in MARKS.items() if any(mark in text for mark in marks)}
        assert told <= self._were.get(chat, set()) | self.model.homes.get(chat, set()), text

    def ends(self) -> None:
        """Let everything through: then everything ends."""
        try:
            for _ in range(100):
                if not self.carries(10):
                    break
            self.check()
            assert all(each["finished_at"] for each in self.rows()["deliveries"])
            self.ticks()
            self.ticks()
            self.check()
            assert "sending" not in {each["state"] for each in self.rows()["broadcasts"]}
        finally:
            self._ending.close()

    def close(self) -> None:
        self._ending.close()

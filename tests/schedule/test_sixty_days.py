"""Sixty days with the clock at speed: thousands of cases, both changes of the clocks, holidays, leads of every kind."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.core.auditing import late
from bot.core.cases import CaseState
from bot.core.events import Came, Inbound, Pressed, Said, Submitted
from bot.core.people import Role
from bot.core.routing import rota_of
from bot.db import cases, promises
from bot.db.database import Database
from bot.db.directory import Described, compare_and_keep
from bot.db.tables import deliveries, entries, escalations
from bot.holidays import bank_holiday
from tests.support.clockwork import Clockwork
from tests.support.joined import join
from tests.support.network import LONDON, Network
from tests.support.rehearsals import Rehearsed

HOMES, CASES, DAYS = 121, 2_000, 60
INTERNAL = "only among ourselves"
LEADS = {"U1": "clinical", "U2": "clinical", "U3": "infection", "U4": "coordinators"}
# How often a lead does something about a card: one claims at once, one ignores nearly all.
KEEN = {"U1": 0.9, "U2": 0.1, "U3": 0.5, "U4": 0.3}
CATEGORIES = ("clinical", "medicines", "infection", "ppe", "staffing", "other")


class Borough(Network):
    """Everybody has joined; nothing is delivered, as only what is queued is looked at."""

    def __init__(self, database: Rehearsed, start: datetime) -> None:
        with database.in_one_go():
            super().__init__(database)
            self.clock.at = start
            described = [
                Described(f"H{place}", "", {"name": f"Home {place}", "area": "North"}, (), ())
                for place in range(1, HOMES + 1)
            ]
            with database.write() as connection:
                compare_and_keep(connection, described, start, keep=True)
                for place in range(1, HOMES + 1):
                    join(connection, f"H{place}", chat=str(7000 + place), name=f"Manager {place}")
                for user, team in LEADS.items():
                    role = Role.LEAD
                    join(connection, team, chat=user, channel="slack", name=user, role=role)
        self.clockwork = Clockwork(self)
        self.chance = random.Random(start.isoformat())
        self.raised = 0

    def does(self, chat: str, what: Submitted | Pressed | Said) -> None:
        channel = "telegram" if chat.isdigit() else "slack"
        inbound: Inbound = self.event(channel, chat, what, chat)
        self.engine.take([inbound])

    def raises(self) -> None:
        place = self.chance.randint(1, HOMES)
        values = {
            "category": self.chance.choice(CATEGORIES),
            "text": f"Need {self.raised}",
            "urgency": self.chance.choice(["today", "week", "week"]),
        }
        self.raised += 1
        self.does(str(7000 + place), Submitted("help", values, f"H{place}"))

    def leads_act(self) -> None:
        """Let some lead do something about some open case, as keen as they are."""
        user = self.chance.choice(list(LEADS))
        if self.chance.random() > KEEN[user]:
            return
        with self.database.read() as connection:
            found = connection.execute(
                select(escalations.c.escalation_id).where(cases.OPEN).order_by(func.random())
            ).scalar()
        if found is None:
            return
        about = str(found)
        deed = self.chance.choice(
            ["claim", "write", "resolve", "resolve", "resolve", "leave", "on"]
        )
        if deed == "claim":
            self.does(user, Pressed(f"claim:{about}"))
        elif deed == "write":
            self.does(user, Submitted("to_home", {"text": f"Sent on purpose {about}"}, about))
        elif deed == "resolve":
            self.does(user, Submitted("resolve", {"text": "It is settled."}, about))
        elif deed == "leave":
            values = {"until": "tomorrow 11:00", "reason": INTERNAL}
            self.does(user, Submitted("snooze", values, about))
        else:
            team = self.chance.choice(["team-clinical", "team-infection", "team-coordinators"])
            self.does(user, Submitted("hand_on", {"to": team, "text": INTERNAL}, about))

    def ladders_move(self, until: datetime) -> None:
        """Let the time pass, and everything that falls due meanwhile move at its moment."""
        while True:
            with self.database.read() as connection:
                due_at = connection.execute(select(func.min(escalations.c.due_at))).scalar()
                if due_at is None or due_at > until:
                    break
                self.clock.at = max(self.clock.at, due_at)
                found = promises.due(connection, self.clock.at)
            self.engine.take([_came(number, moment) for _, number, moment in found])
        self.clock.at = until


def _came(number: int, due_at: datetime) -> Inbound:
    key = f"ladder:{number}:{due_at.isoformat()}"
    return Inbound(key, "clock", "", "", Came("ladder", str(number)))


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    "start",
    [datetime(2027, 3, 15, 9, tzinfo=UTC), datetime(2026, 10, 20, 9, tzinfo=UTC)],
    ids=["spring, Easter and May", "autumn and Christmas"],
)
def test_every_case_is_owned_or_climbing_and_every_step_was_told_in_time(
    sqlite: Database, start: datetime
) -> None:
    stage = Rehearsed(sqlite)
    borough = Borough(stage, start)
    end = start + timedelta(days=DAYS + 10)
    step = (end - start) / (CASES * 2)
    while borough.clock.at < end:
        if borough.raised < CASES:
            borough.raises()
        for _ in range(6):
            borough.leads_act()
        borough.ladders_move(borough.clock.at + step)
    check(borough, end)
    stage.close()


def check(borough: Borough, end: datetime) -> None:
    with borough.database.read() as connection:
        found = cases.timelines(connection)
        written = connection.execute(
            select(func.count()).where(entries.c.kind == "to_home")
        ).scalar()
        read = connection.execute(
            select(deliveries.c.payload).where(
                deliveries.c.channel == "telegram", deliveries.c.payload.is_not(None)
            )
        ).scalars()
        texts = [json.loads(each)["text"] for each in read]
    assert len(found) == CASES
    for each, lines in found:
        assert each.state is CaseState.RESOLVED or each.ladder.due_at is not None
        hours = rota_of(borough.content, each.team).hours(LONDON, bank_holiday)
        assert late(each, lines, hours, end) == (), each.reference
    assert not any(INTERNAL in text for text in texts)
    # What a home reads of a lead's words is what was sent on purpose, once each.
    assert sum("Sent on purpose" in text for text in texts) == written

"""Sixty days with the clock at speed: thousands of cases, both changes of the clocks, every bank holiday of a year.

Some leads claim at once and two in the same second, some ignore nearly all, some leave with cases in hand.
"""

import json
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import and_, func, select

from bot.core.auditing import late
from bot.core.cases import CaseState, Entry, EntryKind
from bot.core.events import Came, Inbound, Pressed, Submitted
from bot.core.hours import Span
from bot.core.messages import Press
from bot.core.people import Role, TeamId
from bot.core.rota import Rota, Shift
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

HOMES = 121
# Until every case has moved at least once more after the last was raised.
RUN_OUT = timedelta(days=10)
# More steps than cases can be due at one moment; one that does not move is found by this.
MOST_MOVES = 5_000
INTERNAL = "only among ourselves"
LEADS = {"U1": "clinical", "U2": "clinical", "U3": "infection", "U4": "coordinators"}
# How often a lead does something about a card: one claims at once, one ignores nearly all.
KEEN = {"U1": 0.9, "U2": 0.1, "U3": 0.5, "U4": 0.3}
# Who leaves when with all that they have, and who comes when: of infection control there is nobody for some days.
GONE = {timedelta(days=20): "U2", timedelta(days=40): "U3"}
COMES = {timedelta(days=25): ("U5", "clinical"), timedelta(days=44): ("U6", "infection")}
TURNS = date(2026, 1, 5)
# After which lines of a timeline a case has an owner, and after which it has none.
TAKEN = {EntryKind.CLAIMED, EntryKind.TO_HOME}
LEFT = {EntryKind.RELEASED, EntryKind.HANDED_ON, EntryKind.RESOLVED, EntryKind.REOPENED}
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
        # Somebody of the clinical leads is on call at every hour, by turns; of the others nobody is.
        spans = {"day": "every day 08:00-20:00", "night": "every day 20:00-08:00"}
        shifts = tuple(
            Shift(name, name, Span.read(words), ("U1", "U2", "U5"), TURNS)
            for name, words in spans.items()
        )
        rota = Rota(TeamId("clinical"), shifts=shifts)
        self.edits(rotas={rota.team: rota})
        self.clockwork = Clockwork(self)
        self.present = dict(LEADS)
        self.begun_at, self.changed = start, set[timedelta]()
        self.chance = random.Random(start.isoformat())
        self.raised = 0

    def does(self, chat: str, what: Submitted | Pressed) -> None:
        channel = "telegram" if chat.isdigit() else "slack"
        self.engine.take([self.event(channel, chat, what, chat)])

    def people_change(self) -> None:
        """Let leads leave and come when their day is there."""
        passed = self.clock.at - self.begun_at
        for day in (each for each in (*GONE, *COMES) if each <= passed):
            if day in self.changed:
                continue
            self.changed.add(day)
            if day in GONE:
                self.does(GONE[day], Pressed(Press("left", choice=("yes",)).token()))
                self.present.pop(GONE[day])
            else:
                user, team = COMES[day]
                with self.database.write() as connection:
                    join(connection, team, chat=user, channel="slack", name=user, role=Role.LEAD)
                self.present[user] = team

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
        user = self.chance.choice(list(self.present))
        if self.chance.random() > KEEN.get(user, 0.5):
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
            # Two press in the same second.
            pressed = [user, self.chance.choice(list(self.present))]
            claim = Pressed(f"claim:{about}")
            self.engine.take([self.event("slack", each, claim, each) for each in pressed])
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
        for _ in range(MOST_MOVES):
            with self.database.read() as connection:
                due_at = connection.execute(select(func.min(escalations.c.due_at))).scalar()
                silent = and_(cases.OPEN, escalations.c.due_at.is_(None))
                stuck = connection.execute(select(func.count()).where(silent)).scalar()
                assert stuck == 0, "a case is neither owned nor climbing"
                if due_at is None or due_at > until:
                    self.clock.at = until
                    return
                self.clock.at = max(self.clock.at, due_at)
                found = promises.due(connection, self.clock.at)
            self.engine.take([_came(number, moment) for _, number, moment in found])
        raise AssertionError("a case does not move")


def _came(number: int, due_at: datetime) -> Inbound:
    key = f"ladder:{number}:{due_at.isoformat()}"
    return Inbound(key, "clock", "", "", Came("ladder", str(number)))


# From when, how many days and how many cases: together they hold what the test below says.
SPANS = [
    (datetime(2026, 10, 24, 9, tzinfo=UTC), 60, 2_000),
    (datetime(2027, 3, 24, 9, tzinfo=UTC), 60, 600),
    (datetime(2027, 8, 26, 9, tzinfo=UTC), 6, 100),
]
NAMES = ["autumn to New Year", "Easter and May", "August"]


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("start", "days", "number"), SPANS, ids=NAMES)
def test_every_case_is_owned_or_climbing_and_every_step_was_told_in_time(
    sqlite: Database, start: datetime, days: int, number: int
) -> None:
    stage = Rehearsed(sqlite)
    borough = Borough(stage, start)
    end = start + timedelta(days=days) + RUN_OUT
    step = timedelta(days=days) / number
    while borough.clock.at < end:
        if borough.raised < number:
            borough.raises()
        borough.people_change()
        for _ in range(6):
            borough.leads_act()
        borough.ladders_move(borough.clock.at + step)
    check(borough, end, number)
    stage.close()


def test_the_days_hold_both_changes_of_the_clocks_and_every_bank_holiday_of_a_year() -> None:
    days = [
        start.date() + timedelta(days=day)
        for start, length, _ in SPANS
        for day in range(length + RUN_OUT.days)
    ]
    holidays = {bank_holiday(day) for day in days} - {""}
    year = {bank_holiday(date(2027, 1, 1) + timedelta(days=day)) for day in range(365)} - {""}
    changed = [
        (midnight(day + timedelta(days=1)) - midnight(day)) != timedelta(days=1) for day in days
    ]

    assert {name.partition(" (")[0] for name in year} <= {
        name.partition(" (")[0] for name in holidays
    }
    assert sum(changed) == 2


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def had_once(lines: Sequence[Entry]) -> None:
    """Make sure that nobody claimed what somebody had."""
    has_owner = False
    for each in lines:
        assert not (has_owner and each.kind is EntryKind.CLAIMED)
        has_owner = (has_owner or each.kind in TAKEN) and each.kind not in LEFT


def check(borough: Borough, end: datetime, number: int) -> None:
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
    assert len(found) == number
    for each, lines in found:
        had_once(lines)
        assert each.state is CaseState.RESOLVED or each.ladder.due_at is not None
        hours = rota_of(borough.content, each.team).hours(LONDON, bank_holiday)
        assert late(each, lines, hours, end) == (), each.reference
    assert not any(INTERNAL in text for text in texts)
    # What a home reads of a lead's words is what was sent on purpose, once each.
    assert sum("Sent on purpose" in text for text in texts) == written

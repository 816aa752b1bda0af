"""A year of both newsletters, with the clock run at speed: every issue, on time, to each home once."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.deliveries import Lane
from bot.core.kindness import Kindness
from bot.db import directory, outbox
from bot.db.ahead import Ahead
from bot.db.database import Database
from bot.db.directory import Described
from tests.support.clockwork import Clockwork
from tests.support.network import LONDON, Network
from tests.support.newsletters import Newsroom, puts_in
from tests.support.tables import everything

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

DAY = timedelta(days=1)
# From the Monday after the shipped week on: both changes of the clocks and every bank holiday of a year.
FIRST, LAST = date(2026, 11, 30), date(2027, 11, 26)
# A process looks once an hour of the working day; nights are told of by the first look after them.
HOURS = range(7, 19)
DIES_AT = (12, 41)
HOLIDAYS = Path(__file__).parents[1] / "core" / "data" / "bank_holidays.json"


class Year:
    """Three homes, one of them for people with learning disabilities; two coordinators who do their week's work."""

    def __init__(self, network: Network) -> None:
        self.network = network
        _give_types(network, {"H1": ["nursing"], "H2": ["residential"], "H3": ["ld", "mh"]})
        self.newsroom = Newsroom(network)
        self.managers = {
            "H1": self.newsroom.samir,
            "H2": network.manager("H2", chat="7002", name="Beth"),
            "H3": network.manager("H3", chat="7003", name="Carl"),
        }
        self.clockwork = Clockwork(network)
        self.weeks = self.months = 0
        self.asked: set[int] = set()
        self.sent: dict[str, list[datetime]] = {"weekly": [], "ldmh": []}

    async def goes_by(self) -> None:
        day = FIRST
        while day <= LAST:
            await self._day(day)
            day += DAY

    async def _day(self, day: date) -> None:
        self.network.clock.at = moment(day, HOURS[0])
        if day.weekday() == 0:
            self.weeks += 1
            puts_in(self.newsroom.amara, f"Week {self.weeks}.")
        if day.day == 1:
            self.months += 1
            puts_in(self.newsroom.amara, f"Month {self.months}.", section="ldmh.news")
        for hour in HOURS:
            self.network.clock.at = moment(day, hour)
            await self.clockwork.ticks(1)
            self._dies_in_the_middle()
            self.network.deliver()
            self._approves()
            self._notes_what_went_out()

    def _dies_in_the_middle(self) -> None:
        """Twice in the year a process ends with copies on the wire that the platform never got."""
        if len(self.sent["weekly"]) + 1 not in DIES_AT:
            return
        lane, now = Lane("telegram"), self.network.clock.now()
        with self.network.database.write() as connection:
            Ahead(lane).claim(connection, 2, lambda _: False, now)
        self.clockwork.restarts()
        with self.network.database.write() as connection:
            outbox.recover(connection, lane)

    def _approves(self) -> None:
        for row in self._issues():
            if row["state"] == "draft" and row["broadcast_id"] not in self.asked:
                self.asked.add(row["broadcast_id"])
                self.newsroom.asks()
                self.newsroom.approves()

    def _notes_what_went_out(self) -> None:
        self.sent = {"weekly": [], "ldmh": []}
        for row in self._issues():
            if row["sent_at"]:
                self.sent[row["edition"]].append(row["sent_at"].astimezone(LONDON))

    def _issues(self) -> list[dict[str, Any]]:
        rows = everything(self.network.database, ["broadcasts"])["broadcasts"]
        return [each for each in rows if each["edition"]]

    def copies(self, title: str) -> dict[str, int]:
        """Return how many messages with this item each home has got."""
        return {
            home: sum(title in each.text for each in manager.messages)
            for home, manager in self.managers.items()
        }

    def in_doubt(self) -> int:
        """Return how many copies were on the wire when a process ended."""
        rows = everything(self.network.database, ["deliveries"])["deliveries"]
        return sum(bool(each["broadcast_id"] and each["in_doubt"]) for each in rows)


def _give_types(network: Network, types: dict[str, list[str]]) -> None:
    described = [
        Described(home, "", {"name": f"Home {home}", "area": "North"}, kinds, ())
        for home, kinds in types.items()
    ]
    with network.database.write() as connection:
        directory.compare_and_keep(connection, described, network.clock.now(), keep=True)


def moment(day: date, hour: int) -> datetime:
    """Return the moment of a local time."""
    return datetime.combine(day, time(hour), LONDON).astimezone(UTC)


def working(day: date) -> bool:
    """Say whether people work on that day, by the government's own list."""
    listed = json.loads(HOLIDAYS.read_text(encoding="utf-8"))["england-and-wales"]["events"]
    return day.weekday() < 5 and str(day) not in {each["date"] for each in listed}


async def test_every_issue_of_a_year_goes_out_on_time_to_each_home_once(
    sqlite: Database,
) -> None:
    year = Year(Network(sqlite, kindness=Kindness(per_week=1000)))

    await year.goes_by()

    weekly, ldmh = year.sent["weekly"], year.sent["ldmh"]
    assert (len(weekly), len(ldmh)) == (year.weeks, year.months)
    assert {each.strftime("%H:%M") for each in weekly} == {"09:00"}
    assert all(working(each.date()) for each in (*weekly, *ldmh))
    assert len({each.date() for each in weekly}) == len(weekly)
    for number in range(1, len(weekly) + 1):
        assert year.copies(f"Week {number}.") == {"H1": 1, "H2": 1, "H3": 1}, number
    for number in range(1, len(ldmh) + 1):
        assert year.copies(f"Month {number}.") == {"H1": 0, "H2": 0, "H3": 1}, number
    assert year.in_doubt() >= len(DIES_AT)

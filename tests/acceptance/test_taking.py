"""What people do while the process is killed again and again: what a platform confirmed is kept, and acts once."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.content import load_content
from bot.core.errors import HomeroundError
from bot.db.tables import answers, assignments, events
from bot.demo.people import Controls, SlackPerson
from sandbox.server import Sandbox, SandboxSettings
from tests.support.borough import FIRST_CHAT, Borough
from tests.support.process import until

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(240)]

PEOPLE = 200
# In which all of them press, each when they get round to it.
BURST_SECONDS = 2.0


class Burst:
    """Everybody answers the first question of a check-in, and presses until the platform says that it was taken."""

    def __init__(self, borough: Borough, controls: Controls) -> None:
        self.borough = borough
        self._controls = controls
        self._question = load_content(borough.content).questionnaire("weekly").questions[0]
        self.pressed = Counter[str]()
        self.taken = set[str]()

    async def is_ready(self) -> None:
        """Let everybody have the question before them."""
        await self.borough.command("round", "open", "weekly")
        ledger = self.borough.box.ledger
        await until(lambda: ledger.count(containing=self._question.text) >= PEOPLE)

    async def all_press(self) -> None:
        """Return when everybody's press was taken."""
        await asyncio.gather(*map(self._presses, range(PEOPLE)))

    async def _presses(self, place: int) -> None:
        await asyncio.sleep(random.uniform(0, BURST_SECONDS))
        home, label = f"H{place:04}", self._question.option("well").label
        if place % 2 == 0:
            self.pressed[home] += 1
            chat = FIRST_CHAT + place
            # Telegram keeps a press until the bot confirms it.
            await self._controls.act(f"telegram/chats/{chat}/tap", label=label)
        else:
            await self._presses_in_slack(home, SlackPerson(self._controls, f"U{place:08}", ""))

    async def _presses_in_slack(self, home: str, person: SlackPerson) -> None:
        label = self._question.option("well").label
        place = {"user": person.user, "channel": person.direct}
        message = await person.sees(person.direct, self._question.text)
        while home not in self.taken:
            self.pressed[home] += 1
            try:
                answer = await self._controls.act("slack/tap", **place, ts=message.key, label=label)
            except HomeroundError:  # an earlier try was taken after all: the button has gone
                return
            if answer["status"] == 200:
                self.taken.add(home)
            else:  # Slack says that it did not work: one tries again
                await asyncio.sleep(0.5)

    def answered(self) -> Counter[str]:
        """Return how often each home's answer was kept."""
        query = (
            select(assignments.c.home_id, func.count().label("times"))
            .join(answers, answers.c.assignment_id == assignments.c.assignment_id)
            .group_by(assignments.c.home_id)
        )
        with self.borough.database.read() as connection:
            return Counter({row.home_id: row.times for row in connection.execute(query)})

    async def has_kept_more(self, number: int) -> None:
        """Return as soon as at least so many more answers are kept than now."""
        least = self.answered().total() + number
        await until(lambda: self.answered().total() >= least)

    async def has_kept_all(self) -> None:
        """Return as soon as everybody's answer is kept."""
        await until(lambda: len(self.answered()) == PEOPLE)

    def nothing_confirmed_is_missing(self) -> None:
        """Hold what the platforms were told against what the database has."""
        confirmed = {str(each) for each in self.borough.box.telegram.world.updates.confirmed}
        with self.borough.database.read() as connection:
            query = select(events.c.event_id).where(events.c.channel == "telegram")
            kept = set(connection.execute(query).scalars())
        assert confirmed <= kept
        assert self.taken <= self.answered().keys()


@pytest.fixture
async def burst(tmp_path: Path) -> AsyncIterator[Burst]:
    async with (
        Sandbox(SandboxSettings(port=0, rates=False)) as box,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
    ):
        borough = Borough(box, f"sqlite:///{tmp_path / 'network.db'}", tmp_path)
        borough.settle(PEOPLE)
        yield Burst(borough, Controls(session, box.url))
        await borough.close()


async def survives(burst: Burst, kills: int) -> None:
    """Let everybody press while Homeround is killed so often, at moments that nobody chose."""
    process = burst.borough.process
    await process.start()
    await burst.is_ready()
    pressing = asyncio.create_task(burst.all_press())
    for _ in range(kills):
        await burst.has_kept_more(random.randrange(1, PEOPLE // 2 // kills))
        await process.kill()
        burst.nothing_confirmed_is_missing()
        await process.start()
    await pressing
    await burst.has_kept_all()

    burst.nothing_confirmed_is_missing()
    assert all(times <= burst.pressed[home] for home, times in burst.answered().items())
    assert 1 in burst.pressed.values()


async def test_every_press_that_a_platform_confirmed_is_kept_and_acts_once(burst: Burst) -> None:
    await survives(burst, kills=1)


@pytest.mark.long
async def test_the_same_holds_through_three_kills(burst: Burst) -> None:
    await survives(burst, kills=3)

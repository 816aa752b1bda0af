"""A file goes along in the whole process, over both channels, wherever Homeround is killed."""

import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.deliveries import Pace
from sandbox.server import Sandbox, SandboxSettings
from tests.support.borough import FIRST_CHAT, Borough
from tests.support.pictures import picture
from tests.support.process import until

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(240)]

HOMES = 60
ALT = "A hand under a tap"
WINDOW = Pace().window


@pytest.fixture
async def borough(tmp_path: Path) -> AsyncIterator[Borough]:
    async with Sandbox(SandboxSettings(port=0, rates=False)) as box:
        borough = Borough(box, f"sqlite:///{tmp_path / 'network.db'}", tmp_path)
        yield borough
        await borough.close()


def on_phones(box: Sandbox) -> Counter[int]:
    """Return how many pictures each phone was sent, each with its words."""
    return Counter(
        chat.id
        for chat in box.telegram.world.chats
        for message in chat.messages.values()
        if message.kind == "photo" and message.formatted.text == ALT
    )


def in_slack(box: Sandbox) -> Counter[str]:
    """Return how many pictures each person has in Slack, each with its words."""
    return Counter(
        room.user
        for room in box.slack.workspace.rooms.values()
        for message in room.messages.values()
        for file in message.files
        if file["alt_txt"] == ALT
    )


@pytest.mark.long
async def test_after_a_kill_every_home_has_the_picture_and_telegram_was_brought_it_a_few_times(
    borough: Borough, tmp_path: Path
) -> None:
    (tmp_path / "poster.png").write_bytes(picture())
    (tmp_path / "news.md").write_text("Wash your hands.")
    borough.settle(HOMES)
    given = ["--audience", "all", "--file", str(tmp_path / "news.md"), "--yes"]
    await borough.command(
        "broadcast", *given, "--attach", str(tmp_path / "poster.png"), "--alt", ALT
    )
    ledger = borough.box.ledger
    moment = random.randrange(1, HOMES)

    await borough.run()
    await until(lambda: len(ledger.entries) >= moment)
    await borough.kill()
    await borough.run()
    await until(lambda: borough.waiting(1) == 0)

    phones, people = on_phones(borough.box), in_slack(borough.box)
    assert len(phones) == len(people) == HOMES // 2
    assert sum(phones.values()) - len(phones) <= WINDOW
    assert sum(people.values()) == len(people), "Slack is asked first"
    assert {int(chat) for chat in phones} == {FIRST_CHAT + place for place in range(0, HOMES, 2)}
    # One process brings a file once; what was on its way when it was killed is brought again.
    assert len(borough.box.telegram.world.files._kept) <= 2

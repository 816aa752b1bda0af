"""The whole process watches a feed: killed between saving a change and telling of it, it loses and repeats nothing."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.core.guidance import ChangeKind
from bot.db.changes import changes_where
from bot.db.tables import feeds
from sandbox.faults import Fault
from sandbox.server import Sandbox, SandboxSettings
from tests.support.borough import Borough
from tests.support.feed_server import FeedServer, sample, sample_page
from tests.support.process import until

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(240)]

NOROVIRUS = "/guidance/norovirus-in-care-homes"
TITLE = "Norovirus in care homes: managing outbreaks"
FEED = """[[feeds]]
id = "finder"
name = "The finder"
feed = "{url}"
publisher = "The publisher"
team = "infection"
hosts = ["www.gov.uk"]
"""


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as server:
        server.gives["/finder"] = sample("finder_day2.atom")
        server.pages[NOROVIRUS] = sample_page("norovirus_day2.json")
        yield server


@pytest.fixture
async def borough(tmp_path: Path, server: FeedServer) -> AsyncIterator[Borough]:
    async with Sandbox(SandboxSettings(port=0, rates=False)) as box:
        borough = Borough(box, f"sqlite:///{tmp_path / 'network.db'}", tmp_path)
        feed = FEED.format(url=server.url("/finder"))
        (borough.content / "feeds.toml").write_text(feed, encoding="utf-8")
        borough.environment = dict(borough.environment) | {
            "HOMEROUND_GUIDANCE_WATCH": "true",
            "HOMEROUND_GUIDANCE_SECONDS_BETWEEN": "0",
            "HOMEROUND_GUIDANCE_CONTENT_API": server.url("/api/content"),
            "HOMEROUND_GUIDANCE_PRIVATE_HOSTS": server.host,
        }
        borough.process = borough.new_process("watching")
        borough.settle(2)
        yield borough
        await borough.close()


def is_due(borough: Borough) -> None:
    """Let the feed be due now."""
    with borough.database.write() as connection:
        connection.execute(update(feeds).values(due_at=datetime.now(UTC) - timedelta(seconds=1)))


def saved(borough: Borough) -> list[ChangeKind]:
    with borough.database.read() as connection:
        found = changes_where(connection)
    return [each.kind for each in found if each.kind is not ChangeKind.LEARNED]


@pytest.mark.long
async def test_what_was_saved_before_a_kill_is_told_once_after_it(
    borough: Borough, server: FeedServer
) -> None:
    ledger = borough.box.ledger
    await borough.run()
    await until(lambda: ledger.count(containing="now watches") > 0)
    server.gives["/finder"] = sample("finder_day3.atom")
    server.pages[NOROVIRUS] = sample_page("norovirus_day3.json")
    borough.box.faults.add(Fault("slack", "server_error", 1000, "chat.postMessage"))
    # Two processes look at one clock of feeds: which of them has it does not matter.
    other = borough.new_process("other")
    await other.start()
    is_due(borough)
    await until(lambda: len(saved(borough)) > 0)
    await borough.kill()
    await other.kill()
    assert ledger.count(containing=TITLE) == 0, "the kill came too late to prove anything"

    borough.box.faults.clear()
    await borough.run()
    await until(lambda: ledger.count(containing=TITLE) > 0)
    is_due(borough)
    await until(lambda: server.asked.count("/finder") > 2)
    await borough.command("guidance", "poll")

    assert saved(borough) == [ChangeKind.MAJOR]
    assert borough.copies("slack", TITLE).total() == 1

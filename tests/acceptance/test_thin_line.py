"""The thin line in a whole process, over both channels: it goes on, wherever Homeround is killed."""

import random
from collections import Counter
from collections.abc import AsyncIterator, Collection
from pathlib import Path

import aiohttp
import pytest

from bot.content import load_content
from bot.core.cases import CaseState, EntryKind
from bot.db import cases, receipts, rounds
from bot.demo.people import Controls
from sandbox.server import Sandbox, SandboxSettings
from tests.support.borough import Borough
from tests.support.thin_line import GUIDANCE, HOMES, NEWS, TEXTS, ThinLine, thin_line

KINDS = (
    EntryKind.RAISED,
    EntryKind.CHANGED,
    EntryKind.CLAIMED,
    EntryKind.TO_HOME,
    EntryKind.FROM_HOME,
    EntryKind.RESOLVED,
)

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(240)]


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[ThinLine]:
    settings = SandboxSettings(port=0, rates=False)
    async with Sandbox(settings) as box, aiohttp.ClientSession() as session:
        borough = Borough(box, f"sqlite:///{tmp_path / 'network.db'}", tmp_path)
        # A team without a room: its cards go to its leads, who are out with their phones.
        teams = borough.content / "teams.toml"
        teams.write_text(teams.read_text().replace('slack_channel = "C0INFECTION"', ""))
        yield thin_line(borough, load_content(borough.content), Controls(session, box.url))
        await borough.close()


async def goes_through(line: ThinLine, kills: Collection[int]) -> None:
    """Walk the whole line; before these steps Homeround is killed and started again."""
    await line.borough.run()
    for place, step in enumerate(line.steps):
        if place in kills:
            await line.borough.process.restart()
        await step()
    everything_is_kept(line)
    nothing_private_is_logged(line)


def everything_is_kept(line: ThinLine) -> None:
    borough = line.borough
    with borough.database.read() as connection:
        for number in (1, 2):
            figures = receipts.figures(connection, number)
            assert (figures.delivered, figures.acknowledged) == (HOMES, 2)
        round_ = rounds.open_round(connection, "weekly")
        assert round_ is not None
        assert rounds.asked_and_done(connection, round_.round_id) == (HOMES, 2)
        found = cases.escalations_where(connection)
        assert [each.owner_name for each in found] == [line.priya.name, line.joseph.name]
        assert {each.state for each in found} == {CaseState.RESOLVED}
        for each in found:
            told = [entry.kind for entry in cases.timeline(connection, each.escalation_id)]
            # What the home said next in its check-in came to the case that it had raised; the other was asked for.
            asked_for = each.owner_name == line.joseph.name
            kinds = [kind for kind in KINDS if kind is not EntryKind.CHANGED or not asked_for]
            # What is needed today is told to the team beside its card.
            assert [kind for kind in told if kind is not EntryKind.TOLD] == kinds, (
                "each once, in order"
            )
    for text in (NEWS, GUIDANCE):
        assert len(borough.copies("telegram", text)) >= HOMES // 2
    # What stands in Slack, stands there once.
    posted = Counter(
        entry.metadata["event_payload"]["delivery"]
        for entry in borough.box.ledger.found("slack")
        if entry.metadata and entry.method == "chat.postMessage"
    )
    assert posted
    assert set(posted.values()) == {1}


def nothing_private_is_logged(line: ThinLine) -> None:
    log, settings = line.borough.log(), line.borough.box.settings
    secrets = (settings.telegram_token, settings.slack_bot_token, settings.slack_app_token)
    for private in (*TEXTS, *line.names, *secrets):
        assert private not in log
    assert "lane_taken" in log, "something is logged at all"
    assert '"exception"' not in log


async def test_the_thin_line_goes_through_though_homeround_is_killed_somewhere(
    line: ThinLine,
) -> None:
    await goes_through(line, {random.randrange(1, len(line.steps))})


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_the_thin_line_goes_through_though_homeround_is_killed_before_every_step(
    line: ThinLine,
) -> None:
    await goes_through(line, range(1, len(line.steps)))

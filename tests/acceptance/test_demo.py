"""The demo as a newcomer meets it: a true story, an open page, and nothing left when it ends."""

import re
import socket
from collections import Counter
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from bot.db import cases, outbox, receipts, rounds
from bot.db.database import Database
from bot.db.tables import broadcasts
from tests.support.demo import (
    Demo,
    content_that_opens,
    in_words,
    played_in_a_terminal,
    reword,
)

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(480)]

HOMES = 121
COLUMNS = 46


@pytest.mark.long
async def test_the_story_is_true_and_nothing_is_left_of_it_at_the_end(tmp_path: Path) -> None:
    # As on a Monday at half past nine: the check-in has just opened by itself.
    content = content_that_opens(tmp_path, in_words(timedelta(minutes=1)))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        async with Demo(tmp_path, "--port", port, HOMEROUND_CONTENT_PATH=str(content)) as demo:
            address = await demo.prints("Your turn")
            await demo.prints("On the phone")
            assert f"port {port} is taken" in demo.printed
            await is_true(demo, address)
            log = demo.file("homeround.log").read_text()
            assert "exception" not in log
            assert "Traceback" not in log
            for private in ("Oak wing", "Amara", "Ottargarth", "Abbeyfold", "100001:sandbox"):
                assert private not in log

            assert await demo.is_interrupted() == 0

            assert len(demo.lines) <= 29
            assert "ended" in demo.lines[-1]
            assert demo.processes() == set()
            assert list(demo.temporary.iterdir()) == []


def number(demo: Demo, pattern: str) -> tuple[int, ...]:
    """Return the numbers that stand where the pattern has brackets."""
    found = re.search(pattern, demo.printed)
    assert found, f"{pattern} is not in the story:\n{demo.printed}"
    return tuple(map(int, found.groups()))


async def is_true(demo: Demo, address: str) -> None:
    """Hold every figure of the story against the database and against what the platforms counted."""
    database = Database(f"sqlite:///{demo.file('demo.db')}")
    try:
        with database.read() as connection:
            states = outbox.by_state(connection)
            newsletter = select(broadcasts.c.broadcast_id).where(broadcasts.c.edition != "")
            sent = receipts.figures(connection, connection.execute(newsletter).scalar_one())
            round_ = rounds.open_round(connection, "weekly")
            assert round_ is not None
            answered = rounds.asked_and_done(connection, round_.round_id)
            (case,) = cases.escalations_where(connection)
    finally:
        database.close()

    assert number(demo, r"(\d+) homes are imported") == (HOMES,)
    assert number(demo, r"(\d+) managers open the link") == (HOMES,)
    told = number(demo, r"delivered to (\d+) of (\d+) homes in .*, (\d+) failed, (\d+) not reached")
    assert told == (sent.delivered, sent.homes, sent.failed, sent.not_reached) == (120, HOMES, 0, 1)
    assert number(demo, r"(\d+) managers tap") == (sent.read,)
    assert number(demo, r"(\d+) homes had read it and are told") == (sent.read,)
    assert number(demo, r"(\d+) of (\d+) have answered") == answered[::-1]
    assert f"She resolves {case.reference}" in demo.printed
    assert case.state == "resolved"
    assert number(demo, r"(\d+) deliveries in all: (\d+) delivered\.") == (
        sum(states.values()),
        states["delivered"],
    )
    chats = await newsletter_chats(address.partition("#")[0].rpartition(" ")[2])
    assert len(chats) == sent.delivered
    assert set(chats.values()) == {1}


async def newsletter_chats(url: str) -> Counter[str]:
    """Return how many copies of the newsletter each chat got, as the sandbox counts."""
    query = {
        "platform": "telegram",
        "method": "sendMessage",
        "containing": "24 hours after the symptoms stop.",
    }
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{url}sandbox/ledger", params=query) as answer,
    ):
        found = await answer.json()
    assert found["count"] <= 200, "the ledger shows only the newest 200"
    return Counter(each["chat"] for each in found["entries"])


@pytest.mark.long
async def test_a_demo_that_is_interrupted_half_way_leaves_nothing(tmp_path: Path) -> None:
    async with Demo(tmp_path, "--port", "0") as demo:
        await demo.prints("Homeround runs")
        assert await demo.is_interrupted() == 0

        assert "ended" in demo.lines[-1]
        assert "Traceback" not in demo.printed
        assert demo.processes() == set()
        assert list(demo.temporary.iterdir()) == []


@pytest.mark.long
def test_it_plays_a_network_s_own_wording_in_a_narrow_terminal(tmp_path: Path) -> None:
    # Three days ago is too long for the check-in to open by itself.
    content = content_that_opens(tmp_path, in_words(timedelta(days=3)))
    reword(content, "yes_home", "yes_team", "draft_now", "read_button", "change", "ask_for_help")
    reword(content, "claim", "send_to_home", "resolve", "reply", "home_claimed")
    teams = content / "teams.toml"
    teams.write_text(teams.read_text().replace("C0CLINICAL", "C024BE91L"))

    shown = played_in_a_terminal(
        tmp_path, COLUMNS, "--once", "--port", "0", HOMEROUND_CONTENT_PATH=str(content)
    )

    assert '40 managers tap "Read, *as we say*"' in shown.replace("\r\n", "")
    assert "None is lost" in shown
    bars = [each for each in drawn(shown) if f"/{HOMES}" in each and "━" in each]
    assert bars
    assert max(map(len, bars)) <= COLUMNS
    assert not any("HomeroundError" in each or "Traceback" in each for each in drawn(shown))


def drawn(shown: str) -> list[str]:
    """Return the lines of a terminal as they were drawn, one after the other, without the codes."""
    return re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown))

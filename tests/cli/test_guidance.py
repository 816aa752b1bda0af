"""Guidance as an operator sees it: feeds looked at by hand, what is in the library, a home's record on paper."""

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from pypdf import PdfReader

from bot.db.database import Database
from tests.cli.conftest import settled
from tests.support.content_folder import ContentFolder
from tests.support.feed_server import FeedServer, sample
from tests.support.operator import ROOT, Operator

FEED = """[[feeds]]
id = "{name}"
name = "{name}"
feed = "{url}"
publisher = "The publisher"
team = "infection"
hosts = ["www.gov.uk"]

"""


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def watching(tmp_path: Path, database: Database) -> Operator:
    """An operator whose feeds are read from this machine."""
    operator = settled(Operator(tmp_path, database))
    ContentFolder(tmp_path)
    text = operator.config.read_text(encoding="utf-8")
    operator.config.write_text(text.replace(str(ROOT / "content"), "content"), encoding="utf-8")
    return operator


async def test_feeds_are_looked_at_by_hand_and_what_is_wrong_with_one_is_told(
    watching: Operator,
) -> None:
    async with FeedServer() as server:
        server.gives = {"/good": sample("finder_day1.atom"), "/bad": sample("entity_bomb.atom")}
        feeds = "".join(
            FEED.format(name=each, url=server.url(f"/{each}")) for each in ("good", "bad")
        )
        (watching.folder / "content" / "feeds.toml").write_text(feeds, encoding="utf-8")
        with watching.config.open("a", encoding="utf-8") as config:
            config.write(
                f'[guidance]\nprivate_hosts = ["{server.host}"]\nseconds_between = 0\n'
                f'content_api = "{server.url("/api/content")}"\n'
            )
        ran = await asyncio.to_thread(watching.runs, "guidance", "poll", "--json")
        again = await asyncio.to_thread(watching.does, "guidance", "poll", "good")

    looked = {each["feed"]: each for each in json.loads(ran.out)}
    assert ran.code == 1
    assert (looked["good"]["listed"], looked["good"]["trouble"]) == (20, "")
    assert looked["bad"]["trouble"] == "unsafe"
    assert "no change" in again
    assert len(json.loads(watching.does("guidance", "list", "--json"))) == 20
    states = json.loads(watching.does("guidance", "feeds", "--json"))
    assert {each["feed"]: each["trouble"] for each in states} == {"good": "", "bad": "unsafe"}
    (fault,) = watching.fails("guidance", "poll", "ugly")
    assert "good, bad" in fault


def test_a_homes_record_is_written_as_a_file_and_a_home_that_is_not_there_is_told(
    operator: Operator,
) -> None:
    out = operator.folder / "record.pdf"
    told = operator.does("report", "guidance", "--home", "H1", "--out", out)

    assert "Ash Lodge" in told
    assert "Ash Lodge" in PdfReader(out).pages[0].extract_text()
    (fault,) = operator.fails("report", "guidance", "--home", "H9", "--out", out)
    assert "H9" in fault

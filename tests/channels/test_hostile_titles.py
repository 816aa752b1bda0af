"""What a publisher's feed says of itself is plain characters on both channels, and leads to the publisher only."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.messages import Message
from bot.db.database import Database
from tests.support.feed_server import FeedServer, Watcher, sample
from tests.support.network import Network, PlainPainter
from tests.support.stage import Stage

SLY = (
    '<https://evil.example|here> [press](javascript:alert(1)) <!channel> @everyone *now* <b>"x"</b>'
)


class KeepingPainter(PlainPainter):
    """Keeps the messages that it drew."""

    def __init__(self) -> None:
        self.drawn: list[Message] = []

    def prepare(self, message: Message) -> tuple[str, ...]:
        self.drawn.append(message)
        return super().prepare(message)


@pytest.fixture
async def cards(sqlite: Database) -> AsyncIterator[list[Message]]:
    """What leads are told of the hostile feed, and of a page whose note means ill."""
    network, painter = Network(sqlite), KeepingPainter()
    network.desk = replace(network.desk, painters={"slack": painter, "telegram": painter})
    async with FeedServer() as server:
        path = "/guidance/double-escaped"
        sly, day = SLY.replace("<", "&lt;"), "2026-11-13T09:30:04Z"
        server.pages[path] = {
            "document_type": "guidance",
            "base_path": path,
            "title": "Vaccines & visits now",
            "description": sly,
            "public_updated_at": day,
            "details": {"change_history": [{"note": sly, "public_timestamp": day}]},
        }
        watcher = Watcher(network, server)
        watcher.watches()
        await watcher.looks(gives=sample("finder_empty.atom"))
        painter.drawn.clear()
        await watcher.looks(gives=sample("hostile.atom"))
        yield [each for each in painter.drawn if each.buttons]


async def test_a_hostile_title_or_note_is_read_as_it_was_written_and_links_to_the_publisher_only(
    cards: list[Message], stage: Stage
) -> None:
    for each in cards:
        await stage.send(each)

    seen = await stage.shown()
    text = "\n".join(each.text for each in seen)
    links = {link for each in seen for link in each.links}
    assert not await stage.refused()
    assert "Vaccines & visits now" in text
    assert text.count(SLY) == len(("how it begins", "what changed"))
    assert links
    for shown, to in links:  # an app makes a link of a bare address, which hides nothing
        assert to.startswith("https://www.gov.uk/") or shown == to, links

"""A change of guidance on its way to the homes of the small network, as its tests go along with it."""

from typing import Any

from bot.core.guidance import Change
from bot.db.changes import changes_where
from tests.support.clockwork import Clockwork
from tests.support.feed_server import sample_page
from tests.support.network import Network, Player

ROOM = "C0INFECTION"
COORDINATORS = "C0NETWORK"
NOROVIRUS = "/guidance/norovirus-in-care-homes"
TITLE = "Norovirus in care homes: managing outbreaks"
ACTION = "Keep staff with symptoms away for 48 hours, from today."
ANSWERS = {
    "action": ACTION,
    "summary": "48 hours, not 24.",
    "audience": "all",
    "urgent": "no",
    "material": "yes",
    "by": "",
}


def change(network: Network) -> Change:
    """Return the newest version that was found."""
    with network.database.read() as connection:
        return changes_where(connection)[0]


def climbed(network: Network) -> list[str]:
    """Return the cards of the change that the coordinators got."""
    messages = network.room("slack", COORDINATORS).messages
    return [each.text for each in messages if TITLE in each.text]


def card(network: Network, room: str = ROOM) -> str:
    """Return the newest card in a room."""
    return network.room("slack", room).messages[-1].text


def under_broadcasts(network: Network, player: Player) -> int:
    """Count what a person was answered under what they had been sent."""
    return sum(map(len, network.room("telegram", player.chat).threads.values()))


async def ticks(network: Network, times: int = 2) -> None:
    """Let the clock tick, and what follows arrive."""
    await Clockwork(network).ticks(times)
    network.deliver()


async def sent(network: Network, priya: Player, **answers: str) -> None:
    """Let the lead send the change to homes."""
    words = network.content.words
    priya.presses(words.triage.send, room=ROOM)
    priya.submits(**ANSWERS | answers)
    priya.presses(next(each for each in priya.buttons if each.startswith("Send")))
    await ticks(network)


def page(path: str, *paragraphs: str, **more: Any) -> dict[str, Any]:
    """Return a page as GOV.UK says it."""
    found = sample_page("norovirus_day2.json") | {"base_path": path} | more
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return found | {"details": found["details"] | {"body": f'<div class="govspeak">{body}</div>'}}

"""``Drafts`` inside one transaction: what a handler may ask about what has not gone out yet."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.core.broadcasts import CHANGEABLE, Approval
from bot.core.editions import Item
from bot.core.meetings import Meeting
from bot.core.messages import Message
from bot.core.people import PersonId
from bot.core.ports import Painter
from bot.db import drafts, items, meetings


class DraftLook:
    """Looks through one connection; the painters say as how many messages a text would come."""

    def __init__(self, connection: Connection, painters: Mapping[str, Painter]) -> None:
        """Look through this connection."""
        self._connection = connection
        self._painters = painters

    def approvals(self, broadcast_id: int) -> tuple[Approval, ...]:
        """Return what was said of a broadcast's versions by a second person, the newest last."""
        return drafts.approvals_of(self._connection, broadcast_id)

    def writer(self, broadcast_id: int) -> PersonId | None:
        """Return who wrote the newest version of a broadcast."""
        return drafts.writer(self._connection, broadcast_id)

    def issue(self, edition: str, issue: str) -> int | None:
        """Return the number of an issue of an edition."""
        return drafts.issue(self._connection, edition, issue)

    def open_issues(self, edition: str) -> tuple[int, ...]:
        """Return the issues of an edition that have not gone out, the newest first."""
        return drafts.issues_in(self._connection, CHANGEABLE, edition)

    def item(self, item_id: int) -> Item | None:
        """Return one item."""
        return items.item(self._connection, item_id)

    def waiting_items(self, edition: str) -> tuple[Item, ...]:
        """Return what the next issue of an edition takes, in the order in which it came."""
        return items.waiting(self._connection, edition)

    def items_of(self, broadcast_id: int) -> tuple[Item, ...]:
        """Return the items of a newsletter."""
        return items.placed_in(self._connection, broadcast_id)

    def meetings(self, audience: str, since: datetime, until: datetime) -> tuple[Meeting, ...]:
        """Return the meetings that begin then, that any home of the audience was asked to."""
        return meetings.between(self._connection, audience, since, until)

    def settled_meetings(self, edition: str) -> frozenset[int]:
        """Return the meetings that an editor dropped from the edition, or holds for its next issue."""
        return items.settled_meetings(self._connection, edition)

    def parts(self, message: Message) -> Mapping[str, int]:
        """Return as how many messages each channel that runs draws this; 0 where it has nothing to show."""
        return {name: _parts(painter, message) for name, painter in self._painters.items()}


def _parts(painter: Painter, message: Message) -> int:
    try:
        return len(painter.prepare(message))
    except ValueError:
        return 0

"""What a handler may ask about what has not gone out yet: items, issues, and who approved what."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.core.broadcasts import Approval
from bot.core.editions import Item
from bot.core.meetings import Meeting
from bot.core.messages import Message
from bot.core.people import PersonId


class Drafts(Protocol):
    """What a handler may ask about drafts."""

    def approvals(self, broadcast_id: int) -> tuple[Approval, ...]:
        """Return what was said of a broadcast's versions by a second person, the newest last."""

    def writer(self, broadcast_id: int) -> PersonId | None:
        """Return who wrote the newest version of a broadcast; None for the clock and the operator."""

    def issue(self, edition: str, issue: str) -> int | None:
        """Return the number of an issue of an edition."""

    def open_issues(self, edition: str) -> tuple[int, ...]:
        """Return the issues of an edition that have not gone out, the newest first."""

    def item(self, item_id: int) -> Item | None:
        """Return one item."""

    def waiting_items(self, edition: str) -> tuple[Item, ...]:
        """Return what the next issue of an edition takes, in the order in which it came."""

    def items_of(self, broadcast_id: int) -> tuple[Item, ...]:
        """Return the items of a newsletter."""

    def meetings(self, audience: str, since: datetime, until: datetime) -> tuple[Meeting, ...]:
        """Return the meetings that begin then, that any home of the audience was asked to, the earliest first.

        Raises:
            BadAudience: The expression cannot be read.
        """

    def settled_meetings(self, edition: str) -> frozenset[int]:
        """Return the meetings that an editor dropped from the edition, or holds for its next issue."""

    def parts(self, message: Message) -> Mapping[str, int]:
        """Return as how many messages each channel that runs draws this; 0 where it has nothing to show."""

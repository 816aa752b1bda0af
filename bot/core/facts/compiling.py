"""What happens before a broadcast is sent: items put in, drafts compiled and changed, a second person asked."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.broadcasts import Decision
from bot.core.editions import Item, ItemState


@dataclass(frozen=True, slots=True)
class BroadcastChanged:
    """Somebody changed a broadcast that has not gone out: it is a draft again, and no approval counts any more.

    Overtaken unless its version is still ``version``; the text becomes the next one.
    """

    broadcast_id: int
    version: int
    audience: str
    text: str
    urgent: bool
    ack: bool


@dataclass(frozen=True, slots=True)
class BroadcastReturned:
    """What waits for approval or for its moment goes back to its author as a draft; the text stays.

    Overtaken where it waits no more, or its version is not ``version`` any more.
    """

    broadcast_id: int
    version: int


@dataclass(frozen=True, slots=True)
class ApprovalAsked:
    """The caller asks for a second person's approval of this version; a newsletter becomes theirs.

    Approved, it goes out at ``send_at``, at once where that is None, or again and again where it ``repeats``.
    Overtaken unless it is a draft, and this its version.
    """

    broadcast_id: int
    version: int
    send_at: datetime | None = None
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class ApprovalDecided:
    """A second person let this version go, or sent it back, which makes it a draft again.

    Overtaken unless it waits for approval, and this is its version.
    """

    broadcast_id: int
    version: int
    decision: Decision
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewsletterDrafted:
    """An issue of an edition was compiled; Overtaken where there is one already."""

    broadcast_id: int
    edition: str
    issue: str
    title: str
    audience: str
    text: str


@dataclass(frozen=True, slots=True)
class ItemAdded:
    """Something was put in for a newsletter."""

    item: Item


@dataclass(frozen=True, slots=True)
class ItemChanged:
    """What an item says, or where in its newsletter it stands, has changed."""

    item: Item


@dataclass(frozen=True, slots=True)
class ItemPlaced:
    """An item came into a draft, moved in it, or left it."""

    item_id: int
    state: ItemState
    place: int = 0
    broadcast_id: int | None = None

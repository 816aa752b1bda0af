"""What happens to broadcasts, from the first draft to the last reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.broadcasts import BroadcastKind, BroadcastState
from bot.core.kindness import Waiting
from bot.core.messages import Message
from bot.core.people import HomeId
from bot.core.working_days import OnHoliday


@dataclass(frozen=True, slots=True)
class BroadcastDrafted:
    """A broadcast was written, and waits for its author's decision."""

    broadcast_id: int
    audience: str
    text: str
    urgent: bool
    ack: bool
    kind: BroadcastKind = BroadcastKind.ANNOUNCEMENT
    title: str = ""


@dataclass(frozen=True, slots=True)
class BroadcastDecided:
    """What has not gone out goes out (SENDING), at ``send_at`` (SCHEDULED), or does not go out (CANCELLED).

    Overtaken where it was decided already, or its version is not ``version`` any more; 0 = whichever it is.
    """

    broadcast_id: int
    state: BroadcastState
    send_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class BroadcastTimed:
    """A broadcast that has not gone out is to go out at this moment; Overtaken where it has or is not to."""

    broadcast_id: int
    send_at: datetime


@dataclass(frozen=True, slots=True)
class BroadcastRepeats:
    """A broadcast that has not gone out is to go out again and again; Overtaken where it has or is not to.

    ``opens`` is local time in words. Nothing that was due before now goes out. Where it ``waits`` for a second
    person, nothing goes out yet.
    """

    broadcast_id: int
    opens: str
    on_holidays: OnHoliday
    until: date | None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class RecurringFellDue:
    """A pattern fell due on a local date: a broadcast of its own, in this state, was to go out at ``send_at``.

    Overtaken where that date has its broadcast already.
    """

    broadcast_id: int
    recurring_id: int
    day: date
    send_at: datetime
    state: BroadcastState


@dataclass(frozen=True, slots=True)
class BroadcastFinished:
    """Nothing of a broadcast is left to do; recorded once."""

    broadcast_id: int


@dataclass(frozen=True, slots=True)
class BroadcastRead:
    """The caller says "Read" for every home of theirs that the broadcast was for.

    Overtaken where its text is of another version by now.
    """

    broadcast_id: int
    version: int


@dataclass(frozen=True, slots=True)
class BroadcastAcknowledged:
    """The caller says "I have read this" for every home of theirs that the broadcast was for; it is read as well.

    Overtaken where its text is of another version by now.
    """

    broadcast_id: int
    version: int


@dataclass(frozen=True, slots=True)
class BroadcastChased:
    """Every home that has the broadcast and has not read it is asked to, once: Overtaken when that was done."""

    broadcast_id: int
    reminder: Message


@dataclass(frozen=True, slots=True)
class BroadcastTriedAgain:
    """What failed is tried again where that can help, and homes that can be reached by now get their first copy."""

    broadcast_id: int


@dataclass(frozen=True, slots=True)
class BroadcastCorrected:
    """The text of a broadcast that was sent became another: ``drawn`` everywhere, ``told`` to who has read it.

    Overtaken unless its version is still ``version``. ``leftover`` is what a message says that is no longer needed,
    ``brief`` what a copy says where the text needs several messages. With ``again``, what homes have confirmed
    counts no more; it is kept.
    """

    broadcast_id: int
    version: int
    text: str
    drawn: Message
    told: Message
    leftover: Message
    brief: Message
    again: bool = False


@dataclass(frozen=True, slots=True)
class BroadcastWithdrawn:
    """A broadcast that was sent counts no more: ``text`` says why. What still waits goes to nobody.

    Otherwise like a correction.
    """

    broadcast_id: int
    version: int
    text: str
    drawn: Message
    told: Message
    leftover: Message
    brief: Message


@dataclass(frozen=True, slots=True)
class HomeCaughtUp:
    """A home that has just been joined gets what is current and what it has not had."""

    home_id: HomeId
    newsletters_since: datetime
    announcements_since: datetime


@dataclass(frozen=True, slots=True)
class LiveAgreed:
    """The caller, a coordinator, agrees that the network turns live; with a second one, it does.

    Overtaken unless so many others have agreed as when it was decided.
    """

    others: int


@dataclass(frozen=True, slots=True)
class NetworkReleased:
    """A restored network sends again: also what waited in the backup where ``send``, which else is cancelled.

    Overtaken where it was released already.
    """

    send: bool


@dataclass(frozen=True, slots=True)
class HeldReleased:
    """What was held until now goes out: to whom several things wait, as the card that was drawn for just these.

    Overtaken where somebody has other things waiting.
    """

    cards: Mapping[tuple[Waiting, ...], Message]


@dataclass(frozen=True, slots=True)
class WaitedShown:
    """The caller asks for something that waited, and that a card told of."""

    about: str

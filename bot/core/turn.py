"""A turn: all that a handler may know, and all that it may decide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.at_once import AtOnce as AtOnce
from bot.core.at_once import FormFaults as FormFaults
from bot.core.at_once import OpenForm as OpenForm
from bot.core.at_once import ShowBoard as ShowBoard
from bot.core.at_once import Toast as Toast
from bot.core.definitions import Content
from bot.core.deliveries import Priority
from bot.core.errors import NotAllowed
from bot.core.events import Came, Inbound
from bot.core.facts import Fact
from bot.core.messages import Message, Press
from bot.core.people import Account, HomeId, Person, PersonId, TeamId
from bot.core.ports import Look


@dataclass(frozen=True, slots=True)
class ToCaller:
    """The chat that the event came from."""


@dataclass(frozen=True, slots=True)
class ToPerson:
    """A person, on the account that they used last."""

    person_id: PersonId


@dataclass(frozen=True, slots=True)
class ToHome:
    """Every person who runs the home, each on the account that they used last: about its own case only.

    What a home did not ask for is a ``Push``.
    """

    home_id: HomeId


@dataclass(frozen=True, slots=True)
class ToTeam:
    """The team's room in Slack, or each of its leads where it has none."""

    team: TeamId


@dataclass(frozen=True, slots=True)
class ToCoordinators:
    """Where the coordinators read what nobody else can settle."""


@dataclass(frozen=True, slots=True)
class ToThread:
    """Under the card ``card`` in each room that shows it, once a room; where none does, to ``otherwise``.

    People's own chats are left alone, though they may show the card: who has nothing to do any more is not disturbed.
    """

    card: str
    otherwise: "ToCaller | ToTeam | None" = None


To = ToCaller | ToPerson | ToHome | ToTeam | ToCoordinators | ToThread


@dataclass(frozen=True, slots=True)
class Say:
    """A new message. With ``card``, the message can be redrawn and answered under that name later."""

    to: To
    message: Message
    priority: Priority = Priority.REPLY
    card: str = ""

    def __post_init__(self) -> None:
        """Make sure that nothing goes round the homes' quiet hours and weeks.

        Raises:
            ValueError: Homes did not ask for this, so it must be a ``Push``.
        """
        own_case = not isinstance(self.to, ToHome) or self.priority is Priority.ESCALATION
        if self.priority is Priority.BROADCAST or not own_case:
            raise ValueError(self.priority)


@dataclass(frozen=True, slots=True)
class Push:
    """A message that a home did not ask for and that can wait: sent when its quiet hours and its week allow.

    Goes to everybody who runs the home. ``about`` names what it is about, such as "meeting:2": a home gets one
    push about a thing. ``title`` is what it is called where it waits together with others. Where it would go only
    ``by`` a moment (aware UTC) when it is of no use any more, it does not go at all. With ``card``, the message can be
    redrawn under that name later.
    """

    home_id: HomeId
    about: str
    title: str
    message: Message
    by: datetime | None = None
    card: str = ""


@dataclass(frozen=True, slots=True)
class Redraw:
    """An edit in place: of every message that is the card, or of the one that was pressed where ``card`` is empty.

    Where the press came without a message that can be edited, it is said anew. With ``deliveries``, it is an edit
    of the messages with these numbers and of no other.
    """

    message: Message
    card: str = ""
    deliveries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a handler decided: what has happened, what to say, and what to show at once."""

    facts: tuple[Fact, ...] = ()
    says: tuple[Say | Redraw | Push, ...] = ()
    at_once: AtOnce | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts: an account and its person, both None for somebody who has not joined (and for the clock)."""

    person: Person | None = None
    account: Account | None = None
    conversation: Mapping[str, object] = field(default_factory=dict)

    @property
    def person_id(self) -> PersonId | None:
        """Return who acts, None for nobody who has joined."""
        return self.person.person_id if self.person else None


@dataclass(frozen=True, slots=True)
class Turn:
    """All that a handler may know. ``at`` is aware UTC; ``zone`` is the network's, for times that people read.

    ``number`` gives the next number of a series, such as "escalation", "broadcast" or "round".
    A number taken by a turn that is rolled back is given again.
    """

    inbound: Inbound
    caller: Caller
    at: datetime
    zone: ZoneInfo
    look: Look
    content: Content
    number: Callable[[str], int]

    @property
    def person(self) -> Person:
        """Return who acts.

        Raises:
            NotAllowed: Nobody who has joined.
        """
        if self.caller.person is None:
            raise NotAllowed
        return self.caller.person

    @property
    def lead(self) -> Person:
        """Return the lead who acts.

        Raises:
            NotAllowed: The caller is in no team.
        """
        if not self.person.is_lead:
            raise NotAllowed
        return self.person

    @property
    def press(self) -> Press:
        """Return the press of this event.

        Raises:
            StalePress: The token was altered.
        """
        return Press.read(getattr(self.inbound.what, "token", ""))

    @property
    def came(self) -> Came:
        """Return the moment that came: for handlers of due moments only."""
        assert isinstance(self.inbound.what, Came)
        return self.inbound.what


Handler = Callable[[Turn], Outcome]

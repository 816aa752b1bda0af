"""What the parts need of each other, as protocols.

For all of them: every moment is aware UTC, every length of time a ``timedelta``. ``Look`` is synchronous and
reads inside the turn's own transaction. Channels are asynchronous and raise nothing but ``SendError``.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.core.asking import Asking
from bot.core.at_once import AtOnce
from bot.core.broadcasts import (
    Broadcast,
    Edits,
    Figures,
    Hold,
    HomeDelivery,
    Reach,
    Receipt,
    Recurring,
)
from bot.core.cases import Cases, Entry, Escalation
from bot.core.contacts import Contacts
from bot.core.deliveries import Sent, Wire
from bot.core.drafts import Drafts
from bot.core.events import Inbound
from bot.core.files import Files
from bot.core.finding import Finds, Passage, Place
from bot.core.guidance import Library
from bot.core.kindness import Cost, Waiting
from bot.core.meetings import Meetings
from bot.core.messages import Message
from bot.core.people import Home, HomeId, Invite, Person, PersonId, TeamId
from bot.core.privacy import Kind
from bot.core.promises import Promises
from bot.core.restored import Restored
from bot.core.rota import Rotas
from bot.core.rounds import Assignment, Round


class Look(Protocol):
    """What a handler may ask. A question about a row that is not there is answered with None or nothing."""

    @property
    def meetings(self) -> Meetings:
        """Return what there is to ask about meetings."""

    @property
    def guidance(self) -> Library:
        """Return what there is to ask about guidance."""

    @property
    def drafts(self) -> Drafts:
        """Return what there is to ask about what has not gone out yet."""

    @property
    def asking(self) -> Asking:
        """Return what there is to ask about rounds."""

    @property
    def cases(self) -> Cases:
        """Return what else there is to ask about escalations."""

    @property
    def contacts(self) -> Contacts:
        """Return what there is to ask about contacts."""

    @property
    def promises(self) -> Promises:
        """Return what there is to ask about next steps and incidents."""

    @property
    def rotas(self) -> Rotas:
        """Return what there is to ask about rotas."""

    @property
    def files(self) -> Files:
        """Return what there is to ask about files."""

    def invite(self, code_hash: str) -> Invite | None:
        """Return the invite with this hash, usable or not."""

    def invite_numbered(self, invite_id: int) -> Invite | None:
        """Return the invite with this number, usable or not."""

    def wrong_codes_since(self, moment: datetime) -> int:
        """Count the wrong codes that the caller's chat has tried since then."""

    def person(self, person_id: PersonId) -> Person | None:
        """Return a person with their present homes and teams."""

    def homes(self, home_ids: Sequence[HomeId]) -> tuple[Home, ...]:
        """Return the homes with these ids, by name."""

    def leads(self, team: TeamId) -> tuple[Person, ...]:
        """Return the people of the team, by name."""

    def people_of(self, home_id: HomeId) -> tuple[Person, ...]:
        """Return the people of the home who can be written to, by name."""

    def held_about(self, person_id: PersonId) -> Mapping[str, tuple[str, ...]]:
        """Return everything that is held about a person, as plain lines under plain headings' keys.

        Keys: name, accounts, homes, teams, answers, read, cases, meetings, messages.
        """

    def is_live(self) -> bool:
        """Say whether the network writes to homes; one on trial only answers those who write to it."""

    def agreed(self, about: str) -> tuple[Person, ...]:
        """Return which of the present coordinators have agreed to it, the first first."""

    def restored(self) -> Restored | None:
        """Return what is known of a backup that was restored and that nobody has released yet."""

    def reach(self, audience: str) -> Reach:
        """Return who the audience is.

        Raises:
            BadAudience: The expression cannot be read, or names something that no home has.
        """

    def cost(self, audience: str) -> Cost:
        """Return what sending to the audience now would mean for its homes.

        Raises:
            BadAudience: The expression cannot be read.
        """

    def holds(self, broadcast_id: int, what: str = "broadcast") -> tuple[Hold, ...]:
        """Return how many homes wait for a broadcast, or for a "chase" or "corrected" of it, why and until when."""

    def held_together(self) -> tuple[tuple[Waiting, ...], ...]:
        """Return each set of things that waits for somebody and may go by now, where it is more than one."""

    def is_waiting(self, about: str) -> bool:
        """Say whether a card told the caller of this, and nobody has asked for it since."""

    def broadcast(self, broadcast_id: int) -> Broadcast | None:
        """Return one broadcast."""

    def planned(self) -> tuple[Broadcast, ...]:
        """Return the broadcasts of which a person may still say what becomes, the next to go out first."""

    def recurring(self, recurring_id: int) -> Recurring | None:
        """Return when a pattern goes out."""

    def issued(self, recurring_id: int, day: date) -> bool:
        """Say whether a pattern has its broadcast of this local date."""

    def holiday(self, day: date) -> str:
        """Return the name of the bank holiday on this date, empty where it is none."""

    def receipts(self, broadcast_id: int, home_ids: Sequence[HomeId]) -> tuple[Receipt, ...]:
        """Return the receipts of those of the homes that a broadcast was for, reached or not."""

    def figures(self, broadcast_id: int) -> Figures:
        """Return what became of a broadcast so far."""

    def readers(self, broadcast_id: int) -> tuple[HomeDelivery, ...]:
        """Return what became of a broadcast for each home of its audience, by home name."""

    def edits(self, broadcast_id: int, version: int) -> Edits:
        """Return how far the messages of a broadcast were changed to this version of its text."""

    def changed_by(self, broadcast_id: int) -> str:
        """Return the name of who changed the text of a broadcast last, empty where nobody did."""

    def sent_lately(self, most: int, author_id: PersonId | None) -> tuple[Broadcast, ...]:
        """Return the broadcasts that were sent last, by this author only where one is named, the newest first."""

    def place_of(self, broadcast_id: int | None, home_ids: Sequence[HomeId] | None) -> Place | None:
        """Return where a broadcast stands among those sent to one of the homes; None = the newest.

        Where ``home_ids`` is None, among all. What was withdrawn is left out.
        """

    def find(self, asked: str, home_ids: Sequence[HomeId] | None, start: int = 0) -> Finds:
        """Return a page of what was told to one of the homes and has the words; to any where that is None."""

    def passage(self, passage_id: int, home_ids: Sequence[HomeId] | None) -> Passage | None:
        """Return a whole text that one of the homes may find; any where that is None."""

    def open_round(self, questionnaire_id: str) -> Round | None:
        """Return the round of the questionnaire that takes answers now."""

    def assignment(self, assignment_id: int) -> Assignment | None:
        """Return one assignment with its answers so far."""

    def open_assignments(self, home_id: HomeId) -> tuple[Assignment, ...]:
        """Return the home's assignments in rounds that take answers, oldest first."""

    def escalation(self, escalation_id: int) -> Escalation | None:
        """Return one escalation."""

    def open_escalations(
        self, *, home_id: HomeId | None = None, team: TeamId | None = None
    ) -> tuple[Escalation, ...]:
        """Return the escalations that are not resolved, oldest first."""

    def escalations_from(self, assignment_id: int, category: str) -> tuple[Escalation, ...]:
        """Return the unresolved escalations of this category that answers of this home raised, oldest first.

        In this round of the questionnaire or in an earlier one.
        """

    def timeline(self, escalation_id: int) -> tuple[Entry, ...]:
        """Return everything that happened to an escalation, oldest first."""


class Guard(Protocol):
    """The privacy guard."""

    def __call__(self, text: str) -> tuple[Kind, ...]:
        """Return the kinds of what must not be kept, empty when there is none."""


class Painter(Protocol):
    """Draws messages in a platform's own way; pure."""

    def prepare(self, message: Message) -> tuple[str, ...]:
        """Return the message as payloads that this platform takes, split at its limits, buttons on the last.

        Never splits inside a link, a word or an emoji; a payload is opaque to everybody but the channel.
        """


Submit = Callable[[Inbound], Awaitable[AtOnce | None]]


class Channel(Protocol):
    """A platform: takes events in, sends messages out."""

    name: str
    painter: Painter
    can_look_up: bool

    async def start(self, submit: Submit) -> None:
        """Begin to take events in; each is acknowledged to the platform only after ``submit`` returned."""

    async def stop(self) -> None:
        """Take no more events in, and finish those that are being taken."""

    async def send(self, wire: Wire) -> Sent:
        """Do one delivery.

        Raises:
            SendError: The platform did not take it; the subclass says what kind of failure it was.
        """

    async def find(self, wire: Wire) -> Sent | None:
        """Return the message of an earlier try that is in doubt, where the platform can be asked (``can_look_up``).

        Raises:
            SendError: The platform could not be asked.
        """

    async def problems(self) -> list[str]:
        """Return what is wrong with the token and the settings, one plain sentence each, empty when all is well."""


class Clock(Protocol):
    """The time, handed in so that tests own it."""

    def now(self) -> datetime:
        """Return the moment, aware UTC."""

    async def sleep(self, length: timedelta) -> None:
        """Return after this long by this clock."""

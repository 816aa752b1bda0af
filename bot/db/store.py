"""One turn's view of the database: what its handler may ask, and how its outcome is recorded and queued."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import Connection, update

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
from bot.core.cases import Entry, Escalation
from bot.core.definitions import Content
from bot.core.finding import Finds, Passage, Place
from bot.core.kindness import Cost, Kindness, Waiting
from bot.core.meetings import Meeting
from bot.core.messages import Message
from bot.core.people import Account, Home, HomeId, Invite, Person, PersonId, TeamId
from bot.core.ports import Painter
from bot.core.restored import Restored
from bot.core.rounds import Assignment, Round
from bot.db import (
    audience,
    broadcasts,
    cases,
    consents,
    corrections,
    finding,
    held,
    kindness,
    marks,
    people,
    planned,
    receipts,
    restored,
    rounds,
    waiting,
)
from bot.db.asking import AskingLook
from bot.db.batch import Batch
from bot.db.contacts import ContactLook
from bot.db.drafting import DraftLook
from bot.db.files import FileLook
from bot.db.guidance import GuidanceLook
from bot.db.leases import insert_or_skip
from bot.db.meetings import MeetingLook
from bot.db.needs import CaseLook
from bot.db.promises import PromiseLook
from bot.db.rota import RotaLook
from bot.db.tables import escalations, invites, series
from bot.holidays import bank_holiday


class DrawAssignment(Protocol):
    """Draws the first message of an assignment."""

    def __call__(
        self, assignment: Assignment, content: Content, *, may_carry: bool = False
    ) -> Message:
        """Return it; with ``may_carry``, the home may give its last answers again."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What an outcome needs besides the database: the content, a painter a channel, and four drawings.

    ``draw_assignment`` makes the first message of an assignment, ``draw_broadcast`` the message of a broadcast,
    ``draw_calendar`` the calendar file of a meeting, ``print_text`` a file to print of a title and a text.
    ``home_channel`` is the id of Slack's room for the coordinators' notices, empty = their teams'.
    """

    content: Content
    painters: Mapping[str, Painter]
    draw_assignment: DrawAssignment
    draw_broadcast: Callable[[Broadcast, Content], Message]
    draw_calendar: Callable[[Meeting], bytes]
    print_text: Callable[[str, str, datetime], bytes]
    home_channel: str = ""
    kindness: Kindness = field(default_factory=Kindness)


class Store:
    """``Look`` for one caller at one moment, inside one transaction."""

    def __init__(
        self, batch: Batch | Connection, desk: Desk, channel: str, chat: str, at: datetime
    ) -> None:
        """Look on behalf of this chat; ``at`` is the turn's moment, aware UTC."""
        self.batch = batch if isinstance(batch, Batch) else Batch(batch)
        self.desk = desk
        self.channel = channel
        self.chat = chat
        self.at = at

    @property
    def connection(self) -> Connection:
        """Return the connection; whatever the batch held back is written by now."""
        return self.batch.connection

    @property
    def meetings(self) -> MeetingLook:
        """Return what there is to ask about meetings."""
        return MeetingLook(self.connection, self.desk.draw_calendar)

    @property
    def guidance(self) -> GuidanceLook:
        """Return what there is to ask about guidance."""
        return GuidanceLook(self.connection, self.desk.print_text, self.at)

    @property
    def drafts(self) -> DraftLook:
        """Return what there is to ask about what has not gone out yet."""
        return DraftLook(self.connection, self.desk.painters)

    @property
    def asking(self) -> AskingLook:
        """Return what there is to ask about rounds."""
        return AskingLook(self.connection, self.desk.content.words, self.desk.kindness)

    @property
    def cases(self) -> CaseLook:
        """Return what else there is to ask about escalations."""
        return CaseLook(self.connection, self.desk.painters)

    @property
    def contacts(self) -> ContactLook:
        """Return what there is to ask about contacts."""
        return ContactLook(self.connection)

    @property
    def promises(self) -> PromiseLook:
        """Return what there is to ask about next steps and incidents."""
        return PromiseLook(self.connection)

    @property
    def rotas(self) -> RotaLook:
        """Return what there is to ask about rotas."""
        return RotaLook(self.connection)

    @property
    def files(self) -> FileLook:
        """Return what there is to ask about files."""
        return FileLook(self.connection)

    def number(self, name: str) -> int:
        """Return the next number of the series; given again if the transaction is rolled back."""
        insert_or_skip(self.connection, series, name=name, last=0)
        moved = self.connection.execute(
            update(series)
            .where(series.c.name == name)
            .values(last=series.c.last + 1)
            .returning(series.c.last)
        )
        return int(moved.scalar_one())

    def account(self) -> Account | None:
        """Return the caller's account, shut or not."""
        return self.batch.account(self.channel, self.chat)

    def person(self, person_id: PersonId) -> Person | None:
        """Return a person with their present homes and teams."""
        return self.batch.person(person_id)

    def invite(self, code_hash: str) -> Invite | None:
        """Return the invite with this hash, usable or not."""
        return people.invite(self.connection, invites.c.code_hash == code_hash, self.at)

    def invite_numbered(self, invite_id: int) -> Invite | None:
        """Return the invite with this number, usable or not."""
        return people.invite(self.connection, invites.c.invite_id == invite_id, self.at)

    def wrong_codes_since(self, moment: datetime) -> int:
        """Count the wrong codes that the caller's chat has tried since then."""
        return people.wrong_codes_since(self.connection, self.channel, self.chat, moment)

    def homes(self, home_ids: Sequence[HomeId]) -> tuple[Home, ...]:
        """Return the homes with these ids, by name."""
        return people.homes_named(self.connection, home_ids)

    def leads(self, team: TeamId) -> tuple[Person, ...]:
        """Return the people of the team, by name."""
        return people.leads(self.connection, team)

    def people_of(self, home_id: HomeId) -> tuple[Person, ...]:
        """Return the people of the home who can be written to, by name."""
        return people.people_of(self.connection, home_id, tuple(self.desk.painters))

    def held_about(self, person_id: PersonId) -> Mapping[str, tuple[str, ...]]:
        """Return everything that is held about a person, as plain lines by kind."""
        return held.about(self.connection, person_id)

    def is_live(self) -> bool:
        """Say whether the network writes to homes; one on trial only answers those who write to it."""
        return marks.is_live(self.connection)

    def agreed(self, about: str) -> tuple[Person, ...]:
        """Return which of the present coordinators have agreed to it, the first first."""
        return consents.agreed(self.connection, about, self.desk.content.coordinators)

    def restored(self) -> Restored | None:
        """Return what is known of a backup that was restored and that nobody has released yet."""
        return restored.present(self.connection)

    def reach(self, audience_expression: str) -> Reach:
        """Return who the audience is.

        Raises:
            BadAudience: The expression cannot be read, or names something that no home has.
        """
        return audience.reach(self.connection, audience_expression, self.desk.painters)

    def cost(self, audience_expression: str) -> Cost:
        """Return what sending to the audience now would mean for its homes.

        Raises:
            BadAudience: The expression cannot be read.
        """
        return kindness.cost(
            self.connection,
            audience_expression,
            self.desk.painters,
            self.desk.kindness,
            self.at,
        )

    def holds(self, broadcast_id: int, what: str = "broadcast") -> tuple[Hold, ...]:
        """Return how many homes wait for a broadcast, for which reason and until when."""
        return kindness.holds(self.connection, broadcast_id, self.desk.kindness, what)

    def held_together(self) -> tuple[tuple[Waiting, ...], ...]:
        """Return each set of things that waits for somebody and may go by now, where it is more than one."""
        return tuple(set(waiting.together(self.connection, self.at).values()))

    def is_waiting(self, about: str) -> bool:
        """Say whether a card told the caller of this, and nobody has asked for it since."""
        account = self.account()
        return account is not None and waiting.is_shown(self.connection, account.account_id, about)

    def broadcast(self, broadcast_id: int) -> Broadcast | None:
        """Return one broadcast."""
        return broadcasts.broadcast(self.connection, broadcast_id)

    def planned(self) -> tuple[Broadcast, ...]:
        """Return the broadcasts of which a person may still say what becomes, the next to go out first."""
        return planned.planned(self.connection)

    def recurring(self, recurring_id: int) -> Recurring | None:
        """Return when a pattern goes out."""
        return planned.recurring_numbered(self.connection, recurring_id)

    def issued(self, recurring_id: int, day: date) -> bool:
        """Say whether a pattern has its broadcast of this local date."""
        return planned.issued(self.connection, recurring_id, day)

    def holiday(self, day: date) -> str:
        """Return the name of the bank holiday on this date, empty where it is none."""
        return bank_holiday(day)

    def receipts(self, broadcast_id: int, home_ids: Sequence[HomeId]) -> tuple[Receipt, ...]:
        """Return the receipts of those of the homes that a broadcast was for, reached or not."""
        return receipts.receipts_of(self.connection, broadcast_id, home_ids)

    def figures(self, broadcast_id: int) -> Figures:
        """Return what became of a broadcast so far."""
        return receipts.figures(self.connection, broadcast_id)

    def readers(self, broadcast_id: int) -> tuple[HomeDelivery, ...]:
        """Return what became of a broadcast for each home of its audience, by home name."""
        return tuple(receipts.by_home(self.connection, broadcast_id))

    def edits(self, broadcast_id: int, version: int) -> Edits:
        """Return how far the messages of a broadcast were changed to this version of its text."""
        return corrections.edits(self.connection, broadcast_id, version)

    def changed_by(self, broadcast_id: int) -> str:
        """Return the name of who changed the text of a broadcast last, empty where nobody did."""
        return corrections.changed_by(self.connection, broadcast_id)

    def sent_lately(self, most: int, author_id: PersonId | None) -> tuple[Broadcast, ...]:
        """Return the broadcasts that were sent last, by this author only where one is named, the newest first."""
        return broadcasts.sent_lately(self.connection, most, author_id)

    def place_of(self, broadcast_id: int | None, home_ids: Sequence[HomeId] | None) -> Place | None:
        """Return where a broadcast stands among those sent to one of the homes; None = the newest."""
        return finding.place_of(self.connection, broadcast_id, home_ids)

    def find(self, asked: str, home_ids: Sequence[HomeId] | None, start: int = 0) -> Finds:
        """Return a page of what was told to one of the homes and has the words; to any where that is None."""
        return finding.find(self.connection, asked, home_ids, start)

    def passage(self, passage_id: int, home_ids: Sequence[HomeId] | None) -> Passage | None:
        """Return a whole text that one of the homes may find; any where that is None."""
        return finding.passage(self.connection, passage_id, home_ids)

    def open_round(self, questionnaire_id: str) -> Round | None:
        """Return the round of the questionnaire that takes answers now."""
        return rounds.open_round(self.connection, questionnaire_id)

    def assignment(self, assignment_id: int) -> Assignment | None:
        """Return one assignment with its answers so far."""
        return self.batch.assignment(assignment_id)

    def open_assignments(self, home_id: HomeId) -> tuple[Assignment, ...]:
        """Return the home's assignments in rounds that take answers, oldest first."""
        return rounds.open_assignments(self.connection, home_id)

    def escalation(self, escalation_id: int) -> Escalation | None:
        """Return one escalation."""
        return cases.escalation(self.connection, escalation_id)

    def open_escalations(
        self, *, home_id: HomeId | None = None, team: TeamId | None = None
    ) -> tuple[Escalation, ...]:
        """Return the escalations that are not resolved, oldest first."""
        if home_id is not None:
            found = self.batch.open_escalations(home_id)
            return tuple(each for each in found if team in (None, each.team))
        where = [cases.OPEN] if team is None else [cases.OPEN, escalations.c.team == team]
        return cases.escalations_where(self.connection, *where)

    def escalations_from(self, assignment_id: int, category: str) -> tuple[Escalation, ...]:
        """Return the unresolved escalations of this category that answers of this home raised, oldest first."""
        return cases.raised_from(self.connection, assignment_id, category)

    def timeline(self, escalation_id: int) -> tuple[Entry, ...]:
        """Return everything that happened to an escalation, oldest first."""
        return cases.timeline(self.connection, escalation_id)

"""Facts: what a turn decided has happened. The store records each with who and when, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.broadcasts import BroadcastKind, BroadcastState
from bot.core.cases import CaseState, EntryKind
from bot.core.kindness import Waiting
from bot.core.meetings import Attending, Plan
from bot.core.messages import Message
from bot.core.people import HomeId, PersonId, TeamId
from bot.core.rounds import AnswerState
from bot.core.working_days import OnHoliday


@dataclass(frozen=True, slots=True)
class ConversationKept:
    """What the bot remembers of an unfinished dialogue with this chat: replaced whole, {} forgets it."""

    state: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class WrongCodeTried:
    """The caller gave a code that opens nothing."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The caller used an invite: gets a person (the account's own, the invite's, or a new one) and its role."""

    invite_id: int
    name: str


@dataclass(frozen=True, slots=True)
class LinkCodeMade:
    """The caller's person may join a second account with the code that has this hash, once."""

    code_hash: str


@dataclass(frozen=True, slots=True)
class Left:
    """The person ended every membership and team, and is written to no more; what was recorded stays."""

    person_id: PersonId


@dataclass(frozen=True, slots=True)
class AccountShut:
    """The caller's account cannot be written to: blocked by its owner."""


@dataclass(frozen=True, slots=True)
class AccountOpened:
    """The caller's account can be written to again."""


@dataclass(frozen=True, slots=True)
class RoomShut:
    """A room cannot be written to: archived, or the app is not in it any more."""

    channel: str
    chat: str


@dataclass(frozen=True, slots=True)
class RoomOpened:
    """A room can be written to again."""

    channel: str
    chat: str


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
    """A draft goes out (SENDING) or does not (CANCELLED).

    Overtaken where it is a draft no more.
    """

    broadcast_id: int
    state: BroadcastState


@dataclass(frozen=True, slots=True)
class BroadcastTimed:
    """A broadcast that has not gone out is to go out at this moment; Overtaken where it has or is not to."""

    broadcast_id: int
    send_at: datetime


@dataclass(frozen=True, slots=True)
class BroadcastRepeats:
    """A broadcast that has not gone out is to go out again and again; Overtaken where it has or is not to.

    ``opens`` is local time in words. Nothing that was due before now goes out.
    """

    broadcast_id: int
    opens: str
    on_holidays: OnHoliday
    until: date | None


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
class BroadcastAcknowledged:
    """The caller says "I have read this" for every home of theirs that the broadcast was for."""

    broadcast_id: int


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """A round opened: every home of its audience gets an assignment, and its people the first question."""

    round_id: int
    questionnaire_id: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The caller answered one question for a home; an earlier answer stays in the history."""

    assignment_id: int
    question_id: str
    state: AnswerState
    value: str = ""


@dataclass(frozen=True, slots=True)
class AssignmentDone:
    """Every question of the assignment has its answer."""

    assignment_id: int


@dataclass(frozen=True, slots=True)
class EscalationRaised:
    """A home needs something of a team."""

    escalation_id: int
    home_id: HomeId
    category: str
    team: TeamId
    summary: str
    assignment_id: int | None = None


@dataclass(frozen=True, slots=True)
class EscalationMoved:
    """An escalation changed state; Overtaken unless its version is still ``version``.

    ``owner_id`` becomes its owner; None keeps the present one.
    """

    escalation_id: int
    version: int
    state: CaseState
    owner_id: PersonId | None = None


@dataclass(frozen=True, slots=True)
class EntryAdded:
    """A line for the timeline of an escalation."""

    escalation_id: int
    kind: EntryKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class LiveAgreed:
    """The caller, a coordinator, agrees that the network turns live; with a second one, it does.

    Overtaken unless so many others have agreed as when it was decided.
    """

    others: int


@dataclass(frozen=True, slots=True)
class MeetingPlanned:
    """A meeting was planned; homes are asked by the broadcast, when and if that goes out."""

    meeting_id: int
    broadcast_id: int
    plan: Plan


@dataclass(frozen=True, slots=True)
class MeetingAnswered:
    """The caller says for a home whether it comes; who waits already keeps its turn."""

    meeting_id: int
    home_id: HomeId
    attending: Attending


@dataclass(frozen=True, slots=True)
class PlaceGiven:
    """A place came free, and a home that waited has it."""

    meeting_id: int
    home_id: HomeId


@dataclass(frozen=True, slots=True)
class MeetingQuestionAsked:
    """The caller asks something for a home before the meeting."""

    meeting_id: int
    home_id: HomeId
    text: str


@dataclass(frozen=True, slots=True)
class MeetingChanged:
    """A meeting is otherwise from now on; Overtaken unless its version is still ``version``.

    ``text`` is the broadcast's, for those who get it later.
    """

    meeting_id: int
    version: int
    plan: Plan
    text: str


@dataclass(frozen=True, slots=True)
class MeetingCalledOff:
    """A meeting does not take place; Overtaken unless its version is still ``version``."""

    meeting_id: int
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class CameNoted:
    """A lead notes of homes whether they came to a meeting."""

    meeting_id: int
    home_ids: tuple[HomeId, ...]
    came: bool


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


Fact = (
    ConversationKept
    | WrongCodeTried
    | Joined
    | LinkCodeMade
    | Left
    | AccountShut
    | AccountOpened
    | RoomShut
    | RoomOpened
    | BroadcastDrafted
    | BroadcastDecided
    | BroadcastTimed
    | BroadcastRepeats
    | RecurringFellDue
    | BroadcastFinished
    | BroadcastAcknowledged
    | RoundOpened
    | Answered
    | AssignmentDone
    | EscalationRaised
    | EscalationMoved
    | EntryAdded
    | LiveAgreed
    | MeetingPlanned
    | MeetingAnswered
    | PlaceGiven
    | MeetingQuestionAsked
    | MeetingChanged
    | MeetingCalledOff
    | CameNoted
    | HeldReleased
    | WaitedShown
)

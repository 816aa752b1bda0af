"""Facts: what a turn decided has happened. The store records each with who and when, in one transaction."""

from bot.core.facts.asking import Answered as Answered
from bot.core.facts.asking import AssignmentDone as AssignmentDone
from bot.core.facts.asking import QuestionPaused as QuestionPaused
from bot.core.facts.asking import QuestionResumed as QuestionResumed
from bot.core.facts.asking import RoundClosed as RoundClosed
from bot.core.facts.asking import RoundOpened as RoundOpened
from bot.core.facts.asking import SheetHandedIn as SheetHandedIn
from bot.core.facts.asking import ThemeTied as ThemeTied
from bot.core.facts.compiling import ApprovalAsked as ApprovalAsked
from bot.core.facts.compiling import ApprovalDecided as ApprovalDecided
from bot.core.facts.compiling import BroadcastChanged as BroadcastChanged
from bot.core.facts.compiling import BroadcastReturned as BroadcastReturned
from bot.core.facts.compiling import ItemAdded as ItemAdded
from bot.core.facts.compiling import ItemChanged as ItemChanged
from bot.core.facts.compiling import ItemPlaced as ItemPlaced
from bot.core.facts.compiling import NewsletterDrafted as NewsletterDrafted
from bot.core.facts.contacts import ContactGone as ContactGone
from bot.core.facts.contacts import ContactTold as ContactTold
from bot.core.facts.files import FileAdded as FileAdded
from bot.core.facts.files import FileTakenOut as FileTakenOut
from bot.core.facts.guidance import ChangeAssigned as ChangeAssigned
from bot.core.facts.guidance import ChangeClimbed as ChangeClimbed
from bot.core.facts.guidance import ChangeDecided as ChangeDecided
from bot.core.facts.guidance import ChangeFound as ChangeFound
from bot.core.facts.guidance import ChangeSent as ChangeSent
from bot.core.facts.guidance import ChangeWritten as ChangeWritten
from bot.core.facts.guidance import FeedLookedAt as FeedLookedAt
from bot.core.facts.guidance import GuidanceChecked as GuidanceChecked
from bot.core.facts.guidance import GuidanceFound as GuidanceFound
from bot.core.facts.guidance import GuidanceMissed as GuidanceMissed
from bot.core.facts.guidance import TextRead as TextRead
from bot.core.facts.meeting import CameNoted as CameNoted
from bot.core.facts.meeting import MeetingAnswered as MeetingAnswered
from bot.core.facts.meeting import MeetingCalledOff as MeetingCalledOff
from bot.core.facts.meeting import MeetingChanged as MeetingChanged
from bot.core.facts.meeting import MeetingPlanned as MeetingPlanned
from bot.core.facts.meeting import MeetingQuestionAsked as MeetingQuestionAsked
from bot.core.facts.meeting import PlaceGiven as PlaceGiven
from bot.core.facts.needs import EntryAdded as EntryAdded
from bot.core.facts.needs import EscalationMoved as EscalationMoved
from bot.core.facts.needs import EscalationRaised as EscalationRaised
from bot.core.facts.people import AccountOpened as AccountOpened
from bot.core.facts.people import AccountShut as AccountShut
from bot.core.facts.people import AwayTold as AwayTold
from bot.core.facts.people import ConversationKept as ConversationKept
from bot.core.facts.people import Joined as Joined
from bot.core.facts.people import Left as Left
from bot.core.facts.people import LinkCodeMade as LinkCodeMade
from bot.core.facts.people import RoomOpened as RoomOpened
from bot.core.facts.people import RoomShut as RoomShut
from bot.core.facts.people import WrongCodeTried as WrongCodeTried
from bot.core.facts.promises import ActionMoved as ActionMoved
from bot.core.facts.promises import ActionPromised as ActionPromised
from bot.core.facts.promises import CaseScored as CaseScored
from bot.core.facts.promises import CasesLinked as CasesLinked
from bot.core.facts.promises import IncidentMade as IncidentMade
from bot.core.facts.rota import RotaChanged as RotaChanged
from bot.core.facts.rota import SwapAsked as SwapAsked
from bot.core.facts.rota import SwapDecided as SwapDecided
from bot.core.facts.telling import BroadcastAcknowledged as BroadcastAcknowledged
from bot.core.facts.telling import BroadcastChased as BroadcastChased
from bot.core.facts.telling import BroadcastCorrected as BroadcastCorrected
from bot.core.facts.telling import BroadcastDecided as BroadcastDecided
from bot.core.facts.telling import BroadcastDrafted as BroadcastDrafted
from bot.core.facts.telling import BroadcastFinished as BroadcastFinished
from bot.core.facts.telling import BroadcastRead as BroadcastRead
from bot.core.facts.telling import BroadcastRepeats as BroadcastRepeats
from bot.core.facts.telling import BroadcastTimed as BroadcastTimed
from bot.core.facts.telling import BroadcastTriedAgain as BroadcastTriedAgain
from bot.core.facts.telling import BroadcastWithdrawn as BroadcastWithdrawn
from bot.core.facts.telling import HeldReleased as HeldReleased
from bot.core.facts.telling import HomeCaughtUp as HomeCaughtUp
from bot.core.facts.telling import LiveAgreed as LiveAgreed
from bot.core.facts.telling import NetworkReleased as NetworkReleased
from bot.core.facts.telling import RecurringFellDue as RecurringFellDue
from bot.core.facts.telling import WaitedShown as WaitedShown

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
    | FileAdded
    | FileTakenOut
    | BroadcastDecided
    | BroadcastTimed
    | BroadcastRepeats
    | RecurringFellDue
    | BroadcastFinished
    | BroadcastRead
    | BroadcastChanged
    | BroadcastReturned
    | ApprovalAsked
    | ApprovalDecided
    | NewsletterDrafted
    | ItemAdded
    | ItemChanged
    | ItemPlaced
    | BroadcastAcknowledged
    | BroadcastChased
    | BroadcastTriedAgain
    | BroadcastCorrected
    | BroadcastWithdrawn
    | HomeCaughtUp
    | AwayTold
    | LiveAgreed
    | NetworkReleased
    | HeldReleased
    | WaitedShown
    | RoundOpened
    | RoundClosed
    | QuestionPaused
    | QuestionResumed
    | SheetHandedIn
    | ThemeTied
    | Answered
    | AssignmentDone
    | EscalationRaised
    | EscalationMoved
    | EntryAdded
    | ActionPromised
    | ActionMoved
    | CaseScored
    | CasesLinked
    | ContactGone
    | ContactTold
    | IncidentMade
    | RotaChanged
    | SwapAsked
    | SwapDecided
    | MeetingPlanned
    | MeetingAnswered
    | PlaceGiven
    | MeetingQuestionAsked
    | MeetingChanged
    | MeetingCalledOff
    | CameNoted
    | FeedLookedAt
    | GuidanceFound
    | GuidanceChecked
    | GuidanceMissed
    | ChangeFound
    | TextRead
    | ChangeAssigned
    | ChangeClimbed
    | ChangeDecided
    | ChangeSent
    | ChangeWritten
)

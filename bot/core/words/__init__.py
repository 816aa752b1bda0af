"""Every fixed sentence that people read, as a field: a wrong key does not type-check, a wrong blank is found at start.

One class a conversation, one section of ``content/messages.toml`` a class.
"""

from dataclasses import dataclass

from bot.core.words.asking import ChartWords as ChartWords
from bot.core.words.asking import CheckInWords as CheckInWords
from bot.core.words.asking import ResultWords as ResultWords
from bot.core.words.asking import RoundWords as RoundWords
from bot.core.words.compiling import ApprovalWords as ApprovalWords
from bot.core.words.compiling import NewsletterWords as NewsletterWords
from bot.core.words.contacts import ContactWords as ContactWords
from bot.core.words.guidance import ChangeWords as ChangeWords
from bot.core.words.guidance import GuidanceWords as GuidanceWords
from bot.core.words.guidance import TriageWords as TriageWords
from bot.core.words.guidance import WatchWords as WatchWords
from bot.core.words.meeting import MeetingLeadWords as MeetingLeadWords
from bot.core.words.meeting import MeetingWords as MeetingWords
from bot.core.words.needs import CaseWords as CaseWords
from bot.core.words.needs import TimelineWords as TimelineWords
from bot.core.words.needs import WaitWords as WaitWords
from bot.core.words.people import AwayWords as AwayWords
from bot.core.words.people import BoardWords as BoardWords
from bot.core.words.people import CommonWords as CommonWords
from bot.core.words.people import FormWords as FormWords
from bot.core.words.people import JoinWords as JoinWords
from bot.core.words.people import MenuWords as MenuWords
from bot.core.words.people import MeWords as MeWords
from bot.core.words.people import SheetWords as SheetWords
from bot.core.words.privacy import PrivacyWords as PrivacyWords
from bot.core.words.rota import RotaWords as RotaWords
from bot.core.words.telling import ArchiveWords as ArchiveWords
from bot.core.words.telling import BroadcastWords as BroadcastWords
from bot.core.words.telling import CorrectingWords as CorrectingWords
from bot.core.words.telling import FindingWords as FindingWords
from bot.core.words.telling import KindnessWords as KindnessWords
from bot.core.words.telling import NewsWords as NewsWords
from bot.core.words.telling import ReadingWords as ReadingWords
from bot.core.words.telling import RestoredWords as RestoredWords
from bot.core.words.telling import ScheduleWords as ScheduleWords
from bot.core.words.telling import TrialWords as TrialWords


@dataclass(frozen=True)
class Words:
    """All sections of ``content/messages.toml``."""

    common: CommonWords
    privacy: PrivacyWords
    menu: MenuWords
    join: JoinWords
    me: MeWords
    forms: FormWords
    broadcast: BroadcastWords
    trial: TrialWords
    restored: RestoredWords
    schedule: ScheduleWords
    kindness: KindnessWords
    reading: ReadingWords
    correcting: CorrectingWords
    away: AwayWords
    newsletter: NewsletterWords
    approval: ApprovalWords
    news: NewsWords
    finding: FindingWords
    checkin: CheckInWords
    round: RoundWords
    results: ResultWords
    charts: ChartWords
    case: CaseWords
    timeline: TimelineWords
    waits: WaitWords
    rota: RotaWords
    contacts: ContactWords
    board: BoardWords
    meeting: MeetingWords
    meeting_lead: MeetingLeadWords
    watch: WatchWords
    change: ChangeWords
    triage: TriageWords
    guidance: GuidanceWords
    sheet: SheetWords
    archive: ArchiveWords

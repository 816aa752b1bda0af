"""What happens to meetings and who comes to them."""

from dataclasses import dataclass

from bot.core.meetings import Attending, Plan
from bot.core.messages import Message
from bot.core.people import HomeId


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

    ``drawn`` is what the broadcast says now, to those who get it later.
    """

    meeting_id: int
    version: int
    plan: Plan
    drawn: Message


@dataclass(frozen=True, slots=True)
class MeetingCalledOff:
    """A meeting does not take place; Overtaken unless its version is still ``version``.

    ``drawn`` is what the broadcast says now; who has not got it gets it no more.
    """

    meeting_id: int
    version: int
    reason: str
    drawn: Message


@dataclass(frozen=True, slots=True)
class CameNoted:
    """A lead notes of homes whether they came to a meeting."""

    meeting_id: int
    home_ids: tuple[HomeId, ...]
    came: bool

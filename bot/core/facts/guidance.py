"""What happens to guidance: looked at, found, changed, decided."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.guidance import Change, Decision, FeedState, Guidance, Page
from bot.core.people import PersonId


@dataclass(frozen=True, slots=True)
class FeedLookedAt:
    """A feed was looked at; this is what is remembered of it from now on."""

    feed_id: str
    state: FeedState


@dataclass(frozen=True, slots=True)
class GuidanceFound:
    """A document, new or as it is from now on; Overtaken where another turn found the same page first."""

    guidance_id: int
    guidance: Guidance
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class GuidanceChecked:
    """Documents were looked at and are as they were."""

    pages: tuple[Page, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class GuidanceMissed:
    """The own pages of documents could not be read."""

    pages: tuple[Page, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangeFound:
    """A version of a document, with its sentences."""

    change_id: int
    change: Change
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextRead:
    """The sentences of the newest version of a document, where they were not known before."""

    guidance_id: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeDecided:
    """A change goes into the newsletter or only into the library, or is left out; Overtaken once it was decided.

    ``item_id`` is what it is in the newsletter.
    """

    change_id: int
    decision: Decision
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeWritten:
    """A broadcast was drafted for a change that nobody has decided; where it goes out, the change was sent.

    ``action`` is empty where it is for information. Homes confirm what is ``material`` until ``confirm_by``.
    ``before`` is the draft in whose place this one comes; Overtaken where there is another by now.
    """

    change_id: int
    broadcast_id: int
    summary: str
    action: str
    audience: str
    urgent: bool
    material: bool
    confirm_by: datetime | None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeSent:
    """The broadcast of a change went out."""

    change_id: int


@dataclass(frozen=True, slots=True)
class ChangeAssigned:
    """A person is to decide a change; Overtaken once it was decided."""

    change_id: int
    person_id: PersonId


@dataclass(frozen=True, slots=True)
class ChangeClimbed:
    """A change that nobody has decided was shown to more people; Overtaken unless so often before."""

    change_id: int
    climbed: int
    climbs_at: datetime

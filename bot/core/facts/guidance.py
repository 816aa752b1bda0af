"""What happens to guidance: looked at, found, changed, decided."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.guidance import Change, FeedState, Guidance, Page


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

"""Guidance: the feeds that are watched, the documents found there, and every version that a document has had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from bot.core.differences import Difference
from bot.core.people import Home, HomeId, PersonId, TeamId

Page = NewType("Page", str)


class FeedKind(StrEnum):
    """What is watched: an Atom or RSS feed, one page of GOV.UK, or every document of a collection there."""

    FEED = "feed"
    PAGE = "page"
    COLLECTION = "collection"


class Trouble(StrEnum):
    """What is wrong with a feed, as its owner is told; NONE where all is well."""

    NONE = ""
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    ADDRESS = "address"
    REDIRECT = "redirect"
    MISSING = "missing"
    LARGE = "large"
    NOT_A_FEED = "not_a_feed"
    NOT_WELL_FORMED = "not_well_formed"
    UNSAFE = "unsafe"
    MANY = "many"
    ENDED = "ended"
    SILENT = "silent"
    STRANGE_LINKS = "strange_links"
    PAGES = "pages"


# A platform that is away for a moment is no news: only these are told at the third failure in a row.
PASSING = frozenset({Trouble.UNREACHABLE, Trouble.SLOW, Trouble.PAGES})
# The feed is read all the same.
READ_ALL_THE_SAME = frozenset({Trouble.NONE, Trouble.SILENT, Trouble.STRANGE_LINKS})


class Standing(StrEnum):
    """Whether a document is still the publisher's word."""

    CURRENT = "current"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    GONE = "gone"


class ChangeKind(StrEnum):
    """What a version of a document is; LEARNED is how the library knew it first, and is told to nobody."""

    LEARNED = "learned"
    NEW = "new"
    MAJOR = "major"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    GONE = "gone"


class Decision(StrEnum):
    """What became of a change; WAITING until somebody says."""

    LEARNED = "learned"
    WAITING = "waiting"
    SEND = "send"
    NEWSLETTER = "newsletter"
    INFORMATION = "information"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as a feed lists it. ``text`` is what the feed itself says of it; ``updated_at`` may be unknown."""

    page: Page
    url: str
    title: str
    updated_at: datetime | None
    text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A change note, in the publisher's own words."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class PageRead:
    """A document as its own page says it. ``etag`` is for the next look.

    ``about`` is the publisher's one line on it, which is no part of its text; ``moved_to`` where it is now, or what
    took its place.
    """

    title: str = ""
    about: str = ""
    publisher: str = ""
    updated_at: datetime | None = None
    first_at: datetime | None = None
    standing: Standing = Standing.CURRENT
    explanation: str = ""
    withdrawn_at: datetime | None = None
    moved_to: str = ""
    notes: tuple[Note, ...] = ()
    sentences: tuple[str, ...] = ()
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed lists now. ``strange`` counts the entries left out because they lead elsewhere."""

    entries: tuple[Entry, ...]
    etag: str = ""
    modified: str = ""
    strange: int = 0


@dataclass(frozen=True, slots=True)
class Polled:
    """What one look at a feed brought.

    It counts only while the feed is due at ``due_at``, so that of two processes one looks (None = whenever).
    ``listing`` is None where nothing has changed there, or where ``trouble`` says why it could not be read; not
    before ``not_before`` is it looked at again. ``pages`` holds the documents' own pages that were read,
    ``same`` those that have not changed, ``unread`` those that could not be read.
    """

    feed_id: str
    address: str
    due_at: datetime | None = None
    listing: Listing | None = None
    trouble: Trouble = Trouble.NONE
    detail: str = ""
    not_before: datetime | None = None
    pages: Mapping[Page, PageRead] = field(default_factory=dict)
    same: tuple[Page, ...] = ()
    unread: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed: every moment is aware UTC, and unknown until it has come.

    ``trouble`` is what is wrong now, ``told`` what its owner was told last.
    """

    feed_id: str
    address: str
    due_at: datetime
    etag: str = ""
    modified: str = ""
    first_read_at: datetime | None = None
    read_at: datetime | None = None
    newest_at: datetime | None = None
    failures: int = 0
    trouble: Trouble = Trouble.NONE
    detail: str = ""
    told: Trouble = Trouble.NONE


@dataclass(frozen=True, slots=True)
class Guidance:
    """A document: the publisher's page at one address. ``version`` is that of its newest change.

    ``audience`` says which homes it concerns, ``topic`` under what they find it, where it is ``listed`` for them.
    ``gist`` is how its text begins.
    """

    guidance_id: int
    page: Page
    url: str
    title: str
    publisher: str
    feed_id: str
    standing: Standing
    version: int
    updated_at: datetime | None
    first_seen_at: datetime
    checked_at: datetime | None
    fingerprint: str = ""
    etag: str = ""
    topic: str = ""
    audience: str = "all"
    moved_to: str = ""
    listed: bool = False
    gist: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A version of a document, and what became of it. What is ``note`` is the publisher's, ``summary`` a lead's."""

    change_id: int
    guidance: Guidance
    version: int
    kind: ChangeKind
    title: str
    note: str
    seen_at: datetime
    team: TeamId
    published_at: datetime | None = None
    difference: Difference = field(default_factory=Difference)
    decision: Decision = Decision.WAITING
    rank: int = 0
    audience: str = "all"
    urgent: bool = False
    climbs_at: datetime | None = None
    climbed: int = 0
    assigned_to: PersonId | None = None
    assigned_name: str = ""
    decided_by: str = ""
    rule: str = ""
    decided_at: datetime | None = None
    summary: str = ""
    action: str = ""
    material: bool = False
    confirm_by: datetime | None = None
    broadcast_id: int | None = None
    sent_at: datetime | None = None

    @property
    def card(self) -> str:
        """Return the name under which its cards in the leads' channels are found again."""
        return f"change:{self.change_id}"


class DueWhat(StrEnum):
    """What is to be done: tell its leads that it went out, show it to more people, ask homes once more."""

    SENT = "sent"
    CLIMBS = "climbs"
    REMIND = "remind"


@dataclass(frozen=True, slots=True)
class Due:
    """A change that something is to be done about now."""

    change_id: int
    what: DueWhat
    climbed: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What a change still waits for: homes that were told, and those of them that have confirmed it."""

    change: Change
    homes: int
    confirmed: int
    missing: tuple[Home, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What one home was told of a change, for its record: when, and who confirmed it when.

    ``before`` are those who confirmed, and when, what was corrected since and then to be confirmed anew.
    """

    change: Change
    sent_at: datetime
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    before: tuple[tuple[datetime, str], ...] = ()


class Library(Protocol):
    """What a handler may ask about guidance."""

    def feed(self, feed_id: str) -> FeedState | None:
        """Return what is remembered of a feed, held until the transaction ends: two looks at it never meet."""

    def known(self, pages: Sequence[Page]) -> Mapping[Page, Guidance]:
        """Return the documents at these pages."""

    def text(self, guidance_id: int) -> tuple[str, ...]:
        """Return the sentences of a document's newest version, nothing where it was never read."""

    def change(self, change_id: int) -> Change | None:
        """Return one version of a document."""

    def waiting(self, teams: Sequence[TeamId] | None) -> tuple[Change, ...]:
        """Return the changes that nobody has decided, of these teams or of all, the most important first."""

    def owed(self, teams: Sequence[TeamId] | None) -> tuple[Owed, ...]:
        """Return the changes that some home still has to confirm, the earliest to be confirmed first."""

    def owing(self, change_id: int) -> tuple[Home, ...]:
        """Return the homes that still have to confirm a change, by name; none where a newer one took its place."""

    def shelf(self, home_ids: Sequence[HomeId]) -> tuple[Guidance, ...]:
        """Return the documents that concern one of the homes, by title."""

    def document(self, guidance_id: int) -> Guidance | None:
        """Return one document."""

    def versions(self, guidance_id: int) -> tuple[Change, ...]:
        """Return every version of a document, the newest first."""

    def told(self, home_id: HomeId) -> tuple[Told, ...]:
        """Return every change that a home was told, the newest first."""

    def print(self, title: str, text: str) -> bytes:
        """Return a CommonMark text as a PDF file for paper."""

"""What a look at a feed means: which documents are new or changed, when it is looked at again, who is told."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.differences import fingerprint
from bot.core.guidance import (
    PASSING,
    READ_ALL_THE_SAME,
    ChangeKind,
    Entry,
    FeedState,
    Guidance,
    Page,
    PageRead,
    Polled,
    Standing,
    Trouble,
)

# Waits after failures begin here and double; a feed that is away for a week is asked once a day.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(days=1)
# How far a wait is drawn apart from the others', so that feeds that failed together do not come back together.
JITTER = 0.2
# What only passes is told at the third failure in a row.
PATIENCE = 3
# A page that was there for longer than this before its date is an old one that we did not hold.
_FIRST = timedelta(days=1)
_STANDINGS = {
    Standing.WITHDRAWN: ChangeKind.WITHDRAWN,
    Standing.MOVED: ChangeKind.MOVED,
    Standing.GONE: ChangeKind.GONE,
}


@dataclass(frozen=True, slots=True)
class Watched:
    """How often a feed is looked at, and after how long without anything new it counts as silent."""

    every: timedelta
    silent_after: timedelta


def is_newer(known: Guidance | None, entry: Entry) -> bool:
    """Say whether a listing tells of a version that we do not hold; an older date is a stale copy, never news."""
    if known is None:
        return True
    if entry.updated_at and known.updated_at and entry.updated_at != known.updated_at:
        return entry.updated_at > known.updated_at
    said = fingerprint(entry.text)
    return bool(said) and said != known.fingerprint


def kind_of(
    known: Guidance | None, entry: Entry | None, page: PageRead | None, *, learning: bool
) -> ChangeKind | None:
    """Return what kind of version this is, None where it is the one that we hold.

    ``learning`` is true while a feed is looked at for the first time: what is new to us then is old to the homes.
    """
    standing = page.standing if page else Standing.CURRENT
    if known is None:
        return _first_kind(page, learning=learning)
    if standing is not Standing.CURRENT:
        return _STANDINGS[standing] if known.standing is not standing else None
    if page and known.standing is not Standing.CURRENT:
        return ChangeKind.MAJOR
    if page is None:
        newer = entry is not None and is_newer(known, entry)
        return _of_listing(known, entry) if newer and entry else None
    dated = max(filter(None, (page.updated_at, entry.updated_at if entry else None)), default=None)
    if dated and known.updated_at and dated > known.updated_at:
        return ChangeKind.MAJOR
    read = fingerprint(page.sentences)
    held = known.fingerprint
    return ChangeKind.SILENT if held and read and read != held else None


def _first_kind(page: PageRead | None, *, learning: bool) -> ChangeKind | None:
    if page and page.standing in (Standing.MOVED, Standing.GONE):
        return None
    if learning or (page and page.standing is Standing.WITHDRAWN):
        return ChangeKind.LEARNED
    if page and page.first_at and page.updated_at and page.updated_at - page.first_at > _FIRST:
        return ChangeKind.MAJOR
    return ChangeKind.NEW


def _of_listing(known: Guidance, entry: Entry) -> ChangeKind:
    dated = entry.updated_at and known.updated_at and entry.updated_at > known.updated_at
    return ChangeKind.MAJOR if dated else ChangeKind.SILENT


def once_each(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return one entry a page, the newest where a feed lists one twice, in the order of the feed."""
    found: dict[Page, Entry] = {}
    for each in entries:
        before = found.get(each.page)
        newer = before and before.updated_at and each.updated_at
        if before is None or (newer and str(each.updated_at) > str(before.updated_at)):
            found[each.page] = each
    return tuple(found.values())


def all_new(entries: Sequence[Entry], known: Mapping[Page, Guidance]) -> bool:
    """Say whether a whole page of a feed is new to us, so that there may be more behind it."""
    return bool(entries) and all(is_newer(known.get(each.page), each) for each in entries)


def note_since(page: PageRead | None, known: Guidance | None) -> str:
    """Return the publisher's change notes that are newer than what we hold, the newest first; else nothing.

    Whichever way round the history is listed: it goes by the dates.
    """
    if page is None or not page.notes:
        return ""
    notes = sorted(page.notes, key=lambda each: each.at, reverse=True)
    if known is None or known.updated_at is None:
        return notes[0].text
    return "\n".join(each.text for each in notes if each.at > known.updated_at)


def next_state(state: FeedState, polled: Polled, watched: Watched, now: datetime) -> FeedState:
    """Return what is remembered of a feed after this look, and when the next one is due."""
    if polled.trouble not in READ_ALL_THE_SAME:
        return _after_failure(state, polled, watched, now)
    listing = polled.listing
    read = replace(
        state,
        due_at=now + drawn_apart(watched.every, state, now),
        etag=listing.etag if listing else state.etag,
        modified=listing.modified if listing else state.modified,
        first_read_at=state.first_read_at or now,
        read_at=now,
        newest_at=state.newest_at or now,
        failures=0,
        trouble=polled.trouble,
        detail=polled.detail,
    )
    if not listing and state.trouble is Trouble.STRANGE_LINKS:
        read = replace(read, trouble=state.trouble, detail=state.detail)
    silent = read.newest_at is not None and now - read.newest_at > watched.silent_after
    if silent and not read.trouble:
        return replace(read, trouble=Trouble.SILENT)
    return read


def _after_failure(state: FeedState, polled: Polled, watched: Watched, now: datetime) -> FeedState:
    """Return what is remembered of a feed that could not be read, or whose pages could not."""
    failures = state.failures + 1
    # Where only its pages are away, the feed itself goes on being read as often as ever.
    longest = watched.every if polled.trouble is Trouble.PAGES else LONGEST_WAIT
    wait = drawn_apart(min(FIRST_WAIT * (1 << min(failures - 1, 12)), longest), state, now)
    # Nobody is left alone for longer than a feed that is away.
    asked = min(polled.not_before or now, now + LONGEST_WAIT)
    return replace(
        state,
        due_at=max(now + wait, asked),
        first_read_at=state.first_read_at or (now if polled.listing else None),
        failures=failures,
        trouble=polled.trouble,
        detail=polled.detail,
    )


def at_address(state: FeedState, address: str) -> FeedState:
    """Return what is remembered of a feed that is now at this address: at another, it is a new one.

    It keeps when it was read last: what is older than that is told to nobody.
    """
    if state.address == address:
        return state
    return replace(state, address=address, etag="", modified="", first_read_at=None)


def is_old(state: FeedState, updated_at: datetime | None) -> bool:
    """Say whether what we did not know was there before the feed was first looked at, or last at another address."""
    if state.first_read_at is not None:
        return False
    return state.read_at is None or updated_at is None or updated_at <= state.read_at


def is_told(before: FeedState, after: FeedState) -> bool:
    """Say whether the owner is to hear of this: of each trouble once, and of its end if they heard of it.

    What only passes is told at the third failure in a row, and not after another trouble that they know of.
    """
    if after.trouble is after.told:
        return False
    if after.trouble in PASSING:
        return after.failures >= PATIENCE and not before.told
    return bool(after.trouble) or bool(before.told)


def drawn_apart(length: timedelta, state: FeedState, now: datetime) -> timedelta:
    """Return the length, longer or shorter by up to a fifth, by the feed and the moment."""
    drawn = zlib.crc32(f"{state.feed_id} {now.isoformat()}".encode()) / 2**32
    return length * (1 + JITTER * (2 * drawn - 1))

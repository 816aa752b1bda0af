"""One look at one feed: what it lists, and the pages of what is new there or was not checked for long."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus

import structlog
from yarl import URL

from bot.core.guidance import (
    PASSING,
    Entry,
    FeedKind,
    FeedState,
    Guidance,
    Listing,
    Page,
    PageRead,
    Polled,
    Standing,
    Trouble,
)
from bot.core.ports import Clock
from bot.core.triage import Feed
from bot.core.watching import PATIENCE, all_new, at_address, is_newer, once_each
from bot.db import guidance
from bot.db.database import Database
from bot.feeds.addresses import Refused
from bot.feeds.fetching import Fetched, Fetcher
from bot.feeds.pages import (
    HOST,
    entry_of,
    page_at,
    parts_of,
    path_of,
    read_collection,
    read_item,
    read_page,
)
from bot.feeds.reading import read_feed

log = structlog.get_logger()

# How much of a feed is behind its first page, at most, and how many documents' own pages are read in one look.
MOST_LISTS, MOST_PAGES, MOST_CHECKS = 25, 60, 20
# Where so many pages in a row do not answer, the others are not asked for either.
MOST_AWAY = 3
CHECKED_EVERY = timedelta(days=1)
# What GOV.UK answers with a body of its own where a page is no more (content-store, content_items_controller.rb).
_GONE = frozenset({HTTPStatus.GONE.value})


@dataclass(slots=True)
class _Pages:
    read: dict[Page, PageRead] = field(default_factory=dict)
    same: list[Page] = field(default_factory=list)
    unread: list[Page] = field(default_factory=list)
    away: list[Refused] = field(default_factory=list)


class Looking:
    """What a look at any feed needs."""

    def __init__(
        self, fetcher: Fetcher, database: Database, clock: Clock, content_api: str
    ) -> None:
        """Prepare; ``content_api`` is where GOV.UK's pages are asked for."""
        self._fetcher = fetcher
        self._database = database
        self._clock = clock
        self._content_api = content_api.rstrip("/")

    async def look(self, feed: Feed, state: FeedState | None) -> Polled:
        """Return what this look at the feed brings; what is wrong with it is in that, never raised."""
        at = at_address(state, feed.address) if state else None
        before = at if at and at.first_read_at else None
        polled, pages = Polled(feed.id, feed.address), _Pages()
        try:
            listing = await self._listing(feed, before, pages)
            known = await self._known(listing)
            if listing and before and feed.pages and all_new(listing.entries, known):
                listing = await self._more(feed, listing)
                known = await self._known(listing)
        except Refused as refused:
            return _failed(polled, refused.trouble, refused)
        if listing and before:
            listing = _as_much_as_is_read(listing, known)
        waiting = await self._read_pages(feed, listing, known, pages)
        away = pages.away[-1] if pages.away else None
        if away and waiting and (state.failures if state else 0) + 1 < PATIENCE:
            # Nothing is kept as seen before its own page was read, unless that is away for long.
            return _failed(polled, Trouble.PAGES, away)
        strange = listing.strange if listing else 0
        polled = replace(
            polled,
            listing=listing,
            trouble=Trouble.STRANGE_LINKS if strange else Trouble.NONE,
            detail=str(strange or ""),
            pages=pages.read,
            same=tuple(pages.same),
            unread=tuple(pages.unread),
        )
        return _failed(polled, Trouble.PAGES, away) if away else polled

    async def _listing(self, feed: Feed, before: FeedState | None, pages: _Pages) -> Listing | None:
        """Return what the feed lists, None where that has not changed."""
        etag, modified = (before.etag, before.modified) if before else ("", "")
        if feed.kind is FeedKind.FEED:
            fetched = await self._fetcher.fetch(feed.address, etag=etag, modified=modified)
            return None if fetched.is_same else await self._read(feed, fetched)
        fetched = await self._item(feed.address, etag)
        if fetched.is_same:
            return None
        if feed.kind is FeedKind.COLLECTION:
            return read_collection(read_item(fetched), fetched.etag)
        read = await self._page(fetched)
        pages.read[page_at(feed.address)] = read
        return entry_of(feed.address, read, fetched.etag)

    async def _read(self, feed: Feed, fetched: Fetched) -> Listing:
        # feedparser holds the thread for as long as a feed is long.
        listing = await asyncio.to_thread(read_feed, fetched, feed.hosts, self._clock.now())
        return replace(listing, entries=once_each(listing.entries))

    async def _more(self, feed: Feed, first: Listing) -> Listing:
        """Return the listing with what is behind its first page, as far as that is new."""
        entries, strange = first.entries, first.strange
        for number in range(2, MOST_LISTS + 1):
            address = str(URL(feed.address, encoded=True).extend_query({"page": str(number)}))
            more = await self._read(feed, await self._fetcher.fetch(address))
            entries, strange = once_each((*entries, *more.entries)), strange + more.strange
            if not all_new(more.entries, await self._known(more)):
                break
        return replace(first, entries=entries, strange=strange)

    async def _known(self, listing: Listing | None) -> dict[Page, Guidance]:
        pages = [each.page for each in listing.entries] if listing else []
        return await self._database.run(self._look_up, pages) if pages else {}

    def _look_up(self, pages: Sequence[Page]) -> dict[Page, Guidance]:
        with self._database.read() as connection:
            return guidance.known(connection, pages)

    async def _read_pages(
        self, feed: Feed, listing: Listing | None, known: dict[Page, Guidance], pages: _Pages
    ) -> bool:
        """Read the own pages of what is new, and of some that were not checked for long.

        Say whether one of what is new still waits to be read, as it is only away for now.
        """
        new = [each.page for each in _newer(listing, known)][:MOST_PAGES]
        wanted: dict[Page, Guidance | None] = {each: known.get(each) for each in new}
        if HOST in feed.hosts:
            wanted |= await self._database.run(self._unchecked, feed.id, self._clock.now())
        for page, document in wanted.items():
            if page not in pages.read and len(pages.away) < MOST_AWAY:
                await self._read_page(page, document, pages)
        asked = {*pages.read, *pages.same, *pages.unread}
        return any(each not in asked for each in new)

    def _unchecked(self, feed_id: str, now: datetime) -> dict[Page, Guidance | None]:
        with self._database.read() as connection:
            found = guidance.unchecked(connection, feed_id, HOST, now - CHECKED_EVERY, MOST_CHECKS)
            return {each.page: each for each in found}

    async def _read_page(self, page: Page, document: Guidance | None, pages: _Pages) -> None:
        try:
            fetched = await self._item(path_of(page), document.etag if document else "")
            if fetched.is_same:
                pages.same.append(page)
            else:
                pages.read[page] = await self._page(fetched)
        except Refused as refused:
            log.info("page_not_read", page=page, trouble=refused.trouble.value)
            if refused.trouble in PASSING:
                pages.away.append(refused)
            else:
                # The feed's own word on it counts; the page is asked for again another day.
                pages.unread.append(page)

    async def _item(self, path: str, etag: str = "") -> Fetched:
        return await self._fetcher.fetch(self._content_api + path, etag=etag, may_be=_GONE)

    async def _page(self, fetched: Fetched) -> PageRead:
        try:
            item = read_item(fetched)
        except Refused:
            if fetched.status in _GONE:
                return PageRead(standing=Standing.GONE)
            raise
        parts = [read_item(await self._item(each)) for each in parts_of(item)]
        return await asyncio.to_thread(read_page, item, fetched.etag, parts)


def _failed(polled: Polled, trouble: Trouble, why: Refused) -> Polled:
    return replace(polled, trouble=trouble, detail=why.detail, not_before=why.not_before)


def _newer(listing: Listing | None, known: dict[Page, Guidance]) -> list[Entry]:
    """Return what a listing tells of that we do not hold, and that has a page of its own to read."""
    entries = listing.entries if listing else ()
    return [each for each in entries if path_of(each.page) and is_newer(known.get(each.page), each)]


def _as_much_as_is_read(listing: Listing, known: dict[Page, Guidance]) -> Listing:
    """Return the listing without the newest of what is too much for one look: they stay news for the next one."""
    left = {each.page for each in _newer(listing, known)[:-MOST_PAGES]}
    if not left:
        return listing
    entries = tuple(each for each in listing.entries if each.page not in left)
    return replace(listing, entries=entries, etag="", modified="")

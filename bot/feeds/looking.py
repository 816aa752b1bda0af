"""One look at one feed: what it lists, and the pages of what is new there or was not checked for long."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus

import structlog
from yarl import URL

from bot.core.guidance import (
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
from bot.core.watching import all_new, is_newer, once_each
from bot.db import guidance
from bot.db.database import Database
from bot.feeds.addresses import Refused
from bot.feeds.fetching import Fetched, Fetcher, NotNow
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
MOST_LISTS, MOST_PAGES, MOST_CHECKS = 5, 60, 20
CHECKED_EVERY = timedelta(days=1)
# What GOV.UK answers with a body of its own where a page is no more (content-store, content_items_controller.rb).
_GONE = frozenset({HTTPStatus.GONE.value})


@dataclass(slots=True)
class _Pages:
    read: dict[Page, PageRead] = field(default_factory=dict)
    same: list[Page] = field(default_factory=list)


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
        before = state if state and state.address == feed.address else None
        pages = _Pages()
        polled = Polled(feed.id, feed.address)
        try:
            listing = await self._listing(feed, before, pages)
            known = await self._known(listing)
            if (
                listing
                and feed.pages
                and state
                and state.first_read_at
                and all_new(listing.entries, known)
            ):
                listing = await self._more(feed, listing)
                known = await self._known(listing)
        except NotNow as refused:
            return replace(
                polled,
                trouble=refused.trouble,
                detail=refused.detail,
                not_before=refused.not_before,
            )
        except Refused as refused:
            return replace(polled, trouble=refused.trouble, detail=refused.detail)
        await self._read_pages(feed, listing, known, pages)
        strange = listing.strange if listing else 0
        return replace(
            polled,
            listing=listing,
            trouble=Trouble.STRANGE_LINKS if strange else Trouble.NONE,
            detail=str(strange or ""),
            pages=pages.read,
            same=tuple(pages.same),
        )

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
    ) -> None:
        """Read the own pages of what is new, and of some that were not checked for long."""
        entries = listing.entries if listing else ()
        wanted: list[tuple[Page, Guidance | None]] = [
            (each.page, known.get(each.page))
            for each in entries
            if is_newer(known.get(each.page), each)
        ]
        wanted = wanted[:MOST_PAGES]
        if HOST in feed.hosts:
            wanted += await self._database.run(self._unchecked, feed.id, self._clock.now())
        for page, document in dict(wanted).items():
            if path_of(page) and page not in pages.read:
                await self._read_page(page, document, pages)

    def _unchecked(self, feed_id: str, now: datetime) -> list[tuple[Page, Guidance | None]]:
        with self._database.read() as connection:
            found = guidance.unchecked(connection, feed_id, now - CHECKED_EVERY, MOST_CHECKS)
            return [(each.page, each) for each in found]

    async def _read_page(self, page: Page, document: Guidance | None, pages: _Pages) -> None:
        try:
            fetched = await self._item(path_of(page), document.etag if document else "")
            if fetched.is_same:
                pages.same.append(page)
            else:
                pages.read[page] = await self._page(fetched)
        except Refused as refused:
            # The feed's own word on it still counts; the page is looked at again with a later look.
            log.info("page_not_read", page=page, trouble=refused.trouble.value)

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

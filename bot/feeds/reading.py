"""Reads Atom and RSS: from the bytes that came to plain entries. The only importer of feedparser.

What is not well-formed, or names entities of its own, is refused before feedparser sees it.
"""

import re
from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode
from xml.parsers.expat import ExpatError, ParserCreate

import feedparser
from yarl import URL

from bot.core.finding import shortened
from bot.core.guidance import Entry, Listing, Page, Trouble
from bot.feeds.addresses import Refused, host_of, is_at
from bot.feeds.fetching import Fetched
from bot.feeds.sentences import flat, sentences_of

MOST_ENTRIES = 500
TITLE = 300
# Dates before feeds existed are slips of a publisher's, and so is what lies further ahead than any zone.
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=2)
_ROOTS, _ENTRIES = frozenset({"feed", "rss", "rdf"}), frozenset({"entry", "item"})
# GOV.UK gives a feed that is no more one entry with this id (finder-frontend, show_redirect.atom.builder).
_ENDED = "/feed-ended"
# What a campaign adds to an address and what is not part of the page.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id")


def read_feed(fetched: Fetched, hosts: tuple[str, ...], now: datetime) -> Listing:
    """Return what a feed lists: pages at these hosts only, each once, titles as plain characters.

    Raises:
        Refused: It is no feed, is broken or dangerous, lists too much, or has ended.
    """
    if (listed := _look_through(fetched.body)) > MOST_ENTRIES:
        raise Refused(Trouble.MANY, str(listed))
    found = feedparser.parse(
        # As bytes, a body could be taken for the name of a file.
        BytesIO(fetched.body),
        response_headers={"content-type": "application/xml", "content-location": fetched.url},
        sanitize_html=True,
        resolve_relative_uris=True,
    )
    if not found.version:
        raise Refused(Trouble.NOT_A_FEED)
    if any(str(each.get("id", "")).endswith(_ENDED) for each in found.entries):
        raise Refused(Trouble.ENDED)
    entries = [_entry(each, hosts, now) for each in found.entries]
    kept = tuple(each for each in entries if each is not None)
    return Listing(kept, fetched.etag, fetched.modified, strange=len(entries) - len(kept))


def page_of(url: str) -> Page:
    """Return under what a page is known whichever feed names it: its host and path, and its query where it has one."""
    read = URL(url)
    query = urlencode(
        [pair for pair in parse_qsl(read.raw_query_string) if not _TRACKING.fullmatch(pair[0])]
    )
    path = read.raw_path.rstrip("/") or "/"
    return Page(f"{read.host}{path}" + (f"?{query}" if query else ""))


def _look_through(body: bytes) -> int:
    """Count the entries of one well-formed feed that has no document type.

    Raises:
        Refused: It is something else.
    """
    roots: list[str] = []
    entries = 0
    parser = ParserCreate()

    def refuse(*_found: object) -> None:
        raise Refused(Trouble.UNSAFE)

    def begin(name: str, _attributes: Mapping[str, str]) -> None:
        nonlocal entries
        local = name.rpartition(":")[2].lower()
        entries += local in _ENTRIES
        if not roots:
            roots.append(local)

    def doctype(name: str, *_more: object) -> None:
        raise Refused(Trouble.NOT_A_FEED if name.lower() == "html" else Trouble.UNSAFE)

    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = begin
    try:
        parser.Parse(body, True)
    except ExpatError:
        raise Refused(Trouble.NOT_WELL_FORMED if roots else Trouble.NOT_A_FEED) from None
    except (ValueError, LookupError):  # an encoding that nobody knows
        raise Refused(Trouble.NOT_WELL_FORMED) from None
    if not _ROOTS.intersection(roots):
        raise Refused(Trouble.NOT_A_FEED)
    return entries


def _entry(found: Any, hosts: tuple[str, ...], now: datetime) -> Entry | None:
    url = _link(found)
    if not is_at(url, hosts):
        return None
    title = flat(str(found.get("title") or ""))
    for each in found.get("tags") or ():
        # GOV.UK's feeds of organisations put the kind of the page before its title.
        title = title.removeprefix(f"{each.get('term')}: ")
    page = page_of(url)
    text = found.content[0].value if found.get("content") else found.get("summary", "")
    return Entry(
        page,
        url,
        shortened(title, TITLE) or page,
        _moment(
            found.get("updated_parsed" if "updated_parsed" in found else "published_parsed"), now
        ),
        sentences_of(str(text)) if host_of(url) not in _PAGED else (),
    )


def _link(found: Any) -> str:
    """Return where an entry leads; feedparser would take any id for a link."""
    links = [each for each in found.get("links") or () if each.get("rel") == "alternate"]
    try:
        return str(URL(str(links[0].get("href") or ""))) if links else ""
    except ValueError:
        return ""


# Of what is here, the page itself is read: what its feeds say of it is cut short, and marked by what was looked for.
_PAGED = frozenset({"www.gov.uk"})


def _moment(parsed: Any, now: datetime) -> datetime | None:
    """Return the moment, None where there is none that can be believed."""
    try:
        moment = datetime.fromtimestamp(timegm(parsed), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return moment if _EARLIEST <= moment <= now + _AHEAD else None

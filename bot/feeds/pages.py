"""Reads what GOV.UK's Content API says of a page: its title, its text, its history, whether it still stands.

Every field may be missing or of another kind: the interface is in beta, and nothing here relies on one of them.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from yarl import URL

from bot.core.guidance import Entry, Listing, Note, Page, PageRead, Standing, Trouble
from bot.feeds.addresses import Refused
from bot.feeds.fetching import Fetched
from bot.feeds.sentences import flat, links_in, sentences_of

GOV_UK = "https://www.gov.uk"
HOST = "www.gov.uk"
# How many parts of a page that are pages of their own are read with it.
MOST_PARTS = 5


def read_item(fetched: Fetched) -> dict[str, Any]:
    """Return what the interface says.

    Raises:
        Refused: It is not what that interface says.
    """
    try:
        found = json.loads(fetched.body)
    except (ValueError, RecursionError):
        raise Refused(Trouble.NOT_WELL_FORMED) from None
    if not isinstance(found, dict) or not isinstance(found.get("document_type"), str):
        raise Refused(Trouble.NOT_A_FEED)
    return found


def read_page(
    item: dict[str, Any], etag: str = "", parts: Iterable[dict[str, Any]] = ()
) -> PageRead:
    """Return a page from its item, with the text of those of its parts that are pages of their own."""
    details, kind = _table(item.get("details")), item["document_type"]
    if kind == "gone":
        moved = _address(details.get("alternative_path"))
        return PageRead(
            standing=Standing.GONE, explanation=_flat(details.get("explanation")), moved_to=moved
        )
    if kind == "redirect":
        return PageRead(standing=Standing.MOVED, moved_to=_destination(item))
    notice = _table(item.get("withdrawn_notice"))
    withdrawn = bool(notice.get("withdrawn_at") or notice.get("explanation"))
    instead = map(_address, links_in(str(notice.get("explanation") or "")))
    return PageRead(
        title=_flat(item.get("title")),
        about=_flat(item.get("description")),
        publisher=_publisher(item),
        updated_at=_moment(item.get("public_updated_at")),
        first_at=_moment(item.get("first_published_at")),
        standing=Standing.WITHDRAWN if withdrawn else Standing.CURRENT,
        explanation=_flat(notice.get("explanation")),
        withdrawn_at=_moment(notice.get("withdrawn_at")),
        moved_to=next(filter(None, instead), ""),
        notes=_notes(details),
        sentences=(*_text(details), *(each for part in parts for each in _part(part))),
        etag=etag,
    )


def parts_of(item: dict[str, Any]) -> tuple[str, ...]:
    """Return the paths of the attachments that are pages of their own: where a publication keeps its text."""
    attachments = _list(_table(item.get("details")).get("attachments"))
    paths = (str(each.get("url")) for each in attachments if each.get("attachment_type") == "html")
    return tuple(each for each in paths if each.startswith("/"))[:MOST_PARTS]


def read_collection(item: dict[str, Any], etag: str = "") -> Listing:
    """Return the documents of a collection as a feed would list them.

    Raises:
        Refused: It is withdrawn, moved or gone; or it is no collection.
    """
    if read_page(item).standing is not Standing.CURRENT:
        raise Refused(Trouble.ENDED)
    if item["document_type"] != "document_collection":
        raise Refused(Trouble.NOT_A_FEED, item["document_type"])
    documents = _list(_table(item.get("links")).get("documents"))
    entries = (_document(each) for each in documents)
    return Listing(tuple(each for each in entries if each is not None), etag)


def entry_of(path: str, read: PageRead, etag: str = "") -> Listing:
    """Return one page as a feed that lists nothing else."""
    return Listing(
        (Entry(page_at(path), GOV_UK + path, read.title or path, read.updated_at),), etag
    )


def page_at(path: str) -> Page:
    """Return under what a page of GOV.UK is known."""
    return Page(f"{HOST}{path.rstrip('/') or '/'}")


def path_of(page: Page) -> str:
    """Return the path of a page of GOV.UK; empty for one of another place."""
    host, _, path = page.partition("/")
    return f"/{path}" if host == HOST else ""


def _document(found: dict[str, Any]) -> Entry | None:
    path = str(found.get("base_path") or "")
    url = _address(path)
    if not url:
        return None
    title = _flat(found.get("title")) or path
    return Entry(page_at(path), url, title, _moment(found.get("public_updated_at")))


def _text(details: dict[str, Any]) -> tuple[str, ...]:
    """Return the sentences of a page: of its body, and of the parts of a guide each under its title."""
    pieces = [details.get("summary"), details.get("body")]
    for each in _list(details.get("parts")):
        pieces += [each.get("title"), each.get("body")]
    pieces += [each.get("title") for each in _list(details.get("attachments"))]
    return tuple(sentence for piece in pieces for sentence in sentences_of(_html(piece)))


def _part(item: dict[str, Any]) -> tuple[str, ...]:
    return (_flat(item.get("title")), *_text(_table(item.get("details"))))


def _html(found: Any) -> str:
    """Return a body: HTML, or a list of the same in several forms."""
    if isinstance(found, list):
        forms = {each.get("content_type"): each.get("content") for each in _list(found)}
        found = forms.get("text/html")
    return found if isinstance(found, str) else ""


def _notes(details: dict[str, Any]) -> tuple[Note, ...]:
    found = (
        (_moment(each.get("public_timestamp")), _flat(each.get("note")))
        for each in _list(details.get("change_history"))
    )
    return tuple(Note(at, text) for at, text in found if at and text)


def _publisher(item: dict[str, Any]) -> str:
    links = _table(item.get("links"))
    for each in (
        *_list(links.get("primary_publishing_organisation")),
        *_list(links.get("organisations")),
    ):
        return _flat(each.get("title"))
    return ""


def _destination(item: dict[str, Any]) -> str:
    redirects = _list(item.get("redirects"))
    exact = [each for each in redirects if each.get("path") == item.get("base_path")]
    return _address(next((each.get("destination") for each in exact), ""))


def _address(found: Any) -> str:
    text = str(found or "")
    if text.startswith("/") and not text.startswith("//"):
        text = GOV_UK + text
    # As an address, it has nothing in it that would end a link.
    return str(URL(text)) if text.startswith(f"{GOV_UK}/") else ""


def _moment(found: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(found)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else None


def _flat(found: Any) -> str:
    return flat(found) if isinstance(found, str) else ""


def _table(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _list(found: Any) -> list[dict[str, Any]]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

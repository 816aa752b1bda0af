"""``feeds.toml`` and ``triage.toml``: what guidance is watched, and what is suggested for each change of it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from bot.content.entry import Entry, Id, Label, Text
from bot.content.folder import Folder
from bot.content.routing import cannot_raise
from bot.core.audience import parse
from bot.core.definitions import Category, Team
from bot.core.editions import Edition
from bot.core.errors import BadAudience
from bot.core.guidance import ChangeKind, Decision, FeedKind
from bot.core.people import TeamId
from bot.core.triage import Feed, Rule, Topic, Triage
from bot.places import nearest

FEEDS, TRIAGE = "feeds.toml", "triage.toml"
_WEB = ("https://", "http://")
_GOV_UK = "www.gov.uk"

# After so many days without anything new a feed is silent; a page may well stand for years.
SILENT, NEVER = 90, 3650

Minutes = Annotated[int, Field(ge=5, le=7 * 24 * 60)]
Days = Annotated[int, Field(ge=1, le=3650)]
Hours = Annotated[int, Field(ge=1, le=24 * 30)]


class _Feed(Entry):
    id: Id
    name: Text
    feed: str = ""
    page: str = ""
    collection: str = ""
    publisher: Text
    team: str
    topic: str = ""
    hosts: list[str] = Field(default_factory=list)
    pages: bool = False
    every_minutes: Minutes = 60
    silent_days: Days | None = None
    licence: str = ""

    @property
    def named(self) -> dict[str, str]:
        found = {"feed": self.feed, "page": self.page, "collection": self.collection}
        return {kind: address for kind, address in found.items() if address}


class _Feeds(Entry):
    feeds: list[_Feed] = Field(default_factory=list)


class _Topic(Entry):
    id: Id
    label: Label
    category: str
    words: list[Text] = Field(default_factory=list)


class _Rule(Entry):
    id: Id
    audience: str
    words: list[Text] = Field(default_factory=list)
    publishers: list[Text] = Field(default_factory=list)
    topics: list[str] = Field(default_factory=list)
    kinds: list[Literal["new", "major", "silent", "withdrawn", "moved", "gone"]] = Field(
        default_factory=list
    )
    urgent: bool = False
    approve: Literal["", "information", "ignored", "send"] = ""
    action: str = ""


class _Triage(Entry):
    decide_hours: Hours
    decide_urgent_hours: Hours
    confirm_days: Days
    edition: str
    section: str
    topics: list[_Topic] = Field(min_length=1)
    rules: list[_Rule] = Field(default_factory=list)


def triage(
    folder: Folder,
    teams: Mapping[TeamId, Team],
    categories: Mapping[str, Category],
    editions: Mapping[str, Edition],
) -> Triage:
    """Return what is watched, the topics and the rules, each in the order of its file."""
    limits = folder.entry(TRIAGE, _Triage)
    topics = _topics(folder, limits.topics if limits else (), categories)
    if limits:
        _place(folder, limits, editions)
    return Triage(
        feeds=_feeds(folder, teams, topics),
        topics=topics,
        rules=_rules(folder, limits.rules if limits else (), topics),
        decide=timedelta(hours=limits.decide_hours if limits else 1),
        decide_urgent=timedelta(hours=limits.decide_urgent_hours if limits else 1),
        confirm=timedelta(days=limits.confirm_days if limits else 1),
        edition=limits.edition if limits else "",
        section=limits.section if limits else "",
    )


def _place(folder: Folder, found: _Triage, editions: Mapping[str, Edition]) -> None:
    """Find out whether the newsletter that changes go into is there, and its section."""
    if not editions:
        return
    if found.edition not in editions:
        what = f'no edition has the id "{found.edition}"{nearest(found.edition, list(editions))}'
        folder.fault(TRIAGE, ("edition",), what)
        return
    sections = [each.id for each in editions[found.edition].sections]
    if found.section not in sections:
        what = f'no section has the id "{found.section}"{nearest(found.section, sections)}'
        folder.fault(TRIAGE, ("section",), what)


def _topics(
    folder: Folder, found: Sequence[_Topic], categories: Mapping[str, Category]
) -> Mapping[str, Topic]:
    here = ("topics",)
    folder.unique(TRIAGE, here, "id", [each.id for each in found])
    folder.unique(TRIAGE, here, "label", [each.label for each in found])
    for place, each in enumerate(found):
        if what := cannot_raise(each.category, categories):
            folder.fault(TRIAGE, (*here, place, "category"), what)
    return {each.id: Topic(each.id, each.label, each.category, tuple(each.words)) for each in found}


def _rules(folder: Folder, found: Sequence[_Rule], topics: Mapping[str, Topic]) -> Sequence[Rule]:
    here = ("rules",)
    folder.unique(TRIAGE, here, "id", [each.id for each in found])
    for place, each in enumerate(found):
        for topic in each.topics:
            if topics and topic not in topics:
                what = f'no topic has the id "{topic}"{nearest(topic, list(topics))}'
                folder.fault(TRIAGE, (*here, place, "topics"), what)
        try:
            parse(each.audience)
        except BadAudience as fault:
            what = f'the audience cannot be read at "{fault.part}"'
            folder.fault(TRIAGE, (*here, place, "audience"), what)
        if (each.approve == "send") != bool(each.action.strip()):
            what = (
                'approve = "send" and an action go together; write what to do, or "for information"'
            )
            folder.fault(TRIAGE, (*here, place, "action"), what)
    return tuple(map(_rule, found))


def _rule(found: _Rule) -> Rule:
    return Rule(
        found.id,
        found.audience,
        tuple(found.words),
        tuple(found.publishers),
        tuple(found.topics),
        tuple(map(ChangeKind, found.kinds)),
        urgent=found.urgent,
        approve=Decision(found.approve) if found.approve else None,
        action=found.action.strip(),
    )


def _feeds(
    folder: Folder, teams: Mapping[TeamId, Team], topics: Mapping[str, Topic]
) -> Mapping[str, Feed]:
    read = folder.entry(FEEDS, _Feeds)
    found = read.feeds if read else []
    here = ("feeds",)
    folder.unique(FEEDS, here, "id", [each.id for each in found])
    for place, each in enumerate(found):
        for key, known, given in (("team", teams, each.team), ("topic", topics, each.topic)):
            if known and given and given not in known:
                what = f'no {key} has the id "{given}"{nearest(given, list(map(str, known)))}'
                folder.fault(FEEDS, (*here, place, key), what)
        if fault := _address_fault(each):
            folder.fault(FEEDS, (*here, place, next(iter(each.named), "id")), fault)
    return {each.id: _feed(each) for each in found}


def _address_fault(found: _Feed) -> str:
    if len(found.named) != 1:
        return "needs one of feed, page and collection, and only one"
    ((kind, address),) = found.named.items()
    if kind == "feed":
        return "" if address.startswith(_WEB) else "must be an address that begins with https://"
    return "" if address.startswith("/") else "must be a path of GOV.UK that begins with /"


def _feed(found: _Feed) -> Feed:
    kind, address = next(iter(found.named.items()), ("feed", ""))
    own = (
        address.partition("://")[2].partition("/")[0].partition(":")[0]
        if kind == "feed"
        else _GOV_UK
    )
    return Feed(
        id=found.id,
        name=found.name,
        kind=FeedKind(kind),
        address=address,
        team=TeamId(found.team),
        every=timedelta(minutes=found.every_minutes),
        silent_after=timedelta(days=found.silent_days or (SILENT if kind == "feed" else NEVER)),
        hosts=tuple(found.hosts) or (own,),
        publisher=found.publisher,
        topic=found.topic,
        pages=found.pages,
        licence=found.licence.strip(),
    )

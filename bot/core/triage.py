"""Triage: whom a change is likely to concern and how soon, by the rules of ``content/triage.toml``."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from bot.core.guidance import ChangeKind, Decision, FeedKind
from bot.core.people import TeamId


@dataclass(frozen=True, slots=True)
class Feed:
    """One thing that is watched. ``team`` owns what comes of it, ``hosts`` are where its entries may lead.

    ``pages`` says that more of it is behind ``page=2``; ``licence`` is the line that goes with its words.
    """

    id: str
    name: str
    kind: FeedKind
    address: str
    team: TeamId
    every: timedelta
    silent_after: timedelta
    hosts: tuple[str, ...]
    publisher: str
    topic: str = ""
    pages: bool = False
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """Under what homes find guidance, and the category of need that a question about it is."""

    id: str
    label: str
    category: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Whom a change concerns that meets all that is given: any of the words, publishers, topics, kinds.

    ``approve`` lets it go without a person; to be sent it says then what to do, or that it is for information.
    """

    id: str
    audience: str
    words: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[ChangeKind, ...] = ()
    urgent: bool = False
    approve: Decision | None = None
    action: str = ""


@dataclass(frozen=True, slots=True)
class Triage:
    """All of it: what is watched, the topics, the rules in the order in which they count, and the time limits.

    ``edition`` and ``section`` say where in a newsletter a change goes.
    """

    feeds: Mapping[str, Feed]
    topics: Mapping[str, Topic]
    rules: Sequence[Rule]
    decide: timedelta
    decide_urgent: timedelta
    confirm: timedelta
    edition: str
    section: str

    def topic_of(self, feed: Feed, *texts: str) -> str:
        """Return the first topic whose words the texts have, the feed's own where none has."""
        found = (each.id for each in self.topics.values() if _has(each.words, texts))
        return next(found, feed.topic)

    def suggest(
        self, kind: ChangeKind, publisher: str, topic: str, texts: Sequence[str]
    ) -> "Suggested":
        """Return what the first rule says that the change meets; without one, it is for everybody and not urgent.

        ``rank`` is better the lower: the place of the rule, and what meets none comes last, but comes.
        """
        for rank, each in enumerate(self.rules, 1):
            if (
                (not each.kinds or kind in each.kinds)
                and (not each.topics or topic in each.topics)
                and (not each.publishers or _has(each.publishers, (publisher,)))
                and (not each.words or _has(each.words, texts))
            ):
                return Suggested(each.audience, rank, urgent=each.urgent, rule=each)
        return Suggested("all", len(self.rules) + 1, urgent=False, rule=None)


@dataclass(frozen=True, slots=True)
class Suggested:
    """Whom a change concerns, how soon, and how near the top of what is to be decided it stands."""

    audience: str
    rank: int
    urgent: bool
    rule: Rule | None


def _has(words: Sequence[str], texts: Sequence[str]) -> bool:
    return any(_pattern(word).search(text) for word in words for text in texts)


@cache
def _pattern(word: str) -> re.Pattern[str]:
    """Return what finds a word as a whole, or with ``*`` at its end whatever begins with it."""
    begins = word.endswith("*")
    exact = r"\s+".join(map(re.escape, word.removesuffix("*").split()))
    return re.compile(rf"(?<!\w){exact}" + ("" if begins else r"(?:s|es)?(?!\w)"), re.IGNORECASE)

"""What a look at a feed leads to: documents kept, versions told apart, their leads told, and owners of broken feeds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.deliveries import Priority
from bot.core.differences import Difference, difference, fingerprint
from bot.core.facts import (
    ChangeFound,
    Fact,
    FeedLookedAt,
    GuidanceChecked,
    GuidanceFound,
    GuidanceMissed,
    TextRead,
)
from bot.core.finding import shortened
from bot.core.guidance import (
    Change,
    ChangeKind,
    Decision,
    Entry,
    FeedState,
    Guidance,
    Page,
    PageRead,
    Polled,
    Standing,
    Trouble,
)
from bot.core.messages import Message, plain
from bot.core.triage import Feed
from bot.core.turn import Outcome, Say, ToTeam, Turn
from bot.core.watching import (
    Watched,
    at_address,
    is_old,
    is_told,
    kind_of,
    next_state,
    note_since,
)
from bot.core.words import WatchWords
from handlers.change_cards import lead_card
from handlers.guidance_sending import approved

# So much of a document's text is kept to be found by its words.
GIST = 1_500


@dataclass(frozen=True, slots=True)
class Seen:
    """A page of this look: what was known of it, what the feed lists, and what the page itself says."""

    page: Page
    known: Guidance | None
    entry: Entry | None
    read: PageRead | None

    @property
    def url(self) -> str:
        """Return the address, as the feed gave it or as it was known."""
        return self.entry.url if self.entry else self.known.url if self.known else ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return the text: the page's own, or what the feed has of it."""
        if self.read:
            return self.read.sentences
        return self.entry.text if self.entry else ()

    @property
    def updated_at(self) -> datetime | None:
        """Return the newest date that the publisher gave it."""
        dates = (
            self.known.updated_at if self.known else None,
            self.entry.updated_at if self.entry else None,
            self.read.updated_at if self.read else None,
        )
        return max(filter(None, dates), default=None)


def polled(turn: Turn) -> Outcome:
    """Keep what a look at a feed brought, tell the leads of what is new, and its owner of what is wrong."""
    assert isinstance(turn.inbound.what, Polled)
    found = turn.inbound.what
    feed = turn.content.triage.feeds.get(found.feed_id)
    before = turn.look.guidance.feed(found.feed_id)
    if feed is None or (found.due_at and before and before.due_at != found.due_at):
        return Outcome()
    state = at_address(before or FeedState(feed.id, found.address, turn.at), found.address)
    kept: list[Fact] = []
    changes: list[Change] = []
    for each in _seen(turn, found):
        facts, change = _settled(turn, feed, each, learning=is_old(state, each.updated_at))
        kept += facts
        changes += [change] if change else []
    news = [each for each in changes if each.decision is not Decision.LEARNED]
    if found.unread:
        kept.append(GuidanceMissed(found.unread, turn.at))
    after, owner = _state(turn, feed, state, found, news=bool(news), learned=len(changes))
    # The most important last, where it is seen first.
    cards = [
        Say(ToTeam(each.team), lead_card(turn, each), Priority.ESCALATION, each.card)
        for each in sorted(news, key=lambda each: -each.rank)
    ]
    sent = [fact for each in news for fact in _sent_by_rule(turn, each)]
    return Outcome((*kept, FeedLookedAt(feed.id, after), *sent), (*owner, *cards))


def _sent_by_rule(turn: Turn, change: Change) -> Sequence[Fact]:
    """Return what sends a change that a rule approved; it waits for a person where it would reach nobody."""
    rules = {each.id: each for each in turn.content.triage.rules}
    rule = rules.get(change.rule)
    return approved(turn, change, rule.action) if rule and rule.action else ()


def _seen(turn: Turn, found: Polled) -> list[Seen]:
    entries = {each.page: each for each in (found.listing.entries if found.listing else ())}
    pages = list(dict.fromkeys((*entries, *found.pages, *found.same)))
    known = turn.look.guidance.known(pages)
    # The oldest first, so that numbers grow with the publisher's dates.
    return [
        Seen(each, known.get(each), entries.get(each), found.pages.get(each))
        for each in reversed(pages)
    ]


def _state(
    turn: Turn, feed: Feed, state: FeedState, found: Polled, *, news: bool, learned: int
) -> tuple[FeedState, tuple[Say, ...]]:
    """Return what is remembered of the feed, and what its owner is told: each trouble once, and its end."""
    after = next_state(state, found, Watched(feed.every, feed.silent_after), turn.at)
    if news:
        silent = after.trouble is Trouble.SILENT
        after = replace(after, newest_at=turn.at, trouble=Trouble.NONE if silent else after.trouble)
    words, says = turn.content.words.watch, []
    if is_told(state, after):
        says.append(_told(words, feed, after))
        after = replace(after, told=after.trouble)
    if state.first_read_at is None and after.first_read_at:
        says.append(words.learned.fill(feed=feed.name, documents=learned))
    to = ToTeam(feed.team)
    return after, tuple(Say(to, Message(each), Priority.ESCALATION) for each in says)


def _told(words: WatchWords, feed: Feed, state: FeedState) -> str:
    """Return what the owner of a feed is told of it."""
    sentence = {
        Trouble.UNREACHABLE: words.unreachable,
        Trouble.SLOW: words.slow,
        Trouble.ADDRESS: words.address,
        Trouble.REDIRECT: words.redirect,
        Trouble.MISSING: words.missing,
        Trouble.LARGE: words.large,
        Trouble.NOT_A_FEED: words.not_a_feed,
        Trouble.NOT_WELL_FORMED: words.not_well_formed,
        Trouble.UNSAFE: words.unsafe,
        Trouble.MANY: words.many,
        Trouble.ENDED: words.ended,
        Trouble.SILENT: words.silent,
        Trouble.STRANGE_LINKS: words.strange_links,
        Trouble.PAGES: words.pages,
        Trouble.NONE: words.recovered,
    }[state.trouble]
    return sentence.fill(feed=feed.name, detail=state.detail)


def _settled(
    turn: Turn, feed: Feed, seen: Seen, *, learning: bool
) -> tuple[Sequence[Fact], Change | None]:
    """Return what to keep of a page, and its new version where it has one."""
    kind = kind_of(seen.known, seen.entry, seen.read, learning=learning)
    differs = Difference()
    if kind in (ChangeKind.MAJOR, ChangeKind.SILENT) and seen.known and seen.sentences:
        held = turn.look.guidance.text(seen.known.guidance_id)
        differs = difference(held, seen.sentences) if held else differs
        if kind is ChangeKind.SILENT and not differs:
            # Sentences only stand elsewhere: nothing to tell anybody.
            kind = None
    if kind is None:
        return _as_it_was(turn, seen), None
    number = seen.known.guidance_id if seen.known else turn.number("guidance")
    document = _document(turn, feed, seen, number)
    change = _change(turn, feed, seen, document, kind, differs)
    if _is_listed(turn, change) and not document.listed:
        document = replace(document, listed=True, audience=change.audience)
    found = GuidanceFound(number, document, is_new=seen.known is None)
    return (found, ChangeFound(change.change_id, change, seen.sentences)), change


def _is_listed(turn: Turn, change: Change) -> bool:
    """Say whether homes find a document without a lead's word: what a rule knew from the first look, or let pass."""
    by_rule = change.rank <= len(turn.content.triage.rules)
    return change.decision is Decision.INFORMATION or (
        change.kind is ChangeKind.LEARNED and by_rule and bool(change.guidance.topic)
    )


def _gist(read: PageRead | None, sentences: Sequence[str]) -> str:
    """Return how a document begins, as CommonMark that shows just these characters."""
    about = [read.about] if read and read.about else []
    return plain(shortened(" ".join([*about, *sentences]), GIST))


def _as_it_was(turn: Turn, seen: Seen) -> Sequence[Fact]:
    """Return what to keep of a page that has no new version: that it was looked at, its text where that was missing."""
    known, read = seen.known, seen.read
    if known is None:
        return ()
    if read is None:
        # A page of its own is checked by reading it, not by being listed.
        listed = seen.entry is not None and not seen.entry.text
        return () if listed else (GuidanceChecked((seen.page,), turn.at),)
    print_ = fingerprint(read.sentences)
    document = replace(
        known,
        title=read.title or known.title,
        publisher=read.publisher or known.publisher,
        checked_at=turn.at,
        fingerprint=print_ or known.fingerprint,
        etag=read.etag,
        updated_at=known.updated_at or read.updated_at,
        gist=_gist(read, read.sentences) or known.gist,
    )
    kept = GuidanceFound(known.guidance_id, document)
    if print_ and not known.fingerprint:
        return kept, TextRead(known.guidance_id, read.sentences)
    return (kept,)


def _document(turn: Turn, feed: Feed, seen: Seen, number: int) -> Guidance:
    known, read, entry = seen.known, seen.read, seen.entry
    title = (
        (read.title if read else "")
        or (entry.title if entry else "")
        or (known.title if known else "")
    )
    publisher = (read.publisher if read else "") or (known.publisher if known else feed.publisher)
    standing = read.standing if read else known.standing if known else Standing.CURRENT
    return Guidance(
        guidance_id=number,
        page=seen.page,
        url=seen.url,
        title=title or seen.page,
        publisher=publisher,
        feed_id=known.feed_id if known else feed.id,
        standing=standing,
        version=known.version + 1 if known else 1,
        updated_at=seen.updated_at,
        first_seen_at=known.first_seen_at if known else turn.at,
        checked_at=turn.at
        if read or (entry and entry.text)
        else known.checked_at
        if known
        else None,
        fingerprint=fingerprint(seen.sentences) or (known.fingerprint if known else ""),
        etag=read.etag if read else known.etag if known else "",
        topic=known.topic if known and known.topic else turn.content.triage.topic_of(feed, title),
        audience=known.audience if known else "all",
        moved_to=read.moved_to if read else known.moved_to if known else "",
        listed=known.listed if known else False,
        gist=_gist(read, seen.sentences) or (known.gist if known else ""),
    )


def _change(
    turn: Turn,
    feed: Feed,
    seen: Seen,
    document: Guidance,
    kind: ChangeKind,
    differs: Difference,
) -> Change:
    triage = turn.content.triage
    note = note_since(seen.read, seen.known)
    if seen.read and seen.read.standing is not Standing.CURRENT:
        note = seen.read.explanation
    texts = (document.title, note, *differs.added)
    suggested = triage.suggest(kind, document.publisher, document.topic, texts)
    learned = kind is ChangeKind.LEARNED
    says = suggested.rule.approve if suggested.rule else None
    # What a rule sends is decided when it has gone out, as where a lead sends it.
    by_rule = None if says is Decision.SEND else says
    limit = triage.decide_urgent if suggested.urgent else triage.decide
    waits = not learned and by_rule is None
    return Change(
        change_id=turn.number("change"),
        guidance=document,
        version=document.version,
        kind=kind,
        title=document.title,
        note=note,
        seen_at=turn.at,
        published_at=(seen.read and seen.read.withdrawn_at) or seen.updated_at,
        difference=differs,
        team=feed.team,
        decision=Decision.LEARNED if learned else by_rule or Decision.WAITING,
        rule=suggested.rule.id if suggested.rule and says and not learned else "",
        rank=suggested.rank,
        audience=suggested.audience,
        urgent=suggested.urgent and not learned,
        climbs_at=turn.at + limit if waits else None,
        decided_at=turn.at if by_rule and not learned else None,
    )

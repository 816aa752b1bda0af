"""How a change of guidance looks: what changed, and whose words each piece of it is in."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.finding import shortened
from bot.core.guidance import Change, ChangeKind, Decision, Guidance
from bot.core.messages import Button, Message, Press, plain
from bot.core.sentences import Markup
from bot.core.turn import Turn
from bot.core.words import ChangeWords
from handlers.times import dated, in_full


@dataclass(frozen=True, slots=True)
class Room:
    """How much is shown: so many sentences added and removed, so long ones, so long a note, of its beginning."""

    lines: int
    line: int
    note: int
    begins: int


# What is still read on a telephone, and everything, which is asked for.
PHONE, WHOLE = Room(6, 300, 1_200, 300), Room(10**6, 10**6, 10**6, 10**6)
_WITH_REASON = (ChangeKind.WITHDRAWN, ChangeKind.MOVED, ChangeKind.GONE)


def lead_card(turn: Turn, change: Change) -> Message:
    """Return the change as its leads see it: with what is suggested and the choices, or with what was decided."""
    parts = what_changed(turn, change)
    whole = whole_row(turn, change)
    if change.decision is Decision.WAITING:
        rows = (*_choices(turn, change), *whole)
        return Message("\n\n".join([*parts, _suggested(turn, change)]), rows)
    return Message("\n\n".join([*parts, _decided(turn, change)]), whole)


def _suggested(turn: Turn, change: Change) -> str:
    words = turn.content.words.triage
    sentence = words.suggested_urgent if change.urgent else words.suggested
    lines = [sentence.fill(audience=change.audience)]
    if change.climbs_at:
        lines.append(words.decide_by.fill(when=in_full(turn, change.climbs_at)))
    if change.assigned_name:
        lines.append(words.assigned.fill(name=change.assigned_name))
    return " ".join(lines)


def _choices(turn: Turn, change: Change) -> tuple[tuple[Button, ...], ...]:
    words, number = turn.content.words.triage, str(change.change_id)
    one_tap = (
        (words.newsletter, Decision.NEWSLETTER),
        (words.information, Decision.INFORMATION),
        (words.ignore, Decision.IGNORED),
    )
    send = Button(words.send, Press("triage_send", number), style="primary")
    newsletter, information, ignore = (
        Button(label, Press("triage", number, (decision.value,))) for label, decision in one_tap
    )
    assign = Button(words.assign, Press("triage_assign", number))
    return ((send, newsletter), (information, ignore, assign))


def _decided(turn: Turn, change: Change) -> str:
    words = turn.content.words.triage
    decision = {
        Decision.SEND: words.is_sent,
        Decision.NEWSLETTER: words.in_newsletter,
        Decision.INFORMATION: words.is_information,
        Decision.IGNORED: words.is_ignored,
    }[change.decision]
    when = in_full(turn, change.decided_at or change.seen_at)
    if change.rule:
        return words.decided_rule.fill(decision=decision, rule=change.rule, when=when)
    return words.decided.fill(decision=decision, name=change.decided_by, when=when)


def whole_row(turn: Turn, change: Change) -> tuple[tuple[Button, ...], ...]:
    """Return the button that shows everything that changed, none where all of it is shown."""
    if what_changed(turn, change) == what_changed(turn, change, WHOLE):
        return ()
    press = Press("guidance_version", str(change.change_id))
    return ((Button(turn.content.words.change.whole, press),),)


def licence_of(turn: Turn, document: Guidance) -> list[str]:
    """Return the line that goes with the publisher's words, where there is one."""
    feed = turn.content.triage.feeds.get(document.feed_id)
    return [feed.licence] if feed and feed.licence else []


def what_changed(turn: Turn, change: Change, room: Room = PHONE) -> list[str]:
    """Return title, publisher, and what changed: in a lead's words, in the publisher's, by our comparison."""
    words = turn.content.words.change
    return [
        words.title.fill(
            kind=kind_name(change.kind, words),
            title=change.title,
            url=Markup(change.guidance.url),
        ),
        _publisher(turn, change),
        *_summary(change, words),
        *_begins_new(change, words, room),
        *_note(change, words, room.note),
        *_moved(change, words),
        *_compared(change, words, room),
    ]


def kind_name(kind: ChangeKind, words: ChangeWords) -> str:
    """Return what people call a kind of change."""
    return {
        ChangeKind.NEW: words.kind_new,
        ChangeKind.MAJOR: words.kind_major,
        ChangeKind.SILENT: words.kind_silent,
        ChangeKind.WITHDRAWN: words.kind_withdrawn,
        ChangeKind.MOVED: words.kind_moved,
        ChangeKind.GONE: words.kind_gone,
        ChangeKind.LEARNED: words.kind_learned,
    }[kind]


def _publisher(turn: Turn, change: Change) -> str:
    words, publisher = turn.content.words.change, change.guidance.publisher
    if change.published_at is None:
        return words.publisher_only.fill(publisher=publisher)
    return words.publisher.fill(publisher=publisher, day=dated(turn, change.published_at))


def _begins_new(change: Change, words: ChangeWords, room: Room) -> list[str]:
    is_new = change.kind is ChangeKind.NEW and change.guidance.version == change.version
    return begins(change.guidance, words, room) if is_new else []


def begins(document: Guidance, words: ChangeWords, room: Room) -> list[str]:
    """Return how a document begins, in its publisher's words."""
    if not document.gist:
        return []
    text = Markup(f"> {shortened(document.gist, room.begins)}")
    return [words.begins.fill(publisher=document.publisher, text=text)]


def _note(change: Change, words: ChangeWords, most: int) -> list[str]:
    if not change.note:
        return []
    sentence = words.explanation if change.kind in _WITH_REASON else words.note
    text = Markup(
        "\n".join(f"> {plain(each)}" for each in shortened(change.note, most).split("\n"))
    )
    return [sentence.fill(publisher=change.guidance.publisher, text=text)]


def _moved(change: Change, words: ChangeWords) -> list[str]:
    moved_to = change.guidance.moved_to if change.kind in _WITH_REASON else ""
    return [words.moved_to.fill(url=Markup(f"<{moved_to}>"))] if moved_to else []


def _compared(change: Change, words: ChangeWords, room: Room) -> list[str]:
    pairs = ((words.added, change.difference.added), (words.removed, change.difference.removed))
    found = [sentence.fill(lines=_lines(lines, words, room)) for sentence, lines in pairs if lines]
    if not found and change.kind is ChangeKind.MAJOR:
        return [words.no_text]
    return found


def _lines(sentences: Sequence[str], words: ChangeWords, room: Room) -> Markup:
    lines = [words.line.fill(text=shortened(each, room.line)) for each in sentences[: room.lines]]
    if len(sentences) > room.lines:
        lines.append(words.more_lines.fill(count=len(sentences) - room.lines))
    return Markup("\n".join(lines))


def _summary(change: Change, words: ChangeWords) -> list[str]:
    if not change.summary:
        return []
    return [words.summary.fill(name=change.decided_by, text=change.summary)]

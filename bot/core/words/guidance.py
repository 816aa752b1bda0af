"""Said about guidance: what its watch finds, what leads decide, what homes read and confirm."""

from dataclasses import dataclass

from bot.core.sentences import Sentence, blanks


@dataclass(frozen=True)
class WatchWords:
    """What the owner of a feed hears of it."""

    learned: Sentence = blanks("feed", "documents")
    recovered: Sentence = blanks("feed")
    unreachable: Sentence = blanks("feed", "detail")
    slow: Sentence = blanks("feed", "detail")
    address: Sentence = blanks("feed", "detail")
    redirect: Sentence = blanks("feed", "detail")
    missing: Sentence = blanks("feed", "detail")
    large: Sentence = blanks("feed", "detail")
    not_a_feed: Sentence = blanks("feed", "detail")
    not_well_formed: Sentence = blanks("feed", "detail")
    unsafe: Sentence = blanks("feed", "detail")
    many: Sentence = blanks("feed", "detail")
    ended: Sentence = blanks("feed", "detail")
    silent: Sentence = blanks("feed", "detail")
    strange_links: Sentence = blanks("feed", "detail")


@dataclass(frozen=True)
class ChangeWords:
    """A change as its leads see it, and as homes read what changed."""

    kind_new: Sentence = blanks()
    kind_major: Sentence = blanks()
    kind_silent: Sentence = blanks()
    kind_withdrawn: Sentence = blanks()
    kind_moved: Sentence = blanks()
    kind_gone: Sentence = blanks()
    kind_learned: Sentence = blanks()
    title: Sentence = blanks("kind", "title", "url")
    publisher: Sentence = blanks("publisher", "day")
    publisher_only: Sentence = blanks("publisher")
    note: Sentence = blanks("publisher", "text")
    explanation: Sentence = blanks("publisher", "text")
    moved_to: Sentence = blanks("url")
    added: Sentence = blanks("lines")
    removed: Sentence = blanks("lines")
    line: Sentence = blanks("text")
    more_lines: Sentence = blanks("count")
    no_text: Sentence = blanks()
    summary: Sentence = blanks("name", "text")

"""Finding again what homes were told: what is asked for, what is found, and the piece of it that is shown."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import StalePress
from bot.core.messages import TOKEN_BYTES, plain

# What the databases put before and after each word that was found; screened out of all that people write.
FOUND, END = "\x02", "\x03"
# How much of a text is shown around the first word found, and of a title that is only its first line.
PIECE, TITLE = 180, 80
# What a button can carry of what is asked, beside its action and its place, in base 64.
_CARRIED = (TOKEN_BYTES - len("more:100000:")) // 4 * 3
# Words that say nothing of what is looked for: those that PostgreSQL's english leaves out (its file english.stop).
STOP_WORDS = frozenset(
    """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers
    herself it its itself they them their theirs themselves what which who whom this that these those am is are
    was were be been being have has had having do does did doing a an the and but if or because as until while of
    at by for with about against between into through during before after above below to from up down in out on
    off over under again further then once here there when where why how all any both each few more most other
    some such no nor not only own same so than too very s t can will just don should now
    """.split()  # noqa: SIM905 - a hundred quotation marks more are no easier to read
)
_WORD = re.compile(r"[^\W_]+")
_PHRASE = re.compile(r'"([^"]*)"|([^\s"]+)')
# Marks of CommonMark that stand between the words of a text, and what is shown in their place.
_MARKUP = (
    (re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s[^)]*)?\)"), r"\1"),
    (re.compile(r"(?m)^ {0,3}(?:#{1,6}|>|[-*+]|\d{1,9}[.)])[ \t]+"), ""),
    (re.compile(r"(?m)^[ \t]*(?:[-*_=`~][ \t]*){3,}$"), ""),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
    (re.compile(r"[*`~]+|(?<!\w)_+|_+(?!\w)"), ""),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A text that was found. ``marked`` is all of it, with ``FOUND`` and ``END`` around the words found."""

    passage_id: int
    title: str
    marked: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Finds:
    """One page of what was found, of ``total``; ``every`` is false where no text had all of the words."""

    total: int
    page: tuple[Found, ...]
    every: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """A whole text that can be found: of a broadcast, of a document of guidance, or of neither."""

    broadcast_id: int | None
    title: str
    text: str
    at: datetime
    guidance_id: int | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """A broadcast that was sent, by its number, and when."""

    broadcast_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a broadcast stands among those that its reader may see."""

    here: Past
    older: Past | None
    newer: Past | None


def phrases(asked: str) -> tuple[str, ...]:
    """Return what to look for: each word, and each run of words in quotation marks as one. Nothing else is special."""
    straight = asked.replace("“", '"').replace("”", '"')
    found = (" ".join((quoted or word).split()) for quoted, word in _PHRASE.findall(straight))
    return tuple(filter(_says_something, found))


def _says_something(phrase: str) -> bool:
    return any(word.casefold() not in STOP_WORDS for word in _WORD.findall(phrase))


def carried(asked: str) -> tuple[str, str]:
    """Return so much of what is asked as a button can carry, and how it carries it.

    What is shown under the first page is looked for again by the button, so the first page is of that, too.
    """
    kept = ""
    for phrase in phrases(asked):
        words = phrase
        while words and len(f"{kept} {_quoted(words)}".strip().encode()) > _CARRIED:
            words = words.rpartition(" ")[0]
        kept = f"{kept} {_quoted(words)}".strip() if words else kept
    return kept, urlsafe_b64encode(kept.encode()).decode().rstrip("=")


def _quoted(phrase: str) -> str:
    return f'"{phrase}"' if " " in phrase else phrase


def asked_again(carried_words: str) -> str:
    """Return what a button carried.

    Raises:
        StalePress: It was altered.
    """
    try:
        return urlsafe_b64decode(carried_words + "=" * (-len(carried_words) % 4)).decode()
    except ValueError:
        raise StalePress from None


def title_of(title: str, text: str) -> str:
    """Return the title of a text as plain characters: its own, or else its first line."""
    lines = (each.strip() for each in without_markup(_unmarked(title or text)).splitlines())
    return shortened(next(filter(None, lines), ""), TITLE)


def _unmarked(text: str) -> str:
    return text.replace(FOUND, "").replace(END, "")


def without_markup(text: str) -> str:
    """Return a CommonMark text with its most usual marks taken away, and addresses behind links left out."""
    for pattern, shown in _MARKUP:
        text = pattern.sub(shown, text)
    return text


def piece(found: Found) -> str:
    """Return the piece of a text around the first word found, as CommonMark with the words found in bold."""
    text = " ".join(without_markup(found.marked).split())
    first = max(text.find(FOUND), 0)
    start = _word_after(text, first - PIECE // 3) if first > PIECE // 3 else 0
    stop = len(text) if len(text) <= start + PIECE else _word_before(text, start + PIECE)
    shown = "".join(_in_bold(text[start:stop]))
    return ("… " if start else "") + shown.strip() + (" …" if stop < len(text) else "")


def _word_after(text: str, place: int) -> int:
    space = text.find(" ", place)
    return space + 1 if 0 <= space < place + PIECE // 3 else place


def _word_before(text: str, place: int) -> int:
    space = text.rfind(" ", place - PIECE // 3, place)
    return space if space >= 0 else place


def _in_bold(text: str) -> Iterator[str]:
    before, *after = text.split(FOUND)
    yield plain(before.replace(END, ""))
    for each in after:
        word, _, rest = each.partition(END)
        yield f"**{plain(word)}**{plain(rest)}"


def shortened(text: str, most: int) -> str:
    """Return the text, or so many characters of it to the end of a word."""
    if len(text) <= most:
        return text
    return text[: _word_before(text, most)].rstrip() + " …"

"""What differs between two versions of a text, in whole sentences, and only where it matters to a reader."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Lines that change with every look at a page and say nothing of what it asks for.
_NOISE = re.compile(
    r"(last |first )?(updated|published|reviewed|printed)\b.{0,40}\d{4}\.?|page \d+( of \d+)?|print this page",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
# Signs that say as much as a word: a limit turned round, a minus before a number, a unit.
_SIGNS = r"[<>≤≥=±\u00d7÷+%‰°£$€]"
_MINUS = re.compile(r"(?<!\w)[-\u2212\u2013](?=\d)")
_TELLING = re.compile(rf"[^\W_]+|{_SIGNS}|\u2212")
# Beyond so many sentences the library's own shortcut for often repeated ones is worth its coarseness.
_MANY = 2_000


@dataclass(frozen=True, slots=True)
class Difference:
    """The sentences that a text lost and gained, each in the order of its own version."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def telling(sentences: Sequence[str]) -> tuple[str, ...]:
    """Return the sentences that say something: no dates of an update, no numbers of pages, no bare marks."""
    return tuple(
        each for each in sentences if _WORD.search(each) and not _NOISE.fullmatch(each.strip())
    )


def fingerprint(sentences: Sequence[str]) -> str:
    """Return what two versions share exactly when a reader would find no difference; empty for no text at all."""
    told = [_words(each) for each in telling(sentences)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest() if told else ""


def difference(old: Sequence[str], new: Sequence[str]) -> Difference:
    """Return the sentences removed and added; what only moved, or only looks otherwise, is neither."""
    before, after = telling(old), telling(new)
    matcher = SequenceMatcher(
        None,
        [_words(each) for each in before],
        [_words(each) for each in after],
        autojunk=len(before) > _MANY,
    )
    removed: list[str] = []
    added: list[str] = []
    for what, begin, end, start, stop in matcher.get_opcodes():
        if what != "equal":
            removed += before[begin:end]
            added += after[start:stop]
    return Difference(_without(added, removed), _without(removed, added))


def _without(these: Sequence[str], moved: Sequence[str]) -> tuple[str, ...]:
    left = Counter(map(_words, moved))
    found = []
    for each in these:
        words = _words(each)
        if left[words]:
            left[words] -= 1
        else:
            found.append(each)
    return tuple(found)


def _words(sentence: str) -> str:
    return " ".join(_TELLING.findall(_MINUS.sub("\u2212", sentence.casefold())))

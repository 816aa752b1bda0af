"""What differs between two versions of a text, in whole sentences, and only where it matters to a reader."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

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
    """Return the sentences removed and added; what only moved, or only looks otherwise, is neither.

    As nothing hangs on where a sentence stands, they are counted and not aligned: alignment takes minutes where a
    page of some thousand lines has many that are alike (difflib: 169 s for 2,000, *measured*).
    """
    before, after = telling(old), telling(new)
    return Difference(_without(after, before), _without(before, after))


def _without(these: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """Return these without as many of each as stand among the others."""
    left = Counter(map(_words, others))
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

"""The privacy guard: finds in a text what identifies a resident. For now that is an NHS number."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.gb import nhs

NHS_NUMBER = "nhs_number"
LENGTH = 10

# Groups of digits with nothing but spaces, line breaks, dashes, dots or brackets between them.
_CHAIN = re.compile(r"\d++(?:[\s\-.()]++\d++)*+", re.ASCII)
_GROUP = re.compile(r"\d++", re.ASCII)

# Invisible characters (zero-width spaces, marks of direction) and marks that sit on the character before.
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
_SPACES = frozenset({"Zs", "Zl", "Zp"})
_DASHES = "\N{MINUS SIGN}\N{HYPHEN BULLET}"
_DOTS = "\N{MIDDLE DOT}\N{BULLET}\N{FULLWIDTH FULL STOP}\N{IDEOGRAPHIC FULL STOP}"

# How an NHS number is written: in one, or 3 3 4 (NHS Data Dictionary, "NHS NUMBER").
_USUAL = ((10,), (3, 3, 4))
_LABEL = re.compile(r"\bnhs\W*+(?:(?:number|num|no|id)\b\W*+)?\Z", re.IGNORECASE)
# How far round the ten digits it is looked at what they belong to.
_REACH = 24
# Telephone numbers of the United Kingdom begin so (Ofcom, National Telephone Numbering Plan); no NHS
# number of the test range does.
_TELEPHONE = re.compile(r"0[123578]\d{9}")
_ABROAD = frozenset({"44", "440"})
_ABROAD_DIALLED = frozenset({"0044", "00440"})
_DAY, _MONTH, _YEAR = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])", "(?:19|20)[0-9]{2}"
_DATE = f"(?:{_DAY} {_MONTH} {_YEAR}|{_YEAR} {_MONTH} {_DAY})"
# A date and an hour or a count beside it are ten digits too.
_DATED = re.compile(f"[0-9]{{2}} {_DATE}|{_DATE} [0-9]{{2}}")


def find_identifying(text: str) -> tuple[str, ...]:
    """Return the kinds of resident-identifying text found, empty when there is none: ``nhs_number``.

    An NHS number is ten digits that pass its check, in any script and any grouping, wherever whole groups
    of digits make ten. Telephone numbers, dates and CQC's location ids are left alone even where ten of
    their digits pass by chance; ten digits after "NHS number" count even where the check fails, because
    a mistyped number still says who is meant. Takes time in proportion to the length.
    """
    plain = "".join(map(_plain, text))
    return (NHS_NUMBER,) if any(map(_is_nhs_number, _candidates(plain))) else ()


def _plain(char: str) -> str:
    """Return the character as ASCII where it is a digit or a separator; nothing where it cannot be seen."""
    if char.isascii():
        return char
    value = unicodedata.digit(char, None)
    category = unicodedata.category(char)
    if value is not None:
        # A small or ringed digit may be a mark beside a number, so it stands alone.
        return str(value) if category == "Nd" else f" {value} "
    if category in _UNSEEN:
        return ""
    if category == "Pd" or char in _DASHES:
        return "-"
    if char in _DOTS:
        return "."
    return " " if category in _SPACES else char


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Ten digits: the groups they stand in, and where in which chain of groups."""

    groups: tuple[str, ...]
    chain: re.Match[str]
    start: int
    end: int

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def before(self) -> str:
        """Return the chain up to here; nothing where more than a dialling code stands there."""
        begin = self.chain.start()
        return self.chain.string[begin : self.start] if self.start - begin <= _REACH else ""

    @property
    def is_usual(self) -> bool:
        return tuple(map(len, self.groups)) in _USUAL

    @property
    def is_whole(self) -> bool:
        return (self.start, self.end) == self.chain.span()


def _candidates(text: str) -> Iterator[_Candidate]:
    """Yield every row of whole groups that makes ten digits."""
    for chain in _CHAIN.finditer(text):
        groups = list(_GROUP.finditer(text, chain.start(), chain.end()))
        for first in range(len(groups)):
            length = 0
            # No group is empty, so ten groups are enough.
            for last in range(first, min(first + LENGTH, len(groups))):
                length += len(groups[last][0])
                if length >= LENGTH:
                    break
            if length == LENGTH:
                window = groups[first : last + 1]
                written = tuple(group[0] for group in window)
                yield _Candidate(written, chain, window[0].start(), window[-1].end())


def _is_nhs_number(found: _Candidate) -> bool:
    if found.is_whole and found.is_usual and _is_labelled(found):
        return True
    if not nhs.is_valid(found.digits):
        return False
    return not (_is_telephone(found) or _is_location(found) or _is_dated(found))


def _is_labelled(found: _Candidate) -> bool:
    text = found.chain.string
    return bool(_LABEL.search(text[max(0, found.start - _REACH) : found.start]))


def _is_telephone(found: _Candidate) -> bool:
    code = "".join(_GROUP.findall(found.before))
    if code in _ABROAD:
        return found.chain.string[: found.chain.start()].endswith("+")
    if code in _ABROAD_DIALLED:
        return True
    begin, end = found.chain.span()
    if found.is_usual or end - begin > _REACH:
        return False
    return bool(_TELEPHONE.fullmatch("".join(_GROUP.findall(found.chain[0]))))


def _is_location(found: _Candidate) -> bool:
    """Say whether these are the digits of an id of CQC's, such as 1-1234567890 (CQC, care directory)."""
    return found.groups == (found.digits,) and found.before == "1-"


def _is_dated(found: _Candidate) -> bool:
    return bool(_DATED.fullmatch(" ".join(found.groups)))

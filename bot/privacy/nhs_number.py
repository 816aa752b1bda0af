"""NHS numbers, however they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.gb import nhs

LENGTH = 10

# Groups of digits with nothing but spaces, line breaks, dashes, dots or brackets between them.
_CHAIN = re.compile(r"\d++(?:[\s\-.()]++\d++)*+", re.ASCII)
_GROUP = re.compile(r"\d++", re.ASCII)

# How an NHS number is written: in one, or 3 3 4 (NHS Data Dictionary, "NHS NUMBER").
_USUAL = ((10,), (3, 3, 4))
_LABEL = re.compile(r"\bnhs\W*+(?:(?:number|num|no|id)\b\W*+)?\Z", re.IGNORECASE)
_LOCATION = re.compile(r"1-\d{8,10}", re.ASCII)
# How far round the ten digits it is looked at what they belong to.
_REACH = 24
# Letters that are taken for digits, within a word of digits or for a whole group.
_LOOK_ALIKE = re.compile(r"(?<![A-Za-z0-9])[0-9OoIl|SBZ]++(?![A-Za-z0-9])", re.ASCII)
_DIGITS = str.maketrans("OoIl|SBZ", "00111582")
_GROUPS = (3, 4)
# What says that a number is somebody's chat, or a telephone whose first 0 was left out.
_CHAT_ID = re.compile(r"\b(?:telegram|chat|slack|user|channel)(?: ?id)?\W*+\Z", re.IGNORECASE)
_RING = re.compile(r"\b(?:tel|telephone|phone|mobile|call|ring|text)\b[^0-9]*+\Z", re.IGNORECASE)
# Telephone numbers of the United Kingdom begin so (Ofcom, National Telephone Numbering Plan); no NHS
# number of the test range does.
_TELEPHONE = re.compile(r"0[123578]\d{9}")
_ABROAD = frozenset({"44", "440"})
_ABROAD_DIALLED = frozenset({"0044", "00440"})
_DAY, _MONTH, _YEAR = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])", "(?:19|20)[0-9]{2}"
_DATE = f"(?:{_DAY} {_MONTH} {_YEAR}|{_YEAR} {_MONTH} {_DAY})"
# A date and an hour or a count beside it are ten digits too.
_DATED = re.compile(f"[0-9]{{2}} {_DATE}|{_DATE} [0-9]{{2}}")


def has_nhs_number(text: str) -> bool:
    """Say whether there is an NHS number in a text that is plain already.

    That is ten digits that pass the check, in any grouping, wherever whole groups of digits make ten, also where
    letters stand for some of them. Telephone numbers, dates, ids of chats and CQC's location ids are left alone even
    where ten of their digits pass by chance; ten digits after "NHS number" count even where the check fails, because
    a mistyped number still says who is meant. Takes time in proportion to the length.
    """
    if any(map(_is_nhs_number, _candidates(text))):
        return True
    read = _LOOK_ALIKE.sub(_digits_for, text)
    return read != text and any(map(_is_nhs_number, _candidates(read)))


def _digits_for(found: re.Match[str]) -> str:
    token = found[0]
    # A letter that stands alone is a letter.
    looks = any(map(str.isdigit, token)) or (len(token) in _GROUPS and not token.strip("Oo"))
    return token.translate(_DIGITS) if looks else token


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
    def said_before(self) -> str:
        """Return a few words before it."""
        return self.chain.string[max(0, self.start - _REACH) : self.start]

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
    return not (_is_telephone(found) or _is_location(found) or _is_dated(found) or _is_other(found))


def _is_labelled(found: _Candidate) -> bool:
    return bool(_LABEL.search(found.said_before))


def _is_other(found: _Candidate) -> bool:
    """Say whether the words before tell that it is a chat's id, or a mobile number without its first 0."""
    if found.groups == (found.digits,) and _CHAT_ID.search(found.said_before):
        return True
    return found.digits.startswith("7") and bool(_RING.search(found.said_before))


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
    if found.groups == (found.digits,) and found.before == "1-":
        return True
    return bool(_LOCATION.fullmatch(found.chain[0]))


def _is_dated(found: _Candidate) -> bool:
    return bool(_DATED.fullmatch(" ".join(found.groups)))

"""Dates of birth, National Insurance numbers, and telephone numbers of relatives; in a text in small letters."""

import re

from bot.privacy.words import MINE, RELATIVE, TELEPHONE

_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SEPARATOR = r"\s*[-./\s]\s*"
_DATE = (
    rf"(?:\d{{1,2}}{_SEPARATOR}\d{{1,2}}{_SEPARATOR}(?:\d{{4}}|\d{{2}})|\d{{4}}{_SEPARATOR}\d{{1,2}}{_SEPARATOR}\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s*(?:of\s+)?-?{_MONTHS}[\s,.-]*(?:\d{{4}}|\d{{2}})?"
    rf"|{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s*(?:\d{{4}})?|\d{{6}}|\d{{8}})"
)
_BIRTH = re.compile(
    rf"\b(?:d\s*\.?\s*o\s*\.?\s*b|date of birth|birth ?date|birthday|born(?:\s+on)?|b\.)"
    rf"[\s:.,=-]*(?:is\s+|was\s+|the\s+)?(?:(?:{_DATE})(?!\d)|(?:in\s+)?19[0-5]\d\b)"
)
# A whole date of so long ago is hardly anything but a date of birth.
_LONG_AGO = re.compile(
    rf"(?<![\d./-])(?:\d{{1,2}}\s?[-./]\s?\d{{1,2}}\s?[-./]\s?19[0-4]\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTHS},?\s+19[0-4]\d)(?![\d]|[-./]\d)"
)
_FOUNDED = re.compile(r"\b(?:opened|built|founded|established|since|dates? from|history)\b[^.]*+\Z")
_REACH = 60

# GOV.UK, National Insurance Manual NIM39110: two letters, six digits, a letter A to D; some pairs are never given.
_NINO = re.compile(
    r"\b(?!bg|gb|nk|kn|tn|nt|zz)[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z]\s?-?(?:\d\d[\s-]?){3}[a-d]\b"
)
_NINO_SAID = re.compile(
    r"\b(?:national insurance|n\.?i\.?\s*(?:no|num|number)?\b\.?|nino)\W*+(?:number|num|no)?\W*+(?:is\s+)?"
    r"[a-z]{2}\s?-?(?:\d\d[\s-]?){3}[a-z]?\b"
)
_ORDER = re.compile(
    r"\b(?:order|ref|reference|invoice|delivery|batch|lot|po|serial|asset|item|code)\b\W*+(?:no|number)?\W*+\Z"
)


def has_date_of_birth(text: str) -> bool:
    """Say whether a date is called a date of birth, or is so long ago that it is one."""
    if _BIRTH.search(text):
        return True
    return any(not _FOUNDED.search(_before(found)) for found in _LONG_AGO.finditer(text))


def has_national_insurance(text: str) -> bool:
    """Say whether a National Insurance number is there; one that is called so counts however it begins."""
    if _NINO_SAID.search(text):
        return True
    return any(not _ORDER.search(_before(found)) for found in _NINO.finditer(text))


def has_relatives_number(text: str) -> bool:
    """Say whether a telephone number is somebody else's: the sender's own, and a home's, are given on purpose."""
    return any(map(_is_relatives, TELEPHONE.finditer(text)))


def _is_relatives(found: re.Match[str]) -> bool:
    before, after = _before(found), found.string[found.end() : found.end() + _REACH // 2]
    if named := list(RELATIVE.finditer(before)):
        return not MINE.search(before, named[-1].end())
    return bool(RELATIVE.search(after)) and not MINE.search(before)


def _before(found: re.Match[str]) -> str:
    return found.string[max(0, found.start() - _REACH) : found.start()]

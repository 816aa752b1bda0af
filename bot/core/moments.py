"""Moments in words, once: ``tomorrow 09:00``, ``Friday 9.30am``, ``1 December 09:30``. Local time, as people write."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.recurrence import WEEKDAYS, moment_of

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WORDS = re.compile(r"(?:on )?(?P<day>.+?)(?:,| at|,? at|)[ t](?P<time>[0-9:.]+ ?(?:am|pm)?|noon)")
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>am|pm)?")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)")
_SLASHED = re.compile(r"(?P<day>\d\d?)/(?P<month>\d\d?)(?:/(?P<year>\d{4}))?")
_NAMED = re.compile(
    r"(?:(?P<weekday>[a-z]+),? )?(?P<day>\d\d?)(?:st|nd|rd|th)?(?: of)? (?P<name>[a-z]+),?(?: (?P<year>\d{4}))?"
)
_NOON = 12
# A leap day comes again after eight years at the latest: 1896 and 1904, 2096 and 2104.
_YEARS = 9
_DAY = timedelta(days=1)
_SHORTEST = 3  # letters of a weekday or a month


def read_moment(words: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the moment (aware UTC) that the words name; None where they name none.

    A day without a year or a date is the next one that is not past. What is named in full may have passed.
    """
    found = _WORDS.fullmatch(" ".join(words.lower().split()))
    at = _time(found["time"]) if found else None
    if found is None or at is None:
        return None
    moments = (moment_of(day, at, zone) for day in _days(found["day"], now.astimezone(zone).date()))
    try:
        named = list(moments)
    except OverflowError:  # the first or the last day that there is
        return None
    return next((each for each in named if each > now), named[0] if named else None)


def read_day(words: str, today: date) -> date | None:
    """Return the local date that the words name, such as ``20 December 2027``; None where they name none."""
    return next(_days(" ".join(words.lower().split()), today), None)


def _time(words: str) -> time | None:
    if words == "noon":
        return time(_NOON)
    found = _TIME.fullmatch(words)
    if found is None or not (found["minute"] or found["half"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if found["half"] == "pm" else 0)
    return time(hour, minute) if hour < 2 * _NOON else None


def _days(words: str, today: date) -> Iterator[date]:
    """Yield the dates that the words may mean, the nearest first."""
    weekday = _place(words, WEEKDAYS)
    if words in ("today", "tomorrow"):
        yield today if words == "today" else today + _DAY
    elif weekday is not None:
        ahead = (weekday - today.weekday()) % len(WEEKDAYS)
        yield today + timedelta(days=ahead)
        yield today + timedelta(days=ahead + len(WEEKDAYS))
    else:
        yield from _dates(words, today)


def _dates(words: str, today: date) -> Iterator[date]:
    found = _ISO.fullmatch(words) or _SLASHED.fullmatch(words)
    named = _NAMED.fullmatch(words)
    if found is not None:
        month = int(found["month"])
    elif named is not None and (place := _place(named["name"], MONTHS)) is not None:
        found, month = named, place + 1
    else:
        return
    years = (
        range(today.year, today.year + _YEARS) if found["year"] is None else [int(found["year"])]
    )
    for year in years:
        try:
            day = date(year, month, int(found["day"]))
        except ValueError:  # 29 February of a common year, or no date at all
            continue
        if day < today and found["year"] is None:
            continue
        said = found.groupdict().get("weekday")
        if said is not None and _place(said, WEEKDAYS) != day.weekday():
            return  # the day that is meant first is another day of the week: a slip
        yield day


def _place(word: str, names: tuple[str, ...]) -> int | None:
    """Return which of the names the word is, in full or cut short."""
    if len(word) < _SHORTEST:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(word)), None)

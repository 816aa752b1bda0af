"""The bank holidays of England and Wales. The only user of the library ``holidays``."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from holidays import country_holidays

# What the library adds to the name where a working day is free instead of a weekend.
_MOVED = " (observed)"


def bank_holiday(day: date) -> str:
    """Return the name of the bank holiday on this date, empty where it is none.

    Christmas Day, Boxing Day and New Year's Day count also on a weekend, where a day of the next week is free instead.
    """
    return _of(day.year).get(day, "").removesuffix(_MOVED)


@cache
def _of(year: int) -> Mapping[date, str]:
    # Whole years at once: the library fills in its own table while it is asked, which two threads may not do.
    return dict(country_holidays("GB", subdiv="ENG", years=year))

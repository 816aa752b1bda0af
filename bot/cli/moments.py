"""Times on the command line: as programs write them, or in words as people do in chat."""

from datetime import UTC, datetime

from bot.cli.opening import Opened
from bot.cli.output import told
from bot.core.errors import HomeroundError
from bot.core.facts import BroadcastRepeats
from bot.core.moments import read_day, read_moment
from bot.core.recurrence import Recurrence, moment_of
from bot.core.working_days import OnHoliday, Plan, next_of
from bot.holidays import bank_holiday


def moment_at(opened: Opened, at: str) -> datetime:
    """Return the moment that was written, in local time unless it says otherwise.

    Raises:
        HomeroundError: It cannot be read, or has passed.
    """
    now = opened.clock.now()
    try:
        local = datetime.fromisoformat(at)
        naive = local.tzinfo is None
        zone = opened.zone
        moment = moment_of(local.date(), local.time(), zone) if naive else local.astimezone(UTC)
    except (ValueError, OverflowError):
        found = read_moment(at, now, opened.zone)
        if found is None:
            message = f"{at} is not a time; write one such as 2026-12-01T09:30."
            raise HomeroundError(message) from None
        moment = found
    if moment <= now:
        message = f"{told(moment, opened.zone)} has passed."
        raise HomeroundError(message)
    return moment


def repeats_as(opened: Opened, opens: str, on_holidays: OnHoliday, until: str) -> BroadcastRepeats:
    """Return how often a broadcast goes out; its number is not known yet.

    Raises:
        HomeroundError: A part cannot be read, or there is no such day.
    """
    now, last = opened.clock.now(), None
    try:
        recurrence = Recurrence.read(opens)
    except ValueError as fault:
        message = f"{fault} or first Monday of the month 09:30."
        raise HomeroundError(message) from None
    if until:
        last = read_day(until, now.astimezone(opened.zone).date())
        if last is None:
            message = f"{until} is not a date; write one such as 2027-12-20."
            raise HomeroundError(message)
    if next_of(Plan(recurrence, on_holidays, bank_holiday, last), now, opened.zone) is None:
        message = "There is no such day before the last one, so nothing was kept."
        raise HomeroundError(message)
    return BroadcastRepeats(0, " ".join(opens.split()), on_holidays, last)

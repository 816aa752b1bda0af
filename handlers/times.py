"""Times as people read them."""

from datetime import date, datetime

from bot.core.turn import Turn


def in_full(turn: Turn, moment: datetime) -> str:
    """Return the moment in the network's own zone, such as ``Tuesday 1 December 09:30``; with another year named."""
    here, today = moment.astimezone(turn.zone), turn.at.astimezone(turn.zone)
    return f"{on_day(here.date(), this_year=here.year == today.year)} {here:%H:%M}"


def on_day(day: date, *, this_year: bool = False) -> str:
    """Return the date, such as ``Tuesday 1 December 2026``."""
    return f"{day:%A} {day.day} {day:%B}" + ("" if this_year else f" {day.year}")


def local(turn: Turn, moment: datetime) -> str:
    """Return the moment in the network's own zone, such as ``Mon 24 Nov 14:13``; without the day where it is today."""
    here, today = moment.astimezone(turn.zone), turn.at.astimezone(turn.zone).date()
    return f"{here:%H:%M}" if here.date() == today else f"{here:%a %d %b %H:%M}"


def dated(turn: Turn, moment: datetime) -> str:
    """Return the day of the moment in the network's own zone with its year, such as ``24 Nov 2026``."""
    here = moment.astimezone(turn.zone)
    return f"{here.day} {here:%b %Y}"


def clock_and_day(turn: Turn, moment: datetime) -> tuple[str, str]:
    """Return the time and the day of the moment in the network's own zone, such as ``10:32`` and ``25 November``."""
    here = moment.astimezone(turn.zone)
    return f"{here:%H:%M}", day_of(here.date())


def day_of(day: date) -> str:
    """Return the day as people say it, such as ``3 December``."""
    return f"{day.day} {day:%B}"

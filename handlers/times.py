"""Times as people read them."""

from datetime import datetime

from bot.core.turn import Turn


def local(turn: Turn, moment: datetime) -> str:
    """Return the moment in the network's own zone, such as ``Mon 24 Nov 14:13``; without the day where it is today."""
    here, today = moment.astimezone(turn.zone), turn.at.astimezone(turn.zone).date()
    return f"{here:%H:%M}" if here.date() == today else f"{here:%a %d %b %H:%M}"

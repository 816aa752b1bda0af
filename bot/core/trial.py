"""Trial: a new network can write to its leads only, until two coordinators turn it live."""

from bot.core.definitions import Content
from bot.core.people import Person

# What the two consent to, and how many it takes.
LIVE = "live"
IT_TAKES = 2


def coordinates(person: Person, content: Content) -> bool:
    """Say whether the person is a coordinator."""
    return any(team in content.coordinators for team in person.teams)

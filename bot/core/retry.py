"""When a failed try is tried again: pure, so that the policy can be read and tested as a table."""

from datetime import datetime, timedelta

from bot.core.errors import SendError, Throttled, Unreachable

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=10)
MOST_ATTEMPTS = 12  # with the waits above, a little over an hour


def next_attempt(error: SendError, attempts: int, now: datetime) -> datetime | None:
    """Return when to try again (aware UTC), or None when the delivery has failed for good.

    A throttled message waits for exactly what the platform asks and never uses up its attempts: the message
    is good, the moment was not. An unreachable platform is tried again with doubling waits.
    """
    if isinstance(error, Throttled):
        return now + error.retry_after
    if isinstance(error, Unreachable) and attempts < MOST_ATTEMPTS:
        return now + min(FIRST_WAIT * (1 << (attempts - 1)), LONGEST_WAIT)
    return None

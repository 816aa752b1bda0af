"""What a failed call to Telegram means: the one place that turns its errors into the closed set of failures."""

from datetime import timedelta

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.core.errors import Blocked, Rejected, SendError, Throttled, Unreachable

# For a 429 that does not say how long.
USUAL_PAUSE = timedelta(seconds=5)
# Descriptions of the Bot API that mean nobody is there any more.
_GONE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "peer_id_invalid",
    "group chat was deactivated",
)
_UNCHANGED = "message is not modified"


def failure(error: TelegramError) -> SendError:
    """Return what kind of failure this is. ``in_doubt`` unless it is certain that Telegram did nothing."""
    if isinstance(error, RetryAfter):
        return Throttled("too_many_requests", _length(error.retry_after))
    if "too many requests" in error.message.lower():
        return Throttled("too_many_requests", USUAL_PAUSE)
    if isinstance(error, BadRequest | ChatMigrated | Conflict | Forbidden | InvalidToken):
        return _refusal(error)
    return Unreachable(_cause(error), in_doubt=not _never_left(error))


def _refusal(error: TelegramError) -> SendError:
    if error.__cause__ is not None:
        # A page of something in between: it lets nothing through, and says nothing of the person.
        return Unreachable("not_telegrams_answer", in_doubt=False)
    if isinstance(error, InvalidToken | Conflict):
        return Unreachable(type(error).__name__, in_doubt=False)
    gone = any(each in error.message.lower() for each in _GONE)
    return (
        Blocked(_reason(error))
        if gone or isinstance(error, Forbidden)
        else Rejected(_reason(error))
    )


def is_unchanged(error: TelegramError) -> bool:
    """Say whether an edit was refused because the message shows this already."""
    return isinstance(error, BadRequest) and _UNCHANGED in error.message.lower()


def _never_left(error: TelegramError) -> bool:
    known = aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError
    return isinstance(error, NetworkError) and isinstance(error.__cause__, known)


def _cause(error: TelegramError) -> str:
    return type(error.__cause__ or error).__name__


def _reason(error: TelegramError) -> str:
    # What follows the first colon may quote what was sent.
    return error.message.partition(":")[0].strip()[:80]


def _length(asked: int | timedelta) -> timedelta:
    # An integer or a timedelta, by a setting of the library's.
    return asked if isinstance(asked, timedelta) else timedelta(seconds=asked)

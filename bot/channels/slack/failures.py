"""What a failed call to Slack means: the one place that turns its errors into the closed set of failures."""

from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.core.errors import Blocked, Missing, Rejected, SendError, Throttled, Unreachable

# Everything that the client raises for a call that did not end well; the last where the answer is no JSON object.
FAILURES = (SlackApiError, aiohttp.ClientError, OSError, AttributeError)

# Slack always says how long to wait (docs.slack.dev/apis/web-api/rate-limits); this is for when it does not.
USUAL_PAUSE = timedelta(seconds=5)

_THROTTLED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# "Some aspect of the operation may have succeeded" (docs.slack.dev/reference/methods/chat.postMessage).
_IN_DOUBT = frozenset({"fatal_error", "internal_error"})
# Nothing was done, and the fault is in the app, its token or Slack itself: the message is good.
_NOT_NOW = frozenset(
    {
        "accesslimited",
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
        "team_not_found",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
_GONE = frozenset(
    {
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "messages_tab_disabled",
        "not_in_channel",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    }
)

# docs.slack.dev/reference/methods: chat.update, and chat.postMessage with a thread.
_DELETED = frozenset({"message_not_found", "thread_not_found", "cannot_reply_to_message"})


def failure(error: Exception) -> SendError:
    """Return what kind of failure this is. ``in_doubt`` unless it is certain that Slack did nothing."""
    if isinstance(error, SlackApiError):
        return _refusal(error.response)
    if isinstance(error, AttributeError):
        return Unreachable("unreadable_answer", in_doubt=True)
    never_left = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
    return Unreachable(type(error).__name__, in_doubt=not never_left)


def _refusal(response: Any) -> SendError:
    # An answer that is not JSON comes as aiohttp's own response, whose status has another name.
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    said = getattr(response, "data", None)
    code = str(said.get("error", "")) if isinstance(said, dict) else ""
    if status == 429 or code in _THROTTLED:  # noqa: PLR2004 - "too many requests", RFC 6585
        # Slack counts posts by channel, so the other chats of the lane go on.
        return Throttled(code or "ratelimited", _pause(response), whole_lane=False)
    if not code or status >= 500 or code in _IN_DOUBT:  # noqa: PLR2004 - a server's error
        return Unreachable(code or f"http_{status}", in_doubt=not 400 <= status < 500)  # noqa: PLR2004
    if code in _NOT_NOW:
        return Unreachable(code, in_doubt=False)
    if code in _DELETED:
        return Missing(code)
    return Blocked(code) if code in _GONE else Rejected(code)


def _pause(response: Any) -> timedelta:
    asked = str(response.headers.get("Retry-After", ""))
    return timedelta(seconds=int(asked)) if asked.isascii() and asked.isdigit() else USUAL_PAUSE

"""Why a home did not get a broadcast, in plain words."""

from collections.abc import Iterable

from bot.core.broadcasts import Gap, HomeDelivery
from bot.core.words import ReadingWords

NOT_REACHED = "not_reached"
_MAY_BE_BACK = (Gap.BLOCKED, Gap.CHANNEL_OFF)
LOST = ("failed", "cancelled", NOT_REACHED)


def can_be_tried(row: HomeDelivery) -> bool:
    """Say whether another try may help: not where nobody has joined, who gets what is current by joining."""
    return row.state == "failed" or (row.state == NOT_REACHED and row.reason in _MAY_BE_BACK)


def in_words(row: HomeDelivery, words: ReadingWords) -> str:
    """Return the reason as the content says it, empty where the home has it or it is on its way."""
    if row.state not in LOST:
        return ""
    if row.in_doubt and row.state == "failed":
        return words.reason_in_doubt
    sentences = {
        "not_joined": words.reason_not_joined,
        "blocked": words.reason_blocked,
        "left": words.reason_left,
        "channel_off": words.reason_channel_off,
        "rejected": words.reason_rejected,
        "unreachable": words.reason_unreachable,
        "throttled": words.reason_unreachable,
        "withdrawn": words.reason_withdrawn,
        "too_late": words.reason_too_late,
    }
    kind, _, _ = row.reason.partition(":")
    return sentences.get(kind, words.reason_other)


def by_reason(rows: Iterable[HomeDelivery], words: ReadingWords) -> dict[str, list[str]]:
    """Return the names of the homes that did not get it, by reason in words."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if reason := in_words(row, words):
            found.setdefault(reason, []).append(row.home_name)
    return found

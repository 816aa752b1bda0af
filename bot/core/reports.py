"""What figures say in a sentence: above all that nothing has clearly changed, where they say no more."""

from bot.core.figures import Change
from bot.core.words import ResultWords


def changed(words: ResultWords, change: Change, since: str) -> str:
    """Return the sentence on what changed: that nothing clearly did, where the figures say no more."""
    paired = change.paired
    if paired is None:
        return words.not_compared.format(since=since)
    told = {
        "since": since,
        "matched": change.matched,
        "difference": _signed(paired.difference),
        "low": _signed(paired.interval.low),
        "high": _signed(paired.interval.high),
    }
    if not change.is_clear:
        return words.no_clear_change.format(**told)
    return (words.higher if paired.difference > 0 else words.lower).format(**told)


def _signed(value: float) -> str:
    """Return the value with its sign; what is nothing after rounding has none that says less."""
    return f"{round(value, 2) + 0.0:+.2f}"

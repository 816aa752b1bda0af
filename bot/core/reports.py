"""What figures say in a sentence: above all that nothing has clearly changed, where they say no more."""

from bot.core.figures import Change
from bot.core.words import ResultWords


def changed(words: ResultWords, change: Change, since: str) -> str:
    """Return the sentence on what changed: that nothing clearly did, where the figures say no more."""
    if change.direction is None:
        return words.not_compared.format(since=since)
    sentence = {0: words.no_clear_change, 1: words.higher, -1: words.lower}[change.direction]
    told = sentence.format(since=since, matched=change.matched)
    paired = change.paired
    if paired is None:
        return f"{told}{words.no_figure}"
    figure = words.by.format(
        difference=_signed(paired.difference),
        low=_signed(paired.interval.low),
        high=_signed(paired.interval.high),
    )
    return f"{told}{figure}"


def _signed(value: float) -> str:
    """Return the value with its sign; what is nothing after rounding has none that says less."""
    return f"{round(value, 2) + 0.0:+.2f}"

"""What sending costs homes: before, who gets it later and why; afterwards, who waits and until when."""

from bot.core.broadcasts import Broadcast
from bot.core.kindness import Cost, Held
from bot.core.turn import Turn
from handlers.times import local


def cost_lines(turn: Turn, draft: Broadcast) -> list[str]:
    """Return what sending now would mean for the homes: why, and when, some get it later."""
    if draft.urgent:
        return []
    cost, words = turn.look.cost(draft.audience), turn.content.words.kindness
    lines = _quiet(turn, cost)
    if cost.over:
        until, messages = local(turn, cost.next_week), cost.per_week + 1
        if draft.of_use_until is not None and draft.of_use_until <= cost.next_week:
            lines.append(words.over_too_late.fill(homes=cost.over, messages=messages))
        else:
            lines.append(words.over.fill(homes=cost.over, messages=messages, until=until))
    return lines


def quiet_lines(turn: Turn, broadcast: Broadcast) -> list[str]:
    """Return until when it is quiet, where that holds up what is said of the broadcast."""
    return [] if broadcast.urgent else _quiet(turn, turn.look.cost(broadcast.audience))


def _quiet(turn: Turn, cost: Cost) -> list[str]:
    sentence = turn.content.words.kindness.quiet
    return [sentence.fill(until=local(turn, cost.until))] if cost.until else []


def hold_lines(turn: Turn, broadcast: Broadcast, what: str = "broadcast") -> list[str]:
    """Return how many homes wait for a broadcast, or for what is said of it, for which reason and until when."""
    words, holds = turn.content.words.kindness, turn.look.holds(broadcast.broadcast_id, what)
    sentences = {Held.QUIET_HOURS: words.held_quiet, Held.BUDGET: words.held_budget}
    return [
        sentences[each.why].fill(
            homes=each.homes, until=local(turn, each.until), per_week=each.per_week
        )
        for each in holds
    ]

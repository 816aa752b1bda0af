"""Letting a broadcast go: at once, at the time of its edition, or at the one that its author chose."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core.broadcasts import Broadcast, BroadcastState, Figures, Reach
from bot.core.errors import StalePress
from bot.core.facts import BroadcastDecided, BroadcastRepeats, Fact
from bot.core.turn import Say, To, Turn
from handlers.costs import cost_lines
from handlers.reading import draw_progress
from handlers.times import in_full


@dataclass(frozen=True, slots=True)
class Gone:
    """What is recorded and said when a broadcast goes; ``told`` says when, ``after`` is what has become of it."""

    fact: Fact
    says: tuple[Say, ...]
    told: str
    after: Broadcast


def let_go(turn: Turn, broadcast: Broadcast, reach: Reach, to: To) -> Gone:
    """Send it now, its progress line to whoever waits for it, or let it wait for its time."""
    words, number = turn.content.words.approval, broadcast.broadcast_id
    if broadcast.recurring_id == number:
        return _again_and_again(turn, broadcast)
    if broadcast.send_at is not None and broadcast.send_at > turn.at:
        state, at = BroadcastState.SCHEDULED, broadcast.send_at
        fact = BroadcastDecided(number, state, at, broadcast.version)
        told = words.goes_at.fill(when=in_full(turn, at))
        return Gone(fact, (), told, replace(broadcast, state=state))
    fact = BroadcastDecided(number, BroadcastState.SENDING, version=broadcast.version)
    says = (begun(turn, broadcast, reach, to),) if turn.look.is_live() else ()
    return Gone(fact, says, words.goes_now, replace(broadcast, state=BroadcastState.SENDING))


def _again_and_again(turn: Turn, broadcast: Broadcast) -> Gone:
    recurring = turn.look.recurring(broadcast.broadcast_id)
    if recurring is None:
        raise StalePress
    fact = BroadcastRepeats(
        recurring.recurring_id, recurring.opens, recurring.on_holidays, recurring.until
    )
    told = turn.content.words.approval.repeats.fill(opens=recurring.opens)
    return Gone(fact, (), told, replace(broadcast, state=BroadcastState.REPEATING))


def moment_of_issue(turn: Turn, issue: Broadcast) -> datetime | None:
    """Return when an issue goes out if it is let go now: its editor's own time or its edition's; None for at once."""
    edition = turn.content.editions.get(issue.edition)
    day = date.fromisoformat(issue.issue)
    own = edition.sends_at(day, turn.look.holiday, turn.zone) if edition else None
    return next((each for each in (issue.send_at, own) if each and each > turn.at), None)


def begun(turn: Turn, broadcast: Broadcast, reach: Reach, to: To) -> Say:
    """Return the line that counts from now on how the broadcast arrives, and why some of it later."""
    none_yet = Figures(reach.homes, 0, reach.reached, 0, reach.homes - reach.reached, 0)
    shown = draw_progress(turn, broadcast, none_yet, cost_lines(turn, broadcast))
    return Say(to, shown, card=broadcast.card)

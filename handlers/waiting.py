"""What waited so that homes are not overwhelmed: one card for all of it, and each thing when it is asked for."""

from bot.core.errors import StalePress
from bot.core.facts import HeldReleased, WaitedShown
from bot.core.kindness import Waiting
from bot.core.messages import Button, Message, Press
from bot.core.turn import Outcome, Toast, Turn
from bot.core.words import KindnessWords


def due(turn: Turn) -> Outcome:
    """Let go what was held until now."""
    words = turn.content.words.kindness
    cards = {each: draw_waiting(each, words) for each in turn.look.held_together()}
    return Outcome((HeldReleased(cards),))


def shown(turn: Turn) -> Outcome:
    """Send one of the things that a card told of."""
    words = turn.content.words.kindness
    if len(turn.press.choice) != 1:
        raise StalePress
    about = f"{turn.press.choice[0]}:{turn.press.about}"
    if not turn.look.is_waiting(about):
        return Outcome(at_once=Toast(words.here))
    return Outcome((WaitedShown(about),), at_once=Toast(words.shown))


def draw_waiting(waiting: tuple[Waiting, ...], words: KindnessWords) -> Message:
    """Return the card that tells of several things, with a button for each."""
    lines = "\n".join(words.waited_line.fill(title=each.title) for each in waiting)
    rows = tuple((Button(words.show.format(title=each.title), _press(each)),) for each in waiting)
    return Message(f"{words.waited.fill(count=len(waiting))}\n\n{lines}", rows)


def _press(waiting: Waiting) -> Press:
    kind, _, which = waiting.about.partition(":")
    return Press("waited", which, (kind,))

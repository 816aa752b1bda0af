"""A restored network: a coordinator says what becomes of what waited in the backup, and lets it send again."""

from bot.core.errors import NotAllowed
from bot.core.facts import NetworkReleased
from bot.core.messages import Button, Message, Press
from bot.core.restored import Restored
from bot.core.trial import coordinates
from bot.core.turn import Outcome, Redraw, Say, Toast, ToCaller, ToCoordinators, Turn
from handlers.times import local

SEND, DROP, NOT_YET = "send", "drop", "no"


def release(turn: Turn) -> Outcome:
    """Ask a coordinator what becomes of what waited in a restored backup, or carry out what they say."""
    words = turn.content.words.restored
    if not coordinates(turn.person, turn.content):
        raise NotAllowed
    found = turn.look.restored()
    if found is None:
        return Outcome(at_once=Toast(words.was_released, alert=True))
    if turn.press.choice == (NOT_YET,):
        return Outcome(says=(Redraw(Message(words.stays)),))
    if turn.press.choice not in ((SEND,), (DROP,)):
        return Outcome(says=(Say(ToCaller(), _question(turn, found)),))
    name, send = turn.person.name, turn.press.choice == (SEND,)
    text = words.sends.fill(name=name)
    if not send:
        text = words.dropped.fill(name=name, waiting=found.waiting)
    told = Message(text)
    return Outcome((NetworkReleased(send),), (Redraw(told), Say(ToCoordinators(), told)))


def _question(turn: Turn, found: Restored) -> Message:
    words = turn.content.words.restored
    when = local(turn, found.made_at) if found.made_at else words.some_time
    not_yet = Button(words.not_yet, Press("release", "", (NOT_YET,)))
    if not found.waiting:
        yes = Button(words.release, Press("release", "", (SEND,)), style="primary")
        return Message(words.question_none.fill(when=when), ((yes,), (not_yet,)))
    text = words.question.fill(waiting=found.waiting, when=when)
    drop = Button(words.drop, Press("release", "", (DROP,)), style="primary")
    send = Button(words.send.fill(waiting=found.waiting), Press("release", "", (SEND,)))
    return Message(text, ((drop,), (send,), (not_yet,)))

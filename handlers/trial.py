"""Trial: two coordinators turn the network live, and nobody else can."""

from bot.core.errors import NotAllowed
from bot.core.facts import LiveAgreed
from bot.core.messages import Button, Message, Press
from bot.core.trial import IT_TAKES, LIVE, coordinates
from bot.core.turn import Outcome, Redraw, Say, Toast, ToCaller, ToCoordinators, Turn

CARD = "trial"


def live(turn: Turn) -> Outcome:
    """Ask a coordinator whether they agree, or keep that they do; with the second one the network is live."""
    words = turn.content.words.trial
    if not coordinates(turn.person, turn.content):
        raise NotAllowed
    if turn.look.is_live():
        return Outcome(at_once=Toast(words.was_live, alert=True))
    if turn.press.choice == ("no",):
        return Outcome(says=(Redraw(Message(words.stays)),))
    if turn.press.choice != ("yes",):
        no = Button(words.not_yet, Press("live", "", ("no",)))
        return Outcome(says=(Say(ToCaller(), Message(words.question, ((_yes(turn), no),))),))
    agreed = turn.look.agreed(LIVE)
    if turn.person.person_id in {each.person_id for each in agreed}:
        return Outcome(at_once=Toast(words.agreed_already, alert=True))
    if len(agreed) + 1 < IT_TAKES:
        return _first(turn)
    names = " and ".join(each.name for each in (*agreed, turn.person))
    told = Message(words.is_live.fill(names=names))
    says = (Redraw(told), Redraw(told, card=CARD), Say(ToCoordinators(), told))
    return Outcome((LiveAgreed(len(agreed)),), says)


def _first(turn: Turn) -> Outcome:
    words = turn.content.words.trial
    asked = Message(words.asked.fill(name=turn.person.name), ((_yes(turn),),))
    waits = Redraw(Message(words.waits))
    return Outcome((LiveAgreed(0),), (waits, Say(ToCoordinators(), asked, card=CARD)))


def _yes(turn: Turn) -> Button:
    return Button(turn.content.words.trial.agree, Press("live", "", ("yes",)), style="primary")

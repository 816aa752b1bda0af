"""Sending later: a broadcast gets its moment, is listed, moved, cancelled, or sent at once after all."""

from dataclasses import replace
from datetime import date, datetime

from bot.core.broadcasts import PLANNED, Broadcast, BroadcastKind, BroadcastState, Reach
from bot.core.errors import BadAudience, NotAllowed, StalePress
from bot.core.events import Pressed, Submitted
from bot.core.facts import BroadcastDecided, BroadcastTimed, RecurringFellDue
from bot.core.guide import faults_of
from bot.core.messages import Button, Message, Press, row_number
from bot.core.moments import read_moment
from bot.core.recurrence import moment_of
from bot.core.turn import (
    FormFaults,
    OpenForm,
    Outcome,
    Redraw,
    Say,
    Toast,
    ToCaller,
    ToPerson,
    Turn,
)
from handlers.approvals import approver_of
from handlers.approving import bring, why_not
from handlers.planned import author_of, card_of, draw_list, draw_planned, gist, may_change
from handlers.preview import is_too_late, reach_of
from handlers.reading import draw_broadcast
from handlers.sending import begun
from handlers.times import in_full

# More in one message nobody reads on a telephone.
PAGE = 8


def scheduled(turn: Turn) -> Outcome:
    """List what is to go out, and what was to and did not; every lead sees all of it."""
    assert turn.lead
    found = turn.look.planned()
    if not found:
        none = Message(turn.content.words.schedule.none)
        return Outcome(says=(Say(ToCaller(), none),))
    pressed = isinstance(turn.inbound.what, Pressed) and turn.press.about
    first = row_number(turn.press.about) if pressed else 0
    listed = draw_list(turn, found, first if first < len(found) else 0, PAGE)
    return Outcome(says=(Say(ToCaller(), listed),))


def planned(turn: Turn) -> Outcome:
    """Show one of them exactly as it will look, and its card."""
    assert turn.lead
    found = turn.look.broadcast(turn.press.number)
    if found is None or found.state not in PLANNED:
        return Outcome(at_once=Toast(turn.content.words.broadcast.already, alert=True))
    exact = Say(ToCaller(), Message(draw_broadcast(found, turn.content).text))
    return Outcome(says=(exact, _card(turn, found)))


def _card(turn: Turn, broadcast: Broadcast) -> Say:
    return Say(ToCaller(), draw_planned(turn, broadcast), card=card_of(broadcast))


def later(turn: Turn) -> Outcome:
    """Ask when a draft, or what is planned already, shall go out."""
    found, refusal = changeable(turn, turn.press.number)
    if refusal is not None:
        return refusal
    if found.state is BroadcastState.REPEATING:
        raise StalePress
    form = turn.content.forms["when"]
    return Outcome(at_once=OpenForm(replace(form, about=str(found.broadcast_id))))


def changeable(turn: Turn, number: int) -> tuple[Broadcast, Outcome | None]:
    """Return the broadcast, and what to say where it has been decided already or is not the caller's to change."""
    found = turn.look.broadcast(number)
    if found is None:
        raise StalePress
    if found.state not in (BroadcastState.DRAFT, *PLANNED):
        already = turn.content.words.broadcast.already
        return found, Outcome(at_once=Toast(already, alert=True))
    if found.state is BroadcastState.DRAFT and found.kind is BroadcastKind.NEWSLETTER:
        raise StalePress  # when that goes out is for its edition to say
    if found.state is BroadcastState.DRAFT and found.author_id != turn.lead.person_id:
        raise NotAllowed
    if not may_change(turn, turn.lead, found):
        words = turn.content.words.schedule
        theirs = words.not_yours.fill(name=author_of(turn, found))
        sentence = words.not_yours_either if found.author_id is None else theirs
        return found, Outcome(at_once=Toast(sentence, alert=True))
    return found, None


def timed(turn: Turn) -> Outcome:
    """Keep the moment that was written, and show what has become of the broadcast."""
    assert isinstance(turn.inbound.what, Submitted)
    words, form = turn.content.words, turn.content.forms["when"]
    found, refusal = changeable(turn, row_number(turn.inbound.what.about))
    if refusal is not None:
        return spoken(refusal)
    if found.state is BroadcastState.REPEATING:
        raise StalePress
    values = turn.inbound.what.values
    faults = faults_of(form, values, words.forms)
    moment = read_moment(values.get("when", ""), turn.at, turn.zone)
    if moment is None:
        faults.setdefault("when", words.schedule.not_a_time)
    elif moment <= turn.at:
        faults.setdefault("when", words.schedule.passed.fill(when=in_full(turn, moment)))
    elif late := _late(turn, found, moment):
        faults.setdefault("when", late)
    if moment is None or faults:
        return Outcome(at_once=FormFaults(faults, form))
    return _goes_out_at(turn, found, moment)


def shifted(turn: Turn) -> Outcome:
    """Move what falls on a day when nobody is at work to the working day that was chosen."""
    found, refusal = changeable(turn, turn.press.number)
    if refusal is not None:
        return refusal
    if found.send_at is None or not turn.press.choice:
        raise StalePress
    try:
        day = date.fromisoformat(turn.press.choice[0])
    except ValueError:
        raise StalePress from None
    moment = moment_of(day, found.send_at.astimezone(turn.zone).time(), turn.zone)
    passed = turn.content.words.schedule.passed.fill(when=in_full(turn, moment))
    fault = passed if moment <= turn.at else _late(turn, found, moment)
    if fault:
        return Outcome(at_once=Toast(fault, alert=True))
    return _goes_out_at(turn, found, moment)


def _late(turn: Turn, found: Broadcast, moment: datetime) -> str:
    """Return why that moment is too late, empty where it is not."""
    if found.of_use_until is None or moment < found.of_use_until:
        return ""
    begins = in_full(turn, found.of_use_until)
    return turn.content.words.meeting_lead.too_late.fill(when=begins)


def _goes_out_at(turn: Turn, found: Broadcast, moment: datetime) -> Outcome:
    words = turn.content.words.schedule
    if (asked := for_approval(turn, replace(found, send_at=moment, recurring_id=None))) is not None:
        return asked
    fact = BroadcastTimed(found.broadcast_id, moment)
    moved = replace(found, state=BroadcastState.SCHEDULED, send_at=moment, recurring_id=None)
    if found.state is BroadcastState.DRAFT:
        return Outcome((fact,), (_card(turn, moved),))
    told = words.moved.fill(name=turn.lead.name, gist=gist(found), when=in_full(turn, moment))
    shown = Redraw(draw_planned(turn, moved), card=card_of(found))
    return Outcome((fact,), (shown, *to_both(turn, found, told)))


def for_approval(turn: Turn, draft: Broadcast, opens: str = "") -> Outcome | None:
    """Ask a second person about a draft that is to go out later; None where its author may decide alone."""
    if draft.state is not BroadcastState.DRAFT:
        return None
    reach = reach_of(turn, draft.audience)
    team = approver_of(turn.content, draft, reach.homes if reach else 0)
    if team is None:
        return None
    fault = why_not(turn, draft, reach)
    if fault or reach is None:
        return Outcome(says=(Say(ToCaller(), Message(fault)),))
    return bring(turn, draft, reach, team, opens)


def to_both(turn: Turn, broadcast: Broadcast, sentence: str) -> tuple[Say, ...]:
    """Tell the caller what has become of a broadcast, and its author where that is somebody else."""
    said = [Say(ToCaller(), Message(sentence))]
    if broadcast.author_id not in (None, turn.lead.person_id):
        said.append(Say(ToPerson(broadcast.author_id), Message(sentence)))
    return tuple(said)


def cancelled(turn: Turn) -> Outcome:
    """Ask whether it shall really not go out; after a yes, it does not."""
    found, refusal = changeable(turn, turn.press.number)
    if refusal is not None:
        return refusal
    words, number = turn.content.words.schedule, str(found.broadcast_id)
    about = gist(found)
    if turn.press.choice == ("keep",):
        return Outcome(says=(Redraw(draw_planned(turn, found)),))
    if turn.press.choice != ("yes",):
        yes = Button(words.yes_do_not, Press("cancel", number, ("yes",)), style="danger")
        no = Button(words.keep, Press("cancel", number, ("keep",)))
        return Outcome(says=(Redraw(Message(words.sure.fill(gist=about), ((yes,), (no,)))),))
    fact = BroadcastDecided(found.broadcast_id, BroadcastState.CANCELLED)
    return Outcome(
        (fact,), settled(turn, found, words.cancelled.fill(name=turn.lead.name, gist=about))
    )


def settled(turn: Turn, broadcast: Broadcast, sentence: str) -> tuple[Say | Redraw, ...]:
    """Put the sentence in the place of every card of the broadcast, and tell its author."""
    shown = Redraw(Message(sentence), card=card_of(broadcast))
    return (shown, *to_both(turn, broadcast, sentence)[1:])


def send_now(turn: Turn) -> Outcome:
    """Send at once what was to go out later, or what comes again also today."""
    found, refusal = changeable(turn, turn.press.number)
    if refusal is not None:
        return refusal
    words = turn.content.words
    if found.state is BroadcastState.DRAFT:
        raise StalePress  # its own preview has the button that sends it
    if is_too_late(turn, found):
        return Outcome(at_once=Toast(words.meeting_lead.has_begun, alert=True))
    try:
        reach = turn.look.reach(found.audience)
    except BadAudience as fault:
        said = words.broadcast.bad_audience.fill(part=fault.part)
        return Outcome(at_once=Toast(said, alert=True))
    if not reach.reached and turn.look.is_live():
        said = words.broadcast.nobody_joined.fill(homes=reach.homes)
        return Outcome(at_once=Toast(said, alert=True))
    told = words.schedule.sent_now.fill(name=turn.lead.name, gist=gist(found))
    if found.state is BroadcastState.REPEATING:
        return _send_today(turn, found, reach, told)
    fact = BroadcastDecided(found.broadcast_id, BroadcastState.SENDING)
    return Outcome((fact,), (*settled(turn, found, told), *_progress(turn, found, reach)))


def _progress(turn: Turn, broadcast: Broadcast, reach: Reach) -> tuple[Say, ...]:
    """Return the line that counts, unless the network is on trial: then no home gets anything."""
    if not turn.look.is_live():
        return ()
    # What can be done about it is no matter of a room's.
    to = ToCaller() if turn.inbound.private else ToPerson(turn.lead.person_id)
    return (begun(turn, broadcast, reach, to),)


def _send_today(turn: Turn, pattern: Broadcast, reach: Reach, told: str) -> Outcome:
    words, day = turn.content.words, turn.at.astimezone(turn.zone).date()
    if turn.look.issued(pattern.broadcast_id, day):
        return Outcome(at_once=Toast(words.schedule.today_already, alert=True))
    number = turn.number("broadcast")
    fact = RecurringFellDue(number, pattern.broadcast_id, day, turn.at, BroadcastState.SENDING)
    sent = replace(pattern, broadcast_id=number, state=BroadcastState.SENDING)
    return Outcome((fact,), (*to_both(turn, pattern, told)[1:], *_progress(turn, sent, reach)))


def spoken(refusal: Outcome) -> Outcome:
    """Return a refusal that was for a button as a message: a form has no place for it."""
    assert isinstance(refusal.at_once, Toast)
    return Outcome(says=(Say(ToCaller(), Message(refusal.at_once.text)),))

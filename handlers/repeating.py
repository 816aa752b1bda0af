"""Sending again and again: a broadcast becomes the pattern of what goes out on each of its dates."""

from dataclasses import replace

from bot.core.broadcasts import Broadcast, BroadcastState, Recurring
from bot.core.errors import StalePress
from bot.core.events import Submitted
from bot.core.facts import BroadcastRepeats
from bot.core.guide import faults_of
from bot.core.messages import row_number
from bot.core.moments import read_day
from bot.core.recurrence import Recurrence
from bot.core.turn import FormFaults, OpenForm, Outcome, Redraw, Say, ToCaller, Turn
from bot.core.working_days import OnHoliday, next_of
from handlers.planned import card_of, draw_planned, gist
from handlers.scheduling import changeable, for_approval, spoken, to_both

# What may become a pattern, or is one.
PATTERNS = (BroadcastState.DRAFT, BroadcastState.REPEATING)


def repeat(turn: Turn) -> Outcome:
    """Ask how often a draft shall go out, or how often from now on."""
    found, refusal = changeable(turn, turn.press.number)
    if refusal is not None:
        return refusal
    if found.state not in PATTERNS or found.meeting_id or found.change_id:
        raise StalePress
    form = turn.content.forms["repeat"]
    return Outcome(at_once=OpenForm(replace(form, about=str(found.broadcast_id))))


def repeated(turn: Turn) -> Outcome:
    """Keep how often it goes out, and show when it does next."""
    assert isinstance(turn.inbound.what, Submitted)
    words, form = turn.content.words, turn.content.forms["repeat"]
    found, refusal = changeable(turn, row_number(turn.inbound.what.about))
    if refusal is not None:
        return spoken(refusal)
    if found.state not in PATTERNS or found.meeting_id or found.change_id:
        raise StalePress
    values = turn.inbound.what.values
    faults = faults_of(form, values, words.forms)
    opens = " ".join(values.get("opens", "").split())
    try:
        Recurrence.read(opens)
    except ValueError:
        faults.setdefault("opens", words.schedule.not_a_recurrence)
    until = None
    if written := values.get("until", "").strip():
        until = read_day(written, turn.at.astimezone(turn.zone).date())
        if until is None:
            faults.setdefault("until", words.schedule.not_a_date)
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    rule = OnHoliday(values["on_holidays"])
    fact = BroadcastRepeats(found.broadcast_id, opens, rule, until)
    return _goes_out_again(turn, found, fact)


def _goes_out_again(turn: Turn, found: Broadcast, fact: BroadcastRepeats) -> Outcome:
    words, form = turn.content.words.schedule, turn.content.forms["repeat"]
    said = Recurring(found.broadcast_id, fact.opens, fact.on_holidays, fact.until, turn.at)
    if next_of(said.plan(turn.look.holiday), turn.at, turn.zone) is None:
        return Outcome(at_once=FormFaults({"until": words.never}, form))
    asked = for_approval(turn, replace(found, send_at=None), fact.opens)
    if asked is not None and asked.facts:
        return replace(asked, facts=(replace(fact, waits=True), *asked.facts))
    if asked is not None:
        return asked
    pattern = replace(found, state=BroadcastState.REPEATING, send_at=None)
    shown = draw_planned(turn, pattern, recurring=said)
    if found.state is BroadcastState.DRAFT:
        return Outcome((fact,), (Say(ToCaller(), shown, card=card_of(found)),))
    told = words.changed.fill(name=turn.lead.name, gist=gist(found), opens=fact.opens)
    return Outcome((fact,), (Redraw(shown, card=card_of(found)), *to_both(turn, found, told)))

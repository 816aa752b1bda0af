"""Next steps that are promised on a case: with an owner and a date, reminded of, and never forgotten at the end."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.core.cases import CaseState, EntryKind, Escalation
from bot.core.deliveries import Priority
from bot.core.errors import NotAllowed, StalePress
from bot.core.events import Submitted
from bot.core.facts import ActionMoved, ActionPromised, EntryAdded
from bot.core.forms import Choice, Form
from bot.core.guide import faults_of
from bot.core.messages import Button, Message, Press, row_number
from bot.core.moments import read_day
from bot.core.people import Person
from bot.core.promises import Action, ActionState
from bot.core.recurrence import moment_of
from bot.core.turn import (
    FormFaults,
    OpenForm,
    Outcome,
    Redraw,
    Say,
    Toast,
    ToPerson,
    ToTeam,
    ToThread,
    Turn,
)
from bot.core.working_days import OnHoliday, working_day
from handlers.case_cards import escalation_for_lead, may_lead, noted_by_lead
from handlers.times import on_day

# When people are reminded of what they promised for a day.
MORNING = time(9)
_MOST = 20


def promise(turn: Turn) -> Outcome:
    """Open the form for a next step."""
    escalation = escalation_for_lead(turn, turn.press.number)
    if escalation.state is CaseState.RESOLVED:
        return Outcome(at_once=Toast(turn.content.words.case.is_resolved, alert=True))
    return Outcome(at_once=OpenForm(_form(turn, escalation)))


def _form(turn: Turn, escalation: Escalation) -> Form:
    form, people = turn.content.forms["action"], _people(turn, escalation)
    choices = tuple(Choice(str(each.person_id), each.name) for each in people[:_MOST])
    fields = tuple(
        replace(each, choices=choices) if each.id == "who" else each for each in form.fields
    )
    return replace(form, fields=fields, about=str(escalation.escalation_id))


def _people(turn: Turn, escalation: Escalation) -> list[Person]:
    """Return who may promise something: whoever asks first, then the team."""
    team = turn.look.cases.on_hand([escalation.team])
    return [turn.lead, *(each for each in team if each.person_id != turn.lead.person_id)]


def promised(turn: Turn) -> Outcome:
    """Keep the next step, and tell its owner and the thread."""
    assert isinstance(turn.inbound.what, Submitted)
    words, values = turn.content.words, turn.inbound.what.values
    escalation = escalation_for_lead(turn, row_number(turn.inbound.what.about))
    form, today = _form(turn, escalation), turn.at.astimezone(turn.zone).date()
    faults = faults_of(form, values, words.forms)
    day = read_day(values.get("when", ""), today)
    if day is None or day < today:
        faults.setdefault("when", words.schedule.not_a_date)
    if escalation.state is CaseState.RESOLVED:
        faults.setdefault("text", words.case.is_resolved)
    if faults or day is None:
        return Outcome(at_once=FormFaults(faults, form))
    number = row_number(values["who"])
    owner = next(each for each in _people(turn, escalation) if each.person_id == number)
    text = values["text"].strip()
    fact = ActionPromised(
        turn.number("action"),
        escalation.escalation_id,
        text,
        owner.person_id,
        day,
        max(moment_of(day, MORNING, turn.zone), turn.at + timedelta(hours=1)),
    )
    line = words.case.promised.fill(
        name=owner.name,
        reference=escalation.reference,
        text=text,
        when=on_day(day, this_year=day.year == today.year),
    )
    entry = EntryAdded(escalation.escalation_id, EntryKind.PROMISED, f"{owner.name}: {text}")
    says = [*noted_by_lead(turn, escalation, Message(line))]
    if owner.person_id != turn.lead.person_id:
        says.append(Say(ToPerson(owner.person_id), Message(line), Priority.ESCALATION))
    return Outcome((fact, entry), tuple(says))


def due(turn: Turn) -> Outcome:
    """Remind whoever promised it; after its day, tell the team as well, every working day until it is done.

    Where whoever promised it has left, the team is told on the day itself.
    """
    action = turn.look.promises.action(row_number(turn.came.about))
    if action is None or action.next_at is None or action.next_at > turn.at:
        return Outcome()
    escalation = turn.look.escalation(action.escalation_id)
    if escalation is None:
        return Outcome()
    today = turn.at.astimezone(turn.zone).date()
    fact = ActionMoved(action.action_id, ActionState.PROMISED, _next(turn, today))
    message = _reminder(turn, escalation, action, is_late=action.due_on < today)
    says = [Say(ToPerson(action.owner_id), message, Priority.ESCALATION, _card(action))]
    if action.due_on < today or not _is_there(turn, action):
        says.append(Say(ToTeam(escalation.team), message, Priority.ESCALATION, _card(action)))
    return Outcome((fact,), tuple(says))


def _is_there(turn: Turn, action: Action) -> bool:
    """Say whether whoever promised it still leads and can be written to."""
    people = turn.look.cases.on_hand(tuple(turn.content.teams))
    return action.owner_id in {each.person_id for each in people}


def _next(turn: Turn, today: date) -> datetime:
    day = working_day(today, OnHoliday.AFTER, turn.look.holiday)
    return moment_of(day, MORNING, turn.zone)


def _card(action: Action) -> str:
    return f"action:{action.action_id}"


def _reminder(turn: Turn, escalation: Escalation, action: Action, *, is_late: bool) -> Message:
    words, number = turn.content.words.case, str(action.action_id)
    sentence = words.action_late if is_late else words.action_due
    today = turn.at.astimezone(turn.zone).date()
    text = sentence.fill(
        name=action.owner_name,
        reference=escalation.reference,
        home=escalation.home.name,
        text=action.text,
        when=on_day(action.due_on, this_year=action.due_on.year == today.year),
    )
    done = Button(words.action_done, Press("action", number, ("done",)), style="primary")
    dropped = Button(words.action_dropped, Press("action", number, ("dropped",)))
    return Message(text, ((done, dropped),))


def ended(turn: Turn) -> Outcome:
    """Note that it is done, or that it is not done after all."""
    words = turn.content.words.case
    action = turn.look.promises.action(turn.press.number)
    escalation = turn.look.escalation(action.escalation_id) if action else None
    if action is None or escalation is None or turn.press.choice not in (("done",), ("dropped",)):
        raise StalePress
    if action.owner_id != turn.lead.person_id and not may_lead(turn, turn.lead, escalation):
        raise NotAllowed
    if action.state is not ActionState.PROMISED:
        return Outcome(at_once=Toast(words.action_over, alert=True))
    state = ActionState(turn.press.choice[0])
    sentence = words.action_is_done if state is ActionState.DONE else words.action_is_dropped
    line = Message(
        sentence.fill(name=turn.lead.name, reference=escalation.reference, text=action.text)
    )
    kind = EntryKind.DONE if state is ActionState.DONE else EntryKind.DROPPED
    facts = (
        ActionMoved(action.action_id, state),
        EntryAdded(escalation.escalation_id, kind, action.text),
    )
    says = (
        Redraw(line, card=_card(action)),
        Say(ToThread(escalation.card), line, Priority.ESCALATION),
    )
    return Outcome(facts, says)

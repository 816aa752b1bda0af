"""What becomes of an escalation that somebody has: handed on, left for a while with a reason, opened again."""

from dataclasses import replace
from datetime import timedelta

from bot.core.cases import CaseState, EntryKind, Escalation
from bot.core.deliveries import Priority
from bot.core.errors import StalePress
from bot.core.events import Submitted
from bot.core.facts import EscalationMoved
from bot.core.forms import Choice, Form
from bot.core.guide import faults_of
from bot.core.ladder import Ladder
from bot.core.messages import Message, row_number
from bot.core.moments import read_moment
from bot.core.people import Person, PersonId, TeamId
from bot.core.turn import (
    FormFaults,
    OpenForm,
    Outcome,
    Redraw,
    Say,
    Toast,
    ToPerson,
    Turn,
)
from handlers.answering import offer
from handlers.case_cards import draw_card, escalation_for_lead, noted_by_lead, pace_of
from handlers.climbing import begun, owner_of
from handlers.escalation import owned_by, told
from handlers.times import in_full

# Nothing is left alone for longer than this without anybody saying so again.
LONGEST_SNOOZE = timedelta(days=30)
_PERSON, _TEAM = "person-", "team-"
# As many as a modal's list and a message's buttons hold with the teams.
_MOST_PEOPLE = 15


def hand_on(turn: Turn) -> Outcome:
    """Open the form for who has it next."""
    escalation = escalation_for_lead(turn, turn.press.number)
    if escalation.state is CaseState.RESOLVED:
        return Outcome(at_once=Toast(turn.content.words.case.is_resolved, alert=True))
    return Outcome(at_once=OpenForm(_hand_on_form(turn, escalation)))


def _hand_on_form(turn: Turn, escalation: Escalation) -> Form:
    words, form = turn.content.words.case, turn.content.forms["hand_on"]
    people = [
        Choice(f"{_PERSON}{each.person_id}", each.name)
        for each in _team(turn, escalation)
        if each.person_id != escalation.owner_id
    ][:_MOST_PEOPLE]
    teams = [
        Choice(f"{_TEAM}{each.id}", each.name)
        for each in turn.content.teams.values()
        if each.id != escalation.team
    ]
    choices = (*people, *teams)
    fields = tuple(
        replace(each, choices=choices) if each.id == "to" else each for each in form.fields
    )
    intro = words.hand_on_intro.fill(reference=escalation.reference, home=escalation.home.name)
    about = str(escalation.escalation_id)
    return replace(form, fields=fields, intro=intro, about=about)


def _team(turn: Turn, escalation: Escalation) -> tuple[Person, ...]:
    return turn.look.cases.on_hand([escalation.team])


def handed_on(turn: Turn) -> Outcome:
    """Give it to somebody of the team, or to another team, whose ladder then begins."""
    assert isinstance(turn.inbound.what, Submitted)
    words, values = turn.content.words, turn.inbound.what.values
    escalation = escalation_for_lead(turn, row_number(turn.inbound.what.about))
    form = _hand_on_form(turn, escalation)
    if faults := faults_of(form, values, words.forms):
        return Outcome(at_once=FormFaults(faults, form))
    if escalation.state is CaseState.RESOLVED:
        return Outcome(at_once=FormFaults({"text": words.case.is_resolved}))
    to, note = values["to"], values["text"].strip()
    if to.startswith(_TEAM):
        return _to_team(turn, escalation, TeamId(to.removeprefix(_TEAM)), note)
    number = PersonId(row_number(to.removeprefix(_PERSON)))
    for each in _team(turn, escalation):
        if each.person_id == number:
            return _to_person(turn, escalation, each, note)
    raise StalePress


def _to_team(turn: Turn, escalation: Escalation, team: TeamId, note: str) -> Outcome:
    if team not in turn.content.teams:
        raise StalePress
    there = replace(escalation, team=team)
    ladder = pace_of(turn, there).first(turn.at)
    fact = EscalationMoved(
        escalation.escalation_id,
        escalation.version,
        CaseState.OPEN,
        None,
        EntryKind.HANDED_ON,
        ladder,
        text=f"{turn.content.teams[team].name}: {note}",
        team=team,
    )
    again = replace(
        there,
        state=CaseState.OPEN,
        owner_id=None,
        owner_name="",
        version=escalation.version + 1,
        ladder=ladder,
        moved_at=turn.at,
    )
    shown = begun(turn, again, _noted(turn, escalation, note))
    card = Redraw(draw_card(turn, again), escalation.card)
    return Outcome((fact, *shown.facts), (card, *shown.says))


def _to_person(turn: Turn, escalation: Escalation, person: Person, note: str) -> Outcome:
    owned = owned_by(turn, escalation, person.person_id, person.name)
    fact = EscalationMoved(
        escalation.escalation_id,
        escalation.version,
        CaseState.CLAIMED,
        person.person_id,
        EntryKind.HANDED_ON,
        owned.ladder,
        text=f"{person.name}: {note}",
    )
    card = draw_card(turn, owned)
    handed = Message(f"{_noted(turn, escalation, note)}\n\n{card.text}", card.buttons)
    says = (
        Redraw(card, escalation.card),
        Say(ToPerson(person.person_id), handed, Priority.ESCALATION, escalation.card),
        told(turn, owned),
    )
    return Outcome((fact,), says)


def _noted(turn: Turn, escalation: Escalation, note: str) -> str:
    return turn.content.words.case.handed_on.fill(
        name=turn.lead.name, reference=escalation.reference, text=note
    )


def snooze(turn: Turn) -> Outcome:
    """Open the form for until when it is left, and why."""
    words = turn.content.words.case
    escalation = escalation_for_lead(turn, turn.press.number)
    if escalation.state is not CaseState.CLAIMED:
        sentence = (
            words.is_resolved if escalation.state is CaseState.RESOLVED else words.claim_first
        )
        return Outcome(at_once=Toast(sentence, alert=True))
    intro = words.snooze_intro.fill(reference=escalation.reference)
    form = replace(turn.content.forms["snooze"], intro=intro, about=turn.press.about)
    return Outcome(at_once=OpenForm(form))


def snoozed(turn: Turn) -> Outcome:
    """Leave it until then; its owner is asked for word again at that moment."""
    assert isinstance(turn.inbound.what, Submitted)
    words, values = turn.content.words, turn.inbound.what.values
    escalation = escalation_for_lead(turn, row_number(turn.inbound.what.about))
    form = turn.content.forms["snooze"]
    faults = faults_of(form, values, words.forms)
    until = read_moment(values.get("until", ""), turn.at, turn.zone)
    if "until" not in faults and until is None:
        faults["until"] = words.schedule.not_a_time
    elif until is not None and not turn.at < until <= turn.at + LONGEST_SNOOZE:
        faults["until"] = words.case.snooze_too_long.fill(days=LONGEST_SNOOZE.days)
    if faults or until is None:
        return Outcome(at_once=FormFaults(faults, form))
    if escalation.state is not CaseState.CLAIMED:
        return Outcome(at_once=FormFaults({"reason": words.case.claim_first}))
    fact = EscalationMoved(
        escalation.escalation_id,
        escalation.version,
        CaseState.CLAIMED,
        escalation.owner_id,
        EntryKind.SNOOZED,
        Ladder(0, until),
        text=values["reason"].strip(),
    )
    line = words.case.snoozed_line.fill(
        name=turn.lead.name, when=in_full(turn, until), text=values["reason"].strip()
    )
    return Outcome((fact,), noted_by_lead(turn, escalation, Message(line)))


def reopened(turn: Turn) -> Outcome:
    """Open a settled escalation again: a lead who does it has it, for a home it goes back to who had it."""
    words, escalation = turn.content.words.case, turn.look.escalation(turn.press.number)
    if escalation is None:
        raise StalePress
    by_home = turn.person.runs(escalation.home.home_id)
    if not by_home:
        escalation = escalation_for_lead(turn, turn.press.number)
    if escalation.state is not CaseState.RESOLVED:
        return Outcome(at_once=Toast(words.is_open, alert=True))
    owner = owner_of(turn, escalation) if by_home else turn.lead
    again = _reopened(turn, escalation, owner)
    if by_home:
        said = words.reopened.fill(reference=escalation.reference)
        draft = turn.caller.conversation.get("draft")
        asked = offer(turn, [escalation], draft) if isinstance(draft, str) else Outcome()
        facts = (*again.facts, *asked.facts)
        return Outcome(facts, (Redraw(Message(said)), *again.says, *asked.says))
    return replace(again, at_once=Toast(words.you_have_it.fill(reference=escalation.reference)))


def _reopened(turn: Turn, escalation: Escalation, owner: Person | None) -> Outcome:
    """Open it again: with its owner where there is one, else its ladder begins."""
    if owner is not None:
        again = owned_by(turn, escalation, owner.person_id, owner.name)
    else:
        again = replace(
            escalation,
            state=CaseState.OPEN,
            owner_id=None,
            owner_name="",
            moved_at=turn.at,
            version=escalation.version + 1,
            ladder=pace_of(turn, escalation).first(turn.at),
        )
    again = replace(again, outcome="")
    fact = EscalationMoved(
        escalation.escalation_id,
        escalation.version,
        again.state,
        again.owner_id,
        EntryKind.REOPENED,
        again.ladder,
    )
    card = draw_card(turn, again)
    noted = turn.content.words.case.reopened_line.fill(
        name=turn.person.name, reference=escalation.reference
    )
    if owner is None:
        shown = begun(turn, again, noted)
        return Outcome((fact, *shown.facts), (Redraw(card, escalation.card), *shown.says))
    tells = Message(f"{noted}\n\n{card.text}", card.buttons)
    own = Say(ToPerson(owner.person_id), tells, Priority.ESCALATION, escalation.card)
    return Outcome((fact,), (Redraw(card, escalation.card), own, told(turn, again)))

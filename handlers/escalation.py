"""Escalations that a lead takes and settles: one owner, and an outcome that the home reads."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.cases import CaseState, EntryKind, Escalation
from bot.core.deliveries import Priority
from bot.core.events import Submitted
from bot.core.facts import EscalationMoved
from bot.core.guide import faults_of
from bot.core.messages import Button, Message, Press, row_number
from bot.core.people import PersonId
from bot.core.promises import SCORES
from bot.core.turn import FormFaults, OpenForm, Outcome, Redraw, Say, Toast, ToHome, Turn
from handlers.case_cards import draw_card, escalation_for_lead, pace_of, team_name
from handlers.scoring import score_buttons


def claimed(turn: Turn) -> Outcome:
    """Give the escalation to the lead who pressed; who has it already keeps it."""
    words = turn.content.words.case
    escalation = escalation_for_lead(turn, turn.press.number)
    if escalation.state is CaseState.RESOLVED:
        return Outcome(at_once=Toast(words.is_resolved, alert=True))
    if escalation.state is CaseState.CLAIMED:
        return Outcome(at_once=Toast(words.taken.fill(name=escalation.owner_name), alert=True))
    taken = taken_by(turn, escalation)
    toast = Toast(words.you_have_it.fill(reference=escalation.reference))
    return Outcome(taken.facts, taken.says, toast)


def owned_by(turn: Turn, escalation: Escalation, person_id: PersonId, name: str) -> Escalation:
    """Return the escalation as it is once somebody has it."""
    return replace(
        escalation,
        state=CaseState.CLAIMED,
        owner_id=person_id,
        owner_name=name,
        moved_at=turn.at,
        version=escalation.version + 1,
        ladder=pace_of(turn, escalation).owned(turn.at),
    )


def taken_by(turn: Turn, escalation: Escalation) -> Outcome:
    """Make the caller the owner: on every card, and told to the home."""
    lead = turn.lead
    owned = owned_by(turn, escalation, lead.person_id, lead.name)
    moved = EscalationMoved(
        escalation.escalation_id,
        escalation.version,
        CaseState.CLAIMED,
        lead.person_id,
        EntryKind.CLAIMED,
        owned.ladder,
    )
    return Outcome(
        (moved,), (Redraw(draw_card(turn, owned), card=escalation.card), told(turn, owned))
    )


def told(turn: Turn, owned: Escalation) -> Say:
    """Return what the home reads once somebody has its case."""
    who = turn.content.words.case.home_claimed.fill(
        name=owned.owner_name, team=team_name(turn, owned), reference=owned.reference
    )
    return Say(ToHome(owned.home.home_id), Message(who), Priority.ESCALATION)


def resolve(turn: Turn) -> Outcome:
    """Open the form for what came of it."""
    words = turn.content.words.case
    escalation = escalation_for_lead(turn, turn.press.number)
    if escalation.state is CaseState.RESOLVED:
        return Outcome(at_once=Toast(words.is_resolved, alert=True))
    form = turn.content.forms["resolve"]
    intro = words.resolve_intro.fill(reference=escalation.reference, home=escalation.home.name)
    return Outcome(at_once=OpenForm(replace(form, intro=intro, about=turn.press.about)))


def resolved(turn: Turn) -> Outcome:
    """Settle the escalation, on its cards and for the home; who settles what nobody had becomes its owner."""
    assert isinstance(turn.inbound.what, Submitted)
    words, values = turn.content.words.case, turn.inbound.what.values
    escalation = escalation_for_lead(turn, row_number(turn.inbound.what.about))
    form = turn.content.forms["resolve"]
    if faults := faults_of(form, values, turn.content.words.forms):
        return Outcome(at_once=FormFaults(faults, form))
    if escalation.state is CaseState.RESOLVED:
        return Outcome(at_once=FormFaults({"text": words.is_resolved}))
    if left := steps_left(turn, [escalation]):
        return Outcome(at_once=FormFaults({"text": left}))
    return settled(turn, escalation, values["text"].strip())


def steps_left(turn: Turn, cases: Sequence[Escalation]) -> str:
    """Return what says that something is promised still: nothing that was is forgotten at the end. Empty without."""
    found = turn.look.promises.open_actions(*(each.escalation_id for each in cases))
    left = "; ".join(f"{each.owner_name}: {each.text}" for each in found)
    return turn.content.words.case.steps_left.format(steps=left) if left else ""


def settled(turn: Turn, escalation: Escalation, outcome: str) -> Outcome:
    """Settle one that is open: on its cards, and for its home, which is asked how it went."""
    words, lead = turn.content.words.case, turn.lead
    moved = EscalationMoved(
        escalation.escalation_id,
        escalation.version,
        CaseState.RESOLVED,
        escalation.owner_id or lead.person_id,
        EntryKind.RESOLVED,
        text=outcome,
    )
    after = replace(
        escalation,
        state=CaseState.RESOLVED,
        owner_name=lead.name,
        moved_at=turn.at,
        outcome=outcome,
    )
    read = words.home_resolved.fill(
        name=lead.name, reference=escalation.reference, text=outcome, of=SCORES[-1]
    )
    return Outcome(
        (moved,),
        (
            Redraw(draw_card(turn, after), card=escalation.card),
            Say(
                ToHome(escalation.home.home_id),
                Message(read, _after_buttons(turn, escalation)),
                Priority.ESCALATION,
            ),
        ),
    )


def _after_buttons(turn: Turn, escalation: Escalation) -> tuple[tuple[Button, ...], ...]:
    number = str(escalation.escalation_id)
    words, menu = turn.content.words.case, turn.content.words.menu
    not_solved = Button(words.not_solved, Press("reopen", number))
    scores = score_buttons(turn, escalation)
    return (scores, (not_solved, Button(menu.ask_for_help, Press("help", escalation.home.home_id))))

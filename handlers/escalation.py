"""Escalations as leads see them: the card in the team's room, who has it, and when it is settled."""

from dataclasses import replace

from bot.core.cases import CaseState, Escalation
from bot.core.definitions import Category
from bot.core.deliveries import Priority
from bot.core.errors import NotAllowed, StalePress
from bot.core.facts import EscalationMoved, EscalationRaised
from bot.core.messages import Button, Message, Press
from bot.core.people import Home, Person
from bot.core.turn import Outcome, Redraw, Say, Toast, ToCaller, ToHome, ToTeam, Turn
from handlers.times import local


def raised(
    turn: Turn, home: Home, category: Category, summary: str, assignment_id: int | None = None
) -> Outcome:
    """Raise an escalation: its card goes to the team, its reference to the one who asked."""
    number = turn.number("escalation")
    escalation = Escalation(
        escalation_id=number,
        home=home,
        category=category.id,
        team=category.team,
        summary=summary,
        state=CaseState.OPEN,
        raised_at=turn.at,
        moved_at=turn.at,
        version=1,
    )
    fact = EscalationRaised(
        number, home.home_id, category.id, category.team, summary, assignment_id
    )
    told = turn.content.words.case.raised.fill(
        reference=escalation.reference, team=team_name(turn, escalation)
    )
    card = Say(
        ToTeam(category.team), draw_card(turn, escalation), Priority.ESCALATION, escalation.card
    )
    signposted = Message(f"{told}\n\n{turn.content.signpost}")
    return Outcome((fact,), (Say(ToCaller(), signposted), card))


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


def taken_by(turn: Turn, escalation: Escalation) -> Outcome:
    """Make the caller the owner: on the card, and told to the home."""
    lead = turn.lead
    owned = replace(
        escalation,
        state=CaseState.CLAIMED,
        owner_id=lead.person_id,
        owner_name=lead.name,
        moved_at=turn.at,
    )
    moved = EscalationMoved(
        escalation.escalation_id, escalation.version, CaseState.CLAIMED, lead.person_id
    )
    told = turn.content.words.case.home_claimed.fill(
        name=lead.name, team=team_name(turn, escalation), reference=escalation.reference
    )
    return Outcome(
        (moved,),
        (
            Redraw(draw_card(turn, owned), card=escalation.card),
            Say(ToHome(escalation.home.home_id), Message(told), Priority.ESCALATION),
        ),
    )


def resolved(turn: Turn) -> Outcome:
    """Settle the escalation, on the card and for the home; who settles what nobody had becomes its owner."""
    words = turn.content.words.case
    escalation = escalation_for_lead(turn, turn.press.number)
    if escalation.state is CaseState.RESOLVED:
        return Outcome(at_once=Toast(words.is_resolved, alert=True))
    lead = turn.lead
    owner = None if escalation.owner_id else lead.person_id
    moved = EscalationMoved(escalation.escalation_id, escalation.version, CaseState.RESOLVED, owner)
    settled = replace(escalation, state=CaseState.RESOLVED, owner_name=lead.name, moved_at=turn.at)
    told = words.home_resolved.fill(name=lead.name, reference=escalation.reference)
    again = Button(turn.content.words.menu.ask_for_help, Press("help", escalation.home.home_id))
    return Outcome(
        (moved,),
        (
            Redraw(draw_card(turn, settled), card=escalation.card),
            Say(ToHome(escalation.home.home_id), Message(told, ((again,),)), Priority.ESCALATION),
        ),
        Toast(words.resolved.fill(reference=escalation.reference)),
    )


def escalation_for_lead(turn: Turn, escalation_id: int) -> Escalation:
    """Return the escalation, for a lead of its team or a coordinator.

    Raises:
        StalePress: There is none with this number.
        NotAllowed: The caller is neither.
    """
    escalation = turn.look.escalation(escalation_id)
    if escalation is None:
        raise StalePress
    if not may_lead(turn, turn.lead, escalation):
        raise NotAllowed
    return escalation


def may_lead(turn: Turn, person: Person, escalation: Escalation) -> bool:
    """Say whether the escalation is this lead's business: their own team's, or any where they coordinate."""
    teams = turn.content.teams
    coordinates = any(teams[each].coordinates for each in person.teams if each in teams)
    return coordinates or escalation.team in person.teams


def team_name(turn: Turn, escalation: Escalation) -> str:
    """Return what people call the team; its id where ``teams.toml`` has it no more."""
    team = turn.content.teams.get(escalation.team)
    return team.name if team else escalation.team


def draw_card(turn: Turn, escalation: Escalation) -> Message:
    """Return the card of the escalation."""
    words, home = turn.content.words.case, escalation.home
    category = turn.content.categories.get(escalation.category)
    name, when = escalation.owner_name, local(turn, escalation.moved_at)
    stands = {
        CaseState.OPEN: words.card_open.fill(when=when),
        CaseState.CLAIMED: words.card_claimed.fill(name=name, when=when),
        CaseState.RESOLVED: words.card_resolved.fill(name=name, when=when),
    }
    where = ", ".join(filter(None, (home.area, home.provider)))
    parts = (
        words.card_title.fill(
            reference=escalation.reference,
            category=category.label if category else escalation.category,
        ),
        words.card_home_at.fill(home=home.name, where=where)
        if where
        else words.card_home.fill(home=home.name),
        words.card_said.fill(summary=escalation.summary),
        stands[escalation.state],
    )
    return Message("\n\n".join(parts), _card_buttons(turn, escalation))


def _card_buttons(turn: Turn, escalation: Escalation) -> tuple[tuple[Button, ...], ...]:
    words, number = turn.content.words.case, str(escalation.escalation_id)
    claim = Button(words.claim, Press("claim", number), style="primary")
    send = Button(words.send_to_home, Press("to_home", number))
    resolve = Button(words.resolve, Press("resolve", number))
    return {
        CaseState.OPEN: ((claim, send, resolve),),
        CaseState.CLAIMED: ((send, resolve),),
        CaseState.RESOLVED: (),
    }[escalation.state]

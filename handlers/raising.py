"""Raising an escalation: it finds its team, the card goes there, and the home reads who has it and by when."""

from dataclasses import dataclass

from bot.core.cases import CaseState, Escalation, Source
from bot.core.definitions import Category
from bot.core.deliveries import Priority
from bot.core.facts import EscalationRaised
from bot.core.ladder import Pace, Urgency
from bot.core.messages import Message
from bot.core.people import Home
from bot.core.routing import route
from bot.core.sentences import Markup
from bot.core.turn import Outcome, Say, ToCaller, ToHome, ToTeam, Turn
from handlers.case_cards import draw_card, hours_of, pace_of, team_name
from handlers.climbing import climbed
from handlers.patterns import offered
from handlers.times import in_full


@dataclass(frozen=True, slots=True)
class Request:
    """What a home needs, by when, and how that became known."""

    category: Category
    summary: str
    urgency: Urgency = Urgency.WEEK
    source: Source = Source.HOME
    assignment_id: int | None = None


def raised(turn: Turn, home: Home, request: Request) -> Outcome:
    """Raise an escalation: its card goes to the team, its reference and what happens next to the one who asked.

    Where a lead raised it, the home is told as well. Where to ring in an emergency comes before anything else.
    """
    escalation = _escalation(turn, home, request)
    fact = EscalationRaised(
        escalation.escalation_id,
        home.home_id,
        request.category.id,
        escalation.team,
        request.summary,
        escalation.policy,
        request.urgency,
        escalation.ladder,
        request.source,
        request.assignment_id,
    )
    card = Say(
        ToTeam(escalation.team), draw_card(turn, escalation), Priority.ESCALATION, escalation.card
    )
    due_at = escalation.ladder.due_at
    told = climbed(turn, escalation) if due_at and due_at <= turn.at else Outcome()
    says = (*_told(turn, escalation, request.source), card, *told.says)
    return Outcome((fact, *told.facts), (*says, *offered(turn, escalation)))


def _escalation(turn: Turn, home: Home, request: Request) -> Escalation:
    kinds = turn.look.cases.kinds_of(home.home_id)
    routed = route(turn.content, request.category, home, kinds, request.urgency)
    hours = hours_of(turn, routed.team)
    return Escalation(
        escalation_id=turn.number("escalation"),
        home=home,
        category=request.category.id,
        team=routed.team,
        summary=request.summary,
        state=CaseState.OPEN,
        raised_at=turn.at,
        moved_at=turn.at,
        version=1,
        policy=routed.policy,
        urgency=request.urgency,
        ladder=Pace.of(routed.policy, hours, request.urgency).first(turn.at),
    )


def _told(turn: Turn, escalation: Escalation, source: Source) -> tuple[Say, ...]:
    words = turn.content.words.case
    happens = what_happens(turn, escalation)
    if source is Source.LEAD:
        told = words.raised_for_home.fill(
            name=turn.lead.name,
            reference=escalation.reference,
            text=escalation.summary,
            happens=Markup(happens),
        )
        noted = words.raised_by_lead.fill(
            reference=escalation.reference,
            home=escalation.home.name,
            team=team_name(turn, escalation),
        )
        home = ToHome(escalation.home.home_id)
        return (
            Say(home, Message(f"{turn.content.signpost}\n\n{told}"), Priority.ESCALATION),
            Say(ToCaller(), Message(noted)),
        )
    raised = words.raised.fill(
        reference=escalation.reference,
        team=team_name(turn, escalation),
        happens=Markup(happens),
    )
    return (Say(ToCaller(), Message(f"{turn.content.signpost}\n\n{raised}")),)


def what_happens(turn: Turn, escalation: Escalation) -> str:
    """Return by when the home hears, and what happens where the team is not at work now."""
    words, pace = turn.content.words.case, pace_of(turn, escalation)
    hours = hours_of(turn, escalation.team)
    expected = words.expected.fill(when=in_full(turn, pace.expected_by(turn.at)))
    if hours.is_open(turn.at):
        return expected
    if escalation.urgency is Urgency.TODAY:
        return f"{words.closed_today} {expected}"
    opens = words.closed.fill(when=in_full(turn, hours.opening(turn.at)))
    return f"{opens} {expected}"

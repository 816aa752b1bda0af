"""Escalations as leads see them: the card and its thread, whose business it is, and how time passes for it."""

from bot.core.cases import CaseState, Escalation
from bot.core.deliveries import Priority
from bot.core.errors import NotAllowed, StalePress
from bot.core.hours import Hours
from bot.core.ladder import Pace, Urgency
from bot.core.messages import Button, Message, Press
from bot.core.people import Person, TeamId
from bot.core.routing import rota_of
from bot.core.trial import coordinates
from bot.core.turn import Redraw, Say, ToCaller, ToPerson, ToTeam, ToThread, Turn
from handlers.times import local


def escalation_for_lead(turn: Turn, escalation_id: int) -> Escalation:
    """Return the escalation, for a lead of its team or a coordinator, or who was told of it.

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
    """Say whether the escalation is this lead's business.

    It is so for their own team's, for any that they have, for any that was told to all leads because nobody had it,
    and for any where they coordinate.
    """
    return (
        coordinates(person, turn.content)
        or escalation.team in person.teams
        or escalation.owner_id == person.person_id
        or _is_everybodys(escalation)
    )


def _is_everybodys(escalation: Escalation) -> bool:
    return escalation.state is CaseState.OPEN and escalation.ladder.step >= len(
        escalation.policy.steps
    )


def pace_of(turn: Turn, escalation: Escalation) -> Pace:
    """Return how time passes for the escalation."""
    return Pace.of(escalation.policy, hours_of(turn, escalation.team), escalation.urgency)


def hours_of(turn: Turn, team: TeamId) -> Hours:
    """Return when the team works."""
    return rota_of(turn.content, team).hours(turn.zone, turn.look.holiday)


def team_name(turn: Turn, escalation: Escalation) -> str:
    """Return what people call the team; its id where ``teams.toml`` has it no more."""
    team = turn.content.teams.get(escalation.team)
    return team.name if team else escalation.team


def category_label(turn: Turn, escalation: Escalation) -> str:
    """Return what people call its category."""
    return category_name(turn, escalation.category)


def category_name(turn: Turn, category: str) -> str:
    """Return what people call a category; its id where ``routing.toml`` has it no more."""
    known = turn.content.categories.get(category)
    return known.label if known else category


def draw_card(turn: Turn, escalation: Escalation) -> Message:
    """Return the card of the escalation."""
    words, home = turn.content.words.case, escalation.home
    title = words.card_urgent if escalation.urgency is Urgency.TODAY else words.card_title
    where = ", ".join(filter(None, (home.area, home.provider)))
    parts = (
        title.fill(reference=escalation.reference, category=category_label(turn, escalation)),
        words.card_home_at.fill(home=home.name, where=where)
        if where
        else words.card_home.fill(home=home.name),
        words.card_said.fill(summary=escalation.summary),
        stands(turn, escalation),
    )
    return Message("\n\n".join(parts), _card_buttons(turn, escalation))


def stands(turn: Turn, escalation: Escalation) -> str:
    """Return who has it and since when, and how it ended."""
    words, name = turn.content.words.case, escalation.owner_name
    when = local(turn, escalation.moved_at)
    if escalation.state is CaseState.RESOLVED:
        resolved = words.card_resolved.fill(name=name, when=when)
        outcome = escalation.outcome
        return f"{resolved}\n\n{words.card_outcome.fill(text=outcome)}" if outcome else resolved
    if escalation.state is CaseState.CLAIMED:
        return words.card_claimed.fill(name=name, when=when)
    return words.card_open.fill(when=when)


def _card_buttons(turn: Turn, escalation: Escalation) -> tuple[tuple[Button, ...], ...]:
    words, number = turn.content.words.case, str(escalation.escalation_id)
    claim = Button(words.claim, Press("claim", number), style="primary")
    send = Button(words.send_to_home, Press("to_home", number))
    resolve = Button(words.resolve, Press("resolve", number))
    hand_on = Button(words.hand_on, Press("hand_on", number))
    snooze = Button(words.snooze, Press("snooze", number))
    reopen = Button(words.reopen, Press("reopen", number))
    step = Button(words.promise, Press("promise", number))
    return {
        CaseState.OPEN: ((claim, send, resolve), (step, hand_on)),
        CaseState.CLAIMED: ((send, resolve), (step, hand_on, snooze)),
        CaseState.RESOLVED: ((reopen,),),
    }[escalation.state]


def heard_from_home(turn: Turn, escalation: Escalation, line: str) -> tuple[Say | Redraw, ...]:
    """Return what brings a home's words to the thread, and to who has the case; to the team where nobody has it.

    A thread in a busy room rings nobody's phone; the lead's own chat does. The card is drawn first, because one that
    somebody deleted is found by that and posted anew: nobody would see a thread without it.
    """
    drawn = Redraw(draw_card(turn, escalation), escalation.card)
    if escalation.owner_id is None:
        to = ToThread(escalation.card, ToTeam(escalation.team))
        return (drawn, Say(to, Message(line), Priority.ESCALATION))
    words, number = turn.content.words.case, str(escalation.escalation_id)
    answer = Message(line, ((Button(words.send_to_home, Press("to_home", number)),),))
    return (
        drawn,
        Say(ToThread(escalation.card), Message(line), Priority.ESCALATION),
        Say(ToPerson(escalation.owner_id), answer, Priority.ESCALATION),
    )


def noted_by_lead(turn: Turn, escalation: Escalation, message: Message) -> tuple[Say, ...]:
    """Return what keeps in the thread what the caller did, and shows it to the caller where they see no thread."""
    if turn.inbound.can_open_form:
        thread = ToThread(escalation.card, ToCaller())
        return (Say(thread, message, Priority.ESCALATION),)
    # Who writes from a phone is not in the room.
    thread = ToThread(escalation.card)
    return (Say(thread, message, Priority.ESCALATION), Say(ToCaller(), message))

"""The ladder of an escalation: the next is told, who has it is asked for word, and what nobody has is given back."""

from dataclasses import replace

from bot.core.cases import CaseState, EntryKind, Escalation
from bot.core.deliveries import Priority
from bot.core.facts import EscalationMoved
from bot.core.ladder import Tell
from bot.core.messages import Message, row_number
from bot.core.people import Person, TeamId
from bot.core.rota import Roster
from bot.core.routing import rota_of
from bot.core.turn import (
    Outcome,
    Redraw,
    Say,
    To,
    ToCoordinators,
    ToPerson,
    ToTeam,
    Turn,
)
from handlers.case_cards import draw_card, pace_of
from handlers.rosters import roster_of
from handlers.times import local


def moved_on(turn: Turn) -> Outcome:
    """Let an escalation move on its ladder, unless somebody moved it meanwhile."""
    escalation = turn.look.escalation(row_number(turn.came.about))
    if escalation is None or escalation.ladder.due_at is None:
        return Outcome()
    if escalation.ladder.due_at > turn.at:
        return Outcome()
    if escalation.state is CaseState.OPEN:
        return climbed(turn, escalation)
    owner = owner_of(turn, escalation)
    if owner is None or escalation.ladder.asked:
        return released(turn, escalation, owner)
    return _asked(turn, escalation, owner)


def climbed(turn: Turn, escalation: Escalation) -> Outcome:
    """Tell the next of an escalation that nobody has: the next step at which anybody can be told."""
    pace, ladder = pace_of(turn, escalation), escalation.ladder
    for _ in escalation.policy.steps[:-1]:
        if _readers(turn, escalation, pace.step(ladder).tell):
            break
        ladder = replace(ladder, step=min(ladder.step + 1, len(escalation.policy.steps) - 1))
    tell = pace.step(ladder).tell
    readers = _readers(turn, escalation, tell) or (ToCoordinators(),)
    names = ", ".join(_name(turn, each) for each in readers)
    fact = EscalationMoved(
        escalation.escalation_id,
        escalation.version,
        CaseState.OPEN,
        None,
        EntryKind.TOLD,
        pace.climbed(ladder, turn.at),
        text=f"{tell}: {names}",
    )
    told = _notice(turn, escalation)
    says = [Say(each, told, Priority.ESCALATION, escalation.card) for each in readers]
    return Outcome((fact,), tuple(says))


def released(turn: Turn, escalation: Escalation, owner: Person | None) -> Outcome:
    """Take an escalation from an owner who gives no word, and begin its ladder again."""
    words, pace = turn.content.words.case, pace_of(turn, escalation)
    fact = EscalationMoved(
        escalation.escalation_id,
        escalation.version,
        CaseState.OPEN,
        None,
        EntryKind.RELEASED,
        pace.first(turn.at),
        text=escalation.owner_name,
    )
    again = replace(
        escalation,
        state=CaseState.OPEN,
        owner_id=None,
        owner_name="",
        version=escalation.version + 1,
        ladder=pace.first(turn.at),
        moved_at=turn.at,
    )
    shown = begun(turn, again)
    says: list[Say | Redraw] = [Redraw(draw_card(turn, again), escalation.card)]
    if owner is not None:
        gone = words.released_owner.fill(reference=escalation.reference)
        says.append(Say(ToPerson(owner.person_id), Message(gone), Priority.ESCALATION))
    return Outcome((fact, *shown.facts), (*says, *shown.says))


def begun(turn: Turn, escalation: Escalation, noted: str = "") -> Outcome:
    """Show the card anew to its team, with what was noted, and tell the first step where it is due at once."""
    shown = _notice(turn, escalation)
    if noted:
        shown = Message(f"{noted}\n\n{draw_card(turn, escalation).text}", shown.buttons)
    card = Say(ToTeam(escalation.team), shown, Priority.ESCALATION, escalation.card)
    due_at = escalation.ladder.due_at
    told = climbed(turn, escalation) if due_at and due_at <= turn.at else Outcome()
    return Outcome(told.facts, (card, *told.says))


def _asked(turn: Turn, escalation: Escalation, owner: Person) -> Outcome:
    words, pace = turn.content.words.case, pace_of(turn, escalation)
    ladder = pace.asked(turn.at)
    assert ladder.due_at is not None
    fact = EscalationMoved(
        escalation.escalation_id,
        escalation.version,
        CaseState.CLAIMED,
        owner.person_id,
        EntryKind.ASKED,
        ladder,
    )
    card = draw_card(turn, escalation)
    asked = words.ask_owner.fill(
        reference=escalation.reference,
        home=escalation.home.name,
        when=local(turn, ladder.due_at),
    )
    message = Message(f"{asked}\n\n{card.text}", card.buttons)
    say = Say(ToPerson(owner.person_id), message, Priority.ESCALATION, escalation.card)
    return Outcome((fact,), (say,))


def owner_of(turn: Turn, escalation: Escalation) -> Person | None:
    """Return who has it, where they still lead and can be written to."""
    for each in turn.look.cases.on_hand(tuple(turn.content.teams)):
        if each.person_id == escalation.owner_id:
            return each
    return None


def _readers(turn: Turn, escalation: Escalation, tell: Tell) -> tuple[To, ...]:
    """Return who a step tells; nobody where none of them can be written to."""
    if tell is Tell.ROOM:
        return (ToTeam(escalation.team),)
    if tell is Tell.COORDINATORS:
        return (ToCoordinators(),)
    if tell is Tell.ON_CALL and rota_of(turn.content, escalation.team).shifts:
        roster: Roster = roster_of(turn, escalation.team)
        on_call = {each.person_id for each in roster.on_now(turn.at)}
        people = [each for each in _on_hand(turn, [escalation.team]) if each.person_id in on_call]
    elif tell is Tell.ALL_LEADS:
        people = _on_hand(turn, list(turn.content.teams))
    else:
        people = _on_hand(turn, [escalation.team])
    return tuple(ToPerson(each.person_id) for each in people)


def _on_hand(turn: Turn, teams: list[TeamId]) -> list[Person]:
    return list(turn.look.cases.on_hand(teams))


def _name(turn: Turn, reader: To) -> str:
    if isinstance(reader, ToPerson):
        person = turn.look.person(reader.person_id)
        return person.name if person else ""
    if isinstance(reader, ToTeam):
        team = turn.content.teams.get(reader.team)
        return team.name if team else reader.team
    return turn.content.words.case.the_coordinators


def _notice(turn: Turn, escalation: Escalation) -> Message:
    """Return the card with what is asked of whoever reads it."""
    card = draw_card(turn, escalation)
    waits = turn.content.words.case.waits.fill(
        reference=escalation.reference, since=local(turn, escalation.moved_at)
    )
    return Message(f"{waits}\n\n{card.text}", card.buttons)

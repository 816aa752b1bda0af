"""The rota in conversation: who is on call, cover, swaps that are asked and accepted, leave, gaps and the handover."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.cases import Escalation
from bot.core.deliveries import Priority
from bot.core.errors import NotAllowed, StalePress
from bot.core.messages import Button, Message, Press
from bot.core.people import Person, TeamId
from bot.core.rota import Duty, Roster
from bot.core.routing import rota_of
from bot.core.trial import coordinates
from bot.core.turn import Outcome, Say, ToCaller, ToCoordinators, ToPerson, ToTeam, Turn
from handlers.case_cards import category_label
from handlers.rosters import AHEAD, roster_of
from handlers.times import in_full, on_day

# What fits a message that is read on a telephone.
SHOWN_DAYS, SHOWN_GAPS, SHOWN_CASES = timedelta(days=7), 5, 10
# A gap this near is told of every morning, a later one on Mondays.
NEAR = timedelta(days=3)


def rota(turn: Turn) -> Outcome:
    """Show who is on call for each team of the lead, and what can be changed."""
    teams = my_teams(turn, turn.lead)
    return Outcome(says=tuple(Say(ToCaller(), draw_rota(turn, each)) for each in teams))


def my_teams(turn: Turn, lead: Person) -> tuple[TeamId, ...]:
    """Return the teams whose rota is this lead's business: their own; for a coordinator also any with shifts."""
    every = coordinates(lead, turn.content)
    return tuple(
        each
        for each in turn.content.teams
        if each in lead.teams or (every and rota_of(turn.content, each).shifts)
    )


def team_of(turn: Turn, name: str) -> TeamId:
    """Return the team that a button or a form is about.

    Raises:
        StalePress: There is none, or it has no shifts any more.
        NotAllowed: It is not the caller's business.
    """
    team = TeamId(name)
    if team not in turn.content.teams or not rota_of(turn.content, team).shifts:
        raise StalePress
    if team not in my_teams(turn, turn.lead):
        raise NotAllowed
    return team


def draw_rota(turn: Turn, team: TeamId) -> Message:
    """Return who is on call now and in the next days, and when nobody is."""
    words, roster = turn.content.words.rota, roster_of(turn, team, AHEAD)
    title = words.title.fill(team=turn.content.teams[team].name)
    if not roster.rota.shifts:
        return Message(f"{title}\n\n{words.no_shifts}")
    now = roster.on_now(turn.at)
    parts = [title]
    parts += [
        words.on_now.fill(
            name=_who(turn, each), shift=each.shift.label, until=_at(turn, each.ends_at)
        )
        for each in now
    ] or [words.nobody_now]
    coming = [
        each for each in roster.between(turn.at, turn.at + SHOWN_DAYS) if each.starts_at > turn.at
    ]
    parts.append("\n".join(_line(turn, each) for each in coming))
    if gaps := roster.gaps(turn.at, turn.at + AHEAD):
        parts.append(_gaps(turn, gaps))
    return Message("\n\n".join(filter(None, parts)), _buttons(turn, team))


def _buttons(turn: Turn, team: TeamId) -> tuple[tuple[Button, ...], ...]:
    words = turn.content.words.rota
    return (
        (Button(words.cover, Press("cover", team)), Button(words.swap, Press("swap", team))),
        (Button(words.away, Press("on_leave", team)),),
    )


def _who(turn: Turn, duty: Duty) -> str:
    return duty.name if duty.person_id else turn.content.words.rota.nobody.format(name=duty.name)


def _at(turn: Turn, moment: datetime) -> str:
    return in_full(turn, moment)


def _line(turn: Turn, duty: Duty) -> str:
    return turn.content.words.rota.line.fill(
        when=_at(turn, duty.starts_at), shift=duty.shift.label, name=_who(turn, duty)
    )


def _gaps(turn: Turn, gaps: tuple[Duty, ...]) -> str:
    words = turn.content.words.rota
    lines = [
        words.gap.fill(
            shift=each.shift.label,
            start=_at(turn, each.starts_at),
            end=_at(turn, each.ends_at),
            name=each.name,
        )
        for each in gaps[:SHOWN_GAPS]
    ]
    more = len(gaps) - SHOWN_GAPS
    rest = [words.more_gaps.fill(count=more)] if more > 0 else []
    return "\n".join([words.gaps, *lines, *rest])


def announced(turn: Turn) -> Outcome:
    """Tell each team when nobody of it is on call within the next days, and the coordinators of what is near."""
    is_monday = turn.at.astimezone(turn.zone).weekday() == 0
    says: list[Say] = []
    for team in turn.content.teams:
        if not rota_of(turn.content, team).shifts:
            continue
        gaps = roster_of(turn, team, AHEAD).gaps(turn.at, turn.at + AHEAD)
        is_near = bool(gaps) and gaps[0].starts_at <= turn.at + NEAR
        if not gaps or not (is_near or is_monday):
            continue
        title = turn.content.words.rota.title.fill(team=turn.content.teams[team].name)
        message = Message(f"{title}\n\n{_gaps(turn, gaps)}", _buttons(turn, team))
        says.append(Say(ToTeam(team), message, Priority.ESCALATION))
        if is_near and not turn.content.teams[team].coordinates:
            says.append(Say(ToCoordinators(), replace(message, buttons=()), Priority.ESCALATION))
    return Outcome(says=tuple(says))


def left_on_call(turn: Turn, person: Person) -> tuple[Say, ...]:
    """Return what tells each team and the coordinators that somebody leaves who is on call now."""
    says: list[Say] = []
    for team in person.teams:
        if team not in turn.content.teams:
            continue
        roster, me = roster_of(turn, team), person.person_id
        there = {name: number for name, number in roster.people.items() if number != me}
        mine = {each.shift.id for each in roster.on_now(turn.at) if each.person_id == me}
        duties = replace(roster, people=there).on_now(turn.at)
        says += _untaken(turn, team, tuple(each for each in duties if each.shift.id in mine))
    return tuple(says)


def _untaken(turn: Turn, team: TeamId, duties: tuple[Duty, ...]) -> tuple[Say, ...]:
    """Return what tells a team and the coordinators that nobody is on call; nothing where there is no such time."""
    if not duties:
        return ()
    gone = Message(_gaps(turn, duties), _buttons(turn, team))
    return (
        Say(ToTeam(team), gone, Priority.ESCALATION),
        Say(ToCoordinators(), replace(gone, buttons=()), Priority.ESCALATION),
    )


def changed_over(turn: Turn) -> Outcome:
    """Give whoever comes on call now the note of what is open; where nobody does, tell team and coordinators."""
    team, _, shift_id = turn.came.about.partition(".")
    if TeamId(team) not in turn.content.teams:
        return Outcome()
    roster = roster_of(turn, TeamId(team))
    duty = next((each for each in roster.on_now(turn.at) if each.shift.id == shift_id), None)
    if duty is None:
        return Outcome()
    if duty.person_id is None:
        return Outcome(says=_untaken(turn, TeamId(team), (duty,)))
    if _was_on(roster, duty):
        return Outcome()
    note = Message(_note(turn, TeamId(team), duty))
    return Outcome(says=(Say(ToPerson(duty.person_id), note, Priority.ESCALATION),))


def _was_on(roster: Roster, duty: Duty) -> bool:
    """Say whether the same person was on call just before."""
    before = roster.on_now(duty.starts_at - timedelta(seconds=1))
    return duty.person_id in {each.person_id for each in before}


def _note(turn: Turn, team: TeamId, duty: Duty) -> str:
    words = turn.content.words.rota
    found = turn.look.open_escalations(team=team)
    parts = [
        words.handover.fill(
            name=duty.name,
            shift=duty.shift.label,
            team=turn.content.teams[team].name,
            until=_at(turn, duty.ends_at),
        )
    ]
    lines = [_case(turn, each) for each in found[:SHOWN_CASES]]
    if len(found) > SHOWN_CASES:
        lines.append(words.more_cases.fill(count=len(found) - SHOWN_CASES))
    parts.append(
        "\n".join([words.open_cases.fill(count=len(found)), *lines]) if found else words.no_cases
    )
    parts += _late(turn, team, found)
    if silent := turn.look.cases.silent_homes():
        names = ", ".join(each.name for each in silent)
        parts.append(words.silent.fill(homes=names))
    return "\n\n".join(parts)


def _late(turn: Turn, team: TeamId, cases: Sequence[Escalation]) -> list[str]:
    """Return what was promised on these cases for a day that has passed; nothing where all was kept."""
    words, by_number = turn.content.words.rota, {each.escalation_id: each for each in cases}
    late = turn.look.promises.late(team, turn.at.astimezone(turn.zone).date())
    lines = [
        words.late_step.fill(
            reference=by_number[each.escalation_id].reference,
            home=by_number[each.escalation_id].home.name,
            text=each.text,
            name=each.owner_name,
            day=on_day(each.due_on, this_year=True),
        )
        for each in late[:SHOWN_CASES]
    ]
    if len(late) > SHOWN_CASES:
        lines.append(words.more_cases.fill(count=len(late) - SHOWN_CASES))
    return ["\n".join([words.late_steps.fill(count=len(late)), *lines])] if late else []


def _case(turn: Turn, escalation: Escalation) -> str:
    words = turn.content.words.rota
    line = words.asked_case if escalation.ladder.asked else words.case
    return line.fill(
        reference=escalation.reference,
        home=escalation.home.name,
        category=category_label(turn, escalation),
        owner=escalation.owner_name or turn.content.words.board.nobody,
        since=in_full(turn, escalation.moved_at),
    )

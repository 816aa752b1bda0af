"""Changes of a rota: somebody takes a shift, is away, or asks somebody else to swap."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.core.deliveries import Priority
from bot.core.errors import NotAllowed, StalePress
from bot.core.events import Submitted
from bot.core.facts import RotaChanged, SwapAsked, SwapDecided
from bot.core.forms import Choice, Form
from bot.core.guide import faults_of
from bot.core.messages import Button, Message, Press, row_number
from bot.core.moments import read_day
from bot.core.people import Person, PersonId, TeamId
from bot.core.recurrence import moment_of
from bot.core.rota import ChangeKind, Duty, Part, Swap, SwapState
from bot.core.turn import (
    FormFaults,
    OpenForm,
    Outcome,
    Redraw,
    Say,
    Toast,
    ToCaller,
    ToPerson,
    ToTeam,
    Turn,
)
from handlers.rosters import AHEAD, MIDNIGHT, roster_of
from handlers.rota import team_of
from handlers.times import in_full, on_day

# As many as a list on a telephone holds.
MOST_SHIFTS = 20
_DAY = timedelta(days=1)


def cover(turn: Turn) -> Outcome:
    """Open the form for who takes which shift."""
    return Outcome(at_once=OpenForm(_cover_form(turn, team_of(turn, turn.press.about))))


def _cover_form(turn: Turn, team: TeamId) -> Form:
    people = turn.look.cases.on_hand([team])
    choices = {
        "shift": tuple(_choice(turn, each) for each in _coming(turn, team)),
        "who": tuple(Choice(str(each.person_id), each.name) for each in people[:MOST_SHIFTS]),
    }
    return _filled(turn.content.forms["cover"], choices, team)


def _filled(form: Form, choices: Mapping[str, tuple[Choice, ...]], team: TeamId) -> Form:
    fields = tuple(replace(each, choices=choices[each.id]) for each in form.fields)
    return replace(form, fields=fields, about=team)


def _coming(turn: Turn, team: TeamId) -> tuple[Duty, ...]:
    """Return the next shifts, the one that is on now among them."""
    return roster_of(turn, team, AHEAD).between(turn.at, turn.at + AHEAD)[:MOST_SHIFTS]


def _choice(turn: Turn, duty: Duty) -> Choice:
    label = turn.content.words.rota.choice.format(
        when=in_full(turn, duty.starts_at), shift=duty.shift.label, name=duty.name
    )
    return Choice(f"{duty.shift.id}|{duty.starts_at.isoformat()}", label[:_LABEL])


# What a button and a modal's list show of a choice.
_LABEL = 64


def _chosen(turn: Turn, team: TeamId, value: str) -> Duty:
    """Return the shift that was chosen.

    Raises:
        StalePress: It has changed since.
    """
    for each in _coming(turn, team):
        if value == f"{each.shift.id}|{each.starts_at.isoformat()}":
            return each
    raise StalePress


def covered(turn: Turn) -> Outcome:
    """Let somebody of the team take the shift, and tell them and the team."""
    team, values = _sent(turn)
    form = _cover_form(turn, team)
    if faults := faults_of(form, values, turn.content.words.forms):
        return Outcome(at_once=FormFaults(faults, form))
    duty, person = _chosen(turn, team, values["shift"]), _member(turn, team, values["who"])
    fact = RotaChanged(
        ChangeKind.COVER, team, person.person_id, duty.starts_at, duty.ends_at, duty.shift.id
    )
    told = turn.content.words.rota.covered.fill(
        name=person.name,
        shift=duty.shift.label,
        when=in_full(turn, duty.starts_at),
        by=turn.lead.name,
    )
    return Outcome((fact,), _tell(turn, team, told, person))


def _member(turn: Turn, team: TeamId, value: str) -> Person:
    number = row_number(value)
    for each in turn.look.cases.on_hand([team]):
        if each.person_id == number:
            return each
    raise StalePress


def _tell(turn: Turn, team: TeamId, told: str, *people: Person) -> tuple[Say, ...]:
    others = [each for each in people if each.person_id != turn.lead.person_id]
    message = Message(told)
    return (
        Say(ToCaller(), message),
        *(Say(ToPerson(each.person_id), message, Priority.ESCALATION) for each in others),
        *((Say(ToTeam(team), message),) if turn.content.teams[team].slack_channel else ()),
    )


def _sent(turn: Turn) -> tuple[TeamId, Mapping[str, str]]:
    assert isinstance(turn.inbound.what, Submitted)
    return team_of(turn, turn.inbound.what.about), turn.inbound.what.values


def on_leave(turn: Turn) -> Outcome:
    """Open the form for when the caller is away."""
    team = team_of(turn, turn.press.about)
    if team not in turn.lead.teams:
        raise NotAllowed
    return Outcome(at_once=OpenForm(replace(turn.content.forms["on_leave"], about=team)))


def gone(turn: Turn) -> Outcome:
    """Keep from which day to which the caller is away, and show the gaps that this leaves."""
    team, values = _sent(turn)
    words, form = turn.content.words, turn.content.forms["on_leave"]
    faults = faults_of(form, values, words.forms)
    today = turn.at.astimezone(turn.zone).date()
    first, last = (read_day(values.get(name, ""), today) for name in ("from", "until"))
    for name, day in (("from", first), ("until", last)):
        if day is None or day < today:
            faults.setdefault(name, words.schedule.not_a_date)
    if first and last and last < first:
        faults.setdefault("until", words.rota.ends_before)
    if faults or first is None or last is None:
        return Outcome(at_once=FormFaults(faults, form))
    starts = moment_of(first, MIDNIGHT, turn.zone)
    ends = moment_of(last + _DAY, MIDNIGHT, turn.zone)
    mine = [each for each in turn.lead.teams if each in turn.content.teams]
    facts = tuple(
        RotaChanged(ChangeKind.AWAY, each, turn.lead.person_id, starts, ends) for each in mine
    )
    told = words.rota.gone.fill(
        name=turn.lead.name,
        first=on_day(first, this_year=first.year == today.year),
        last=on_day(last, this_year=last.year == today.year),
    )
    return Outcome(facts, _tell(turn, team, told))


def swap(turn: Turn) -> Outcome:
    """Open the form for which shift the caller would give for which."""
    team = team_of(turn, turn.press.about)
    form = _swap_form(turn, team)
    if not all(each.choices for each in form.fields):
        return Outcome(at_once=Toast(turn.content.words.rota.nothing_to_swap, alert=True))
    return Outcome(at_once=OpenForm(form))


def _swap_form(turn: Turn, team: TeamId) -> Form:
    me = turn.lead.person_id
    coming = [each for each in _coming(turn, team) if each.person_id is not None]
    choices = {
        "mine": tuple(_choice(turn, each) for each in coming if each.person_id == me),
        "theirs": tuple(_choice(turn, each) for each in coming if each.person_id != me),
    }
    return _filled(turn.content.forms["swap"], choices, team)


def swap_asked(turn: Turn) -> Outcome:
    """Ask whose shift it is."""
    team, values = _sent(turn)
    words, me = turn.content.words, turn.lead
    form = _swap_form(turn, team)
    mine, theirs = (_chosen(turn, team, values.get(name, "")) for name in ("mine", "theirs"))
    if mine.person_id != me.person_id or theirs.person_id is None:
        raise StalePress
    if theirs.person_id == me.person_id:
        return Outcome(at_once=FormFaults({"theirs": words.rota.with_oneself}, form))
    number = turn.number("swap")
    fact = SwapAsked(number, team, _part(mine), theirs.person_id, _part(theirs))
    asked = Message(
        words.rota.swap_asked.fill(
            name=me.name,
            theirs=in_full(turn, theirs.starts_at),
            mine=in_full(turn, mine.starts_at),
        ),
        (
            (
                Button(words.rota.accept, Press("swapped", str(number), ("yes",)), style="primary"),
                Button(words.rota.decline, Press("swapped", str(number), ("no",))),
            ),
        ),
    )
    noted = words.rota.swap_waits.fill(name=theirs.name)
    return Outcome(
        (fact,),
        (
            Say(ToPerson(theirs.person_id), asked, Priority.ESCALATION),
            Say(ToCaller(), Message(noted)),
        ),
    )


def _part(duty: Duty) -> Part:
    return Part(duty.shift.id, duty.starts_at, duty.ends_at)


def swapped(turn: Turn) -> Outcome:
    """Let the two shifts change hands, or not, and tell who asked."""
    words, found = turn.content.words.rota, turn.look.rotas.swap(turn.press.number)
    if found is None:
        raise StalePress
    if turn.lead.person_id != found.of:
        raise NotAllowed
    if found.state is not SwapState.ASKED or found.mine.ends_at <= turn.at:
        return Outcome(at_once=Toast(words.swap_over, alert=True))
    if turn.press.choice == ("yes",) and not _is_as_asked(turn, found):
        return Outcome(at_once=Toast(words.swap_changed, alert=True))
    if turn.press.choice != ("yes",):
        told = Message(words.swap_declined.fill(name=found.of_name))
        fact = SwapDecided(found.swap_id, SwapState.DECLINED)
        return Outcome((fact,), (Redraw(told), Say(ToPerson(found.by), told, Priority.ESCALATION)))
    told = Message(
        words.swap_accepted.fill(
            first=found.of_name,
            mine=in_full(turn, found.mine.starts_at),
            second=found.by_name,
            theirs=in_full(turn, found.theirs.starts_at),
        )
    )
    says = (Redraw(told), Say(ToPerson(found.by), told, Priority.ESCALATION))
    return Outcome(_changes(found), says)


def _is_as_asked(turn: Turn, found: Swap) -> bool:
    """Say whether each of the two still has the whole shift that they would give."""
    roster = roster_of(turn, found.team, AHEAD)

    def has(part: Part, person_id: PersonId) -> bool:
        duties = [
            each
            for each in roster.between(part.starts_at, part.ends_at)
            if each.shift.id == part.shift
        ]
        return bool(duties) and all(each.person_id == person_id for each in duties)

    return has(found.mine, found.by) and has(found.theirs, found.of)


def _changes(found: Swap) -> tuple[SwapDecided | RotaChanged, ...]:
    def taken(part: Part, by: PersonId) -> RotaChanged:
        return RotaChanged(
            ChangeKind.COVER, found.team, by, part.starts_at, part.ends_at, part.shift
        )

    decided = SwapDecided(found.swap_id, SwapState.ACCEPTED)
    return decided, taken(found.mine, found.of), taken(found.theirs, found.by)

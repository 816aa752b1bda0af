"""Being away: somebody else of the home gets meanwhile what homes get; the coordinators hear where nobody is left."""

from collections.abc import Mapping
from datetime import date, time, timedelta

from bot.core.deliveries import Priority
from bot.core.errors import NotAllowed
from bot.core.events import Submitted
from bot.core.facts import AwayTold
from bot.core.guide import faults_of
from bot.core.messages import Message
from bot.core.moments import read_day
from bot.core.people import Home
from bot.core.recurrence import moment_of
from bot.core.turn import FormFaults, OpenForm, Outcome, Say, ToCaller, ToCoordinators, Turn
from handlers.times import day_of

ONE_DAY = timedelta(days=1)


def away(turn: Turn) -> Outcome:
    """Ask from when to when."""
    _homes(turn)
    return Outcome(at_once=OpenForm(turn.content.forms["away"]))


def back(turn: Turn) -> Outcome:
    """Write to the person again as before."""
    _homes(turn)
    told = Say(ToCaller(), Message(turn.content.words.away.is_back))
    return Outcome((AwayTold(None, None),), (told,))


def told(turn: Turn) -> Outcome:
    """Note it, and say of each home who is there meanwhile."""
    homes, values = _homes(turn), _values(turn)
    form, words = turn.content.forms["away"], turn.content.words
    faults = faults_of(form, values, words.forms)
    days = _days(turn, values, faults)
    if faults or days is None:
        return Outcome(at_once=FormFaults(faults, form))
    first, last = days
    midnight = time()
    begins = moment_of(first, midnight, turn.zone)
    ends = moment_of(last + ONE_DAY, midnight, turn.zone)
    said = {"first": day_of(first), "last": day_of(last)}
    lines, warnings = [words.away.noted.fill(**said)], []
    for home in homes:
        others = [
            each.name
            for each in turn.look.people_of(home.home_id)
            if each.person_id != turn.person.person_id and not each.is_away(begins)
        ]
        if others:
            lines.append(words.away.covered.fill(home=home.name, names=", ".join(others)))
            continue
        lines.append(words.away.uncovered.fill(home=home.name))
        warned = words.away.nobody_left.fill(home=home.name, name=turn.person.name, **said)
        warnings.append(Say(ToCoordinators(), Message(warned), Priority.ESCALATION))
    answer = Message("\n".join([lines[0], "", *lines[1:]]))
    return Outcome((AwayTold(begins, ends),), (Say(ToCaller(), answer), *warnings))


def _days(
    turn: Turn, values: Mapping[str, str], faults: dict[str, str]
) -> tuple[date, date] | None:
    """Return the first and the last day, or None with what is wrong added to the faults."""
    words, today = turn.content.words.away, turn.at.astimezone(turn.zone).date()
    found = {}
    for name in ("first", "last"):
        day = read_day(values.get(name, ""), today)
        if day is None:
            faults.setdefault(name, words.bad_day.fill(day=values.get(name, "").strip()))
        else:
            found[name] = day
    if len(found) < len(("first", "last")):
        return None
    if found["last"] < today:
        faults["last"] = words.past_day
    elif found["last"] < found["first"]:
        faults["last"] = words.before_first
    return found["first"], found["last"]


def _homes(turn: Turn) -> list[Home]:
    if not turn.person.memberships:
        raise NotAllowed
    return [each.home for each in turn.person.memberships]


def _values(turn: Turn) -> Mapping[str, str]:
    assert isinstance(turn.inbound.what, Submitted)
    return turn.inbound.what.values

"""What falls due by the clock: a broadcast goes out at its moment, or a person is asked because it could not."""

from dataclasses import replace
from datetime import date, datetime

from bot.core.broadcasts import Broadcast, BroadcastKind, BroadcastState, Reach
from bot.core.errors import BadAudience, StalePress
from bot.core.facts import BroadcastDecided, RecurringFellDue
from bot.core.messages import Message, row_number
from bot.core.recurrence import Recurrence, moment_of
from bot.core.sentences import Markup
from bot.core.trial import coordinates
from bot.core.turn import Outcome, Redraw, Say, ToCoordinators, ToPerson, Turn
from handlers.approvals import author_of
from handlers.approving import given_back
from handlers.desk import why_not_yet
from handlers.planned import card_of, draw_planned
from handlers.preview import is_too_late
from handlers.sending import begun
from handlers.times import in_full


def due(turn: Turn) -> Outcome:
    """Send a broadcast whose moment has come; its author sees how it arrives."""
    found = _scheduled(turn)
    if found is None:
        return Outcome()
    if is_too_late(turn, found):
        return _too_late(turn, found)
    reach = _reach(turn, found)
    if reach is None:
        return _not_sent(turn, found, nobody=True)
    if found.kind is BroadcastKind.NEWSLETTER and (why := why_not_yet(turn, found)):
        told = turn.content.words.newsletter.not_sent.fill(title=found.title, why=Markup(why))
        return given_back(turn, found, told)
    fact = BroadcastDecided(found.broadcast_id, BroadcastState.SENDING)
    return Outcome((fact,), _progress(turn, found, reach))


def late(turn: Turn) -> Outcome:
    """Ask what becomes of a broadcast whose moment passed too long ago: nothing fires by itself."""
    found = _scheduled(turn)
    if found is not None and is_too_late(turn, found):
        return _too_late(turn, found)
    return Outcome() if found is None else _not_sent(turn, found, nobody=False)


def _too_late(turn: Turn, broadcast: Broadcast) -> Outcome:
    """Ask homes to no meeting that has begun; whoever planned it is told."""
    assert broadcast.of_use_until is not None
    when, words = in_full(turn, broadcast.of_use_until), turn.content.words.meeting_lead
    told = Message(words.not_asked_in_time.fill(title=broadcast.title, when=when))
    fact = BroadcastDecided(broadcast.broadcast_id, BroadcastState.CANCELLED)
    says = (Redraw(told, card=card_of(broadcast)), Say(author_of(turn, broadcast), told))
    return Outcome((fact,), says)


def _scheduled(turn: Turn) -> Broadcast | None:
    """Return the broadcast that is due, unless somebody has decided or moved it meanwhile."""
    found = turn.look.broadcast(row_number(turn.came.about))
    if found is None or found.state is not BroadcastState.SCHEDULED:
        return None
    return found if found.send_at is not None and found.send_at <= turn.at else None


def _reach(turn: Turn, broadcast: Broadcast) -> Reach | None:
    """Return who it reaches; None where that is nobody, or no home has any more what its audience names."""
    try:
        reach = turn.look.reach(broadcast.audience)
    except BadAudience:
        return None
    return reach if reach.reached or not turn.look.is_live() else None


def _progress(turn: Turn, broadcast: Broadcast, reach: Reach) -> tuple[Say, ...]:
    if broadcast.author_id is None or not turn.look.is_live():
        return ()
    return (begun(turn, broadcast, reach, ToPerson(broadcast.author_id)),)


def _not_sent(turn: Turn, broadcast: Broadcast, *, nobody: bool) -> Outcome:
    fact = BroadcastDecided(broadcast.broadcast_id, BroadcastState.STALE)
    return Outcome((fact,), _asks(turn, broadcast, nobody=nobody))


def _asks(turn: Turn, broadcast: Broadcast, *, nobody: bool) -> tuple[Say, ...]:
    """Ask its author and the coordinators what becomes of it."""
    assert broadcast.send_at is not None
    words = turn.content.words.schedule
    sentence = words.nobody if nobody else words.stale
    stale = replace(broadcast, state=BroadcastState.STALE)
    missed = sentence.fill(when=in_full(turn, broadcast.send_at))
    message, card = draw_planned(turn, stale, missed=missed), card_of(stale)
    author = None if broadcast.author_id is None else turn.look.person(broadcast.author_id)
    says = [Say(ToCoordinators(), message, card=card)]
    if author is not None and not coordinates(author, turn.content):
        says.insert(0, Say(ToPerson(author.person_id), message, card=card))
    return tuple(says)


def recurring_due(turn: Turn) -> Outcome:
    """Make the broadcast of this date and send it."""
    return _falls_due(turn, late=False)


def recurring_late(turn: Turn) -> Outcome:
    """Make the broadcast of this date, and ask what becomes of it."""
    return _falls_due(turn, late=True)


def _falls_due(turn: Turn, *, late: bool) -> Outcome:
    number, day = _number_and_day(turn.came.about)
    pattern, recurring = turn.look.broadcast(number), turn.look.recurring(number)
    if pattern is None or recurring is None or pattern.state is not BroadcastState.REPEATING:
        return Outcome()
    if turn.look.issued(number, day):
        return Outcome()
    moment = moment_of(day, Recurrence.read(recurring.opens).at, turn.zone)
    reach = None if late else _reach(turn, pattern)
    state = BroadcastState.SENDING if reach else BroadcastState.STALE
    fact = RecurringFellDue(turn.number("broadcast"), number, day, moment, state)
    made = _made(pattern, fact, moment)
    if reach is None:
        return Outcome((fact,), _asks(turn, made, nobody=not late))
    return Outcome((fact,), _progress(turn, made, reach))


def _made(pattern: Broadcast, fact: RecurringFellDue, moment: datetime) -> Broadcast:
    return replace(
        pattern,
        broadcast_id=fact.broadcast_id,
        state=fact.state,
        send_at=moment,
        issue=str(fact.day),
    )


def _number_and_day(about: str) -> tuple[int, date]:
    number, _, day = about.partition(".")
    try:
        return row_number(number), date.fromisoformat(day)
    except ValueError:
        raise StalePress from None

"""How what is to go out later looks: the card of one broadcast, and its line in the list."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.broadcasts import Broadcast, BroadcastState, Reach, Recurring
from bot.core.errors import BadAudience
from bot.core.messages import Button, Message, Press
from bot.core.people import Person
from bot.core.recurrence import moment_of
from bot.core.trial import coordinates
from bot.core.turn import Turn
from bot.core.words import ScheduleWords
from bot.core.working_days import OnHoliday, is_working, next_of, working_day
from handlers.times import in_full, local, on_day

# What is left of a text in a line, and on a button: Slack shows 75 characters of a button's label.
GIST, SHORT = 60, 30
_MARKUP = "#*_`>-+ "


def gist(broadcast: Broadcast, longest: int = GIST) -> str:
    """Return what a broadcast is about: its first words, without markup."""
    lines = (line.strip(_MARKUP).replace("**", "") for line in broadcast.text.splitlines())
    first = next(filter(None, lines), "")
    return first if len(first) <= longest else f"{first[: longest - 1].rstrip()}…"


def may_change(turn: Turn, person: Person, broadcast: Broadcast) -> bool:
    """Say whether the person wrote the broadcast, or coordinates the network."""
    return broadcast.author_id == person.person_id or coordinates(person, turn.content)


def author_of(turn: Turn, broadcast: Broadcast) -> str:
    """Return the name of who wrote it."""
    author = None if broadcast.author_id is None else turn.look.person(broadcast.author_id)
    return author.name if author else turn.content.words.schedule.operator


def card_of(broadcast: Broadcast) -> str:
    """Return the name under which the cards of a planned broadcast are found again."""
    return f"planned:{broadcast.broadcast_id}"


def draw_planned(
    turn: Turn, broadcast: Broadcast, *, missed: str = "", recurring: Recurring | None = None
) -> Message:
    """Return the card of a broadcast that is to go out, or was to; ``missed`` says why it did not.

    ``recurring`` is when a pattern goes out where that is not kept yet.
    """
    words = turn.content.words.schedule
    recurring = recurring or _recurring(turn, broadcast)
    lines = [missed or _first_line(turn, broadcast, recurring)]
    lines.append(words.about.fill(gist=gist(broadcast)))
    if recurring is not None:
        lines += _rules(recurring, words)
    elif not missed:
        lines += _hint(turn, broadcast)
    lines.append(words.written_by.fill(name=author_of(turn, broadcast)))
    return Message("\n\n".join(lines), _buttons(turn, broadcast, recurring, hinted=not missed))


def _recurring(turn: Turn, broadcast: Broadcast) -> Recurring | None:
    if broadcast.state is not BroadcastState.REPEATING:
        return None
    return turn.look.recurring(broadcast.broadcast_id)


def _first_line(turn: Turn, broadcast: Broadcast, recurring: Recurring | None) -> str:
    words, when = turn.content.words.schedule, _when(turn, broadcast, recurring)
    if broadcast.state is BroadcastState.STALE:
        return words.stale.fill(when=when)
    if (
        recurring is not None
        and next_of(recurring.plan(turn.look.holiday), turn.at, turn.zone) is None
    ):
        return words.over.fill(opens=recurring.opens)
    try:
        reach = turn.look.reach(broadcast.audience)
    except BadAudience as fault:
        return words.unreadable.fill(when=when, part=fault.part)
    said = _reached(broadcast, reach) | {"when": when}
    if recurring is None:
        return words.planned.fill(**said)
    return words.repeating.fill(opens=recurring.opens, **said)


def _reached(broadcast: Broadcast, reach: Reach) -> dict[str, object]:
    return {"reached": reach.reached, "homes": reach.homes, "audience": broadcast.audience}


def _when(turn: Turn, broadcast: Broadcast, recurring: Recurring | None) -> str:
    """Return when a broadcast goes out next, or was to go out."""
    if recurring is None:
        return "" if broadcast.send_at is None else in_full(turn, broadcast.send_at)
    following = next_of(recurring.plan(turn.look.holiday), turn.at, turn.zone)
    return recurring.opens if following is None else in_full(turn, following[1])


def _rules(recurring: Recurring, words: ScheduleWords) -> list[str]:
    rule = {
        OnHoliday.BEFORE: words.on_before,
        OnHoliday.AFTER: words.on_after,
        OnHoliday.SKIP: words.on_skip,
        OnHoliday.KEEP: words.on_keep,
    }[recurring.on_holidays]
    until = recurring.until
    return [rule, *([words.until.fill(day=on_day(until))] if until else [])]


def _hint(turn: Turn, broadcast: Broadcast) -> list[str]:
    """Return one line where nobody may be at work when it goes out; it goes out all the same."""
    if broadcast.send_at is None or broadcast.state is not BroadcastState.SCHEDULED:
        return []
    words, day = turn.content.words.schedule, broadcast.send_at.astimezone(turn.zone).date()
    if holiday := turn.look.holiday(day):
        return [words.bank_holiday.fill(day=on_day(day, this_year=True), name=holiday)]
    if not is_working(day, turn.look.holiday):
        return [words.weekend.fill(day=on_day(day, this_year=True))]
    return []


def _buttons(
    turn: Turn, broadcast: Broadcast, recurring: Recurring | None, *, hinted: bool
) -> tuple[tuple[Button, ...], ...]:
    words, number = turn.content.words.schedule, str(broadcast.broadcast_id)
    if recurring is not None:
        change = Button(words.change, Press("repeat", number))
        now = Button(words.send_today, Press("now", number))
    else:
        change = Button(words.another_time, Press("later", number))
        now = Button(words.send_now, Press("now", number))
    drop = Button(words.do_not_send, Press("cancel", number))
    shifts = _shifts(turn, broadcast) if hinted and _hint(turn, broadcast) else ()
    return (*(() if not shifts else (shifts,)), (change, now), (drop,))


def _shifts(turn: Turn, broadcast: Broadcast) -> tuple[Button, ...]:
    """Return a button for the working day before and after, as far as they are still to come."""
    assert broadcast.send_at is not None
    words, number = turn.content.words.schedule, str(broadcast.broadcast_id)
    here = broadcast.send_at.astimezone(turn.zone)
    buttons = []
    for rule in (OnHoliday.BEFORE, OnHoliday.AFTER):
        day = working_day(here.date(), rule, turn.look.holiday)
        moment = moment_of(day, here.time(), turn.zone)
        if moment > turn.at:
            when = words.instead.format(when=local(turn, moment))
            buttons.append(Button(when, Press("shift", number, (str(day),))))
    return tuple(buttons)


def draw_list(turn: Turn, broadcasts: Sequence[Broadcast], first: int, most: int) -> Message:
    """Return the page of the list that begins at ``first``, with a button for each, and one for more.

    What was missed stands first, then the next to go out.
    """
    words = turn.content.words.schedule
    known = [(each, _recurring(turn, each)) for each in broadcasts]
    listed = sorted(known, key=lambda pair: _order(turn, *pair))
    shown = listed[first : first + most]
    lines = [_line(turn, *each) for each in shown]
    rows = [
        (Button(_label(turn, each, recurring), Press("planned", str(each.broadcast_id))),)
        for each, recurring in shown
    ]
    if len(listed) > first + most:
        rows.append((Button(words.more, Press("scheduled", str(first + most))),))
    return Message("\n".join([words.title, "", *lines]), tuple(rows))


def _order(turn: Turn, broadcast: Broadcast, recurring: Recurring | None) -> tuple[int, datetime]:
    moment = broadcast.send_at
    if recurring is not None:
        following = next_of(recurring.plan(turn.look.holiday), turn.at, turn.zone)
        moment = following[1] if following else None
    missed = broadcast.state is BroadcastState.STALE
    return (0 if missed else 2 if moment is None else 1, moment or turn.at)


def _line(turn: Turn, broadcast: Broadcast, recurring: Recurring | None) -> str:
    words = turn.content.words.schedule
    said = {
        "when": _when(turn, broadcast, recurring),
        "gist": gist(broadcast),
        "audience": broadcast.audience,
        "name": author_of(turn, broadcast),
    }
    if recurring is not None:
        return words.repeating_line.fill(opens=recurring.opens, **said)
    missed = broadcast.state is BroadcastState.STALE
    return (words.missed_line if missed else words.line).fill(**said)


def _label(turn: Turn, broadcast: Broadcast, recurring: Recurring | None) -> str:
    words, moment = turn.content.words.schedule, broadcast.send_at
    when = recurring.opens if recurring else "" if moment is None else local(turn, moment)
    return words.button.format(when=when, gist=gist(broadcast, SHORT))

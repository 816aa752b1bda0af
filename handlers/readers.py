"""Who has read a broadcast: by type of home, who has not, why some did not get it; ask once, try again."""

from collections.abc import Sequence

from bot.core.broadcasts import Broadcast, BroadcastState, HomeDelivery, by_type
from bot.core.errors import NotAllowed, StalePress
from bot.core.facts import BroadcastChased, BroadcastTriedAgain
from bot.core.messages import Button, Message, Press
from bot.core.people import Person
from bot.core.reasons import by_reason, can_be_tried
from bot.core.trial import coordinates
from bot.core.turn import Outcome, Redraw, Say, Toast, ToCaller, Turn
from handlers.costs import hold_lines, quiet_lines
from handlers.reading import REMINDER, buttons_about, read_button, title_of
from handlers.times import local

# More names than this are not read in a chat; the command line lists them all.
SHOWN_NAMES = 15
# So many of the last are offered to choose from.
SHOWN_SENT = 5


def sent(turn: Turn) -> Outcome:
    """Offer what the lead sent last, and to a coordinator what anybody sent, to see who has read it."""
    words, lead = turn.content.words.reading, turn.lead
    author = None if coordinates(lead, turn.content) else lead.person_id
    found = turn.look.sent_lately(SHOWN_SENT, author)
    if not found:
        return Outcome(says=(Say(ToCaller(), Message(words.none_sent)),))
    rows = tuple(
        (Button(_chosen(turn, each), Press("readers", str(each.broadcast_id))),) for each in found
    )
    return Outcome(says=(Say(ToCaller(), Message(words.sent_lately, rows)),))


def _chosen(turn: Turn, broadcast: Broadcast) -> str:
    when = local(turn, broadcast.sent_at or turn.at)
    return turn.content.words.reading.choose.format(title=title_of(broadcast), when=when)


def readers(turn: Turn) -> Outcome:
    """Show who has read it; pressed on that card, it is drawn anew."""
    broadcast = sent_broadcast(turn)
    message = draw_readers(turn, broadcast)
    again = turn.press.choice == ("again",)
    return Outcome(says=(Redraw(message) if again else Say(ToCaller(), message),))


def sent_broadcast(turn: Turn) -> Broadcast:
    """Return the broadcast that was pressed, where it has been sent and is the caller's matter.

    Raises:
        StalePress: There is none, or it is a draft.
        NotAllowed: The caller is neither its author nor a coordinator.
    """
    lead = turn.lead
    return own_broadcast(turn, lead, turn.press.number)


def own_broadcast(turn: Turn, lead: Person, number: int) -> Broadcast:
    """Return the broadcast with this number, where it has been sent and is the lead's matter.

    Raises:
        StalePress: There is none, or it is a draft.
        NotAllowed: The lead is neither its author nor a coordinator.
    """
    broadcast = turn.look.broadcast(number)
    if broadcast is None:
        raise StalePress
    if broadcast.author_id != lead.person_id and not coordinates(lead, turn.content):
        raise NotAllowed
    if broadcast.sent_at is None:
        raise StalePress
    return broadcast


def chase(turn: Turn) -> Outcome:
    """Ask every home that has it and has not read it, once."""
    broadcast, words = sent_broadcast(turn), turn.content.words.reading
    if broadcast.chased_at:
        when = local(turn, broadcast.chased_at)
        return Outcome(at_once=Toast(words.asked_at.fill(when=when), alert=True))
    unread = _unread(broadcast, turn.look.readers(broadcast.broadcast_id))
    if not unread or broadcast.withdrawn_at:
        return Outcome(at_once=Toast(words.nobody_unread, alert=True))
    button = read_button(broadcast, turn.content, REMINDER)
    reminder = Message(words.reminder.fill(title=title_of(broadcast)), ((button,),))
    told = "\n".join([words.asked_unread.fill(count=len(unread)), *quiet_lines(turn, broadcast)])
    return Outcome((BroadcastChased(broadcast.broadcast_id, reminder),), at_once=Toast(told))


def try_again(turn: Turn) -> Outcome:
    """Try again what failed, and nothing else."""
    broadcast = sent_broadcast(turn)
    if broadcast.withdrawn_at or broadcast.meeting_id is not None:
        raise StalePress
    told = Toast(turn.content.words.reading.trying_again)
    return Outcome((BroadcastTriedAgain(broadcast.broadcast_id),), at_once=told)


def draw_readers(turn: Turn, broadcast: Broadcast) -> Message:
    """Return the card: figures, by type, who has not read it, who did not get it and why."""
    words = turn.content.words.reading
    rows = turn.look.readers(broadcast.broadcast_id)
    when = local(turn, broadcast.sent_at or turn.at)
    parts = [words.card.fill(title=title_of(broadcast), when=when), _figures(turn, broadcast)]
    parts += _corrected(turn, broadcast) if broadcast.version > 1 else []
    parts.append("\n".join(_types(turn, broadcast, rows)))
    unread = _unread(broadcast, rows)
    names = [each.home_name for each in unread]
    if unread:
        parts.append(words.unread.fill(count=len(unread), names=_names(turn, names)))
    elif broadcast.meeting_id is None and any(each.state == "delivered" for each in rows):
        parts.append(words.everybody)
    lost = by_reason(rows, words)
    parts.append(
        "\n".join(
            words.failed_line.fill(reason=reason, count=len(of), names=_names(turn, of))
            for reason, of in lost.items()
        )
    )
    if broadcast.chased_at:
        asked = words.asked_at.fill(when=local(turn, broadcast.chased_at))
        parts.append("\n".join([asked, *hold_lines(turn, broadcast, "chase")]))
    return Message("\n\n".join(filter(None, parts)), _buttons(turn, broadcast, rows))


def _figures(turn: Turn, broadcast: Broadcast) -> str:
    words, found = turn.content.words.reading, turn.look.figures(broadcast.broadcast_id)
    told = words.card_figures.fill(
        delivered=found.delivered,
        homes=found.homes,
        waiting=found.waiting,
        failed=found.failed,
        not_reached=found.not_reached,
        read=found.read,
    )
    if not broadcast.ack:
        return told
    confirmed = words.card_confirmed.fill(acknowledged=found.acknowledged, homes=found.homes)
    return f"{told} {confirmed}"


def _corrected(turn: Turn, broadcast: Broadcast) -> list[str]:
    """Return where the newest text stands, and whom it is yet to be told."""
    words = turn.content.words.reading
    found = turn.look.edits(broadcast.broadcast_id, broadcast.version)
    whole = found.done + found.waiting + found.failed
    lines = [words.corrected_line.fill(done=found.done, of=whole)] if whole else []
    what = "withdrawn" if broadcast.withdrawn_at else "corrected"
    if waits := hold_lines(turn, broadcast, what):
        lines.append("\n".join([words.yet_to_be_told, *waits]))
    return lines


def _types(turn: Turn, broadcast: Broadcast, rows: Sequence[HomeDelivery]) -> list[str]:
    words = turn.content.words.reading
    lines = []
    for each in by_type(rows):
        told = {"type": each.type.replace("_", " "), "read": each.read, "homes": each.homes}
        if broadcast.ack:
            lines.append(words.type_confirmed.fill(acknowledged=each.acknowledged, **told))
        else:
            lines.append(words.type_line.fill(**told))
    return lines


def _unread(broadcast: Broadcast, rows: Sequence[HomeDelivery]) -> list[HomeDelivery]:
    if broadcast.meeting_id is not None:  # it is answered, and asked after, as a meeting
        return []
    return [each for each in rows if each.state == "delivered" and each.read_at is None]


def _names(turn: Turn, names: Sequence[str]) -> str:
    shown, others = ", ".join(names[:SHOWN_NAMES]), len(names) - SHOWN_NAMES
    if others <= 0:
        return shown
    return turn.content.words.broadcast.and_more.format(names=shown, count=others)


def _buttons(
    turn: Turn, broadcast: Broadcast, rows: Sequence[HomeDelivery]
) -> tuple[tuple[Button, ...], ...]:
    words, number = turn.content.words.reading, str(broadcast.broadcast_id)
    again = (Button(words.look_again, Press("readers", number, ("again",))),)
    if broadcast.withdrawn_at or broadcast.meeting_id is not None:
        return (again,)
    found: list[tuple[Button, ...]] = []
    unread = _unread(broadcast, rows)
    if unread and not broadcast.chased_at:
        label = words.ask_unread.format(count=len(unread))
        found.append((Button(label, Press("chase", number)),))
    lost = [each for each in rows if can_be_tried(each)]
    if lost and broadcast.state in (BroadcastState.SENDING, BroadcastState.SENT):
        label = words.try_again.format(count=len(lost))
        found.append((Button(label, Press("again", number)),))
    _, change = buttons_about(broadcast, turn.content)
    return (*found, again, change)

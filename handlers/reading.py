"""Broadcasts as homes read them, how each goes out, and what a home says of it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core import finding
from bot.core.broadcasts import Broadcast, BroadcastState, Figures, Receipt
from bot.core.definitions import Content
from bot.core.errors import NotAllowed, StalePress
from bot.core.facts import BroadcastAcknowledged, BroadcastFinished, BroadcastRead
from bot.core.messages import Button, Message, Press, plain, row_number
from bot.core.trial import coordinates
from bot.core.turn import Outcome, Redraw, Say, Toast, ToCaller, Turn
from handlers.costs import hold_lines
from handlers.guidance_cards import question
from handlers.meeting_cards import home_card, invitation
from handlers.times import clock_and_day

# What fills more than about two messages of Telegram (4,096 characters each) is not read on a phone that rings:
# homes get a card of the beginning, and the rest when they ask for it.
LONG = 8_000
# So much of the beginning fits on one screen of a phone.
BEGINNING = 600
# What a reminder's button carries, so that the reminder and not the broadcast is settled under it.
REMINDER = "reminder"
# The same under what tells a home that it must confirm a corrected text anew.
NOTICE = "notice"


def draw_broadcast(broadcast: Broadcast, content: Content) -> Message:
    """Return the broadcast as every home gets it: whole, or its beginning where it is long."""
    if broadcast.meeting_id is not None:
        buttons = invitation(broadcast.meeting_id, content.words.meeting)
        return Message(broadcast.text, buttons, broadcast.file)
    return _whole(broadcast, content) if len(broadcast.text) <= LONG else brief(broadcast, content)


def brief(broadcast: Broadcast, content: Content) -> Message:
    """Return the beginning of a broadcast, with the button that shows all of it."""
    press = Press("all", str(broadcast.broadcast_id))
    button = Button(content.words.reading.read_all, press, style="primary")
    return Message(f"{_beginning(broadcast.text)}\n\n…", ((button,),), broadcast.file)


def drawn(turn: Turn, broadcast: Broadcast) -> Message:
    """Return the broadcast as every home gets it now: marked where it was corrected or withdrawn."""
    return marked(turn, broadcast, draw_broadcast(broadcast, turn.content))


def marked(turn: Turn, broadcast: Broadcast, message: Message) -> Message:
    """Return the message under the mark of the broadcast, if it has one; what is withdrawn asks for nothing."""
    words = turn.content.words.correcting
    if broadcast.withdrawn_at:
        time, day = clock_and_day(turn, broadcast.withdrawn_at)
        mark = words.withdrawn_mark.fill(time=time, day=day)
        file = broadcast.file and replace(broadcast.file, alt=words.file_withdrawn)
        return Message(f"{mark}\n\n{broadcast.text}", file=file)
    if broadcast.corrected_at:
        time, day = clock_and_day(turn, broadcast.corrected_at)
        mark = words.corrected_mark.fill(time=time, day=day)
        return replace(message, text=f"{mark}\n\n{message.text}")
    return message


def title_of(broadcast: Broadcast) -> str:
    """Return what people call the broadcast: its title, or how it begins."""
    return finding.title_of(broadcast.title, broadcast.text)


def _whole(broadcast: Broadcast, content: Content) -> Message:
    rows = ((read_button(broadcast, content),), *question(broadcast.change_id, content))
    return Message(broadcast.text, rows, broadcast.file)


def read_button(broadcast: Broadcast, content: Content, *where: str) -> Button:
    """Return the button by which a home says that it has read it; ``where`` it is pressed, if not under the text."""
    words = content.words.reading
    label = words.confirm_button if broadcast.ack else words.read_button
    if broadcast.ack and broadcast.change_id is not None:
        label = content.words.guidance.confirm_button
    return Button(label, Press("read", str(broadcast.broadcast_id), where), style="primary")


def _beginning(text: str) -> str:
    """Return the first paragraphs, whole ones where that goes: markup that is cut in two is no markup."""
    kept: list[str] = []
    for paragraph in text.split("\n\n"):
        if kept and sum(map(len, kept)) + len(paragraph) > BEGINNING:
            break
        kept.append(paragraph)
    begun = "\n\n".join(kept)
    if len(begun) <= 2 * BEGINNING:
        return begun
    return plain(begun[:BEGINNING].rsplit(maxsplit=1)[0])


def read(turn: Turn) -> Outcome:
    """Record that the home has read it, which confirms it where that was asked for; the button goes."""
    broadcast = _of_caller(turn)
    if broadcast.withdrawn_at:
        return Outcome(says=(Redraw(drawn(turn, broadcast)),))
    words, version = turn.content.words.reading, broadcast.version
    thanks = words.confirmed if broadcast.ack else words.read
    kind = BroadcastAcknowledged if broadcast.ack else BroadcastRead
    if turn.press.choice == (REMINDER,):
        text = words.reminder.fill(title=title_of(broadcast))
    elif turn.press.choice == (NOTICE,):
        text = turn.content.words.correcting.told_confirmed.fill(title=title_of(broadcast))
    else:
        text = marked(turn, broadcast, _whole(broadcast, turn.content)).text
    noted = Redraw(Message(f"{text}\n\n{thanks}", question(broadcast.change_id, turn.content)))
    return Outcome((kind(broadcast.broadcast_id, version),), (noted,), Toast(thanks))


def _of_caller(turn: Turn) -> Broadcast:
    """Return the broadcast that was pressed, where it was for a home of the caller's."""
    broadcast = turn.look.broadcast(turn.press.number)
    if broadcast is None:
        raise StalePress
    if not _receipts(turn, broadcast):
        raise NotAllowed
    return broadcast


def show_all(turn: Turn) -> Outcome:
    """Show the whole text of a long one: to homes that it is for, to its author, and to coordinators."""
    broadcast = turn.look.broadcast(turn.press.number)
    if broadcast is None:
        raise StalePress
    is_theirs = broadcast.author_id == turn.person.person_id or coordinates(
        turn.person, turn.content
    )
    if not is_theirs:
        broadcast = _of_caller(turn)
    return Outcome(says=(copy(turn, broadcast, shown(turn, broadcast)),))


def shown(turn: Turn, broadcast: Broadcast) -> Message:
    """Return the whole text, with what the homes of the caller have said of it, or the button to say it."""
    words, receipts = turn.content.words.reading, _receipts(turn, broadcast)
    if broadcast.meeting_id is not None and receipts:
        meeting = turn.look.meetings.meeting(broadcast.meeting_id)
        assert meeting is not None
        said = turn.look.meetings.attendances(meeting.meeting_id)
        return home_card(turn, meeting, [each.home_id for each in receipts], said)
    whole = marked(turn, broadcast, _whole(broadcast, turn.content))
    if not receipts:
        return Message(whole.text)
    if all(each.read_at for each in receipts) and not broadcast.withdrawn_at:
        line = words.confirmed_before if broadcast.ack else words.read_before
        return Message(f"{whole.text}\n\n{line}", question(broadcast.change_id, turn.content))
    return whole


def copy(turn: Turn, broadcast: Broadcast, message: Message) -> Say:
    """Return the copy that somebody asked to see; of those that it was for, it changes with all others.

    Its file comes when it is asked for, so that going back and forth brings none.
    """
    card = broadcast.copy_card if _receipts(turn, broadcast) else ""
    return Say(ToCaller(), replace(message, file=None), card=card)


def file_row(broadcast: Broadcast, content: Content) -> tuple[tuple[Button, ...], ...]:
    """Return the row with the button that brings the file of a broadcast again, none where there is none."""
    if broadcast.file is None or broadcast.withdrawn_at:
        return ()
    label = content.words.broadcast.show_file.format(name=broadcast.file.name)
    return ((Button(label, Press("file", str(broadcast.broadcast_id))),),)


def _receipts(turn: Turn, broadcast: Broadcast) -> tuple[Receipt, ...]:
    home_ids = [each.home.home_id for each in turn.person.memberships]
    return turn.look.receipts(broadcast.broadcast_id, home_ids)


def progressed(turn: Turn) -> Outcome:
    """Redraw the progress line; nothing left to do makes the broadcast sent."""
    broadcast = turn.look.broadcast(row_number(turn.came.about))
    if broadcast is None:
        return Outcome()
    figures = turn.look.figures(broadcast.broadcast_id)
    line = draw_progress(turn, broadcast, figures, hold_lines(turn, broadcast))
    redrawn = Redraw(line, card=broadcast.card)
    if figures.waiting or broadcast.state is not BroadcastState.SENDING:
        return Outcome(says=(redrawn,))
    return Outcome((BroadcastFinished(broadcast.broadcast_id),), (redrawn,))


def draw_progress(
    turn: Turn, broadcast: Broadcast, figures: Figures, waits: Sequence[str]
) -> Message:
    """Return the line that its author watches: who has it, who waits and why, and what can be done about it."""
    words = turn.content.words
    sentence = words.broadcast.progress if figures.waiting else words.broadcast.finished
    lines = [
        sentence.fill(
            delivered=figures.delivered,
            homes=figures.homes,
            failed=figures.failed,
            not_reached=figures.not_reached,
        )
    ]
    if broadcast.meeting_id is None:  # of a meeting, who comes stands on its own card
        lines.append(words.reading.read_so_far.fill(read=figures.read, homes=figures.homes))
    return Message("\n\n".join([*lines, *waits]), buttons_about(broadcast, turn.content))


def buttons_about(broadcast: Broadcast, content: Content) -> tuple[tuple[Button, ...], ...]:
    """Return what a lead can do about a broadcast that was sent."""
    words, number = content.words, str(broadcast.broadcast_id)
    who = Button(words.reading.who, Press("readers", number))
    # A meeting is changed or called off as a meeting.
    if broadcast.withdrawn_at or broadcast.meeting_id is not None:
        return ((who,),)
    correct = Button(words.correcting.correct, Press("correct", number))
    withdraw = Button(words.correcting.withdraw, Press("withdraw", number), style="danger")
    return ((who,), (correct, withdraw))

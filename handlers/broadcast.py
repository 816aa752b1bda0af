"""Broadcasts: written by a lead, seen exactly as they will look, sent, watched, and read by homes."""

from bot.core.broadcasts import Broadcast, BroadcastState, Figures, Gap, Reach
from bot.core.definitions import Content
from bot.core.errors import BadAudience, NotAllowed, StalePress
from bot.core.events import Submitted
from bot.core.facts import (
    BroadcastAcknowledged,
    BroadcastDecided,
    BroadcastDrafted,
    BroadcastFinished,
)
from bot.core.guide import faults_of
from bot.core.kindness import Held
from bot.core.messages import Button, Message, Press, row_number
from bot.core.turn import FormFaults, OpenForm, Outcome, Redraw, Say, To, Toast, ToCaller, Turn
from bot.core.words import BroadcastWords
from handlers.meeting_cards import invitation
from handlers.times import local

# How many names of homes that are not reached fit into a preview that is still read.
SHOWN_NAMES = 5


def write(turn: Turn) -> Outcome:
    """Open the form for a new broadcast."""
    assert turn.lead
    return Outcome(at_once=OpenForm(turn.content.forms["broadcast"]))


def written(turn: Turn) -> Outcome:
    """Keep the draft, and show it exactly as it will look, with who it reaches."""
    assert turn.lead
    assert isinstance(turn.inbound.what, Submitted)
    values, words = turn.inbound.what.values, turn.content.words
    form = turn.content.forms["broadcast"]
    faults = faults_of(form, values, words.forms)
    reach = None
    try:
        reach = turn.look.reach(values.get("audience", ""))
    except BadAudience as fault:
        faults.setdefault("audience", words.broadcast.bad_audience.fill(part=fault.part))
    if reach is not None and not reach.homes:
        faults.setdefault("audience", words.broadcast.nobody)
    if reach is None or faults:
        return Outcome(at_once=FormFaults(faults, form))
    urgent, ack = values.get("urgent") == "yes", values.get("ack") == "yes"
    drafted = BroadcastDrafted(
        turn.number("broadcast"), values["audience"].strip(), values["text"].strip(), urgent, ack
    )
    draft = Broadcast(
        drafted.broadcast_id,
        turn.lead.person_id,
        drafted.audience,
        drafted.text,
        urgent,
        ack,
        BroadcastState.DRAFT,
    )
    return Outcome((drafted,), first_seen(turn, draft, reach))


def first_seen(turn: Turn, draft: Broadcast, reach: Reach) -> tuple[Say, Say]:
    """Return the draft exactly as homes will read it, and who it reaches, with the decision under it."""
    exact = Say(ToCaller(), draw_broadcast(draft, turn.content))
    return exact, Say(ToCaller(), _preview(turn, draft, reach, with_buttons=True))


def decided(turn: Turn) -> Outcome:
    """Send the draft, or drop it, as its author says; the progress line follows."""
    words = turn.content.words.broadcast
    draft = _draft_of(turn)
    if draft.state is not BroadcastState.DRAFT:
        return Outcome(at_once=Toast(words.already, alert=True))
    if turn.press.choice != ("send",):
        dropped = BroadcastDecided(draft.broadcast_id, BroadcastState.CANCELLED)
        return Outcome((dropped,), (Redraw(Message(words.not_sent)),))
    reach = turn.look.reach(draft.audience)
    sending = BroadcastDecided(draft.broadcast_id, BroadcastState.SENDING)
    settled = Redraw(_preview(turn, draft, reach, with_buttons=False))
    if not turn.look.is_live():
        return Outcome((sending,), (settled,))
    if not reach.reached:
        return Outcome(at_once=Toast(words.nobody_joined.fill(homes=reach.homes), alert=True))
    return Outcome((sending,), (settled, begun(turn, draft, reach, ToCaller())))


def begun(turn: Turn, broadcast: Broadcast, reach: Reach, to: To) -> Say:
    """Return the line that counts from now on how the broadcast arrives, and why some of it later."""
    none_yet = Figures(reach.homes, 0, reach.reached, 0, reach.homes - reach.reached, 0)
    line = _progress(broadcast, none_yet, turn.content.words.broadcast)
    text = "\n\n".join([line.text, *cost_lines(turn, broadcast)])
    return Say(to, Message(text), card=broadcast.card)


def progressed(turn: Turn) -> Outcome:
    """Redraw the progress line; nothing left to do makes the broadcast sent."""
    broadcast = turn.look.broadcast(row_number(turn.came.about))
    if broadcast is None:
        return Outcome()
    figures = turn.look.figures(broadcast.broadcast_id)
    line = _progress(broadcast, figures, turn.content.words.broadcast)
    text = "\n\n".join([line.text, *hold_lines(turn, broadcast)])
    shown = Redraw(Message(text), card=broadcast.card)
    if figures.waiting or broadcast.state is not BroadcastState.SENDING:
        return Outcome(says=(shown,))
    return Outcome((BroadcastFinished(broadcast.broadcast_id),), (shown,))


def read(turn: Turn) -> Outcome:
    """Record that the home has read it; the button goes."""
    broadcast = turn.look.broadcast(turn.press.number)
    if broadcast is None:
        raise StalePress
    home_ids = [each.home.home_id for each in turn.person.memberships]
    if not turn.look.receipts(broadcast.broadcast_id, home_ids):
        raise NotAllowed
    thanks = turn.content.words.broadcast.read
    noted = _with_line(broadcast, thanks)
    return Outcome(
        (BroadcastAcknowledged(broadcast.broadcast_id),), (Redraw(noted),), Toast(thanks)
    )


def shown(turn: Turn, broadcast: Broadcast) -> Message:
    """Return the broadcast as the caller's homes read it: once all have confirmed it, with a line that says so."""
    home_ids = [each.home.home_id for each in turn.person.memberships]
    receipts = turn.look.receipts(broadcast.broadcast_id, home_ids)
    if not receipts:
        return Message(broadcast.text)
    if broadcast.ack and all(each.acknowledged_at for each in receipts):
        return _with_line(broadcast, turn.content.words.broadcast.read_before)
    return draw_broadcast(broadcast, turn.content)


def _with_line(broadcast: Broadcast, line: str) -> Message:
    return Message(f"{broadcast.text}\n\n{line}")


def draw_broadcast(broadcast: Broadcast, content: Content) -> Message:
    """Return the broadcast as every home reads it."""
    if broadcast.meeting_id is not None:
        buttons = invitation(broadcast.meeting_id, content.words.meeting)
        return Message(broadcast.text, buttons)
    if not broadcast.ack:
        return Message(broadcast.text)
    press = Press("read", str(broadcast.broadcast_id))
    button = Button(content.words.broadcast.read_button, press, style="primary")
    return Message(broadcast.text, ((button,),))


def _draft_of(turn: Turn) -> Broadcast:
    draft = turn.look.broadcast(turn.press.number)
    if draft is None:
        raise StalePress
    if draft.author_id != turn.lead.person_id:
        raise NotAllowed
    return draft


def _preview(turn: Turn, draft: Broadcast, reach: Reach, *, with_buttons: bool) -> Message:
    words = turn.content.words.broadcast
    parts = [words.preview.fill(reached=reach.reached, homes=reach.homes)]
    parts.append(
        "\n".join(
            words.type_line.fill(type=kind.replace("_", " "), count=count)
            for kind, count in reach.by_type.items()
        )
    )
    parts += [_gap(gap, names, words) for gap, names in reach.gaps.items() if names]
    parts += [words.urgent] if draft.urgent else []
    parts += [words.with_ack] if draft.ack else []
    parts += cost_lines(turn, draft)
    label = words.send.format(reached=reach.reached, homes=reach.homes)
    if not turn.look.is_live():
        parts, label = [*parts, turn.content.words.trial.preview], turn.content.words.trial.show
    number = str(draft.broadcast_id)
    send = Button(label, Press("broadcast", number, ("send",)), style="primary")
    drop = Button(words.do_not_send, Press("broadcast", number, ("drop",)))
    later = Button(words.send_later, Press("later", number))
    again = Button(words.repeat, Press("repeat", number))
    # Homes are asked to a meeting once.
    rest = (later, again) if draft.meeting_id is None else (later,)
    rows = ((send, drop), rest) if with_buttons else ()
    return Message("\n\n".join(filter(None, parts)), rows)


def cost_lines(turn: Turn, draft: Broadcast) -> list[str]:
    """Return what sending now would mean for the homes: why, and when, some get it later."""
    if draft.urgent:
        return []
    cost, words = turn.look.cost(draft.audience), turn.content.words.kindness
    lines = [words.quiet.fill(until=local(turn, cost.until))] if cost.until else []
    if cost.over:
        until, messages = local(turn, cost.next_week), cost.per_week + 1
        lines.append(words.over.fill(homes=cost.over, messages=messages, until=until))
    return lines


def hold_lines(turn: Turn, broadcast: Broadcast) -> list[str]:
    """Return how many homes wait for a broadcast, for which reason and until when."""
    words, holds = turn.content.words.kindness, turn.look.holds(broadcast.broadcast_id)
    sentences = {Held.QUIET_HOURS: words.held_quiet, Held.BUDGET: words.held_budget}
    return [
        sentences[each.why].fill(
            homes=each.homes, until=local(turn, each.until), per_week=each.per_week
        )
        for each in holds
    ]


def _gap(gap: Gap, names: tuple[str, ...], words: BroadcastWords) -> str:
    sentence = {
        Gap.NOT_JOINED: words.gap_not_joined,
        Gap.BLOCKED: words.gap_blocked,
        Gap.LEFT: words.gap_left,
        Gap.CHANNEL_OFF: words.gap_channel_off,
    }[gap]
    shown, others = ", ".join(names[:SHOWN_NAMES]), len(names) - SHOWN_NAMES
    if others > 0:
        shown = words.and_more.format(names=shown, count=others)
    return sentence.fill(count=len(names), names=shown)


def _progress(broadcast: Broadcast, figures: Figures, words: BroadcastWords) -> Message:
    sentence = words.progress if figures.waiting else words.finished
    text = sentence.fill(
        delivered=figures.delivered,
        homes=figures.homes,
        failed=figures.failed,
        not_reached=figures.not_reached,
    )
    if not broadcast.ack:
        return Message(text)
    read_by = words.acknowledged_so_far.fill(acknowledged=figures.acknowledged, homes=figures.homes)
    return Message(f"{text}\n\n{read_by}")

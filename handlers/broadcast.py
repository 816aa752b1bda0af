"""Broadcasts: written by a lead, seen exactly as they will look, and sent."""

from bot.core.broadcasts import Broadcast, BroadcastState, Figures, Gap, Reach
from bot.core.errors import BadAudience, NotAllowed, StalePress
from bot.core.events import Submitted
from bot.core.facts import BroadcastDecided, BroadcastDrafted
from bot.core.guide import faults_of
from bot.core.messages import Button, Message, Press
from bot.core.turn import FormFaults, OpenForm, Outcome, Redraw, Say, To, Toast, ToCaller, Turn
from bot.core.words import BroadcastWords
from handlers.costs import cost_lines
from handlers.reading import draw_broadcast, draw_progress

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
    shown = draw_progress(turn, broadcast, none_yet, cost_lines(turn, broadcast))
    return Say(to, shown, card=broadcast.card)


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

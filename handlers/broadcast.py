"""Broadcasts: written by a lead, seen exactly as they will look, and sent."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.broadcasts import CHANGEABLE, Broadcast, BroadcastKind, BroadcastState, Reach
from bot.core.errors import BadAudience, NotAllowed, StalePress
from bot.core.events import Submitted
from bot.core.facts import BroadcastChanged, BroadcastDecided, BroadcastDrafted
from bot.core.guide import faults_of
from bot.core.messages import Button, Message, Press, row_number
from bot.core.turn import FormFaults, OpenForm, Outcome, Redraw, Say, Toast, ToCaller, Turn
from handlers.approvals import approver_of, voided
from handlers.planned import card_of
from handlers.preview import file_button, preview_text, send_label, text_fault, why_nobody
from handlers.reading import draw_broadcast
from handlers.sending import begun


def write(turn: Turn) -> Outcome:
    """Open the form for a new broadcast."""
    assert turn.lead
    return Outcome(at_once=OpenForm(turn.content.forms["broadcast"]))


def change(turn: Turn) -> Outcome:
    """Open the form for what has not gone out yet: filled in where a modal can show it, else asked anew."""
    draft, form = draft_of(turn, turn.press.number), turn.content.forms["broadcast"]
    if not can_change(draft):
        return Outcome(at_once=Toast(turn.content.words.broadcast.already, alert=True))
    form = replace(form, about=str(draft.broadcast_id))
    if not turn.inbound.can_open_form:
        return Outcome(at_once=OpenForm(form))
    now = {
        "audience": draft.audience,
        "text": draft.text,
        "urgent": "yes" if draft.urgent else "no",
        "ack": "yes" if draft.ack else "no",
    }
    fields = tuple(replace(each, value=now[each.id]) for each in form.fields)
    return Outcome(at_once=OpenForm(replace(form, fields=fields)))


def can_change(draft: Broadcast) -> bool:
    """Say whether the text may still be changed."""
    return draft.kind is BroadcastKind.ANNOUNCEMENT and draft.state in CHANGEABLE


def written(turn: Turn) -> Outcome:
    """Keep the draft, or the change of one, and show it exactly as it will look, with who it reaches."""
    assert turn.lead
    assert isinstance(turn.inbound.what, Submitted)
    values, about = turn.inbound.what.values, turn.inbound.what.about
    before = draft_of(turn, row_number(about)) if about else None
    if before is not None and not can_change(before):
        already = Message(turn.content.words.broadcast.already)
        return Outcome(says=(Say(ToCaller(), already),))
    reach, faults = _faults(turn, values)
    if reach is None or faults:
        return Outcome(at_once=FormFaults(faults, turn.content.forms["broadcast"]))
    draft = Broadcast(
        before.broadcast_id if before else turn.number("broadcast"),
        turn.lead.person_id,
        values["audience"].strip(),
        values["text"].strip(),
        values.get("urgent") == "yes",
        values.get("ack") == "yes",
        BroadcastState.DRAFT,
        version=before.version + 1 if before else 1,
        file=before.file if before else None,
    )
    if before is not None:
        return changed(turn, before, draft, reach)
    drafted = BroadcastDrafted(
        draft.broadcast_id, draft.audience, draft.text, draft.urgent, draft.ack
    )
    return Outcome((drafted,), first_seen(turn, draft, reach))


def changed(turn: Turn, before: Broadcast, after: Broadcast, reach: Reach) -> Outcome:
    """Keep what has not gone out as it is after a change, and show it anew; no approval of it counts any more."""
    fact = BroadcastChanged(
        after.broadcast_id, before.version, after.audience, after.text, after.urgent, after.ack
    )
    gone = Message(turn.content.words.approval.changed_below)
    olds = (Redraw(gone, card=before.preview_card), Redraw(gone, card=card_of(before)))
    return Outcome((fact,), (*olds, *first_seen(turn, after, reach), *voided(turn, before)))


def _faults(turn: Turn, values: Mapping[str, str]) -> tuple[Reach | None, dict[str, str]]:
    """Return who the audience is, and what is wrong with what was filled in."""
    words, reach = turn.content.words, None
    faults = faults_of(turn.content.forms["broadcast"], values, words.forms)
    try:
        reach = turn.look.reach(values.get("audience", ""))
    except BadAudience as fault:
        faults.setdefault("audience", words.broadcast.bad_audience.fill(part=fault.part))
    if reach is not None and not reach.homes:
        faults.setdefault("audience", words.broadcast.nobody)
    if fault_in_text := text_fault(turn, values.get("text", "")):
        faults.setdefault("text", fault_in_text)
    return reach, faults


def first_seen(turn: Turn, draft: Broadcast, reach: Reach) -> tuple[Say, Say]:
    """Return the draft exactly as homes will read it, and who it reaches, with the decision under it."""
    exact = Say(ToCaller(), draw_broadcast(draft, turn.content))
    return exact, Say(ToCaller(), _preview(turn, draft, reach), card=draft.preview_card)


def decided(turn: Turn) -> Outcome:
    """Send the draft, or drop it, as its author says; the progress line follows."""
    words, draft = turn.content.words, draft_of(turn, turn.press.number)
    choice, *version = turn.press.choice or ("",)
    if choice != "send":
        return _dropped(turn, draft)
    if draft.state is not BroadcastState.DRAFT:
        return Outcome(at_once=Toast(words.broadcast.already, alert=True))
    if version and version != [str(draft.version)]:
        raise StalePress
    reach = turn.look.reach(draft.audience)
    if fault := why_nobody(turn, draft, reach):
        return Outcome(at_once=Toast(fault, alert=True))
    if approver_of(turn.content, draft, reach.homes) is not None:
        return Outcome(at_once=Toast(words.approval.must_ask, alert=True))
    sending = BroadcastDecided(draft.broadcast_id, BroadcastState.SENDING, version=draft.version)
    settled = Redraw(replace(_preview(turn, draft, reach), buttons=()))
    progress = (begun(turn, draft, reach, ToCaller()),) if turn.look.is_live() else ()
    return Outcome((sending,), (settled, *progress))


def _dropped(turn: Turn, draft: Broadcast) -> Outcome:
    words = turn.content.words.broadcast
    if draft.state not in (BroadcastState.DRAFT, BroadcastState.WAITING):
        return Outcome(at_once=Toast(words.already, alert=True))
    dropped = BroadcastDecided(draft.broadcast_id, BroadcastState.CANCELLED, version=draft.version)
    return Outcome((dropped,), (Redraw(Message(words.not_sent)), *voided(turn, draft)))


def draft_of(turn: Turn, number: int) -> Broadcast:
    """Return what the caller wrote themselves, which is no newsletter; a button gives nobody the right to it."""
    draft = turn.look.broadcast(number)
    if draft is None or draft.kind is BroadcastKind.NEWSLETTER:
        raise StalePress
    if draft.author_id != turn.lead.person_id:
        raise NotAllowed
    return draft


def _preview(turn: Turn, draft: Broadcast, reach: Reach) -> Message:
    """Return who the draft reaches, with what its author may do next."""
    text = preview_text(turn, draft, reach, draw_broadcast(draft, turn.content))
    team = approver_of(turn.content, draft, reach.homes)
    if team is not None:
        needed = turn.content.words.approval.needed.fill(team=turn.content.teams[team].name)
        text = f"{text}\n\n{needed}"
    return Message(text, draft_buttons(turn, draft, reach))


def draft_buttons(turn: Turn, draft: Broadcast, reach: Reach) -> tuple[tuple[Button, ...], ...]:
    """Return what its author may do with a draft: where a second person is needed, ask them."""
    words, number = turn.content.words, str(draft.broadcast_id)
    drop = Button(words.broadcast.do_not_send, Press("broadcast", number, ("drop",)))
    later = Button(words.broadcast.send_later, Press("later", number))
    again = Button(words.broadcast.repeat, Press("repeat", number))
    change_it = Button(words.approval.change, Press("change", number))
    first = Press("broadcast", number, ("send", str(draft.version)))
    label = send_label(turn, reach)
    if approver_of(turn.content, draft, reach.homes) is not None:
        first, label = Press("ask", number, (str(draft.version),)), words.approval.ask
    send = Button(label, first, style="primary")
    # Homes are asked to a meeting once, and a meeting is changed as a meeting.
    rest = (later, again, change_it) if draft.kind is BroadcastKind.ANNOUNCEMENT else (later,)
    return ((send, drop), rest, (file_button(draft, words.broadcast),))

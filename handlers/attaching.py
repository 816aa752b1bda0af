"""A file that goes along with a broadcast: added to a draft, taken out again, and shown to who was told."""

from dataclasses import replace

from bot.core.broadcasts import CHANGEABLE, Broadcast, BroadcastState
from bot.core.errors import NotAllowed, StalePress
from bot.core.events import Submitted
from bot.core.facts import FileAdded, FileTakenOut
from bot.core.guide import faults_of
from bot.core.messages import File, Message, row_number
from bot.core.turn import FormFaults, OpenForm, Outcome, Say, Toast, ToCaller, Turn
from handlers import broadcast as announcing
from handlers import desk
from handlers.news import told_to

FORM = "attach"


def attach(turn: Turn) -> Outcome:
    """Ask for the file, or take out the one that is there."""
    draft = _draft_of(turn, turn.press.number)
    if not _is_open(draft):
        return Outcome(at_once=Toast(turn.content.words.broadcast.already, alert=True))
    if turn.press.choice == ("out",):
        return _seen_anew(turn, draft, None, FileTakenOut(draft.broadcast_id))
    form = turn.content.forms[FORM]
    return Outcome(at_once=OpenForm(replace(form, about=str(draft.broadcast_id))))


def attached(turn: Turn) -> Outcome:
    """Let the file go along, and show again what homes will get."""
    assert isinstance(turn.inbound.what, Submitted)
    values, words = turn.inbound.what.values, turn.content.words
    form = turn.content.forms[FORM]
    draft = _draft_of(turn, row_number(turn.inbound.what.about))
    faults = faults_of(form, values, words.forms)
    file, alt = None, values.get("alt", "").strip()
    if "file" not in faults:
        file = turn.look.files.brought(row_number(values["file"]), turn.lead.person_id)
        if file is None:
            faults["file"] = words.forms.send_file
        elif file.is_picture and not alt:
            faults["alt"] = words.broadcast.alt_missing
    if not _is_open(draft):
        faults = {"": words.broadcast.already}
    if faults or file is None:
        return Outcome(at_once=FormFaults(faults, form))
    assert file.file_id is not None
    added = FileAdded(draft.broadcast_id, file.file_id, alt)
    return _seen_anew(turn, draft, replace(file, alt=alt), added)


def shown(turn: Turn) -> Outcome:
    """Show the file of a broadcast again to somebody whose homes were told, or to a lead."""
    broadcast = turn.look.broadcast(turn.press.number)
    if broadcast is None or broadcast.file is None or broadcast.withdrawn_at:
        raise StalePress
    if turn.look.place_of(broadcast.broadcast_id, told_to(turn)) is None:
        raise NotAllowed
    with_file = turn.content.words.broadcast.with_file.fill(name=broadcast.file.name)
    copy = Message(with_file, file=broadcast.file)
    return Outcome(says=(Say(ToCaller(), copy, card=f"file:{broadcast.broadcast_id}"),))


def _draft_of(turn: Turn, number: int) -> Broadcast:
    """Return what has not gone out, for who wrote it, and an issue for who edits it."""
    draft = turn.look.broadcast(number)
    if draft is None or not draft.edition:
        return announcing.draft_of(turn, number)
    desk.may_edit(turn, turn.content.edition(draft.edition))
    return draft


def _is_open(draft: Broadcast) -> bool:
    # Homes are asked to a meeting once, by what was planned.
    still = (BroadcastState.DRAFT,) if draft.meeting_id is not None else CHANGEABLE
    return draft.state in still


def _seen_anew(
    turn: Turn, before: Broadcast, file: File | None, fact: FileAdded | FileTakenOut
) -> Outcome:
    """Keep it as a change of what goes out, whoever had let it go before."""
    if before.edition:
        return _on_the_desk(turn, replace(before, file=file), fact)
    version = before.version + 1
    after = replace(before, file=file, version=version, state=BroadcastState.DRAFT)
    outcome = announcing.changed(turn, before, after, turn.look.reach(before.audience))
    return replace(outcome, facts=(*outcome.facts, fact))


def _on_the_desk(turn: Turn, issue: Broadcast, fact: FileAdded | FileTakenOut) -> Outcome:
    words = turn.content.words.broadcast
    outcome = desk.changed(turn, issue, turn.look.drafts.items_of(issue.broadcast_id))
    told: tuple[Say, ...] = ()
    if issue.file:
        text = f"{words.with_file.fill(name=issue.file.name)}\n\n{words.check_file}"
        told = (Say(ToCaller(), Message(text)),)
    return replace(outcome, facts=(*outcome.facts, fact), says=(*outcome.says, *told))

"""A change of guidance on its way to homes: a lead writes what to do, then it is a broadcast like any other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.core.broadcasts import Broadcast, BroadcastKind, BroadcastState, Reach
from bot.core.errors import BadAudience
from bot.core.events import Submitted
from bot.core.facts import BroadcastDecided, BroadcastDrafted, ChangeWritten, Fact
from bot.core.forms import Form
from bot.core.guidance import Change
from bot.core.guide import faults_of
from bot.core.messages import Message, row_number
from bot.core.moments import read_day
from bot.core.recurrence import moment_of
from bot.core.turn import FormFaults, OpenForm, Outcome, Redraw, Toast, Turn
from handlers.approvals import approver_of
from handlers.broadcast import first_seen
from handlers.guidance_cards import home_text
from handlers.triage import for_lead, is_settled

FORM = "guidance"
# When on its last day a confirmation is due.
EVENING = time(17)


@dataclass(frozen=True, slots=True)
class Written:
    """What a lead wrote for homes, and who the audience is."""

    change: Change
    reach: Reach


def send(turn: Turn) -> Outcome:
    """Open the form for what homes are to do, filled in as far as rules suggest."""
    change = for_lead(turn, turn.press.number)
    if is_settled(turn, change):
        return Outcome(at_once=Toast(turn.content.words.triage.already, alert=True))
    return Outcome(at_once=OpenForm(_form(turn, change)))


def written(turn: Turn) -> Outcome:
    """Keep the draft, and show it exactly as homes will read it, with who it reaches and the decision under it."""
    assert isinstance(turn.inbound.what, Submitted)
    change = for_lead(turn, row_number(turn.inbound.what.about))
    form = _form(turn, change)
    if is_settled(turn, change):
        return Outcome(at_once=FormFaults({"action": turn.content.words.triage.already}, form))
    found, faults = _read(turn, change, form, turn.inbound.what.values)
    if found is None:
        return Outcome(at_once=FormFaults(faults, form))
    facts, draft = drafted(turn, found.change)
    undone, told = _in_place_of(turn, change)
    return Outcome((*undone, *facts), (*told, *first_seen(turn, draft, found.reach)))


def _in_place_of(turn: Turn, change: Change) -> tuple[tuple[Fact, ...], tuple[Redraw, ...]]:
    """Drop the draft that somebody wrote of the same change before: homes are told of it once."""
    before = turn.look.broadcast(change.broadcast_id) if change.broadcast_id else None
    if before is None or before.state is not BroadcastState.DRAFT:
        return (), ()
    dropped = BroadcastDecided(
        before.broadcast_id, BroadcastState.CANCELLED, version=before.version
    )
    told = turn.content.words.triage.written_anew.fill(name=turn.lead.name)
    return (dropped,), (Redraw(Message(told), card=before.preview_card),)


def drafted(turn: Turn, change: Change) -> tuple[tuple[Fact, ...], Broadcast]:
    """Return the broadcast that a change becomes, as a draft, and what to keep of both."""
    number, author = turn.number("broadcast"), turn.caller.person
    draft = Broadcast(
        number,
        author.person_id if author else None,
        change.audience,
        home_text(turn, change),
        change.urgent,
        change.material,
        BroadcastState.DRAFT,
        kind=BroadcastKind.GUIDANCE,
        title=change.title,
        change_id=change.change_id,
    )
    kept = BroadcastDrafted(
        number,
        draft.audience,
        draft.text,
        draft.urgent,
        draft.ack,
        kind=draft.kind,
        title=draft.title,
    )
    said = ChangeWritten(
        change.change_id,
        number,
        change.summary,
        change.action,
        change.audience,
        urgent=change.urgent,
        material=change.material,
        confirm_by=change.confirm_by,
        before=change.broadcast_id,
    )
    return (kept, said), draft


def approved(turn: Turn, change: Change, action: str) -> tuple[Fact, ...]:
    """Return what sends a change at once that a rule approved; nothing where a person must look first."""
    if not turn.look.is_live():
        return ()
    try:
        reach = turn.look.reach(change.audience)
    except BadAudience:
        return ()
    told = "" if _says_information(turn, action) else action
    facts, draft = drafted(turn, replace(change, action=told))
    if not reach.reached or approver_of(turn.content, draft, reach.homes) is not None:
        return ()
    return (*facts, BroadcastDecided(draft.broadcast_id, BroadcastState.SENDING))


def _read(
    turn: Turn, change: Change, form: Form, values: Mapping[str, str]
) -> tuple[Written | None, dict[str, str]]:
    words = turn.content.words
    faults = faults_of(form, values, words.forms)
    audience = values.get("audience", "").strip() or change.audience
    reach: Reach | None = None
    try:
        reach = turn.look.reach(audience)
    except BadAudience as fault:
        faults.setdefault("audience", words.broadcast.bad_audience.fill(part=fault.part))
    if reach is not None and not reach.homes:
        faults.setdefault("audience", words.broadcast.nobody)
    confirm_by = _confirm_by(turn, values.get("by", ""), faults)
    if reach is None or faults:
        return None, faults
    action = values.get("action", "").strip()
    material = values.get("material") == "yes"
    said = replace(
        change,
        action="" if _says_information(turn, action) else action,
        summary=" ".join(values.get("summary", "").split()),
        decided_by=turn.lead.name,
        audience=audience,
        urgent=values.get("urgent") == "yes",
        material=material,
        confirm_by=confirm_by if material else None,
    )
    return Written(said, reach), {}


def _confirm_by(turn: Turn, said: str, faults: dict[str, str]) -> datetime | None:
    words, today = turn.content.words.triage, turn.at.astimezone(turn.zone).date()
    day = read_day(said.strip(), today) if said.strip() else today + turn.content.triage.confirm
    if day is None:
        faults["by"] = words.bad_day
        return None
    by = moment_of(day, EVENING, turn.zone)
    if by <= turn.at:
        faults["by"] = words.past_day
    return by


def _says_information(turn: Turn, action: str) -> bool:
    return action.strip(" .").casefold() == turn.content.words.triage.for_information.casefold()


def _form(turn: Turn, change: Change) -> Form:
    """Return the form as the rules suggest it; a dialogue asks for the audience, a modal shows it."""
    form, words = turn.content.forms[FORM], turn.content.words.triage
    shown = turn.inbound.can_open_form
    values = {"audience": change.audience, "urgent": "yes" if change.urgent else "no"}
    hints = {"audience": words.audience_hint.format(audience=change.audience)}
    fields = tuple(
        replace(
            each,
            value=values.get(each.id, "") if shown else "",
            hint=hints.get(each.id, each.hint),
        )
        for each in form.fields
    )
    intro = words.form_intro.fill(title=change.title)
    return replace(form, fields=fields, intro=intro, about=str(change.change_id))

"""The second person: asked by the author, who lets one version go or sends it back with a note."""

from dataclasses import replace
from datetime import datetime

from bot.core.broadcasts import (
    Approval,
    Broadcast,
    BroadcastKind,
    BroadcastState,
    Decision,
    Reach,
)
from bot.core.errors import NotAllowed, StalePress
from bot.core.events import Submitted
from bot.core.facts import ApprovalAsked, ApprovalDecided, BroadcastDecided, BroadcastReturned
from bot.core.guide import faults_of
from bot.core.messages import Button, Message, Press, row_number
from bot.core.people import PersonId, TeamId
from bot.core.sentences import Markup
from bot.core.turn import (
    FormFaults,
    OpenForm,
    Outcome,
    Redraw,
    Say,
    Toast,
    ToCaller,
    ToPerson,
    ToTeam,
    Turn,
)
from handlers.approvals import approval_line, approver_of, author_of, what_it_is
from handlers.broadcast import draft_buttons
from handlers.desk import may_edit, why_not_yet
from handlers.desk_drawing import draw_desk
from handlers.planned import card_of
from handlers.preview import preview_text, reach_of, why_nobody
from handlers.reading import draw_broadcast
from handlers.sending import let_go, moment_of_issue
from handlers.times import in_full


def asked(turn: Turn) -> Outcome:
    """Bring a draft, exactly as it will look, to the team that approves it."""
    words = turn.content.words
    draft = _authored(turn, turn.press.number)
    if draft.state is not BroadcastState.DRAFT:
        return Outcome(at_once=Toast(words.broadcast.already, alert=True))
    if turn.press.choice != (str(draft.version),):
        raise StalePress
    reach = reach_of(turn, draft.audience)
    team = approver_of(turn.content, draft, reach.homes if reach else 0)
    fault = why_not(turn, draft, reach)
    if fault or reach is None or team is None:
        return Outcome(at_once=Toast(fault or words.common.stale_button, alert=True))
    at = moment_of_issue(turn, draft) if draft.kind is BroadcastKind.NEWSLETTER else None
    return bring(turn, replace(draft, send_at=at, recurring_id=None), reach, team)


def asked_by_operator(turn: Turn) -> Outcome:
    """Bring what the operator wrote to the team that approves it: its number, and when it is to go out, if later."""
    number, _, at = turn.came.about.partition(".")
    draft = turn.look.broadcast(row_number(number))
    if draft is None or draft.author_id is not None or draft.state is not BroadcastState.DRAFT:
        return Outcome()
    reach, recurring = reach_of(turn, draft.audience), turn.look.recurring(draft.broadcast_id)
    team = approver_of(turn.content, draft, reach.homes if reach else 0)
    if reach is None or team is None:
        return Outcome()
    draft = replace(draft, send_at=datetime.fromisoformat(at) if at else None)
    return bring(turn, draft, reach, team, recurring.opens if recurring else "")


def bring(turn: Turn, draft: Broadcast, reach: Reach, team: TeamId, opens: str = "") -> Outcome:
    """Bring a draft to a second person: approved, it goes out at its moment, or again and again as ``opens`` says."""
    repeats = bool(opens)
    fact = ApprovalAsked(draft.broadcast_id, draft.version, draft.send_at, repeats)
    waits = replace(draft, state=BroadcastState.WAITING, author_id=turn.caller.person_id)
    # The whole of it, also where homes get its beginning first: that is what is approved.
    exact = Say(ToTeam(team), Message(waits.text))
    card = Say(ToTeam(team), _card(turn, waits, reach, opens), card=waits.approval_card)
    if waits.author_id is None:
        return Outcome((fact,), (exact, card))
    shown = Redraw(_for_author(turn, waits, reach), card=waits.preview_card)
    return Outcome((fact,), (shown, exact, card, *_told(turn, waits, team)))


def why_not(turn: Turn, draft: Broadcast, reach: Reach | None) -> str:
    """Return why it cannot go as it is, empty where it can."""
    if draft.kind is BroadcastKind.NEWSLETTER:
        return why_not_yet(turn, draft)
    return why_nobody(turn, draft, reach)


def _authored(turn: Turn, number: int) -> Broadcast:
    """Return what the caller may ask approval for: what they wrote, or a newsletter that they edit."""
    draft = turn.look.broadcast(number)
    if draft is None:
        raise StalePress
    if draft.edition:
        may_edit(turn, turn.content.edition(draft.edition))
    elif draft.author_id != turn.lead.person_id:
        raise NotAllowed
    return draft


def _told(turn: Turn, waits: Broadcast, team: TeamId) -> tuple[Say, ...]:
    """Say who is asked, and how it can go where no second person is there."""
    words, name = turn.content.words.approval, turn.content.teams[team].name
    barred = {turn.lead.person_id, turn.look.drafts.writer(waits.broadcast_id)}
    to = ToCaller() if turn.inbound.private else ToPerson(turn.lead.person_id)
    if all(each.person_id in barred for each in turn.look.leads(team)):
        told = words.nobody_else.fill(team=name, number=waits.broadcast_id)
        return (Say(to, Message(told)),)
    if isinstance(turn.inbound.what, Submitted):
        return (Say(to, Message(words.waits.fill(team=name))),)
    return ()


def _card(turn: Turn, waits: Broadcast, reach: Reach, opens: str) -> Message:
    """Return what the second person decides on."""
    words, number = turn.content.words, str(waits.broadcast_id)
    version = str(waits.version)
    exact = draw_broadcast(waits, turn.content)
    asks = turn.caller.person
    name = asks.name if asks else words.approval.operator
    title = words.approval.card.fill(what=what_it_is(turn, waits), name=name)
    when: str = words.approval.card_now
    if opens:
        when = words.approval.card_repeats.fill(opens=opens)
    elif waits.send_at is not None:
        when = words.approval.card_at.fill(when=in_full(turn, waits.send_at))
    yes = words.approval.approve.format(reached=reach.reached, homes=reach.homes)
    rows = (
        (Button(yes, Press("approve", number, ("yes", version)), style="primary"),),
        (Button(words.approval.send_back, Press("approve", number, ("back", version))),),
    )
    return Message("\n\n".join([title, preview_text(turn, waits, reach, exact), when]), rows)


def _for_author(turn: Turn, broadcast: Broadcast, reach: Reach | None, line: str = "") -> Message:
    """Return what the author decides on, as it stands now."""
    if broadcast.edition in turn.content.editions:
        drawn = draw_desk(turn, broadcast)
        return replace(drawn, text="\n\n".join(filter(None, [drawn.text, line])))
    words, number = turn.content.words, str(broadcast.broadcast_id)
    if reach is None:
        return Message("\n\n".join(filter(None, [why_nobody(turn, broadcast, reach), line])))
    text = preview_text(turn, broadcast, reach, draw_broadcast(broadcast, turn.content))
    rows: tuple[tuple[Button, ...], ...] = ()
    if broadcast.state is BroadcastState.WAITING:
        line = line or words.approval.waits.fill(team=_team_name(turn, broadcast, reach))
        drop = Button(words.broadcast.do_not_send, Press("broadcast", number, ("drop",)))
        rows = ((*_change(turn, broadcast), drop),)
    elif broadcast.state is BroadcastState.SCHEDULED:
        drop = Button(words.broadcast.do_not_send, Press("cancel", number))
        later = Button(words.schedule.another_time, Press("later", number))
        rows = ((*_change(turn, broadcast), later), (drop,))
    elif broadcast.state is BroadcastState.DRAFT:
        rows = draft_buttons(turn, broadcast, reach)
    return Message("\n\n".join(filter(None, [text, line])), rows)


def _change(turn: Turn, broadcast: Broadcast) -> tuple[Button, ...]:
    if broadcast.kind is not BroadcastKind.ANNOUNCEMENT:
        return ()
    label = turn.content.words.approval.change
    return (Button(label, Press("change", str(broadcast.broadcast_id))),)


def _team_name(turn: Turn, broadcast: Broadcast, reach: Reach | None) -> str:
    team = approver_of(turn.content, broadcast, reach.homes if reach else 0)
    found = turn.content.teams.get(team or turn.content.approval.team)
    return found.name if found else ""


def decided(turn: Turn) -> Outcome:
    """Let the version go that was seen, or ask what shall be changed."""
    choice, *version = turn.press.choice or ("",)
    waits = _for_approver(turn, turn.press.number)
    stale = _settled(turn, waits, version[0] if version else "")
    if stale is not None:
        return stale
    if choice == "back":
        form = turn.content.forms["send_back"]
        about = f"{waits.broadcast_id}.{waits.version}"
        return Outcome(at_once=OpenForm(replace(form, about=about)))
    if choice != "yes":
        raise StalePress
    return _approved(turn, waits, turn.lead.name, turn.lead.person_id)


def by_operator(turn: Turn) -> Outcome:
    """Let a version go for the operator, who is a second person for all but what they sent themselves."""
    number, _, version = turn.came.about.partition(".")
    waits = turn.look.broadcast(row_number(number))
    if waits is None or waits.author_id is None or _settled(turn, waits, version) is not None:
        return Outcome()
    return _approved(turn, waits, "", None)


def _approved(turn: Turn, waits: Broadcast, name: str, person_id: PersonId | None) -> Outcome:
    words, reach = turn.content.words.approval, reach_of(turn, waits.audience)
    fault = why_not(turn, waits, reach)
    if fault or reach is None:
        return Outcome(at_once=Toast(fault, alert=True))
    fact = ApprovalDecided(waits.broadcast_id, waits.version, Decision.APPROVED)
    said = Approval(waits.version, Decision.APPROVED, "", person_id, name, turn.at)
    line, what = approval_line(turn, said), what_it_is(turn, waits)
    gone = let_go(turn, waits, reach, _told_to(turn, waits))
    shown = Message(f"{what}\n\n{line}\n\n{gone.told}")
    if waits.author_id is None:  # the operator, who is in no chat
        settled = Redraw(shown, card=waits.approval_card)
        return Outcome((fact, gone.fact), (settled,), Toast(line))
    # The desk itself says when an issue goes out.
    timed = waits.kind is BroadcastKind.NEWSLETTER and gone.after.state is BroadcastState.SCHEDULED
    drawn = _for_author(turn, gone.after, reach, line if timed else f"{line} {gone.told}")
    told = words.told_author.fill(what=what, name=name or words.operator, told=Markup(gone.told))
    says: tuple[Say | Redraw, ...] = (
        Redraw(shown, card=waits.approval_card),
        Redraw(drawn, card=waits.preview_card),
        Say(_told_to(turn, waits), Message(told)),
        *gone.says,
    )
    return Outcome((fact, gone.fact), says, Toast(line))


def late(turn: Turn) -> Outcome:
    """Give back to its author what nobody has approved by the moment at which it was to go out."""
    waits = turn.look.broadcast(row_number(turn.came.about))
    if waits is None or waits.state is not BroadcastState.WAITING:
        return Outcome()
    if waits.send_at is None or waits.send_at > turn.at:
        return Outcome()
    when = in_full(turn, waits.send_at)
    words, what = turn.content.words.approval, what_it_is(turn, waits)
    if waits.author_id is None:
        return Outcome(*_dropped(waits, words.late_dropped.fill(what=what, when=when)))
    return given_back(turn, waits, words.late.fill(what=what, when=when))


def _dropped(waits: Broadcast, told: str) -> tuple[tuple[BroadcastDecided], tuple[Redraw]]:
    """Let what the operator sent not go out: there is nobody in chat to whom it could go back."""
    fact = BroadcastDecided(waits.broadcast_id, BroadcastState.CANCELLED)
    return (fact,), (Redraw(Message(told), card=waits.approval_card),)


def given_back(turn: Turn, waits: Broadcast, told: str) -> Outcome:
    """Make a draft again of what waits, and tell whoever asked, and who was asked, why."""
    fact = BroadcastReturned(waits.broadcast_id, waits.version)
    after = replace(waits, state=BroadcastState.DRAFT)
    drawn = _for_author(turn, after, reach_of(turn, waits.audience), told)
    to = _told_to(turn, waits)
    says = (
        Redraw(Message(told), card=waits.approval_card),
        Redraw(drawn, card=waits.preview_card),
        Redraw(Message(told), card=card_of(waits)),
        Say(to, Message(told)),
        Say(to, drawn, card=waits.preview_card),
    )
    return Outcome((fact,), says)


def _told_to(turn: Turn, waits: Broadcast) -> ToPerson | ToTeam:
    """Return who asked: the person, not a whole room."""
    if waits.author_id is not None:
        return ToPerson(waits.author_id)
    to = author_of(turn, waits)
    return to if isinstance(to, ToTeam) else ToTeam(turn.content.approval.team)


def sent_back(turn: Turn) -> Outcome:
    """Bring the second person's note to whoever asked; it is a draft again."""
    assert isinstance(turn.inbound.what, Submitted)
    values, words = turn.inbound.what.values, turn.content.words
    number, _, version = turn.inbound.what.about.partition(".")
    waits = _for_approver(turn, row_number(number))
    form = turn.content.forms["send_back"]
    faults = faults_of(form, values, words.forms)
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    if waits.state is not BroadcastState.WAITING or version != str(waits.version):
        return Outcome(at_once=FormFaults({"text": _what_became(turn, waits)}))
    lead, note = turn.lead, values["text"].strip()
    fact = ApprovalDecided(waits.broadcast_id, waits.version, Decision.SENT_BACK, note)
    said = Approval(waits.version, Decision.SENT_BACK, note, lead.person_id, lead.name, turn.at)
    line, what = approval_line(turn, said), what_it_is(turn, waits)
    if waits.author_id is None:
        dropped, shown = _dropped(waits, f"{what}\n\n{line}")
        return Outcome((fact, *dropped), shown)
    after = replace(waits, state=BroadcastState.DRAFT)
    reach = reach_of(turn, waits.audience)
    told = words.approval.told_back.fill(what=what, name=lead.name, note=note)
    says = (
        Redraw(Message(f"{what}\n\n{line}"), card=waits.approval_card),
        Redraw(_for_author(turn, after, reach, line), card=waits.preview_card),
        Say(_told_to(turn, waits), Message(told)),
    )
    return Outcome((fact,), says)


def _for_approver(turn: Turn, number: int) -> Broadcast:
    """Return what the caller may decide on.

    Raises:
        NotAllowed: They are not of the team that approves it.
    """
    waits = turn.look.broadcast(number)
    if waits is None:
        raise StalePress
    reach = reach_of(turn, waits.audience)
    team = approver_of(turn.content, waits, reach.homes if reach else 0)
    if (team or turn.content.approval.team) not in turn.lead.teams:
        raise NotAllowed
    return waits


def _settled(turn: Turn, waits: Broadcast, version: str) -> Outcome | None:
    """Return what is shown where there is nothing to decide, None where the caller may."""
    if waits.state is not BroadcastState.WAITING or version != str(waits.version):
        return Outcome(at_once=Toast(_what_became(turn, waits), alert=True))
    caller = turn.caller.person
    mine = (waits.author_id, turn.look.drafts.writer(waits.broadcast_id))
    if caller is not None and caller.person_id in mine:
        return Outcome(at_once=Toast(turn.content.words.approval.own_work, alert=True))
    return None


def _what_became(turn: Turn, broadcast: Broadcast) -> str:
    said = turn.look.drafts.approvals(broadcast.broadcast_id)
    if said and said[-1].version == broadcast.version:
        return approval_line(turn, said[-1])
    return turn.content.words.common.stale_button

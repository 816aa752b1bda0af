"""Which broadcasts need a second person, who that is, and what it said."""

from bot.core.broadcasts import (
    Approval,
    Broadcast,
    BroadcastKind,
    BroadcastState,
    Decision,
)
from bot.core.definitions import Content
from bot.core.messages import Message
from bot.core.people import TeamId
from bot.core.turn import Redraw, Say, To, ToCoordinators, ToPerson, ToTeam, Turn
from handlers.times import local


def approver_of(content: Content, broadcast: Broadcast, homes: int) -> TeamId | None:
    """Return the team whose leads let this go, None where its author may alone. ``homes`` is its audience's size."""
    if broadcast.kind is BroadcastKind.NEWSLETTER:
        edition = content.editions.get(broadcast.edition)
        # Whose edition is gone from the file is nobody's to send alone.
        return edition.approver if edition else content.approval.team
    rule = content.approval
    return rule.team if rule.asks_for(homes, urgent=broadcast.urgent) else None


def author_of(turn: Turn, broadcast: Broadcast) -> To:
    """Return where the one who wrote it, or the team that edits it, hears what becomes of it."""
    edition = turn.content.editions.get(broadcast.edition)
    if edition:
        return ToTeam(edition.editor)
    return ToPerson(broadcast.author_id) if broadcast.author_id else ToCoordinators()


def standing(turn: Turn, broadcast: Broadcast) -> Approval | None:
    """Return the approval that lets the present version go, None where there is none."""
    found = [
        each
        for each in turn.look.drafts.approvals(broadcast.broadcast_id)
        if each.version == broadcast.version and each.decision is Decision.APPROVED
    ]
    return found[-1] if found else None


def approval_line(turn: Turn, approval: Approval) -> str:
    """Return who said what when."""
    words = turn.content.words.approval
    name, when = approval.person_name or words.operator, local(turn, approval.at)
    if approval.decision is Decision.APPROVED:
        return words.approved.fill(name=name, when=when)
    return words.sent_back.fill(name=name, when=when, note=approval.note)


def voided(turn: Turn, broadcast: Broadcast) -> tuple[Say | Redraw, ...]:
    """Tell those who were asked that this version counts no more: ``broadcast`` is as it was before the change."""
    words = turn.content.words.approval
    if broadcast.state not in (BroadcastState.WAITING, BroadcastState.SCHEDULED):
        return ()
    approved = standing(turn, broadcast)
    if broadcast.state is BroadcastState.SCHEDULED and approved is None:
        return ()
    name = turn.lead.name
    told = words.voided.fill(name=name, when=local(turn, turn.at))
    says: list[Say | Redraw] = [Redraw(Message(told), card=broadcast.approval_card)]
    if approved is not None:
        both = words.approval_void.fill(
            name=name,
            approver=approved.person_name or words.operator,
            what=what_it_is(turn, broadcast),
        )
        says.append(Say(author_of(turn, broadcast), Message(both)))
        if approved.person_id is not None:
            says.append(Say(ToPerson(approved.person_id), Message(both)))
    return tuple(says)


def what_it_is(turn: Turn, broadcast: Broadcast) -> str:
    """Return what people call it: a newsletter's title, or its first words."""
    if broadcast.title:
        return broadcast.title
    first = broadcast.text.strip().splitlines()[0].strip("#* ") if broadcast.text.strip() else ""
    longest = 60
    shown = first if len(first) <= longest else f"{first[:longest].rsplit(maxsplit=1)[0]}…"
    return turn.content.words.approval.an_announcement.format(begins=shown)

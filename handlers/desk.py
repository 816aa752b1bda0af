"""The editor's desk: a draft issue with its items, to put in order, edit, drop or hold, until it goes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.core.broadcasts import CHANGEABLE, Broadcast, BroadcastState
from bot.core.editions import Edition, Item, ItemState, sort_out
from bot.core.errors import NotAllowed, StalePress
from bot.core.facts import BroadcastChanged, BroadcastDecided, Fact, ItemPlaced
from bot.core.messages import Message, row_number
from bot.core.trial import coordinates
from bot.core.turn import Outcome, Redraw, Say, To, Toast, ToCaller, ToPerson, Turn
from handlers.approvals import approver_of, author_of, voided
from handlers.compiling import draw_issue
from handlers.desk_drawing import come_since, desk_text, draw_desk, draw_item_menu
from handlers.preview import reach_of, why_nobody
from handlers.reading import draw_broadcast
from handlers.sending import let_go, moment_of_issue
from handlers.upcoming import added, as_item, has_changed, placed, refreshed, upcoming


def pressed(turn: Turn) -> Outcome:
    """Do at the desk what a button of it says."""
    issue = _issue(turn, turn.press.number)
    action, *rest = turn.press.choice or ("desk",)
    if action == "see":
        return _seen(turn, issue)
    if issue.state not in CHANGEABLE:
        told = Toast(turn.content.words.broadcast.already, alert=True)
        return Outcome(says=(Redraw(draw_desk(turn, issue)),), at_once=told)
    if action in _WHOLE:
        return _WHOLE[action](turn, issue)
    item = _placed(turn, issue, rest)
    if action == "item":
        return Outcome(says=(Redraw(draw_item_menu(turn, issue, item)),))
    if action not in _OF_ITEM:
        raise StalePress
    return _OF_ITEM[action](turn, issue, item)


def _issue(turn: Turn, number: int) -> Broadcast:
    issue = turn.look.broadcast(number)
    if issue is None or not issue.edition:
        raise StalePress
    may_edit(turn, turn.content.edition(issue.edition))
    return issue


def may_edit(turn: Turn, edition: Edition) -> None:
    """Return where the caller edits this edition.

    Raises:
        NotAllowed: They are neither of its team nor coordinators.
    """
    if not edits(turn, edition):
        raise NotAllowed


def edits(turn: Turn, edition: Edition) -> bool:
    """Say whether the caller edits this edition: they are of its team, or coordinate the network."""
    return edition.editor in turn.lead.teams or coordinates(turn.lead, turn.content)


def may_edit_item(turn: Turn, item: Item) -> None:
    """Return where the caller may change this item now.

    Raises:
        NotAllowed: It is neither theirs and still waiting, nor of an edition that they edit.
        StalePress: It has been sent, dropped, or its edition is gone.
    """
    edition = turn.content.edition(item.edition)
    if item.state not in (ItemState.WAITING, ItemState.HELD, ItemState.PLACED):
        raise StalePress
    if item.state is ItemState.PLACED or item.author_id != turn.lead.person_id:
        may_edit(turn, edition)


def issue_of(turn: Turn, item: Item) -> Broadcast | None:
    """Return the draft that the item is in, None where it is in none.

    Raises:
        StalePress: It is in one that has gone out.
    """
    if item.state is not ItemState.PLACED or item.broadcast_id is None:
        return None
    issue = turn.look.broadcast(item.broadcast_id)
    if issue is None or issue.state not in CHANGEABLE:
        raise StalePress
    return issue


def after_edit(turn: Turn, issue: Broadcast, edited: Item) -> Outcome:
    """Draw the draft anew with the item as it is now."""
    items = [
        edited if each.item_id == edited.item_id else each
        for each in turn.look.drafts.items_of(issue.broadcast_id)
    ]
    return changed(turn, issue, items)


def changed(
    turn: Turn, issue: Broadcast, items: Sequence[Item], facts: Sequence[Fact] = ()
) -> Outcome:
    """Draw the draft anew with these items; an approval that it had counts no more, and both are told."""
    edition = turn.content.edition(issue.edition)
    ordered = sort_out(edition, items, turn.at.astimezone(turn.zone).date())
    items = (*ordered.taken, *ordered.over)
    text = draw_issue(turn, edition, date.fromisoformat(issue.issue), items)
    after = replace(issue, text=text, version=issue.version + 1, state=BroadcastState.DRAFT)
    fact = BroadcastChanged(
        issue.broadcast_id, issue.version, issue.audience, text, issue.urgent, issue.ack
    )
    says = (
        Redraw(draw_desk(turn, after, items), card=issue.preview_card),
        Redraw(_exact_again(turn, after), card=exact_card(issue)),
        *voided(turn, issue),
    )
    return Outcome((*facts, fact), says)


def exact_card(issue: Broadcast) -> str:
    """Return the name under which the draft, exactly as it will look, is found again."""
    return f"draft:{issue.broadcast_id}"


def _exact_again(turn: Turn, issue: Broadcast) -> Message:
    """Return the draft as it looks now, or that it has changed where a message edited in place cannot show it."""
    exact = Message(issue.text)
    if all(count == 1 for count in turn.look.drafts.parts(exact).values()):
        return exact
    return Message(turn.content.words.newsletter.draft_changed)


def _seen(turn: Turn, issue: Broadcast) -> Outcome:
    """Show the caller alone what will be sent, and to whom."""
    to: To = ToCaller() if turn.inbound.private else ToPerson(turn.lead.person_id)
    told = desk_text(turn, issue, turn.look.drafts.items_of(issue.broadcast_id), brief=True)
    toast = None if turn.inbound.private else Toast(turn.content.words.newsletter.in_your_chat)
    return Outcome(
        (), (Say(to, draw_broadcast(issue, turn.content)), Say(to, Message(told))), toast
    )


def _shown(turn: Turn, issue: Broadcast) -> Outcome:
    return Outcome(says=(Redraw(draw_desk(turn, issue)),))


def _more(turn: Turn, issue: Broadcast) -> Outcome:
    """Put in what has come since the draft was made, and meetings as they are by now."""
    edition, number = turn.content.edition(issue.edition), issue.broadcast_id
    facts: list[Fact] = []
    items: list[Item] = []
    for each in turn.look.drafts.items_of(number):
        if has_changed(turn, each):
            new, written = refreshed(turn, edition, each)
            items += [new] if new else []
            facts += written
        else:
            items.append(each)
    first = max((each.place for each in items), default=0) + 1
    day = turn.at.astimezone(turn.zone).date()
    waiting = sort_out(edition, come_since(turn, issue, items), day).taken
    come = [placed(each, place, number) for place, each in enumerate(waiting, first)]
    meetings = [as_item(turn, edition, each) for each in upcoming(turn, edition, items)]
    told = [placed(each, place, number) for place, each in enumerate(meetings, first + len(come))]
    facts += [*(_place(each) for each in come), *added(told)]
    if not facts:
        return _shown(turn, issue)
    return changed(turn, issue, (*items, *come, *told), facts)


def _scrapped(turn: Turn, issue: Broadcast) -> Outcome:
    """Give the issue up; its items wait for the next one."""
    dropped = BroadcastDecided(issue.broadcast_id, BroadcastState.CANCELLED, version=issue.version)
    told = Message(turn.content.words.newsletter.scrapped.fill(title=issue.title))
    says = (Redraw(told, card=issue.preview_card), Redraw(told, card=exact_card(issue)))
    return Outcome((dropped,), (*says, *voided(turn, issue)))


def _sent(turn: Turn, issue: Broadcast) -> Outcome:
    """Send an issue whose edition asks for no second person."""
    words = turn.content.words.newsletter
    if issue.state is not BroadcastState.DRAFT:
        return Outcome(at_once=Toast(turn.content.words.broadcast.already, alert=True))
    if approver_of(turn.content, issue, 0) is not None:
        return Outcome(at_once=Toast(turn.content.words.approval.must_ask, alert=True))
    fault = why_not_yet(turn, issue)
    if fault:
        return Outcome(at_once=Toast(fault, alert=True))
    reach = reach_of(turn, issue.audience)
    assert reach is not None
    timed = replace(issue, send_at=moment_of_issue(turn, issue))
    gone = let_go(turn, timed, reach, author_of(turn, issue))
    told = Message(words.sent_off.fill(title=issue.title, state=gone.told))
    return Outcome((gone.fact,), (Redraw(told, card=issue.preview_card), *gone.says))


def why_not_yet(turn: Turn, issue: Broadcast) -> str:
    """Return why an issue cannot go as it is, empty where it can."""
    words = turn.content.words
    items = turn.look.drafts.items_of(issue.broadcast_id)
    today = turn.at.astimezone(turn.zone).date()
    over = [each.title for each in items if each.is_over(today)]
    if not items:
        return words.newsletter.nothing_left
    if over:
        return words.newsletter.over.fill(titles=", ".join(over))
    otherwise = [each.title for each in items if has_changed(turn, each)]
    if otherwise:
        return words.newsletter.meeting_changed.fill(titles=", ".join(otherwise))
    return why_nobody(turn, issue, reach_of(turn, issue.audience))


def _placed(turn: Turn, issue: Broadcast, rest: Sequence[str]) -> Item:
    number = row_number(rest[0] if rest else "")
    for each in turn.look.drafts.items_of(issue.broadcast_id):
        if each.item_id == number:
            return each
    raise StalePress


def _place(item: Item) -> ItemPlaced:
    return ItemPlaced(item.item_id, item.state, item.place, item.broadcast_id)


def _moved(turn: Turn, issue: Broadcast, item: Item, step: int) -> Outcome:
    """Let the item and its neighbour in the section change places."""
    edition = turn.content.edition(issue.edition)
    items = list(turn.look.drafts.items_of(issue.broadcast_id))
    ordered = list(sort_out(edition, items, turn.at.astimezone(turn.zone).date()).taken)
    beside = [each for each in ordered if edition.section_of(each) == edition.section_of(item)]
    here = next((place for place, each in enumerate(beside) if each.item_id == item.item_id), -1)
    if here < 0 or not 0 <= here + step < len(beside):
        return _shown(turn, issue)
    beside[here], beside[here + step] = beside[here + step], beside[here]
    # Counted anew, so that two of the same place part.
    places = {each.item_id: place for place, each in enumerate(beside, 1)}
    after = [replace(each, place=places.get(each.item_id, each.place)) for each in items]
    moved = [_place(each) for each in after if each.item_id in places]
    return changed(turn, issue, after, moved)


def _out(turn: Turn, issue: Broadcast, item: Item, state: ItemState) -> Outcome:
    """Take the item out: dropped for good, or held for the next issue."""
    left = [
        each
        for each in turn.look.drafts.items_of(issue.broadcast_id)
        if each.item_id != item.item_id
    ]
    kept_in = issue.broadcast_id if state is ItemState.DROPPED else None
    words = turn.content.words.newsletter
    toast = words.item_dropped if state is ItemState.DROPPED else words.item_held
    outcome = changed(turn, issue, left, [ItemPlaced(item.item_id, state, 0, kept_in)])
    return replace(outcome, at_once=Toast(toast.fill(title=item.title)))


_WHOLE: dict[str, Callable[[Turn, Broadcast], Outcome]] = {
    "desk": _shown,
    "more": _more,
    "scrap": _scrapped,
    "send": _sent,
}
_OF_ITEM: dict[str, Callable[[Turn, Broadcast, Item], Outcome]] = {
    "up": lambda turn, issue, item: _moved(turn, issue, item, -1),
    "down": lambda turn, issue, item: _moved(turn, issue, item, 1),
    "drop": lambda turn, issue, item: _out(turn, issue, item, ItemState.DROPPED),
    "hold": lambda turn, issue, item: _out(turn, issue, item, ItemState.HELD),
}

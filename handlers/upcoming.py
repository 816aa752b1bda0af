"""Meetings in newsletters: those to come stand in an issue by themselves, as items that its editor may change."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.core.editions import Edition, Item, ItemState
from bot.core.errors import BadAudience
from bot.core.facts import Fact, ItemAdded, ItemPlaced
from bot.core.meetings import Meeting
from bot.core.turn import Turn
from handlers.meeting_cards import when


def upcoming(turn: Turn, edition: Edition, inside: Iterable[Item] = ()) -> tuple[Meeting, ...]:
    """Return the meetings that an issue tells of and that are not in it yet; none that its editor took out before."""
    if not edition.meetings:
        return ()
    look = turn.look.drafts
    try:
        found = look.meetings(edition.audience, turn.at, turn.at + edition.ahead)
    except BadAudience:
        return ()
    known = look.settled_meetings(edition.id) | {each.meeting_id for each in inside}
    return tuple(each for each in found if each.meeting_id not in known)


def as_item(turn: Turn, edition: Edition, meeting: Meeting) -> Item:
    """Return a new item that tells of the meeting."""
    plan, words = meeting.plan, turn.content.words.newsletter
    # Markdown that its editor may go on writing, as a lead might have written it.
    text = words.meeting.format(
        kind=turn.content.meetings.label(plan.kind),
        when=when(plan, turn.content.words.meeting, turn.zone),
        where=plan.link or plan.place,
    )
    same = plan.audience == edition.audience
    return Item(
        turn.number("item"),
        edition.id,
        edition.meetings,
        plan.title,
        text,
        audience=edition.audience if same else plan.audience,
        action=words.meeting_action,
        meeting_id=meeting.meeting_id,
        made_at=turn.at,
    )


def has_changed(turn: Turn, item: Item) -> bool:
    """Say whether the meeting that an item tells of is otherwise by now, or off."""
    if item.meeting_id is None or item.made_at is None:
        return False
    meeting = turn.look.meetings.meeting(item.meeting_id)
    if meeting is None or meeting.called_off_at is not None:
        return True
    return meeting.changed_at is not None and meeting.changed_at > item.made_at


def placed(item: Item, place: int, broadcast_id: int) -> Item:
    """Return the item as it stands in a draft."""
    return replace(item, state=ItemState.PLACED, place=place, broadcast_id=broadcast_id)


def added(items: Sequence[Item]) -> list[Fact]:
    """Return what is recorded of new items that stand in a draft at once."""
    facts: list[Fact] = []
    for each in items:
        facts += [
            ItemAdded(each),
            ItemPlaced(each.item_id, each.state, each.place, each.broadcast_id),
        ]
    return facts


def refreshed(turn: Turn, edition: Edition, item: Item) -> tuple[Item | None, list[Fact]]:
    """Return the item anew as its meeting is by now, None where that is off; the old one is over."""
    assert item.meeting_id is not None
    over: list[Fact] = [ItemPlaced(item.item_id, ItemState.EXPIRED)]
    meeting = turn.look.meetings.meeting(item.meeting_id)
    if meeting is None or meeting.called_off_at is not None or item.broadcast_id is None:
        return None, over
    new = placed(as_item(turn, edition, meeting), item.place, item.broadcast_id)
    return new, [*over, *added([new])]

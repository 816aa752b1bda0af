"""How the editor's desk looks: the issue's items by number, who gets it, where it stands, and what can be done."""

from collections.abc import Sequence
from datetime import date

from bot.core.broadcasts import CHANGEABLE, Broadcast, BroadcastState, Reach
from bot.core.editions import Edition, Item, ItemState, by_section, sort_out
from bot.core.messages import Button, Message, Press
from bot.core.turn import Turn
from handlers.approvals import approval_line, approver_of
from handlers.compiling import day_in_words, day_of_issue, draw_item
from handlers.preview import file_button, preview_text, reach_of, send_label, why_nobody
from handlers.reading import draw_broadcast
from handlers.times import in_full
from handlers.upcoming import has_changed, upcoming

# Buttons of one figure each that fit beside each other on a phone.
ROW = 5
# What a message shows at most, less the buttons of the desk itself.
MOST_NUMBERS = 18


def draw_desk(turn: Turn, issue: Broadcast, items: Sequence[Item] | None = None) -> Message:
    """Return the desk; ``items`` where they are not those that are kept."""
    if items is None:
        items = turn.look.drafts.items_of(issue.broadcast_id)
    edition = turn.content.edition(issue.edition)
    ordered = _in_order(turn, edition, items)
    text = desk_text(turn, issue, ordered)
    if issue.state not in CHANGEABLE:
        return Message(text)
    number = str(issue.broadcast_id)
    figures = [
        Button(str(place), Press("desk", number, ("item", str(each.item_id))))
        for place, each in enumerate(ordered[:MOST_NUMBERS], 1)
    ]
    rows = [tuple(figures[at : at + ROW]) for at in range(0, len(figures), ROW)]
    return Message(text, (*rows, *_whole(turn, issue, ordered)))


def come_since(turn: Turn, issue: Broadcast, items: Sequence[Item]) -> tuple[Item, ...]:
    """Return what has come in since the draft with these items was made; what its editor holds is not of it."""
    inside = {each.item_id for each in items}
    return tuple(
        each
        for each in turn.look.drafts.waiting_items(issue.edition)
        if each.state is ItemState.WAITING and each.item_id not in inside
    )


def _whole(turn: Turn, issue: Broadcast, items: Sequence[Item]) -> Sequence[tuple[Button, ...]]:
    """Return the buttons for the whole issue."""
    words, number = turn.content.words, str(issue.broadcast_id)
    see_it = Button(words.newsletter.see_it, Press("desk", number, ("see",)))
    rows: list[tuple[Button, ...]] = [(see_it, file_button(issue, words.broadcast))]
    edition = turn.content.edition(issue.edition)
    waiting = len(come_since(turn, issue, items)) + len(upcoming(turn, edition, items))
    waiting += sum(has_changed(turn, each) for each in items)
    if waiting:
        label = words.newsletter.put_in_more.format(count=waiting)
        rows.append((Button(label, Press("desk", number, ("more",))),))
    if issue.state is BroadcastState.DRAFT:
        rows.append((_onward(turn, issue),))
    rows.append((Button(words.newsletter.scrap, Press("desk", number, ("scrap",))),))
    return rows


def _onward(turn: Turn, issue: Broadcast) -> Button:
    words, number = turn.content.words, str(issue.broadcast_id)
    if approver_of(turn.content, issue, 0) is not None:
        ask = Press("ask", number, (str(issue.version),))
        return Button(words.approval.ask, ask, style="primary")
    reach = reach_of(turn, issue.audience)
    label = send_label(turn, reach or Reach(0, 0, {}, {}))
    return Button(label, Press("desk", number, ("send",)), style="primary")


def draw_item_menu(turn: Turn, issue: Broadcast, item: Item) -> Message:
    """Return what one item says, with what can be done with it."""
    words, number = turn.content.words.newsletter, str(issue.broadcast_id)
    edition = turn.content.edition(issue.edition)
    items = _in_order(turn, edition, turn.look.drafts.items_of(issue.broadcast_id))
    beside = [each for each in items if edition.section_of(each) == edition.section_of(item)]
    here = [each.item_id for each in beside].index(item.item_id)

    def button(label: str, action: str) -> Button:
        return Button(label, Press("desk", number, (action, str(item.item_id))))

    up = (button(words.up, "up"),) if here else ()
    down = (button(words.down, "down"),) if here < len(beside) - 1 else ()
    edit = Button(words.edit, Press("edit_item", str(item.item_id)))
    rows = [
        (*up, *down),
        (edit,),
        (button(words.hold, "hold"), button(words.drop, "drop")),
        (Button(words.back, Press("desk", number, ("desk",))),),
    ]
    about = [words.heading_in_desk.fill(title=edition.section_of(item).title)]
    about.append(draw_item(item, words, edition.audience))
    about += _told_by(item, turn)
    return Message("\n\n".join(about), tuple(row for row in rows if row))


def _told_by(item: Item, turn: Turn) -> list[str]:
    words = turn.content.words.newsletter
    found = [words.item_from.fill(name=item.author_name)] if item.author_name else []
    if item.expires_on:
        found.append(words.item_until.fill(day=f"{item.expires_on.day} {item.expires_on:%B %Y}"))
    return found


def desk_text(turn: Turn, issue: Broadcast, items: Sequence[Item], *, brief: bool = False) -> str:
    """Return the desk's text; ``brief`` leaves the items out, for whoever has just seen them."""
    words, edition = turn.content.words, turn.content.edition(issue.edition)
    edits = issue.state in CHANGEABLE and not brief
    title = words.newsletter.desk if edits else words.newsletter.issue
    parts = [title.fill(title=issue.title, issue=issue_day(turn, issue))]
    parts += [] if brief else [_list(turn, edition, items)]
    reach = reach_of(turn, issue.audience)
    if reach is None or not reach.homes:
        parts.append(why_nobody(turn, issue, reach))
    else:
        parts.append(preview_text(turn, issue, reach, draw_broadcast(issue, turn.content)))
    parts += _standing(turn, issue, reach.homes if reach else 0)
    return "\n\n".join(filter(None, parts))


def issue_day(turn: Turn, issue: Broadcast) -> str:
    """Return the day of an issue as people say it."""
    edition = turn.content.editions.get(issue.edition)
    day = date.fromisoformat(issue.issue)
    return day_in_words(day_of_issue(turn, edition, day) if edition else day)


def _list(turn: Turn, edition: Edition, items: Sequence[Item]) -> str:
    words, today = turn.content.words.newsletter, turn.at.astimezone(turn.zone).date()
    if not items:
        return words.nothing_left
    lines = []
    for section, found in by_section(edition, items).items():
        if not found:
            continue
        lines.append(words.heading_in_desk.fill(title=section.title))
        told = []
        for number, each in found:
            line = words.desk_line.fill(number=number, title=each.title)
            told.append(f"{line} {words.desk_over}" if each.is_over(today) else line)
        lines.append("\n".join(told))
    return "\n\n".join(lines)


def _standing(turn: Turn, issue: Broadcast, homes: int) -> list[str]:
    words = turn.content.words
    said = turn.look.drafts.approvals(issue.broadcast_id)
    lines = []
    if said and said[-1].version == issue.version:
        lines.append(approval_line(turn, said[-1]))
    approver = approver_of(turn.content, issue, homes)
    team = turn.content.teams.get(approver) if approver else None
    if issue.state is BroadcastState.DRAFT and team:
        lines.append(words.approval.needed.fill(team=team.name))
    elif issue.state is BroadcastState.WAITING and team:
        lines.append(words.approval.waits.fill(team=team.name))
    elif issue.state is BroadcastState.SCHEDULED and issue.send_at:
        lines.append(words.approval.goes_at.fill(when=in_full(turn, issue.send_at)))
    if issue.state in (BroadcastState.WAITING, BroadcastState.SCHEDULED):
        lines.append(words.newsletter.change_voids)
    return lines


def _in_order(turn: Turn, edition: Edition, items: Sequence[Item]) -> tuple[Item, ...]:
    found = sort_out(edition, items, turn.at.astimezone(turn.zone).date())
    return (*found.taken, *found.over)

"""Newsletters: what is in for the next issue, and the draft that makes itself when an edition closes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.core.broadcasts import Broadcast, BroadcastKind, BroadcastState
from bot.core.editions import Edition, Item, ItemState, Sorted, sort_out
from bot.core.errors import StalePress
from bot.core.facts import Fact, ItemPlaced, NewsletterDrafted
from bot.core.messages import Button, Message, Press
from bot.core.turn import Outcome, Redraw, Say, Toast, ToCaller, ToTeam, Turn
from handlers.compiling import day_in_words, day_of_issue, draw_issue
from handlers.desk import edits, exact_card, may_edit, may_edit_item
from handlers.desk_drawing import ROW, draw_desk, issue_day
from handlers.times import in_full
from handlers.upcoming import added, as_item, placed, upcoming


def newsletters(turn: Turn) -> Outcome:
    """Show each edition with what is in for it, and the drafts that are being edited."""
    assert turn.lead
    words = turn.content.words.newsletter
    lines: list[str] = [words.title]
    rows: list[tuple[Button, ...]] = [(Button(words.put_in, Press("item"), style="primary"),)]
    for edition in turn.content.editions.values():
        _, closes_at = edition.next_closing(turn.at, turn.look.holiday, turn.zone)
        waiting = len(turn.look.drafts.waiting_items(edition.id))
        lines.append(
            words.line.fill(title=edition.title, closes=in_full(turn, closes_at), count=waiting)
        )
        if waiting:
            label = words.what_is_in.format(title=edition.title, count=waiting)
            rows.append((Button(label, Press("waiting", edition.id)),))
        if edits(turn, edition):
            rows += _for_editors(turn, edition, waiting)
    return Outcome(says=(Say(ToCaller(), Message("\n\n".join(lines), tuple(rows))),))


def _for_editors(turn: Turn, edition: Edition, waiting: int) -> list[tuple[Button, ...]]:
    words = turn.content.words.newsletter
    rows: list[tuple[Button, ...]] = []
    for number in turn.look.drafts.open_issues(edition.id):
        issue = turn.look.broadcast(number)
        assert issue is not None
        label = words.open_desk.format(title=edition.title, issue=issue_day(turn, issue))
        rows.append((Button(label, Press("open_desk", str(number))),))
    if waiting:
        label = words.draft_now.format(title=edition.title)
        rows.append((Button(label, Press("draft", edition.id)),))
    return rows


def open_desk(turn: Turn) -> Outcome:
    """Show the desk of a draft to one of its editors."""
    issue = turn.look.broadcast(turn.press.number)
    if issue is None or not issue.edition:
        raise StalePress
    may_edit(turn, turn.content.edition(issue.edition))
    return Outcome(says=(Say(ToCaller(), draw_desk(turn, issue), card=issue.preview_card),))


def waiting(turn: Turn) -> Outcome:
    """Show what is in for the next issue; whoever put something in may change it or take it out."""
    assert turn.lead
    edition = turn.content.edition(turn.press.about)
    shown = _waiting(turn, edition, turn.look.drafts.waiting_items(edition.id))
    return Outcome(says=(Say(ToCaller(), shown),))


def _waiting(turn: Turn, edition: Edition, items: Sequence[Item]) -> Message:
    words = turn.content.words.newsletter
    today = turn.at.astimezone(turn.zone).date()
    ordered = sort_out(edition, items, today)
    items = (*ordered.taken, *ordered.over)
    lines = [words.waiting_title.fill(title=edition.title)]
    lines += [] if items else [words.nothing_left]
    told = []
    for number, each in enumerate(items, 1):
        line = words.desk_line.fill(number=number, title=each.title)
        from_whom = f" ({words.item_from.fill(name=each.author_name)})" if each.author_name else ""
        told.append(f"{line}{from_whom}" + (f" {words.desk_over}" if each.is_over(today) else ""))
    lines.append("\n".join(told))
    figures = [
        Button(str(place), Press("edit_item", str(each.item_id)))
        for place, each in enumerate(items, 1)
    ]
    takes = [
        Button(words.take_out.format(number=place), Press("take_out", str(each.item_id)))
        for place, each in enumerate(items, 1)
    ]
    shown = figures[: 2 * ROW], takes[: 2 * ROW]
    rows = [tuple(each[at : at + ROW]) for each in shown for at in range(0, len(each), ROW)]
    return Message("\n\n".join(filter(None, lines)), tuple(rows))


def take_out(turn: Turn) -> Outcome:
    """Take an item out before it is in any draft."""
    item = turn.look.drafts.item(turn.press.number)
    if item is None or item.state is ItemState.PLACED:
        raise StalePress
    may_edit_item(turn, item)
    edition = turn.content.edition(item.edition)
    left = [
        each
        for each in turn.look.drafts.waiting_items(item.edition)
        if each.item_id != item.item_id
    ]
    told = Toast(turn.content.words.newsletter.item_dropped.fill(title=item.title))
    fact = ItemPlaced(item.item_id, ItemState.DROPPED)
    return Outcome((fact,), (Redraw(_waiting(turn, edition, left)),), told)


def draft_now(turn: Turn) -> Outcome:
    """Make the draft of the next issue before its time; what comes in later waits for the one after."""
    edition = turn.content.edition(turn.press.about)
    may_edit(turn, edition)
    outcome = next_draft(turn, edition)
    words = turn.content.words.newsletter
    made = any(isinstance(each, NewsletterDrafted) for each in outcome.facts)
    told = words.draft_made if made else words.draft_not_made
    return replace(outcome, at_once=Toast(told.fill(title=edition.title), alert=not made))


def drafted_by_operator(turn: Turn) -> Outcome:
    """Make the draft of the next issue for the operator."""
    edition = turn.content.editions.get(turn.came.about)
    return next_draft(turn, edition) if edition else Outcome()


def next_draft(turn: Turn, edition: Edition) -> Outcome:
    """Make the draft of the issue that would close next, where there is none yet."""
    day, _ = edition.next_closing(turn.at, turn.look.holiday, turn.zone)
    return _compiled(turn, edition, day)


def closed(turn: Turn) -> Outcome:
    """Make the draft of an issue whose time has come, and bring it to its editors."""
    edition_id, _, issue = turn.came.about.rpartition(".")
    edition = turn.content.editions.get(edition_id)
    return _compiled(turn, edition, date.fromisoformat(issue)) if edition else Outcome()


def _compiled(turn: Turn, edition: Edition, day: date) -> Outcome:
    """Return the draft of an issue with what is in; whoever edits it hears where nothing is."""
    if turn.look.drafts.issue(edition.id, day.isoformat()) is not None:
        return Outcome()
    today = turn.at.astimezone(turn.zone).date()
    found = sort_out(edition, turn.look.drafts.waiting_items(edition.id), today)
    facts: list[Fact] = [ItemPlaced(each.item_id, ItemState.EXPIRED) for each in found.over]
    meetings, to = upcoming(turn, edition), ToTeam(edition.editor)
    notes = _notes(turn, edition, found)
    if not (found.taken or meetings):
        issue = day_in_words(day_of_issue(turn, edition, day))
        none = turn.content.words.newsletter.nothing_in.fill(title=edition.title, issue=issue)
        return Outcome(tuple(facts), (Say(to, Message("\n\n".join([none, *notes]))),))
    number = turn.number("broadcast")
    told = [as_item(turn, edition, each) for each in meetings]
    items = [placed(each, place, number) for place, each in enumerate((*found.taken, *told), 1)]
    come, from_meetings = items[: len(found.taken)], items[len(found.taken) :]
    items = list(sort_out(edition, items, today).taken)
    draft = _issue(turn, edition, (number, day), items)
    facts.append(
        NewsletterDrafted(
            number, edition.id, draft.issue, edition.title, edition.audience, draft.text
        )
    )
    facts += [ItemPlaced(each.item_id, each.state, each.place, number) for each in come]
    facts += added(from_meetings)
    says = [Say(to, Message(each)) for each in notes]
    says.append(Say(to, Message(draft.text), card=exact_card(draft)))
    says.append(Say(to, draw_desk(turn, draft, items), card=draft.preview_card))
    return Outcome(tuple(facts), tuple(says))


def _notes(turn: Turn, edition: Edition, found: Sorted) -> list[str]:
    """Return what the editor must know besides: what is over, and which other draft never went out."""
    words, look = turn.content.words.newsletter, turn.look
    over = ", ".join(each.title for each in found.over)
    notes = [words.left_out.fill(titles=over)] if found.over else []
    for number in look.drafts.open_issues(edition.id):
        issue = look.broadcast(number)
        if issue is not None and issue.state in (BroadcastState.DRAFT, BroadcastState.WAITING):
            day = issue_day(turn, issue)
            notes.append(words.still_open.fill(title=edition.title, issue=day))
    return notes


def _issue(turn: Turn, edition: Edition, of: tuple[int, date], items: Sequence[Item]) -> Broadcast:
    number, day = of
    return Broadcast(
        broadcast_id=number,
        author_id=None,
        audience=edition.audience,
        text=draw_issue(turn, edition, day, items),
        urgent=False,
        ack=False,
        state=BroadcastState.DRAFT,
        kind=BroadcastKind.NEWSLETTER,
        edition=edition.id,
        issue=day.isoformat(),
        title=edition.title,
    )

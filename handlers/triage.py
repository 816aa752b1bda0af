"""Changes of guidance as leads decide them: one tap each, handed to somebody, shown to more people when nobody does."""

from dataclasses import replace

from bot.core.broadcasts import NOT_MEANT
from bot.core.deliveries import Priority
from bot.core.editions import Item
from bot.core.errors import NotAllowed, StalePress
from bot.core.facts import ChangeAssigned, ChangeClimbed, ChangeDecided, ChangeSent, ItemAdded
from bot.core.guidance import Change, Decision
from bot.core.messages import Button, Message, Press, row_number
from bot.core.people import Person, PersonId
from bot.core.trial import coordinates
from bot.core.turn import (
    Outcome,
    Redraw,
    Say,
    Toast,
    ToCaller,
    ToCoordinators,
    ToPerson,
    Turn,
)
from handlers.change_cards import lead_card, licence_of, what_changed
from handlers.times import in_full

ONE_TAP = {
    each.value: each for each in (Decision.NEWSLETTER, Decision.INFORMATION, Decision.IGNORED)
}
# So many leads fit under a card; a team is seldom larger.
MOST_LEADS = 20


def decided(turn: Turn) -> Outcome:
    """Keep what a lead says of a change with one tap."""
    change = for_lead(turn, turn.press.number)
    decision = ONE_TAP.get("".join(turn.press.choice))
    if decision is None:
        raise StalePress
    if is_settled(turn, change):
        return Outcome(at_once=Toast(turn.content.words.triage.already, alert=True))
    settled = replace(
        change, decision=decision, decided_by=turn.lead.name, decided_at=turn.at, rule=""
    )
    added = (_item(turn, settled),) if decision is Decision.NEWSLETTER else ()
    item_id = next((each.item.item_id for each in added), None)
    return Outcome(
        (*added, ChangeDecided(change.change_id, decision, item_id)),
        (Redraw(lead_card(turn, settled), card=change.card),),
        Toast(turn.content.words.triage.done),
    )


def _item(turn: Turn, change: Change) -> ItemAdded:
    """Return the change as an item of the next newsletter, for information."""
    triage = turn.content.triage
    _, *told = what_changed(turn, change)
    return ItemAdded(
        Item(
            turn.number("item"),
            triage.edition,
            triage.section,
            change.title,
            text="\n\n".join([*told, *licence_of(turn, change.guidance)]),
            link=change.guidance.url,
            audience=change.audience,
        )
    )


def show(turn: Turn) -> Outcome:
    """Show a change to a lead who chose it from a list."""
    change = for_lead(turn, turn.press.number)
    return Outcome(says=(Say(ToCaller(), lead_card(turn, change), card=change.card),))


def assign(turn: Turn) -> Outcome:
    """Ask under the card who is to decide, or give the change to the one who was chosen."""
    words = turn.content.words.triage
    change = for_lead(turn, turn.press.number)
    if is_settled(turn, change):
        return Outcome(at_once=Toast(words.already, alert=True))
    if not turn.press.choice:
        return _ask_who(turn, change)
    if turn.press.choice == ("back",):
        return Outcome(says=(Redraw(lead_card(turn, change), card=change.card),))
    chosen = _lead(turn, change, row_number(turn.press.choice[0]))
    given = replace(change, assigned_to=chosen.person_id, assigned_name=chosen.name)
    card = lead_card(turn, given)
    told: tuple[Say, ...] = ()
    if chosen.person_id != turn.lead.person_id:
        asked = Message(f"{words.for_you.fill(name=turn.lead.name)}\n\n{card.text}", card.buttons)
        told = (Say(ToPerson(chosen.person_id), asked, Priority.ESCALATION, change.card),)
    return Outcome(
        (ChangeAssigned(change.change_id, chosen.person_id),),
        (Redraw(card, card=change.card), *told),
        Toast(words.done),
    )


def _ask_who(turn: Turn, change: Change) -> Outcome:
    words, number = turn.content.words.triage, str(change.change_id)
    leads = turn.look.leads(change.team)[:MOST_LEADS]
    if not leads:
        return Outcome(at_once=Toast(words.nobody, alert=True))
    rows = [
        (Button(each.name, Press("triage_assign", number, (str(each.person_id),))),)
        for each in leads
    ]
    back = (Button(words.back, Press("triage_assign", number, ("back",))),)
    text = f"{lead_card(turn, change).text}\n\n{words.assign_who}"
    return Outcome(says=(Redraw(Message(text, (*rows, back)), card=change.card),))


def _lead(turn: Turn, change: Change, number: int) -> Person:
    for each in turn.look.leads(change.team):
        if each.person_id == PersonId(number):
            return each
    raise StalePress


def climbs(turn: Turn) -> Outcome:
    """Show a change that nobody has decided to the coordinators, and again after as long."""
    change = turn.look.guidance.change(row_number(turn.came.about.partition(".")[0]))
    if change is None or change.decision is not Decision.WAITING or change.climbs_at is None:
        return Outcome()
    triage, team = turn.content.triage, turn.content.teams.get(change.team)
    limit = triage.decide_urgent if change.urgent else triage.decide
    climbed = turn.content.words.triage.climbed.fill(
        team=team.name if team else change.team, when=in_full(turn, change.seen_at)
    )
    later = replace(change, climbs_at=turn.at + limit)
    card = lead_card(turn, later)
    asked = Message(f"{climbed}\n\n{card.text}", card.buttons)
    return Outcome(
        (ChangeClimbed(change.change_id, change.climbed, turn.at + limit),),
        (
            Redraw(card, card=change.card),
            Say(ToCoordinators(), asked, Priority.ESCALATION, change.card),
        ),
    )


def sent(turn: Turn) -> Outcome:
    """Keep that a change went out, whichever way that came about, and show it on its cards."""
    change = turn.look.guidance.change(row_number(turn.came.about.partition(".")[0]))
    if change is None or change.decision is not Decision.WAITING or change.broadcast_id is None:
        return Outcome()
    broadcast = turn.look.broadcast(change.broadcast_id)
    author = turn.look.person(broadcast.author_id) if broadcast and broadcast.author_id else None
    settled = replace(
        change,
        decision=Decision.SEND,
        decided_at=change.sent_at,
        decided_by=author.name if author else "",
    )
    redrawn = Redraw(lead_card(turn, settled), card=change.card)
    return Outcome((ChangeSent(change.change_id),), (redrawn,))


def is_settled(turn: Turn, change: Change) -> bool:
    """Say whether nobody can decide a change any more: somebody did, or what they wrote of it is to go to homes."""
    draft = turn.look.broadcast(change.broadcast_id) if change.broadcast_id else None
    meant = draft is not None and draft.state not in NOT_MEANT
    return meant or change.decision is not Decision.WAITING


def for_lead(turn: Turn, change_id: int) -> Change:
    """Return a change for those who may decide it: leads of its team, who it was given to, coordinators.

    Raises:
        StalePress: There is none with this number that anybody was told of.
        NotAllowed: The caller is none of them.
    """
    lead, change = turn.lead, turn.look.guidance.change(change_id)
    if change is None or change.decision is Decision.LEARNED:
        raise StalePress
    theirs = change.team in lead.teams or change.assigned_to == lead.person_id
    if not theirs and not coordinates(lead, turn.content):
        raise NotAllowed
    return change

"""News: the latest that homes were told, and from there back and forth through all of it."""

from dataclasses import replace

from bot.core.errors import NotAllowed, StalePress
from bot.core.events import Pressed
from bot.core.finding import Place
from bot.core.messages import Button, Message, Press
from bot.core.people import HomeId
from bot.core.turn import Outcome, Say, ToCaller, Turn
from handlers.reading import copy, file_row, shown
from handlers.times import dated


def news(turn: Turn) -> Outcome:
    """Show the latest that the caller's homes were told, or what a button under another leads to."""
    number = turn.press.about if isinstance(turn.inbound.what, Pressed) else ""
    place = turn.look.place_of(turn.press.number if number else None, told_to(turn))
    if place is None and number:
        raise NotAllowed
    if place is None:
        none = Message(turn.content.words.news.none_yet)
        return Outcome(says=(Say(ToCaller(), none),))
    return Outcome(says=(say_place(turn, place),))


def told_to(turn: Turn) -> list[HomeId] | None:
    """Return the homes that a text must have been for so that the caller may see it; None for a lead: any."""
    if turn.person.is_lead:
        return None
    return [each.home.home_id for each in turn.person.memberships]


def say_place(turn: Turn, place: Place) -> Say:
    """Return a broadcast that was sent, with its day, and buttons to those before and after it."""
    broadcast = turn.look.broadcast(place.here.broadcast_id)
    if broadcast is None:
        raise StalePress
    words = turn.content.words.news
    message = shown(turn, broadcast)
    sent_on = words.sent_on.fill(day=dated(turn, place.here.at))
    ways = tuple(
        Button(label.format(day=dated(turn, past.at)), Press("news", str(past.broadcast_id)))
        for label, past in ((words.older, place.older), (words.newer, place.newer))
        if past is not None
    )
    rows = (
        *message.buttons,
        *file_row(broadcast, turn.content),
        *((ways,) if ways else ()),
    )
    text = f"{sent_on}\n\n{message.text}"
    return copy(turn, broadcast, replace(message, text=text, buttons=rows))

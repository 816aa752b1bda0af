"""The menu: what this person can do here, one button each."""

from bot.core.events import Commanded
from bot.core.messages import Button, Message, Press
from bot.core.people import Person
from bot.core.trial import coordinates
from bot.core.turn import Outcome, Say, ToCaller, Turn
from bot.core.words import MenuWords


def menu(turn: Turn) -> Outcome:
    """Show the menu, or how to join to somebody who has not."""
    person = turn.caller.person
    if person is None or not (person.memberships or person.is_lead):
        return Outcome(says=(Say(ToCaller(), Message(turn.content.words.common.not_joined)),))
    buttons = buttons_of(turn, person)
    return Outcome(says=(Say(ToCaller(), draw_menu(person, turn.content.words.menu, buttons)),))


def unknown_command(turn: Turn) -> Outcome:
    """Show the menu to somebody whose command is not known."""
    sentence = Say(ToCaller(), Message(turn.content.words.common.unknown_command))
    return Outcome(says=(sentence, *menu(turn).says))


def in_a_group(turn: Turn) -> Outcome:
    """Say that matters of homes are not for rooms; a lead's room gets no answer to its own talk."""
    if not isinstance(turn.inbound.what, Commanded):
        return Outcome()
    return Outcome(says=(Say(ToCaller(), Message(turn.content.words.common.group)),))


def draw_menu(person: Person, words: MenuWords, buttons: tuple[tuple[Button, ...], ...]) -> Message:
    """Return the menu of a person: a home's tasks, a lead's tools, or both."""
    text = words.home if person.memberships else words.lead
    return Message(text.fill(name=person.name), buttons)


def buttons_of(turn: Turn, person: Person) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons of this person's menu, with what is for coordinators only."""
    rows = menu_buttons(
        turn.content.words.menu, runs_home=bool(person.memberships), leads=person.is_lead
    )
    return rows + (network_buttons(turn) if coordinates(person, turn.content) else ())


def network_buttons(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons for what concerns the whole network, while there is something to decide."""
    words, rows = turn.content.words, []
    if turn.look.restored():
        rows.append((Button(words.restored.button, Press("release"), style="primary"),))
    if not turn.look.is_live():
        rows.append((Button(words.trial.button, Press("live")),))
    return tuple(rows)


def menu_buttons(
    words: MenuWords, *, runs_home: bool, leads: bool
) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons of the menu for somebody who runs a home, who leads, or both."""
    check_in = Button(words.check_in, Press("checkin"), style="primary")
    ask_for_help = Button(words.ask_for_help, Press("help"))
    news, details = Button(words.news, Press("news")), Button(words.my_details, Press("me"))
    find = Button(words.find, Press("find"))
    write = Button(words.write_broadcast, Press("write"))
    scheduled = Button(words.scheduled, Press("scheduled"))
    meetings = Button(words.meetings, Press("meetings"))
    sent = Button(words.sent_to_homes, Press("sent"))
    newsletters = Button(words.newsletters, Press("newsletters"))
    guidance = Button(words.guidance, Press("guidance"))
    rows: list[tuple[Button, ...]] = []
    if runs_home:
        ring = Button(words.contacts, Press("contacts"))
        asked = Button(words.our_requests, Press("cases"))
        rows += [(check_in, ask_for_help), (asked, ring), (news, find), (guidance, meetings)]
        rows.append((details,))
    if leads:
        cases = Button(words.open_cases, Press("cases"))
        rows.append((cases, Button(words.rang, Press("rang"))))
        rows.append((write, scheduled))
        # Who runs a home as well has the rest above.
        rows.append((newsletters, sent))
        surveys = Button(words.surveys, Press("survey"))
        rows.append((Button(words.check_ins, Press("checkin")), surveys))
        rows.append((Button(words.rota, Press("rota")),))
        rows += [] if runs_home else [(guidance, meetings), (news, find), (details,)]
    return tuple(rows)

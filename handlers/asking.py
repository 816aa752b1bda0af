"""Asking for help: what cannot wait is signposted first, then a category and one sentence."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.core.errors import NotAllowed, StalePress
from bot.core.events import Said, Submitted
from bot.core.facts import ConversationKept
from bot.core.forms import Choice, Form
from bot.core.guide import faults_of
from bot.core.ladder import Urgency
from bot.core.messages import Button, Message, Press
from bot.core.people import Home, HomeId, Person
from bot.core.turn import FormFaults, OpenForm, Outcome, Say, ToCaller, Turn
from handlers.answering import offer
from handlers.menu import menu
from handlers.open_cases import of_homes
from handlers.raising import Request, raised

# A word that comes so soon after a case was settled may be about that case.
LATELY = timedelta(days=14)


def ask_for_help(turn: Turn) -> Outcome:
    """Open the form for help, after the question which home it is about where there are several."""
    homes = [each.home for each in turn.person.memberships]
    if not homes:
        return menu(turn)
    if len(homes) == 1:
        return Outcome(at_once=OpenForm(_form(turn, homes[0])))
    rows = tuple((Button(home.name, Press("help", home.home_id)),) for home in homes)
    asked = Message(turn.content.words.case.which_home, rows)
    return Outcome(says=(Say(ToCaller(), asked),))


def for_home(turn: Turn) -> Outcome:
    """Open the form for help for the home that was chosen."""
    if not turn.press.about:
        return ask_for_help(turn)
    return Outcome(at_once=OpenForm(_form(turn, _home(turn, turn.press.about))))


def asked(turn: Turn) -> Outcome:
    """Raise what the home asks for."""
    assert isinstance(turn.inbound.what, Submitted)
    home = _home(turn, turn.inbound.what.about)
    values = turn.inbound.what.values
    form = _form(turn, home)
    category = turn.content.categories.get(values.get("category", ""))
    if category is not None and not category.details:
        # Whatever was written beside it is not kept.
        shown = Say(ToCaller(), Message(turn.content.safeguarding))
        return Outcome((ConversationKept({}),), (shown,))
    faults = faults_of(_whole(form), values, turn.content.words.forms)
    if category is None:
        faults.setdefault("category", turn.content.words.forms.choose)
    if category is None or faults:
        return Outcome(at_once=FormFaults(faults, form))
    request = Request(category, values["text"].strip(), Urgency(values["urgency"]))
    outcome = raised(turn, home, request)
    return replace(outcome, facts=(*outcome.facts, ConversationKept({})))


def said(turn: Turn) -> Outcome:
    """Offer to bring a text that was simply written to the lead who has the home's escalation, or to ask for help."""
    assert isinstance(turn.inbound.what, Said)
    text, person = turn.inbound.what.text, turn.caller.person
    if person is None or not (person.memberships or person.is_lead):
        return menu(turn)
    if not person.memberships:
        return for_newsletter(turn, text)
    if found := of_homes(turn, person):
        return offer(turn, found, text)
    words = turn.content.words
    ask = Button(words.menu.ask_for_help, Press("help"), style="primary")
    shown = Button(words.menu.show_menu, Press("menu"))
    rows: tuple[tuple[Button, ...], ...] = ((ask,), *_reopens(turn, person))
    if person.is_lead:
        rows += ((Button(words.newsletter.offer_put, Press("item")),),)
    rows += ((shown,),)
    offered = Message(words.case.offer_help, rows)
    return Outcome((ConversationKept({"draft": text}),), (Say(ToCaller(), offered),))


def changed(turn: Turn, text: str) -> Outcome | None:
    """Offer what somebody of a home changed after it was written as a correction; None where nothing is open."""
    person = turn.caller.person
    found = of_homes(turn, person) if person and text.strip() else []
    return offer(turn, found, text, corrects=True) if found else None


def _reopens(turn: Turn, person: Person) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons that open again what was settled lately: what is written then is often about that."""
    label, since = turn.content.words.case.reopen_named, turn.at - LATELY
    found = (
        turn.look.cases.lately_resolved(each.home.home_id, since) for each in person.memberships
    )
    return tuple(
        (Button(label.format(reference=each.reference), Press("reopen", str(each.escalation_id))),)
        for each in found
        if each
    )


def for_newsletter(turn: Turn, text: str) -> Outcome:
    """Offer a lead to put what they wrote or forwarded in a newsletter."""
    words = turn.content.words
    put = Button(words.newsletter.offer_put, Press("item"), style="primary")
    shown = Button(words.menu.show_menu, Press("menu"))
    offered = Message(words.newsletter.offer, ((put,), (shown,)))
    return Outcome((ConversationKept({"draft": text}),), (Say(ToCaller(), offered),))


def _home(turn: Turn, home_id: str) -> Home:
    if not turn.person.runs(HomeId(home_id)):
        raise NotAllowed
    for home in turn.look.homes([HomeId(home_id)]):
        return home
    raise StalePress


def _form(turn: Turn, home: Home) -> Form:
    """Return the form with the network's categories, and with what the person has written already."""
    form = turn.content.forms["help"]
    known = turn.content.categories.values()
    choices = tuple(Choice(each.id, each.label) for each in known)
    ends = tuple(each.id for each in known if not each.details)
    # A modal shows every field at once, also to somebody who is to write nothing.
    optional = bool(ends) and turn.inbound.can_open_form
    changes: dict[str, dict[str, Any]] = {
        "category": {"choices": choices, "ends": ends},
        "text": {"optional": optional},
        "urgency": {"optional": optional},
    }
    fields = tuple(
        replace(
            each,
            value=written_before(turn, each.limit) if each.id == "text" else "",
            **changes.get(each.id, {}),
        )
        for each in form.fields
    )
    return replace(form, fields=fields, intro=turn.content.signpost, about=home.home_id)


def _whole(form: Form) -> Form:
    """Return the form with every field to be filled in."""
    return replace(form, fields=tuple(replace(each, optional=False) for each in form.fields))


def written_before(turn: Turn, limit: int) -> str:
    """Return what the person wrote before, where the field holds it; nobody's words are cut unseen."""
    draft = str(turn.caller.conversation.get("draft") or "").strip()
    # A modal shows the field; a dialogue would not ask for what it has already.
    return draft[:limit] if turn.inbound.can_open_form or len(draft) <= limit else ""

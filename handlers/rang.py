"""A home that rang: a lead notes what it needs, and the home reads that it was noted."""

from dataclasses import replace

from bot.core.cases import Source
from bot.core.events import Submitted
from bot.core.forms import Choice, Form
from bot.core.guide import faults_of
from bot.core.ladder import Urgency
from bot.core.turn import FormFaults, OpenForm, Outcome, Turn
from handlers.raising import Request, raised


def rang(turn: Turn) -> Outcome:
    """Open the form for what a home said on the telephone."""
    assert turn.lead
    return Outcome(at_once=OpenForm(_form(turn)))


def _form(turn: Turn) -> Form:
    form = turn.content.forms["rang"]
    known = turn.content.categories.values()
    choices = tuple(Choice(each.id, each.label) for each in known if each.details)
    fields = tuple(
        replace(each, choices=choices) if each.id == "category" else each for each in form.fields
    )
    return replace(form, fields=fields, intro=turn.content.signpost)


def noted(turn: Turn) -> Outcome:
    """Raise it for the home, where the words name one home and no other."""
    assert turn.lead
    assert isinstance(turn.inbound.what, Submitted)
    words, values, form = turn.content.words, turn.inbound.what.values, _form(turn)
    faults = faults_of(form, values, words.forms)
    found = turn.look.cases.homes_called(values.get("home", "")) if "home" not in faults else ()
    if "home" not in faults and not found:
        faults["home"] = words.case.no_such_home
    elif len(found) > 1:
        names = ", ".join(each.name for each in found)
        faults["home"] = words.case.several_homes.format(homes=names)
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    category = turn.content.categories[values["category"]]
    urgency = Urgency(values["urgency"])
    request = Request(category, values["text"].strip(), urgency, Source.LEAD)
    return raised(turn, found[0], request)

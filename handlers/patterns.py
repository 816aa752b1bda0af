"""The same need of several homes: a rule offers to make it one matter, a person decides, and one word goes to all."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.cases import CaseState, Escalation
from bot.core.definitions import Pattern
from bot.core.deliveries import Priority
from bot.core.errors import NotAllowed, StalePress
from bot.core.events import Submitted
from bot.core.facts import CasesLinked, Fact, IncidentMade
from bot.core.guide import faults_of
from bot.core.messages import Button, Message, Press, row_number
from bot.core.promises import Incident, incident_card
from bot.core.trial import coordinates
from bot.core.turn import (
    FormFaults,
    OpenForm,
    Outcome,
    Redraw,
    Say,
    Toast,
    ToCaller,
    ToTeam,
    ToThread,
    Turn,
)
from handlers.answering import word
from handlers.case_cards import category_label
from handlers.escalation import settled, steps_left


def offered(turn: Turn, escalation: Escalation) -> tuple[Say, ...]:
    """Ask the team whether this is one matter with others, where the content's rule says that it may be."""
    pattern = _pattern(turn, escalation.category)
    if pattern is None:
        return ()
    team = turn.content.categories[pattern.category].team
    since = turn.at - pattern.within
    if incident := turn.look.promises.open_incident(pattern.category, since):
        return (Say(ToTeam(team), _offer_more(turn, incident, escalation), Priority.ESCALATION),)
    alike = (*turn.look.promises.alike(pattern.category, since), escalation)
    if len({each.home.home_id for each in alike}) < pattern.homes:
        return ()
    words = turn.content.words.case
    asked = words.alike.fill(
        category=turn.content.categories[pattern.category].label, homes=_names(alike)
    )
    make = Button(words.make_incident, Press("incident", pattern.category), style="primary")
    return (Say(ToTeam(team), Message(asked, ((make,),)), Priority.ESCALATION),)


def _offer_more(turn: Turn, incident: Incident, escalation: Escalation) -> Message:
    words, number = turn.content.words.case, str(incident.incident_id)
    asked = words.alike_again.fill(
        category=category_label(turn, escalation), number=number, homes=_names([escalation])
    )
    label = words.join_incident.format(number=number)
    press = Press("incident_more", number, (str(escalation.escalation_id),))
    return Message(asked, ((Button(label, press, style="primary"),),))


def _pattern(turn: Turn, category: str) -> Pattern | None:
    return next((each for each in turn.content.patterns if each.category == category), None)


def _names(alike: Sequence[Escalation]) -> str:
    return ", ".join(f"{each.home.name} ({each.reference})" for each in alike)


def made(turn: Turn) -> Outcome:
    """Make one incident of what is open in the category, with one card for its team."""
    pattern = _pattern(turn, turn.press.about)
    category = turn.content.categories.get(turn.press.about)
    if pattern is None or category is None:
        raise StalePress
    if category.team not in turn.lead.teams and not coordinates(turn.lead, turn.content):
        raise NotAllowed
    alike = turn.look.promises.alike(pattern.category, turn.at - pattern.within)
    if len(alike) < 2:  # noqa: PLR2004
        return Outcome(at_once=Toast(turn.content.words.case.incident_made, alert=True))
    number = turn.number("incident")
    numbers = tuple(each.escalation_id for each in alike)
    fact = IncidentMade(number, category.id, category.team, numbers)
    incident = Incident(number, category.id, category.team)
    card = _card(turn, incident, alike)
    shown = Say(ToTeam(category.team), card, Priority.ESCALATION, incident_card(number))
    return Outcome((fact,), (Redraw(_is_one(turn, incident, alike)), shown))


def joined(turn: Turn) -> Outcome:
    """Let one more case belong to an incident, and draw its card anew."""
    incident = _incident(turn, turn.press.number)
    added = turn.look.escalation(row_number("".join(turn.press.choice)))
    if added is None or added.category != incident.category:
        raise StalePress
    linked = turn.look.promises.linked(incident.incident_id)
    if added.state is CaseState.RESOLVED or added.escalation_id in {
        each.escalation_id for each in linked
    }:
        return Outcome(at_once=Toast(turn.content.words.case.incident_made, alert=True))
    fact = CasesLinked(incident.incident_id, (added.escalation_id,))
    card = _card(turn, incident, [*linked, added])
    again = Redraw(card, card=incident_card(incident.incident_id))
    return Outcome((fact,), (Redraw(_is_one(turn, incident, [added])), again))


def _is_one(turn: Turn, incident: Incident, found: Sequence[Escalation]) -> Message:
    words = turn.content.words.case
    return Message(
        words.is_one.fill(number=incident.incident_id, name=turn.lead.name, homes=_names(found))
    )


def _card(turn: Turn, incident: Incident, linked: Sequence[Escalation]) -> Message:
    words = turn.content.words.case
    category = turn.content.categories.get(incident.category)
    text = words.incident.fill(
        number=incident.incident_id,
        category=category.label if category else incident.category,
        name=turn.lead.name,
        homes=_names(linked),
    )
    number = str(incident.incident_id)
    write = Button(words.write_to_all, Press("to_all", number), style="primary")
    settle = Button(words.resolve_all, Press("resolve_all", number))
    return Message(text, ((write, settle),))


def write_to_all(turn: Turn) -> Outcome:
    """Open the form for one word to all homes of an incident."""
    linked = _linked(turn, turn.press.number)
    words = turn.content.words.case
    if not linked:
        return Outcome(at_once=Toast(words.nothing_linked, alert=True))
    intro = words.to_all_intro.fill(homes=_names(linked))
    form = replace(turn.content.forms["to_all"], intro=intro, about=turn.press.about)
    return Outcome(at_once=OpenForm(form))


def _linked(turn: Turn, number: int) -> tuple[Escalation, ...]:
    return turn.look.promises.linked(_incident(turn, number).incident_id)


def _incident(turn: Turn, number: int) -> Incident:
    """Return the incident, for a lead of its team or a coordinator."""
    incident = turn.look.promises.incident(number)
    if incident is None:
        raise StalePress
    if incident.team not in turn.lead.teams and not coordinates(turn.lead, turn.content):
        raise NotAllowed
    return incident


def sent_to_all(turn: Turn) -> Outcome:
    """Bring the word to each home, about its own case; what nobody had is the writer's from now on."""
    assert isinstance(turn.inbound.what, Submitted)
    linked = _linked(turn, row_number(turn.inbound.what.about))
    form, values = turn.content.forms["to_all"], turn.inbound.what.values
    if faults := faults_of(form, values, turn.content.words.forms):
        return Outcome(at_once=FormFaults(faults, form))
    facts: list[Fact] = []
    says: list[Say | Redraw] = []
    for each in linked:
        one = word(turn, each, values["text"].strip())
        facts += one.facts
        says += [say for say in one.says if isinstance(say, Say | Redraw)]
    return Outcome(tuple(facts), tuple(says))


def resolve_all(turn: Turn) -> Outcome:
    """Open the form for one outcome of all cases of an incident; it asks whether all are meant."""
    linked, words = _linked(turn, turn.press.number), turn.content.words.case
    if not linked:
        return Outcome(at_once=Toast(words.nothing_linked, alert=True))
    if left := steps_left(turn, linked):
        return Outcome(at_once=Toast(left, alert=True))
    form = turn.content.forms["resolve_all"]
    sure = words.resolve_all_sure.format(count=len(linked))
    fields = tuple(replace(each, label=sure) if each.id == "sure" else each for each in form.fields)
    intro = words.resolve_all_intro.fill(homes=_names(linked))
    # Those that were asked about: what is added meanwhile was not.
    about = ".".join([turn.press.about, *(str(each.escalation_id) for each in linked)])
    return Outcome(at_once=OpenForm(replace(form, fields=fields, intro=intro, about=about)))


def all_resolved(turn: Turn) -> Outcome:
    """Settle each case that was asked about and is open still, with the one outcome."""
    assert isinstance(turn.inbound.what, Submitted)
    number, *asked = map(row_number, turn.inbound.what.about.split("."))
    linked = [each for each in _linked(turn, number) if each.escalation_id in asked]
    words, values = turn.content.words, turn.inbound.what.values
    form = turn.content.forms["resolve_all"]
    if faults := faults_of(form, values, words.forms):
        return Outcome(at_once=FormFaults(faults, form))
    if values["sure"] != "yes":
        return Outcome(says=(Say(ToCaller(), Message(words.forms.cancelled)),))
    if fault := words.case.nothing_linked if not linked else steps_left(turn, linked):
        return Outcome(at_once=FormFaults({"text": fault}))
    text = values["text"].strip()
    each_one = [settled(turn, each, text) for each in linked]
    told = words.case.all_resolved.fill(
        name=turn.lead.name, number=number, homes=_names(linked), text=text
    )
    thread = ToThread(incident_card(number))
    says = [say for one in each_one for say in one.says]
    says += [Say(thread, Message(told), Priority.ESCALATION), Say(ToCaller(), Message(told))]
    return Outcome(tuple(fact for one in each_one for fact in one.facts), tuple(says))

"""Items of newsletters: put in by leads from what they write or forward, and changed until they are sent."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.audience import EVERYBODY
from bot.core.editions import Item, Section
from bot.core.errors import BadAudience, StalePress
from bot.core.events import Commanded, Submitted
from bot.core.facts import ConversationKept, ItemAdded, ItemChanged
from bot.core.forms import Choice, Form
from bot.core.guide import faults_of
from bot.core.links import is_web_address
from bot.core.messages import Button, Message, Press, row_number
from bot.core.moments import read_day
from bot.core.turn import FormFaults, OpenForm, Outcome, Say, ToCaller, Turn
from handlers.asking import written_before
from handlers.desk import after_edit, issue_of, may_edit_item
from handlers.preview import text_fault
from handlers.times import in_full

FORM = "item"


def put_in(turn: Turn) -> Outcome:
    """Open the form for a new item, with what the lead has written already."""
    assert turn.lead
    if not turn.content.editions:
        none = Message(turn.content.words.newsletter.no_editions)
        return Outcome(says=(Say(ToCaller(), none),))
    return Outcome(at_once=OpenForm(_new_form(turn)))


def _new_form(turn: Turn) -> Form:
    form = _form(turn)
    fields = tuple(
        replace(each, value=_written(turn, each.limit)) if each.id == "text" else each
        for each in form.fields
    )
    return replace(form, fields=fields)


def _written(turn: Turn, limit: int) -> str:
    """Return the text that came with the command, such as a message's of the shortcut, or was written before."""
    text = turn.inbound.what.text if isinstance(turn.inbound.what, Commanded) else ""
    if not text or (len(text) > limit and not turn.inbound.can_open_form):
        return written_before(turn, limit)
    return text[:limit]


def _form(turn: Turn, edition: str = "") -> Form:
    """Return the form with the sections of all editions, or of one."""
    choices = tuple(
        Choice(f"{each.id}.{section.id}", f"{each.title}: {section.title}")
        for each in turn.content.editions.values()
        if edition in ("", each.id)
        for section in each.sections
    )
    form = turn.content.forms[FORM]
    fields = tuple(
        replace(each, choices=choices) if each.id == "section" else each for each in form.fields
    )
    return replace(form, fields=fields)


def sent_off(turn: Turn) -> Outcome:
    """Keep a new item, or what was changed of one."""
    assert turn.lead
    assert isinstance(turn.inbound.what, Submitted)
    about = turn.inbound.what.about
    return _edited(turn, about) if about else _added(turn)


def _added(turn: Turn) -> Outcome:
    assert isinstance(turn.inbound.what, Submitted)
    values, form = turn.inbound.what.values, _form(turn)
    faults = faults_of(form, values, turn.content.words.forms) | _faults(turn, values)
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    number = turn.number("item")
    item = _with(turn, Item(number, "", "", ""), values)
    edition, section = turn.content.edition(item.edition), _section(turn, values["section"])
    _, closes_at = edition.next_closing(turn.at, turn.look.holiday, turn.zone)
    told = turn.content.words.newsletter.added.fill(
        title=item.title,
        edition=edition.title,
        section=section.title,
        closes=in_full(turn, closes_at),
    )
    facts = (ItemAdded(item), ConversationKept({}))
    return Outcome(facts, (Say(ToCaller(), Message(told)),))


def _section(turn: Turn, chosen: str) -> Section:
    edition_id, _, section_id = chosen.partition(".")
    found = (each for each in turn.content.edition(edition_id).sections if each.id == section_id)
    section = next(found, None)
    if section is None:
        raise StalePress
    return section


def edit(turn: Turn) -> Outcome:
    """Open the form of an item filled in where a modal can show it; else ask first which field shall be changed."""
    item = _item(turn, turn.press.number)
    if turn.press.choice:
        return Outcome(at_once=OpenForm(_asked_anew(turn, item, turn.press.choice[0])))
    form = _form(turn, item.edition)
    if turn.inbound.can_open_form:
        now = _values_of(item)
        fields = tuple(replace(each, value=now[each.id]) for each in form.fields)
        return Outcome(at_once=OpenForm(replace(form, fields=fields, about=str(item.item_id))))
    rows = tuple(
        (Button(each.label, Press("edit_item", str(item.item_id), (each.id,))),)
        for each in form.fields
    )
    asked = turn.content.words.newsletter.edit_which.fill(title=item.title)
    return Outcome(says=(Say(ToCaller(), Message(asked, rows)),))


def _asked_anew(turn: Turn, item: Item, field_id: str) -> Form:
    """Return a form of one field, which says what stands there now: a dialogue asks only for what is empty."""
    form = _one_field(turn, item, field_id)
    words, now = turn.content.words.newsletter, _values_of(item)[field_id]
    if field_id == "section":
        now = turn.content.edition(item.edition).section_of(item).title
    return replace(form, intro=words.edit_intro.fill(now=now) if now else words.edit_empty)


def _one_field(turn: Turn, item: Item, field_id: str) -> Form:
    form = _form(turn, item.edition)
    fields = tuple(each for each in form.fields if each.id == field_id)
    if not fields:
        raise StalePress
    return replace(form, fields=fields, about=f"{item.item_id}.{field_id}")


def _item(turn: Turn, item_id: int) -> Item:
    item = turn.look.drafts.item(item_id)
    if item is None:
        raise StalePress
    may_edit_item(turn, item)
    return item


def _edited(turn: Turn, about: str) -> Outcome:
    assert isinstance(turn.inbound.what, Submitted)
    number, _, field_id = about.partition(".")
    item, values = _item(turn, row_number(number)), turn.inbound.what.values
    form = _one_field(turn, item, field_id) if field_id else _form(turn, item.edition)
    faults = faults_of(form, values, turn.content.words.forms) | _faults(turn, values)
    if faults:
        return Outcome(at_once=FormFaults(faults, form))
    changed = _with(turn, item, values)
    if changed.edition != item.edition:
        raise StalePress
    fact = ItemChanged(changed)
    told = Say(ToCaller(), Message(turn.content.words.newsletter.edited.fill(title=changed.title)))
    issue = issue_of(turn, item)
    if issue is None:
        return Outcome((fact,), (told,))
    redrawn = after_edit(turn, issue, changed)
    return Outcome((fact, *redrawn.facts), (told, *redrawn.says))


def _values_of(item: Item) -> Mapping[str, str]:
    return {
        "section": f"{item.edition}.{item.section}",
        "title": item.title,
        "text": item.text,
        "action": item.action,
        "link": item.link,
        "audience": "" if item.audience == EVERYBODY else item.audience,
        "expires": item.expires_on.isoformat() if item.expires_on else "",
    }


def _with(turn: Turn, item: Item, values: Mapping[str, str]) -> Item:
    """Return the item with what was filled in; what the form did not ask stays."""
    said = {name: text.strip() for name, text in values.items()}
    if "section" in said:
        edition, _, section = said.pop("section").partition(".")
        item = replace(item, edition=edition, section=section)
    if "expires" in said:
        today = turn.at.astimezone(turn.zone).date()
        day = said.pop("expires")
        item = replace(item, expires_on=read_day(day, today) if day else None)
    if "audience" in said:
        item = replace(item, audience=said.pop("audience") or EVERYBODY)
    return replace(
        item,
        title=said.get("title", item.title),
        text=said.get("text", item.text),
        action=said.get("action", item.action),
        link=said.get("link", item.link),
    )


def _faults(turn: Turn, values: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong beyond what any form finds, by field id."""
    words, said = turn.content.words, {name: text.strip() for name, text in values.items()}
    faults = {}
    if said.get("expires"):
        today = turn.at.astimezone(turn.zone).date()
        day = read_day(said["expires"], today)
        if day is None:
            faults["expires"] = words.newsletter.bad_day.fill()
        elif day < today:
            faults["expires"] = words.newsletter.day_over.fill()
    if said.get("link") and not is_web_address(said["link"]):
        faults["link"] = words.newsletter.bad_link.fill()
    if fault_in_text := text_fault(turn, said.get("text", "")):
        faults["text"] = fault_in_text
    if said.get("audience"):
        faults |= _audience_faults(turn, said["audience"])
    return faults


def _audience_faults(turn: Turn, audience: str) -> dict[str, str]:
    words = turn.content.words.broadcast
    try:
        homes = turn.look.reach(audience).homes
    except BadAudience as fault:
        return {"audience": words.bad_audience.fill(part=fault.part)}
    return {} if homes else {"audience": words.nobody}

"""Guides a person through a form by messages, one field at a time, where no modal can be shown.

The dialogue is kept in the conversation as ``{"form": ..., "values": ...}`` so that it survives a restart.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.core.at_once import FormFaults, OpenForm
from bot.core.events import Pressed, Said, Submitted
from bot.core.facts import ConversationKept
from bot.core.forms import Choice, Field, FieldKind, Form
from bot.core.messages import Button, Message, Press
from bot.core.turn import Outcome, Say, ToCaller, Turn
from bot.core.words import FormWords

SKIPPED = ""


@dataclass(frozen=True, slots=True)
class Guided:
    """A turn after the guide looked at it: what the handler gets, or the outcome when no handler is needed yet."""

    turn: Turn
    outcome: Outcome | None = None
    form: Form | None = None
    values: Mapping[str, str] | None = None


def resume(turn: Turn) -> Guided:
    """Take the event as the answer to the open field of a form, where one is open.

    Anything that is no answer (a command, another button) leaves the form: the person has moved on.
    """
    kept = turn.caller.conversation
    if "form" not in kept:
        return Guided(turn)
    form, values = form_from(kept["form"]), dict(kept.get("values") or {})  # type: ignore[call-overload]
    field = form.next_field(values)
    words = turn.content.words.forms
    what = turn.inbound.what
    if field is None or not isinstance(what, Said | Pressed):
        return Guided(turn)
    if isinstance(what, Pressed):
        press = turn.press
        if press.action != "field":
            return Guided(turn)
        if press.about == "cancel":
            return Guided(turn, Outcome((ConversationKept({}),), (_say(words.cancelled),)))
    answer = _answer(turn, field)
    fault = fault_of(field, answer, words) if answer is not None else words.choose
    if fault:
        return Guided(turn, Outcome((), (_say(fault), Say(ToCaller(), ask(form, values, words)))))
    values[field.id] = str(answer)
    if form.next_field(values):
        return Guided(turn, _ask_on(form, values, words))
    done = Submitted(form.id, values, form.about)
    caller = replace(turn.caller, conversation={})
    finished = replace(turn, caller=caller, inbound=replace(turn.inbound, what=done))
    return Guided(finished, None, form, values)


def carry_on(guided: Guided, outcome: Outcome) -> Outcome:
    """Turn an open form, or what is wrong with a finished one, into messages where no modal can be shown."""
    words = guided.turn.content.words.forms
    match outcome.at_once:
        case OpenForm(form) if not guided.turn.inbound.can_open_form:
            asked = _ask_on(form, {}, words)
            return Outcome(outcome.facts + asked.facts, outcome.says + asked.says)
        case FormFaults(faults) if guided.form is not None:
            kept = {
                name: text for name, text in (guided.values or {}).items() if name not in faults
            }
            asked = _ask_on(guided.form, kept, words)
            said = tuple(_say(fault) for fault in faults.values())
            return Outcome(outcome.facts + asked.facts, (*outcome.says, *said, *asked.says))
    keeps = any(isinstance(fact, ConversationKept) for fact in outcome.facts)
    if guided.outcome is None and guided.form is not None and not keeps:
        return replace(outcome, facts=(*outcome.facts, ConversationKept({})))
    return outcome


def _ask_on(form: Form, values: Mapping[str, str], words: FormWords) -> Outcome:
    kept = ConversationKept({"form": asdict(form), "values": dict(values)})
    return Outcome((kept,), (Say(ToCaller(), ask(form, values, words)),))


def _say(sentence: str) -> Say:
    return Say(ToCaller(), Message(sentence))


def ask(form: Form, values: Mapping[str, str], words: FormWords) -> Message:
    """Return the question for the first field that is still open, with its choices as buttons."""
    field = form.next_field(values)
    assert field is not None
    place = [each.id for each in form.fields].index(field.id) + 1
    lines = []
    if place == 1 and form.intro:
        lines.append(form.intro)
    if len(form.fields) > 1:
        lines.append(words.progress.fill(title=form.title, place=place, of=len(form.fields)))
    lines.append(words.question.fill(label=field.label))
    if field.hint:
        lines.append(words.hint.fill(hint=field.hint))
    rows = [
        (Button(each.label, Press("field", field.id, (str(n),))),)
        for n, each in enumerate(field.choices)
    ]
    last = [Button(words.cancel, Press("field", "cancel"))]
    if field.optional:
        last.insert(0, Button(words.skip, Press("field", field.id, ("skip",))))
    return Message("\n\n".join(lines), (*rows, tuple(last)))


def _answer(turn: Turn, field: Field) -> str | None:
    """Return what was answered to the field, or None when it was no answer to this one."""
    what = turn.inbound.what
    if isinstance(what, Pressed):
        press = turn.press
        if press.about != field.id or not press.choice:
            return None
        if press.choice == ("skip",) and field.optional:
            return SKIPPED
        number = press.choice[0]
        known = number.isdecimal() and int(number) < len(field.choices)
        return field.choices[int(number)].value if known else None
    assert isinstance(what, Said)
    if field.kind is not FieldKind.CHOICE:
        return what.text.strip()
    wanted = what.text.strip().casefold()
    for number, choice in enumerate(field.choices, 1):
        if wanted in (choice.label.casefold(), str(number)):
            return choice.value
    return None


def fault_of(field: Field, answer: str, words: FormWords) -> str:
    """Return what is wrong with an answer in one sentence, empty when nothing is."""
    if not answer.strip():
        return "" if field.optional else words.empty
    if len(answer) > field.limit:
        return words.too_long.fill(length=len(answer), limit=field.limit)
    if field.kind is FieldKind.CHOICE and answer not in {each.value for each in field.choices}:
        return words.choose
    return ""


def faults_of(form: Form, values: Mapping[str, str], words: FormWords) -> dict[str, str]:
    """Return what is wrong with a form that was sent off, by field id; empty when nothing is."""
    found = {
        each.id: fault_of(each, values.get(each.id, ""), words)
        for each in form.fields
        if not each.choices or each.id in values or not each.optional
    }
    return {name: fault for name, fault in found.items() if fault}


def form_from(kept: Any) -> Form:
    """Return the form that a conversation kept."""
    fields = tuple(
        Field(
            **each
            | {
                "kind": FieldKind(each["kind"]),
                "choices": tuple(Choice(**choice) for choice in each["choices"]),
            }
        )
        for each in kept["fields"]
    )
    return Form(**kept | {"fields": fields})

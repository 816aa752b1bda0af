"""Guides a person through a form by messages, one field at a time, where no modal can be shown.

The dialogue is kept in the conversation as ``{"form": ..., "values": ...}`` so that it survives a restart.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, cast

from bot.core.at_once import FormFaults, OpenForm
from bot.core.events import Attached, Commanded, Pressed, Said, Submitted
from bot.core.facts import ConversationKept
from bot.core.files import Unfit, why_not
from bot.core.forms import Choice, Field, FieldKind, Form
from bot.core.messages import Button, Message, Press
from bot.core.turn import Outcome, Say, ToCaller, Turn
from bot.core.words import FormWords

# What the buttons of a dialogue carry besides the numbers of choices.
FIELD, CANCEL, SKIP = "field", "cancel", "skip"
SKIPPED = ""


@dataclass(frozen=True, slots=True)
class Guided:
    """A turn after the guide looked at it: what the handler gets, or the outcome when no handler is needed yet.

    ``form`` and ``values`` are of a form that is now complete; ``left`` is true where an open form was left.
    """

    turn: Turn
    outcome: Outcome | None = None
    form: Form | None = None
    values: Mapping[str, str] | None = None
    left: bool = False


def resume(turn: Turn) -> Guided:
    """Take the event as the answer to the open field of a form, where one is open.

    A command or another button leaves the form: the person has moved on.
    """
    kept = turn.caller.conversation
    what = turn.inbound.what
    brought = isinstance(what, Attached) and bool(what.brought)
    answers = brought or isinstance(what, Said | Pressed | Commanded)
    answers = answers and turn.inbound.private
    if "form" not in kept or not answers:
        return Guided(turn)
    if isinstance(what, Commanded) or (isinstance(what, Pressed) and turn.press.action != FIELD):
        return Guided(_without_conversation(turn), left=True)
    try:
        form = form_from(kept["form"])
    except (KeyError, TypeError, ValueError):  # kept by another version of this program
        return Guided(_without_conversation(turn), left=True)
    return _resume(turn, form, dict(cast("dict[str, str]", kept.get("values") or {})))


def _resume(turn: Turn, form: Form, values: dict[str, str]) -> Guided:
    words = turn.content.words.forms
    field = form.next_field(values)
    if field is None:
        return Guided(_without_conversation(turn), left=True)
    if isinstance(turn.inbound.what, Pressed) and turn.press == Press(FIELD, CANCEL):
        return Guided(turn, Outcome((ConversationKept({}),), (_say(words.cancelled),)))
    answer = _answer(turn, field)
    fault = _expected(field, words) if answer is None else fault_of(field, answer, words)
    if answer is None or fault:
        return Guided(turn, Outcome((), (_say(fault), Say(ToCaller(), ask(form, values, words)))))
    values[field.id] = answer
    if form.next_field(values):
        return Guided(turn, _ask_on(form, values, words))
    done = Submitted(form.id, values, form.about)
    moved_on = _without_conversation(turn)
    finished = replace(moved_on, inbound=replace(turn.inbound, what=done))
    return Guided(finished, None, form, values)


def _expected(field: Field, words: FormWords) -> str:
    return words.send_file if field.kind is FieldKind.FILE else words.choose


def awaits_file(kept: Mapping[str, object]) -> bool:
    """Say whether the dialogue that a conversation kept waits for a file."""
    if "form" not in kept:
        return False
    try:
        form = form_from(kept["form"])
    except (KeyError, TypeError, ValueError):  # kept by another version of this program
        return False
    field = form.next_field(cast("dict[str, str]", kept.get("values") or {}))
    return field is not None and field.kind is FieldKind.FILE


def _without_conversation(turn: Turn) -> Turn:
    return replace(turn, caller=replace(turn.caller, conversation={}))


def carry_on(guided: Guided, outcome: Outcome) -> Outcome:
    """Turn an open form, or what is wrong with a finished one, into messages where no modal can be shown."""
    words = guided.turn.content.words.forms
    match outcome.at_once:
        case OpenForm(form) if not guided.turn.inbound.can_open_form:
            begun = {field.id: field.value for field in form.fields if field.value}
            asked = _ask_on(form, begun, words)
            return Outcome(outcome.facts + asked.facts, outcome.says + asked.says)
        case FormFaults(faults, form) if guided.form is not None:
            asked = _ask_again(guided, form or guided.form, faults, words)
            said = tuple(_say(fault) for fault in faults.values())
            return Outcome(outcome.facts + asked.facts, (*outcome.says, *said, *asked.says))
    ended = guided.left or (guided.outcome is None and guided.form is not None)
    if ended and not any(isinstance(fact, ConversationKept) for fact in outcome.facts):
        return replace(outcome, facts=(*outcome.facts, ConversationKept({})))
    return outcome


def _ask_again(guided: Guided, form: Form, faults: Mapping[str, str], words: FormWords) -> Outcome:
    """Ask for what is wrong or new; the form may have been edited since the person began."""
    begun = guided.form or form
    form = replace(form, intro=begun.intro, about=begun.about)
    kept = {name: text for name, text in (guided.values or {}).items() if name not in faults}
    # What is wrong with the whole form is at no field: then the dialogue has ended.
    return _ask_on(form, kept, words) if form.next_field(kept) else Outcome((ConversationKept({}),))


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
        (Button(each.label, Press(FIELD, field.id, (str(n),))),)
        for n, each in enumerate(field.choices)
    ]
    last = [Button(words.cancel, Press(FIELD, CANCEL))]
    if field.optional:
        last.insert(0, Button(words.skip, Press(FIELD, field.id, (SKIP,))))
    return Message("\n\n".join(lines), (*rows, tuple(last)))


def _answer(turn: Turn, field: Field) -> str | None:
    """Return what was answered to the field, or None when it was no answer to this one."""
    what = turn.inbound.what
    match what:
        case Pressed():
            return _chosen(turn.press, field)
        case Attached(brought=brought):
            return brought if field.kind is FieldKind.FILE else None
        case Said(text):
            return None if field.kind is FieldKind.FILE else _typed(text.strip(), field)
    raise TypeError(what)


def _chosen(press: Press, field: Field) -> str | None:
    if press.about != field.id or not press.choice:
        return None
    chosen = press.choice[0]
    if chosen == SKIP and field.optional:
        return SKIPPED
    known = chosen.isdecimal() and int(chosen) < len(field.choices)
    return field.choices[int(chosen)].value if known else None


def _typed(text: str, field: Field) -> str | None:
    """Return the text itself, or the choice whose label or number it is."""
    if field.kind is not FieldKind.CHOICE:
        return text
    labels = [choice.label.casefold() for choice in field.choices]
    numbers = [str(place) for place in range(1, len(labels) + 1)]
    # A label may itself be a number: what stands on the button is what is meant.
    for known in (labels, numbers):
        if text.casefold() in known:
            return field.choices[known.index(text.casefold())].value
    return None


def fault_of(field: Field, answer: str, words: FormWords) -> str:
    """Return what is wrong with an answer in one sentence, empty when nothing is."""
    if not answer.strip():
        return "" if field.optional else _missing(field, words)
    if field.kind is FieldKind.FILE:
        unfit = why_not(answer)
        return unfit_sentence(*unfit, words) if unfit else ""
    if field.kind is FieldKind.CHOICE:
        return "" if answer in {each.value for each in field.choices} else words.choose
    if len(answer) > field.limit:
        return words.too_long.fill(length=len(answer), limit=field.limit)
    return ""


def unfit_sentence(why: Unfit, megabytes: str, words: FormWords) -> str:
    """Return what is said of a file that is not taken."""
    return {
        Unfit.KIND: words.file_kind,
        Unfit.EMPTY: words.file_empty,
        Unfit.TOO_LARGE: words.file_too_large.fill(megabytes=megabytes),
        Unfit.TOO_WIDE: words.file_too_wide,
        Unfit.BROKEN: words.file_broken,
        Unfit.IDENTIFYING: words.file_identifying,
        Unfit.NOT_FETCHED: words.file_not_fetched,
    }[why]


def _missing(field: Field, words: FormWords) -> str:
    return words.send_file if field.kind is FieldKind.FILE else words.empty


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
                "ends": tuple(each["ends"]),
            }
        )
        for each in kept["fields"]
    )
    return Form(**kept | {"fields": fields})

"""``forms/*.toml``: what people fill in. The id of a form is the name of its file."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator
from pydantic import Field as Limits

from bot.content.entry import Entry, Id, Option, Text, too_many
from bot.content.folder import Folder
from bot.core.forms import Choice, Field, FieldKind, Form
from bot.core.ladder import Urgency
from bot.core.working_days import OnHoliday

# The forms that the conversations open, with the fields that they read.
NEEDED: Mapping[str, Mapping[str, FieldKind]] = {
    "broadcast": {
        "audience": FieldKind.TEXT,
        "text": FieldKind.TEXT,
        "urgent": FieldKind.CHOICE,
        "ack": FieldKind.CHOICE,
    },
    "attach": {"file": FieldKind.FILE, "alt": FieldKind.TEXT},
    "when": {"when": FieldKind.TEXT},
    "repeat": {
        "opens": FieldKind.TEXT,
        "on_holidays": FieldKind.CHOICE,
        "until": FieldKind.TEXT,
    },
    "to_home": {"text": FieldKind.TEXT},
    "resolve": {"text": FieldKind.TEXT},
    "hand_on": {"to": FieldKind.CHOICE, "text": FieldKind.TEXT},
    "snooze": {"until": FieldKind.TEXT, "reason": FieldKind.TEXT},
    "from_home": {"text": FieldKind.TEXT},
    "answer": {"text": FieldKind.TEXT},
    "why": {"text": FieldKind.TEXT},
    "rang": {
        "home": FieldKind.TEXT,
        "category": FieldKind.CHOICE,
        "text": FieldKind.TEXT,
        "urgency": FieldKind.CHOICE,
    },
    "action": {"text": FieldKind.TEXT, "who": FieldKind.CHOICE, "when": FieldKind.TEXT},
    "score": {"text": FieldKind.TEXT},
    "to_all": {"text": FieldKind.TEXT},
    "resolve_all": {"text": FieldKind.TEXT, "sure": FieldKind.CHOICE},
    "cover": {"shift": FieldKind.CHOICE, "who": FieldKind.CHOICE},
    "swap": {"mine": FieldKind.CHOICE, "theirs": FieldKind.CHOICE},
    "on_leave": {"from": FieldKind.TEXT, "until": FieldKind.TEXT},
    "find": {"words": FieldKind.TEXT},
    "correct": {"text": FieldKind.TEXT, "note": FieldKind.TEXT, "again": FieldKind.CHOICE},
    "correct_passage": {
        "wrong": FieldKind.TEXT,
        "right": FieldKind.TEXT,
        "note": FieldKind.TEXT,
        "again": FieldKind.CHOICE,
    },
    "withdraw": {"reason": FieldKind.TEXT},
    "away": {"first": FieldKind.TEXT, "last": FieldKind.TEXT},
    "help": {
        "category": FieldKind.CHOICE,
        "text": FieldKind.TEXT,
        "urgency": FieldKind.CHOICE,
    },
    "meeting": {
        "kind": FieldKind.CHOICE,
        "title": FieldKind.TEXT,
        "when": FieldKind.TEXT,
        "minutes": FieldKind.TEXT,
        "where": FieldKind.TEXT,
        "audience": FieldKind.TEXT,
        "places": FieldKind.TEXT,
        "text": FieldKind.TEXT,
    },
    "meeting_change": dict.fromkeys(("when", "minutes", "where", "places", "text"), FieldKind.TEXT),
    "meeting_off": {"reason": FieldKind.TEXT},
    "meeting_question": {"text": FieldKind.TEXT},
    "guidance": {
        "action": FieldKind.TEXT,
        "summary": FieldKind.TEXT,
        "audience": FieldKind.TEXT,
        "urgent": FieldKind.CHOICE,
        "material": FieldKind.CHOICE,
        "by": FieldKind.TEXT,
    },
    "guidance_question": {"text": FieldKind.TEXT},
    "meeting_note": {"who": FieldKind.CHOICE, "text": FieldKind.TEXT},
    "item": {
        "section": FieldKind.CHOICE,
        "title": FieldKind.TEXT,
        "text": FieldKind.TEXT,
        "action": FieldKind.TEXT,
        "link": FieldKind.TEXT,
        "audience": FieldKind.TEXT,
        "expires": FieldKind.TEXT,
    },
    "send_back": {"text": FieldKind.TEXT},
    "you_said": {
        "theme": FieldKind.CHOICE,
        "text": FieldKind.TEXT,
        "section": FieldKind.CHOICE,
    },
}
# Fields that may be left empty.
OPTIONAL = {
    ("attach", "alt"),
    ("repeat", "until"),
    ("meeting", "places"),
    *(("item", name) for name in ("action", "link", "audience", "expires")),
    *(("guidance", name) for name in ("summary", "audience", "by")),
    *(("meeting_change", name) for name in NEEDED["meeting_change"]),
}
# Choices that the conversations know, whatever their labels.
VALUES = {
    ("broadcast", "urgent"): {"no", "yes"},
    ("broadcast", "ack"): {"no", "yes"},
    ("correct", "again"): {"no", "yes"},
    ("resolve_all", "sure"): {"no", "yes"},
    ("correct_passage", "again"): {"no", "yes"},
    ("repeat", "on_holidays"): {each.value for each in OnHoliday},
    ("help", "urgency"): {each.value for each in Urgency},
    ("rang", "urgency"): {each.value for each in Urgency},
    ("guidance", "urgent"): {"no", "yes"},
    ("guidance", "material"): {"no", "yes"},
    ("meeting_note", "who"): {"came", "all"},
}
# Filled in from another file.
FILLED = {
    ("help", "category"): "routing.toml",
    ("meeting", "kind"): "meetings.toml",
    ("item", "section"): "editions/",
    ("hand_on", "to"): "teams.toml",
    ("rang", "category"): "routing.toml",
    ("cover", "shift"): "rota.toml",
    ("cover", "who"): "teams.toml",
    ("action", "who"): "teams.toml",
    ("swap", "mine"): "rota.toml",
    ("swap", "theirs"): "rota.toml",
    ("you_said", "theme"): "what homes said",
    ("you_said", "section"): "editions/",
}
# docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
LONGEST = 3000
# docs.slack.dev/reference/views/modal-views
TITLE = 24


def _titled(text: str) -> str:
    if len(text) > TITLE:
        raise ValueError(f"has {len(text)} characters; Slack shows {TITLE}")
    return text


Title = Annotated[Text, AfterValidator(_titled)]


class _Field(Entry):
    id: Id
    label: Text
    kind: FieldKind = Limits(default=FieldKind.TEXT, strict=False)
    hint: str = ""
    limit: int = Limits(default=LONGEST, ge=1, le=LONGEST)
    lines: int = Limits(default=1, ge=1)
    choices: list[Option] = Limits(default_factory=list)


class _Form(Entry):
    title: Title
    submit: Title
    fields: list[_Field] = Limits(min_length=1)


def forms(folder: Folder) -> Mapping[str, Form]:
    """Return the forms by id."""
    found: dict[str, Form] = {}
    for file in folder.files("forms"):
        form_id = file.removeprefix("forms/").removesuffix(".toml")
        entry = folder.entry(file, _Form)
        if form_id not in NEEDED:
            folder.fault(file, (), "is opened by nothing; the forms are " + ", ".join(NEEDED))
        if entry is not None:
            found[form_id] = _form(folder, file, form_id, entry)
    there = {file.removeprefix("forms/").removesuffix(".toml") for file in folder.files("forms")}
    for form_id in NEEDED:
        if form_id not in there:
            folder.fault(f"forms/{form_id}.toml", (), "is not there")
    return found


def _form(folder: Folder, file: str, form_id: str, entry: _Form) -> Form:
    needed = NEEDED.get(form_id, {})
    ids = [each.id for each in entry.fields]
    folder.unique(file, ("fields",), "id", ids)
    for field_id in needed:
        if field_id not in ids:
            folder.fault(file, ("fields",), f'has no field with the id "{field_id}"')
    for place, each in enumerate(entry.fields):
        here = ("fields", place)
        if each.id in needed:
            _check_field(folder, file, here, (form_id, each))
        elif needed:
            what = f'"{each.id}" is read by nothing; this form has {", ".join(needed)}'
            folder.fault(file, (*here, "id"), what)
    fields = (_field(each, optional=(form_id, each.id) in OPTIONAL) for each in entry.fields)
    return Form(form_id, entry.title, entry.submit, tuple(fields))


def _check_field(
    folder: Folder, file: str, here: tuple[str, int], field: tuple[str, _Field]
) -> None:
    form_id, entry = field
    kind = NEEDED[form_id][entry.id]
    values = [each.value for each in entry.choices]
    if entry.kind is not kind:
        folder.fault(file, (*here, "kind"), f'must be "{kind}"')
    elif source := FILLED.get((form_id, entry.id)):
        if values:
            folder.fault(file, (*here, "choices"), f"come from {source}; take them out here")
    elif kind is FieldKind.TEXT and values:
        folder.fault(file, (*here, "choices"), "are for a choice, and this is a text")
    elif kind is FieldKind.CHOICE and not values:
        folder.fault(file, (*here, "choices"), "is missing")
    known = VALUES.get((form_id, entry.id), set(values))
    if kind is FieldKind.CHOICE and values and set(values) != known:
        wanted = " and ".join(f'"{each}"' for each in sorted(known))
        folder.fault(file, (*here, "choices"), f"must have the values {wanted}")
    folder.unique(file, (*here, "choices"), "value", values)
    folder.unique(file, (*here, "choices"), "label", [each.label for each in entry.choices])
    if fault := too_many(len(values)):
        folder.fault(file, (*here, "choices"), fault)


def _field(entry: _Field, *, optional: bool) -> Field:
    choices = tuple(Choice(each.value, each.label) for each in entry.choices)
    told = entry.model_dump(exclude={"choices"})
    return Field(**told, choices=choices, optional=optional)

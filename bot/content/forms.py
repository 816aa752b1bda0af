"""``forms/*.toml``: what people fill in. The id of a form is the name of its file."""

from collections.abc import Mapping

from pydantic import Field as Limits

from bot.content.folder import Entry, Folder, Id, Text
from bot.core.forms import Choice, Field, FieldKind, Form

# The forms that the conversations open, with the fields that they read.
NEEDED = {
    "broadcast": ("audience", "text", "urgent", "ack"),
    "to_home": ("text",),
    "from_home": ("text",),
    "help": ("category", "text"),
}
# Filled in from routing.toml.
CATEGORIES = ("help", "category")
# docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
LONGEST = 3000


class _Choice(Entry):
    value: Id
    label: Text


class _Field(Entry):
    id: Id
    label: Text
    kind: FieldKind = FieldKind.TEXT
    hint: str = ""
    limit: int = Limits(default=LONGEST, ge=1, le=LONGEST)
    lines: int = Limits(default=1, ge=1)
    choices: tuple[_Choice, ...] = ()
    optional: bool = False


class _Form(Entry):
    title: Text
    submit: Text
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
    ids = [each.id for each in entry.fields]
    folder.unique(file, "fields", ids)
    for needed in NEEDED.get(form_id, ()):
        if needed not in ids:
            folder.fault(file, ("fields",), f'has no field with the id "{needed}"')
    for place, each in enumerate(entry.fields):
        asks = each.kind is FieldKind.CHOICE
        if asks and not each.choices and (form_id, each.id) != CATEGORIES:
            folder.fault(file, ("fields", place, "choices"), "is missing")
        if each.choices and not asks:
            folder.fault(file, ("fields", place, "choices"), 'needs kind = "choice"')
    return Form(form_id, entry.title, entry.submit, tuple(map(_field, entry.fields)))


def _field(entry: _Field) -> Field:
    choices = tuple(Choice(each.value, each.label) for each in entry.choices)
    told = entry.model_dump(exclude={"choices"})
    return Field(**told, choices=choices)

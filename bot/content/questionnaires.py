"""``checkins/*.toml``, ``surveys/*.toml`` and ``question_types/*.toml``: what homes are asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from bot.content.folder import Entry, Folder, Id, Text
from bot.core.audience import parse
from bot.core.definitions import (
    NOT_APPLICABLE,
    UNCLEAR,
    Category,
    Option,
    Question,
    Questionnaire,
)
from bot.core.errors import BadAudience
from bot.core.messages import TOKEN_BYTES
from bot.core.recurrence import Recurrence
from bot.places import nearest

# A button carries "answer:", the assignment's number, the question and the value.
_CARRIED = TOKEN_BYTES - len("answer:0123456789::")


class _Option(Entry):
    value: Id
    label: Text
    escalates: str = ""


class _Type(Entry):
    options: list[_Option] = Field(min_length=1)


class _Question(Entry):
    id: Id
    text: Text
    type: str = ""
    options: tuple[_Option, ...] = ()
    escalates: Mapping[str, str] = Field(default_factory=dict)


class _Questionnaire(Entry):
    title: Text
    audience: Text
    intro: Text
    thanks: Text
    questions: list[_Question] = Field(min_length=1)
    opens: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a question may point at."""

    types: Mapping[str, _Type]
    categories: Mapping[str, Category]


def questionnaires(
    folder: Folder, categories: Mapping[str, Category]
) -> Mapping[str, Questionnaire]:
    """Return the questionnaires by id, which is the name of the file."""
    known = _Known(_types(folder), categories)
    found: dict[str, Questionnaire] = {}
    for file in (*folder.files("checkins"), *folder.files("surveys")):
        name = file.rpartition("/")[2].removesuffix(".toml")
        if name in found:
            folder.fault(file, (), f'"{name}" is the name of another questionnaire')
        entry = folder.entry(file, _Questionnaire)
        if entry is not None:
            found[name] = _questionnaire(folder, file, name, entry, known)
    return found


def _types(folder: Folder) -> dict[str, _Type]:
    found = {}
    for file in folder.files("question_types"):
        entry = folder.entry(file, _Type)
        if entry is not None:
            _check_values(folder, file, ("options",), entry.options)
            found[file.rpartition("/")[2].removesuffix(".toml")] = entry
    return found


def _questionnaire(
    folder: Folder, file: str, name: str, entry: _Questionnaire, known: _Known
) -> Questionnaire:
    try:
        parse(entry.audience)
    except BadAudience as fault:
        folder.fault(file, ("audience",), f"cannot be read at: {fault.part}")
    if entry.opens:
        try:
            Recurrence.read(entry.opens)
        except ValueError as fault:
            folder.fault(file, ("opens",), str(fault))
    folder.unique(file, "questions", [each.id for each in entry.questions])
    questions = tuple(
        _question(folder, file, place, each, known) for place, each in enumerate(entry.questions)
    )
    told = entry.model_dump(exclude={"questions"})
    return Questionnaire(name, questions=questions, **told)


def _question(folder: Folder, file: str, place: int, entry: _Question, known: _Known) -> Question:
    here = ("questions", place)
    options = list(entry.options)
    if bool(entry.type) == bool(entry.options):
        folder.fault(file, here, "needs either a type or options, and not both")
    elif entry.type and entry.type not in known.types:
        what = f"no file question_types/{entry.type}.toml{nearest(entry.type, list(known.types))}"
        folder.fault(file, (*here, "type"), what)
    elif entry.type:
        options = list(known.types[entry.type].options)
    _check_values(folder, file, (*here, "options"), entry.options)
    _check_escalates(folder, file, here, entry, options, known)
    longest = max((len(each.value) for each in options), default=0)
    if len(entry.id) + max(longest, len(NOT_APPLICABLE)) > _CARRIED:
        folder.fault(
            file, (*here, "id"), "is too long together with its values; shorten one of them"
        )
    return Question(
        entry.id,
        entry.text,
        tuple(
            Option(each.value, each.label, entry.escalates.get(each.value, each.escalates))
            for each in options
        ),
    )


def _check_values(
    folder: Folder, file: str, here: Sequence[str | int], options: Sequence[_Option]
) -> None:
    values = [each.value for each in options]
    for place, value in enumerate(values):
        if value in values[:place]:
            folder.fault(file, here, f'the value "{value}" stands twice')
        if value in (NOT_APPLICABLE, UNCLEAR):
            folder.fault(file, here, f'the value "{value}" is taken: every question has it anyway')


def _check_escalates(
    folder: Folder,
    file: str,
    here: Sequence[str | int],
    entry: _Question,
    options: Sequence[_Option],
    known: _Known,
) -> None:
    raised = [((*here, "options"), each.escalates) for each in entry.options if each.escalates]
    raised += [((*here, "escalates"), category) for category in entry.escalates.values()]
    for place, category in raised:
        if known.categories and category not in known.categories:
            what = f'no category has the id "{category}"{nearest(category, list(known.categories))}'
            folder.fault(file, place, what)
    values = [each.value for each in options]
    for value in entry.escalates:
        if options and value not in values:
            what = f'no option has the value "{value}"{nearest(value, values)}'
            folder.fault(file, (*here, "escalates"), what)

"""``checkins/*.toml``, ``surveys/*.toml`` and ``question_types/*.toml``: what homes are asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from bot.content.entry import Entry, Id, Text, too_many
from bot.content.entry import Option as Labelled
from bot.content.folder import Folder
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


class _Option(Labelled):
    escalates: str = ""


class _Type(Entry):
    options: list[_Option] = Field(min_length=1)


class _Question(Entry):
    id: Id
    text: Text
    type: str = ""
    options: list[_Option] = Field(default_factory=list)
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
    """What a question may point at; a type whose own file has faults is None."""

    types: Mapping[str, _Type | None]
    categories: Mapping[str, Category]


def questionnaires(
    folder: Folder, categories: Mapping[str, Category]
) -> Mapping[str, Questionnaire]:
    """Return the questionnaires by id, which is the name of the file."""
    known = _Known(_types(folder, categories), categories)
    found: dict[str, Questionnaire] = {}
    for file in (*folder.files("checkins"), *folder.files("surveys")):
        name = _name(file)
        if name in found:
            folder.fault(file, (), f'"{name}" is the name of another questionnaire')
        entry = folder.entry(file, _Questionnaire)
        if entry is not None:
            found[name] = _questionnaire(folder, file, entry, known)
    return found


def _name(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".toml")


def _types(folder: Folder, categories: Mapping[str, Category]) -> dict[str, _Type | None]:
    found = {}
    for file in folder.files("question_types"):
        entry = folder.entry(file, _Type)
        found[_name(file)] = entry
        if entry is not None:
            _check_options(folder, file, ("options",), entry.options, categories)
    return found


def _questionnaire(
    folder: Folder, file: str, entry: _Questionnaire, known: _Known
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
    folder.unique(file, ("questions",), "id", [each.id for each in entry.questions])
    questions = tuple(
        _question(folder, file, place, each, known) for place, each in enumerate(entry.questions)
    )
    told = entry.model_dump(exclude={"questions"})
    return Questionnaire(_name(file), questions=questions, **told)


def _question(folder: Folder, file: str, place: int, entry: _Question, known: _Known) -> Question:
    here = ("questions", place)
    options = list(entry.options)
    if bool(entry.type) == bool(entry.options):
        folder.fault(file, here, "needs either a type or options, and not both")
    elif entry.type and entry.type not in known.types:
        what = f"no file question_types/{entry.type}.toml{nearest(entry.type, list(known.types))}"
        folder.fault(file, (*here, "type"), what)
    elif entry.type:
        of_type = known.types[entry.type]
        options = list(of_type.options) if of_type else []
    _check_options(folder, file, (*here, "options"), entry.options, known.categories)
    _check_escalates(folder, file, (*here, "escalates"), entry, options, known)
    longest = max((len(each.value) for each in options), default=0)
    if len(entry.id) + max(longest, len(NOT_APPLICABLE)) > _CARRIED:
        what = "is too long together with its values; shorten one of them"
        folder.fault(file, (*here, "id"), what)
    return Question(
        entry.id,
        entry.text,
        tuple(
            Option(each.value, each.label, entry.escalates.get(each.value, each.escalates))
            for each in options
        ),
    )


def _check_options(
    folder: Folder,
    file: str,
    here: Sequence[str | int],
    options: Sequence[_Option],
    categories: Mapping[str, Category],
) -> None:
    folder.unique(file, here, "value", [each.value for each in options])
    folder.unique(file, here, "label", [each.label for each in options])
    if fault := too_many(len(options)):
        folder.fault(file, here, fault)
    for place, each in enumerate(options):
        if each.value in (NOT_APPLICABLE, UNCLEAR):
            what = f'"{each.value}" is taken: every question has it anyway'
            folder.fault(file, (*here, place, "value"), what)
        if each.escalates:
            _check_category(folder, file, (*here, place, "escalates"), each.escalates, categories)


def _check_escalates(
    folder: Folder,
    file: str,
    here: Sequence[str | int],
    entry: _Question,
    options: Sequence[_Option],
    known: _Known,
) -> None:
    values = [each.value for each in options]
    for value, category in entry.escalates.items():
        _check_category(folder, file, (*here, value), category, known.categories)
        if options and value not in values:
            what = f'no option has the value "{value}"{nearest(value, values)}'
            folder.fault(file, (*here, value), what)


def _check_category(
    folder: Folder,
    file: str,
    here: Sequence[str | int],
    category: str,
    known: Mapping[str, Category],
) -> None:
    """Find a category that nothing defines; where routing.toml has faults, that is not known yet."""
    if known and category not in known:
        what = f'no category has the id "{category}"{nearest(category, list(known))}'
        folder.fault(file, here, what)

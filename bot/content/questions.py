"""One question of a check-in or a survey: its type, its answers, and what they raise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.content.entry import Entry, Id, Text, too_many
from bot.content.entry import Option as Labelled
from bot.content.folder import Folder
from bot.content.routing import cannot_raise
from bot.core.definitions import Category, Team
from bot.core.figures import SCORES
from bot.core.messages import TOKEN_BYTES
from bot.core.people import TeamId
from bot.core.questionnaires import (
    LARGEST_NUMBER,
    LONGEST_TEXT,
    NOT_APPLICABLE,
    NOTHING,
    UNCLEAR,
    Every,
    Kind,
    Need,
    Option,
    Question,
    Threshold,
)
from bot.places import nearest

# A button carries "answer:", the assignment's number, the question, the value, and how often it was answered.
CARRIED = TOKEN_BYTES - len("answer:0123456789:::999")
# What a button carries of several that were chosen: 25 bits in hexadecimal, and what they are of.
_SEVERAL = len("1ffffff.ffff")
# The types that are no file.
BUILT_IN = {each.value: each for each in (Kind.SEVERAL, Kind.NUMBER, Kind.TEXT, Kind.DATE)}
_SCORES = {str(each) for each in SCORES}

Here = tuple[str | int, ...]


class _Option(Labelled):
    escalates: str = ""
    calls_back: str = ""
    urgent: bool = False


class Type(Entry):
    """A file of ``question_types/``."""

    options: list[_Option] = Field(min_length=1)
    scores: bool = False


class _Threshold(Entry):
    at_least: int | None = None
    at_most: int | None = None
    escalates: str = ""
    calls_back: str = ""


def _every(text: str) -> str:
    if text not in set(Every):
        raise ValueError(f"must be one of {', '.join(Every)}")
    return text


class Asked(Entry):
    """A question as a file has it."""

    id: Id
    text: Text
    type: str = ""
    options: list[_Option] = Field(default_factory=list)
    escalates: Mapping[str, str] = Field(default_factory=dict)
    calls_back: Mapping[str, str] = Field(default_factory=dict)
    help: str = ""
    owner: str = ""
    every: Annotated[str, AfterValidator(_every)] = Every.ROUND.value
    only_if: Mapping[str, list[str]] = Field(default_factory=dict)
    thresholds: list[_Threshold] = Field(default_factory=list)
    min: int = Field(default=0, ge=0, le=LARGEST_NUMBER)
    max: int = Field(default=LARGEST_NUMBER, ge=0, le=LARGEST_NUMBER)
    limit: int = Field(default=LONGEST_TEXT, ge=1, le=LONGEST_TEXT)


@dataclass(frozen=True, slots=True)
class Known:
    """What a question may point at; a type whose own file has faults is None."""

    types: Mapping[str, Type | None]
    categories: Mapping[str, Category]
    teams: Mapping[TeamId, Team]


def question(folder: Folder, file: str, place: int, entry: Asked, known: Known) -> Question:
    """Return a question; what is wrong with it is told to the folder."""
    here: Here = ("questions", place)
    kind, options = _answers(folder, file, here, entry, known)
    check_options(folder, file, (*here, "options"), entry.options, known.categories)
    _check_limits(folder, file, here, entry, kind)
    _check_named(folder, file, here, entry, options, known)
    if entry.owner and known.teams and entry.owner not in known.teams:
        what = f'no team has the id "{entry.owner}"{nearest(entry.owner, list(known.teams))}'
        folder.fault(file, (*here, "owner"), what)
    longest = max((len(each.value) for each in options), default=0)
    if len(entry.id) + max(longest, len(NOT_APPLICABLE), _SEVERAL) > CARRIED:
        what = "is too long together with its values; shorten one of them"
        folder.fault(file, (*here, "id"), what)
    return Question(
        entry.id,
        entry.text,
        tuple(_option(each, entry) for each in options),
        kind,
        help=entry.help,
        owner=TeamId(entry.owner) if entry.owner else None,
        every=Every(entry.every),
        only_if={name: tuple(values) for name, values in entry.only_if.items()},
        thresholds=tuple(
            Threshold(_need(each), each.at_least, each.at_most) for each in entry.thresholds
        ),
        lowest=entry.min,
        highest=entry.max,
        limit=entry.limit,
    )


def _answers(
    folder: Folder, file: str, here: Here, entry: Asked, known: Known
) -> tuple[Kind, list[_Option]]:
    """Return how it is answered, and the options that its type or its own file gives it."""
    built_in = BUILT_IN.get(entry.type)
    if built_in is Kind.SEVERAL:
        if not entry.options:
            folder.fault(file, here, "chooses among several options, and has none")
        return built_in, list(entry.options)
    if bool(entry.type) == bool(entry.options):
        folder.fault(file, here, "needs either a type or options, and not both")
        return Kind.ONE, list(entry.options)
    if built_in is not None:
        return built_in, []
    if entry.type and entry.type not in known.types:
        names = [*BUILT_IN, *known.types]
        what = f"no file question_types/{entry.type}.toml{nearest(entry.type, names)}"
        folder.fault(file, (*here, "type"), what)
    of_type = known.types.get(entry.type)
    if of_type is None:
        return Kind.ONE, list(entry.options)
    return Kind.SCORE if of_type.scores else Kind.ONE, list(of_type.options)


def _option(option: _Option, entry: Asked) -> Option:
    return Option(
        option.value,
        option.label,
        entry.escalates.get(option.value, option.escalates),
        entry.calls_back.get(option.value, option.calls_back),
        option.urgent,
    )


def _need(threshold: _Threshold) -> Need:
    return Need(threshold.escalates or threshold.calls_back, bool(threshold.calls_back))


def _check_limits(folder: Folder, file: str, here: Here, entry: Asked, kind: Kind) -> None:
    told = entry.model_fields_set
    for key, of in (("min", Kind.NUMBER), ("max", Kind.NUMBER), ("limit", Kind.TEXT)):
        if key in told and kind is not of:
            folder.fault(file, (*here, key), f"is for a {of}, and this is none")
    if entry.min > entry.max:
        folder.fault(file, (*here, "min"), f"is more than the max, {entry.max}")
    if entry.thresholds and kind not in (Kind.NUMBER, Kind.SCORE):
        what = "are for a number or a score, and this is none; name an option instead"
        folder.fault(file, (*here, "thresholds"), what)


def _check_named(
    folder: Folder,
    file: str,
    here: Here,
    entry: Asked,
    options: Sequence[_Option],
    known: Known,
) -> None:
    """Find thresholds and named values that lead nowhere."""
    span = (SCORES[0], SCORES[-1]) if options else (entry.min, entry.max)
    for place, each in enumerate(entry.thresholds):
        there = (*here, "thresholds", place)
        _check_threshold(folder, file, there, each, span)
        for category in filter(None, (each.escalates, each.calls_back)):
            _check_category(folder, file, there, category, known.categories)
    values = [each.value for each in options]
    for key, named in (("escalates", entry.escalates), ("calls_back", entry.calls_back)):
        for value, category in named.items():
            there = (*here, key, value)
            _check_category(folder, file, there, category, known.categories)
            if options and value not in values:
                what = f'no option has the value "{value}"{nearest(value, values)}'
                folder.fault(file, there, what)


def _check_threshold(
    folder: Folder, file: str, there: Here, entry: _Threshold, span: tuple[int, int]
) -> None:
    """Find a threshold that raises nothing; ``span`` is from which to which number answers go."""
    if entry.at_least is None and entry.at_most is None:
        folder.fault(file, there, "needs at_least, at_most, or both")
    lowest = span[0] if entry.at_least is None else max(span[0], entry.at_least)
    highest = span[1] if entry.at_most is None else min(span[1], entry.at_most)
    if lowest > highest and span[0] <= span[1]:
        what = f"is never met: the answers go from {span[0]} to {span[1]}"
        folder.fault(file, there, what)
    if bool(entry.escalates) == bool(entry.calls_back):
        folder.fault(file, there, "needs either escalates or calls_back, and not both")


def check_options(
    folder: Folder,
    file: str,
    here: Here,
    options: Sequence[_Option],
    categories: Mapping[str, Category],
) -> None:
    """Find what is wrong with options, wherever they stand."""
    folder.unique(file, here, "value", [each.value for each in options])
    folder.unique(file, here, "label", [each.label for each in options])
    if fault := too_many(len(options)):
        folder.fault(file, here, fault)
    for place, each in enumerate(options):
        if each.value in (NOT_APPLICABLE, UNCLEAR):
            what = f'"{each.value}" is taken: every question has it anyway'
            folder.fault(file, (*here, place, "value"), what)
        if each.value == NOTHING:
            folder.fault(file, (*here, place, "value"), f'"{NOTHING}" is taken')
        if each.escalates and each.calls_back:
            folder.fault(file, (*here, place), "needs escalates or calls_back, and not both")
        for key in ("escalates", "calls_back"):
            if category := getattr(each, key):
                _check_category(folder, file, (*here, place, key), category, categories)


def check_scores(folder: Folder, file: str, entry: Type) -> None:
    """Find scores that are not 1 to 5."""
    if entry.scores and {each.value for each in entry.options} != _SCORES:
        what = "of a type with scores = true must have the values 1, 2, 3, 4 and 5"
        folder.fault(file, ("options",), what)


def _check_category(
    folder: Folder, file: str, here: Here, category: str, known: Mapping[str, Category]
) -> None:
    """Find a category that nothing defines, or that takes nothing."""
    if what := cannot_raise(category, known):
        folder.fault(file, here, what)

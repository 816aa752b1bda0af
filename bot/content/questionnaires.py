"""``checkins/*.toml``, ``surveys/*.toml`` and ``question_types/*.toml``: what homes are asked."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from bot.content.already_asked import AlreadyAsked, warn
from bot.content.entry import LABEL, Entry, Text
from bot.content.folder import Folder
from bot.content.questions import (
    BUILT_IN,
    Asked,
    Known,
    Type,
    check_options,
    check_scores,
    question,
)
from bot.content.skipping import check_skips
from bot.core.audience import parse
from bot.core.definitions import Category, Team
from bot.core.errors import BadAudience
from bot.core.later import Later
from bot.core.people import TeamId
from bot.core.questionnaires import Kind, Question, Questionnaire
from bot.core.recurrence import Recurrence

_ANY_DAY, _ANYWHERE = datetime(2026, 1, 1, 9, tzinfo=UTC), ZoneInfo("UTC")


def _label(text: str) -> str:
    if len(text) > LABEL:
        raise ValueError(f"has {len(text)} characters; a button shows {LABEL}")
    return text


class _Questionnaire(Entry):
    title: Text
    audience: Text
    intro: Text
    thanks: Text
    questions: list[Asked] = Field(min_length=1)
    opens: str = ""
    remind: list[str] = Field(default_factory=list)
    closes: str = ""
    unchanged: Annotated[str, AfterValidator(_label)] = ""
    carry: int = Field(default=0, ge=0, le=100)
    anonymous: bool = False


def questionnaires(
    folder: Folder,
    categories: Mapping[str, Category],
    teams: Mapping[TeamId, Team],
    register: tuple[AlreadyAsked, ...],
) -> Mapping[str, Questionnaire]:
    """Return the questionnaires by id, which is the name of the file."""
    known = Known(_types(folder, categories), categories, teams)
    found: dict[str, Questionnaire] = {}
    for file in (*folder.files("checkins"), *folder.files("surveys")):
        name = _name(file)
        if name in found:
            folder.fault(file, (), f'"{name}" is the name of another questionnaire')
        entry = folder.entry(file, _Questionnaire)
        if entry is not None:
            found[name] = _questionnaire(folder, file, entry, known)
            warn(folder, file, [each.text for each in entry.questions], register)
    return found


def _name(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".toml")


def _types(folder: Folder, categories: Mapping[str, Category]) -> dict[str, Type | None]:
    found = {}
    for file in folder.files("question_types"):
        if _name(file) in BUILT_IN:
            folder.fault(file, (), f'"{_name(file)}" is a type already; give it another name')
        entry = folder.entry(file, Type)
        found[_name(file)] = entry
        if entry is not None:
            check_options(folder, file, ("options",), entry.options, categories)
            check_scores(folder, file, entry)
    return found


def _questionnaire(folder: Folder, file: str, entry: _Questionnaire, known: Known) -> Questionnaire:
    try:
        parse(entry.audience)
    except BadAudience as fault:
        folder.fault(file, ("audience",), f"cannot be read at: {fault.part}")
    _check_times(folder, file, entry)
    if bool(entry.unchanged) != bool(entry.carry):
        what = "needs both unchanged, the button's words, and carry, for how many rounds"
        folder.fault(file, ("unchanged" if entry.unchanged else "carry",), what)
    folder.unique(file, ("questions",), "id", [each.id for each in entry.questions])
    questions = tuple(
        question(folder, file, place, each, known) for place, each in enumerate(entry.questions)
    )
    check_skips(folder, file, questions)
    if entry.anonymous:
        _check_anonymous(folder, file, entry, questions)
    told = entry.model_dump(exclude={"questions", "remind"})
    return Questionnaire(
        _name(file),
        questions=questions,
        remind=tuple(entry.remind),
        is_survey=file.startswith("surveys/"),
        **told,
    )


def _check_anonymous(
    folder: Folder, file: str, entry: _Questionnaire, questions: Sequence[Question]
) -> None:
    """Find what would tell whose answers they are, in messages, cases or the next round."""
    if not file.startswith("surveys/"):
        folder.fault(file, ("anonymous",), "is for surveys; a check-in is about the home")
    if entry.unchanged:
        folder.fault(file, ("unchanged",), "needs to know what the home said; leave it out")
    for place, each in enumerate(questions):
        here = ("questions", place)
        if each.kind is Kind.SEVERAL:
            what = "chooses among several, and its ticks would stand in the messages; ask for one"
            folder.fault(file, here, what)
        if each.thresholds or any(option.need for option in each.options):
            folder.fault(file, here, "raises a case, which would say whose answer it is")


def _check_times(folder: Folder, file: str, entry: _Questionnaire) -> None:
    if entry.opens:
        try:
            Recurrence.read(entry.opens)
        except ValueError as fault:
            folder.fault(file, ("opens",), str(fault))
    moments = []
    for key, place, words in (
        *(("remind", place, words) for place, words in enumerate(entry.remind)),
        *([("closes", None, entry.closes)] if entry.closes else []),
    ):
        here = (key,) if place is None else (key, place)
        try:
            moments.append(Later.read(words).moment(_ANY_DAY, _ANYWHERE))
        except ValueError as fault:
            folder.fault(file, here, str(fault))
            continue
        if moments[-1] <= max(moments[:-1], default=_ANY_DAY):
            folder.fault(file, here, f'"{words}" is not after what stands before it')

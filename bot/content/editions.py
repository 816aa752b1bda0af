"""``editions/*.toml`` with their templates, and ``approval.toml``: newsletters, and who lets what go."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.content.entry import MOST_CHOICES, Entry, Text, bad_link
from bot.content.folder import Folder
from bot.content.wording import blanks_of
from bot.core.audience import parse
from bot.core.definitions import Team
from bot.core.editions import DATE, SECTIONS, TITLE, ApprovalRule, Edition, Section
from bot.core.errors import BadAudience
from bot.core.people import TeamId
from bot.core.recurrence import Recurrence
from bot.core.sentences import Sentence
from bot.core.working_days import OnHoliday
from bot.places import nearest

FOLDER, APPROVAL = "editions", "approval.toml"
AT_ONCE = "at once"
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
# A section's id is a blank of the template, and stands in buttons and choices.
_NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")


def _named(text: str) -> str:
    if not _NAME.fullmatch(text) or text in {TITLE, DATE, SECTIONS}:
        raise ValueError(
            "must be small letters, figures and _ only, begin with a letter, have at most 20 characters, "
            f"and not be {TITLE}, {DATE} or {SECTIONS}"
        )
    return text


class _Section(Entry):
    id: Annotated[str, AfterValidator(_named)]
    title: Text


class _Edition(Entry):
    title: Text
    audience: Text
    closes: str
    editor: str
    approver: str = ""
    sends: str = AT_ONCE
    on_holidays: OnHoliday = Field(default=OnHoliday.BEFORE, strict=False)
    meetings: str = ""
    meetings_days_ahead: int = Field(default=28, ge=1, le=366)
    sections: list[_Section] = Field(min_length=1)


class _Approval(Entry):
    team: str
    more_than_homes: int | None = Field(default=None, ge=0)
    urgent: bool = False


def editions(folder: Folder, teams: Mapping[TeamId, Team]) -> Mapping[str, Edition]:
    """Return the editions by id, which is the name of their file."""
    found = {}
    for file in folder.files(FOLDER):
        edition_id = file.removeprefix(f"{FOLDER}/").removesuffix(".toml")
        entry = folder.entry(file, _Edition)
        template = f"{FOLDER}/{edition_id}.md"
        text = folder.prose(template, blanks=True)
        if entry is None:
            continue
        folder.unique(file, ("sections",), "id", [each.id for each in entry.sections])
        _check_audience(folder, file, entry.audience)
        _check_names(folder, file, entry, teams)
        _check_template(folder, template, text, [each.id for each in entry.sections])
        times = _times(folder, file, entry)
        if times is not None:
            found[edition_id] = _edition(edition_id, entry, times, Sentence(text))
    places = sum(len(each.sections) for each in found.values())
    if places > MOST_CHOICES:
        what = f"all editions together have {places} sections; at most {MOST_CHOICES} fit a form"
        folder.fault(f"{FOLDER}/{max(found)}.toml", ("sections",), what)
    return found


def _edition(
    edition_id: str, entry: _Edition, times: tuple[Recurrence, Recurrence | None], text: Sentence
) -> Edition:
    closes, sends = times
    return Edition(
        edition_id,
        entry.title,
        entry.audience,
        closes,
        tuple(Section(each.id, each.title) for each in entry.sections),
        TeamId(entry.editor),
        text,
        TeamId(entry.approver) if entry.approver else None,
        sends,
        entry.on_holidays,
        entry.meetings,
        timedelta(days=entry.meetings_days_ahead),
    )


def approval(folder: Folder, teams: Mapping[TeamId, Team]) -> ApprovalRule:
    """Return which announcements need a second person."""
    entry = folder.entry(APPROVAL, _Approval)
    if entry is None:
        return ApprovalRule(TeamId(""))
    _check_team(folder, (APPROVAL, "team"), entry.team, teams)
    return ApprovalRule(TeamId(entry.team), entry.more_than_homes, entry.urgent)


def _check_audience(folder: Folder, file: str, audience: str) -> None:
    try:
        parse(audience)
    except BadAudience as fault:
        folder.fault(file, ("audience",), f"cannot be read at {fault.part}")


def _check_team(
    folder: Folder, place: tuple[str, str], team: str, teams: Mapping[TeamId, Team]
) -> None:
    if teams and team not in teams:
        what = f'no team has the id "{team}"{nearest(team, list(teams))}'
        folder.fault(place[0], (place[1],), what)


def _check_names(folder: Folder, file: str, entry: _Edition, teams: Mapping[TeamId, Team]) -> None:
    _check_team(folder, (file, "editor"), entry.editor, teams)
    if entry.approver:
        _check_team(folder, (file, "approver"), entry.approver, teams)
    sections = [each.id for each in entry.sections]
    if entry.meetings and entry.meetings not in sections:
        what = f'no section has the id "{entry.meetings}"{nearest(entry.meetings, sections)}'
        folder.fault(file, ("meetings",), what)


def _times(
    folder: Folder, file: str, entry: _Edition
) -> tuple[Recurrence, Recurrence | None] | None:
    """Return when the drafts are made and when they go out, None where that cannot be read."""
    closes = _recurrence(folder, (file, "closes"), entry.closes)
    if entry.sends == AT_ONCE:
        return None if closes is None else (closes, None)
    words = f"every day {entry.sends}" if _TIME.fullmatch(entry.sends) else entry.sends
    sends = _recurrence(folder, (file, "sends"), words)
    if closes is None or sends is None:
        return None
    if sends == closes:
        folder.fault(file, ("sends",), "is when the draft is made; leave time to edit it")
    return closes, sends


def _recurrence(folder: Folder, place: tuple[str, str], words: str) -> Recurrence | None:
    try:
        return Recurrence.read(words)
    except ValueError as fault:
        at_once = f', or "{AT_ONCE}"' if place[1] == "sends" else ""
        folder.fault(place[0], (place[1],), f"{fault}{at_once}")
        return None


def _check_template(folder: Folder, file: str, text: str, sections: Sequence[str]) -> None:
    """Find blanks that nothing fills, and sections whose items nobody would ever see."""
    if not text:
        return
    known = [TITLE, DATE, SECTIONS, *sections]
    for number, line in enumerate(text.splitlines(), 1):
        fault = _line_fault(line, known)
        if fault:
            folder.fault_at(file, number, fault)
    found = re.findall(r"(?<!\{)\{(\w+)\}", text)
    shown = [each for each in found if each in {SECTIONS, *sections}]
    missing = [each for each in sections if each not in shown]
    if SECTIONS not in shown and missing:
        what = f"has no {{{missing[0]}}}, so that section would never be shown; {{{SECTIONS}}} shows all"
        folder.fault(file, (), what)
    elif SECTIONS in shown and len(shown) > 1:
        folder.fault(
            file, (), f"shows a section twice: {{{SECTIONS}}} shows all, or name each once"
        )
    elif len(shown) != len(set(shown)):
        twice = next(each for each in shown if shown.count(each) > 1)
        folder.fault(file, (), f"shows {{{twice}}} twice")


def _line_fault(line: str, known: Sequence[str]) -> str:
    try:
        strange = sorted(blanks_of(line) - set(known))
    except ValueError:
        return "has a brace that is not part of a {word}; write {{ or }} for a brace itself"
    if strange:
        return f"{{{strange[0]}}} is filled in by nothing{nearest(strange[0], known)}"
    return bad_link(line, blanks=True)

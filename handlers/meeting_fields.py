"""What a lead writes into the forms for a meeting, read into a plan; every fault is told at its field."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.meetings import Attendance, Plan, coming
from bot.core.moments import read_moment
from bot.core.turn import Turn

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=1)
_LINK = re.compile(r"https://[^\s<>\\]+", re.ASCII)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
# What "as many as like" is written as where a field that is left empty stays as it was.
NO_LIMIT = 0

Faults = dict[str, str]


def read_plan(turn: Turn, values: Mapping[str, str]) -> tuple[Plan | None, Faults]:
    """Return the plan that a whole form holds, or None and what is wrong with it, by field."""
    begun = Plan("", "", "", turn.at, turn.at, "", "", values.get("audience", "").strip(), None)
    needed = {name: values.get(name, "") for name in ("when", "minutes", "where")}
    plan, faults = changed_plan(turn, begun, values)
    words = turn.content.words.forms
    faults |= {name: words.empty for name, text in needed.items() if not text.strip()}
    named = replace(
        plan, kind=values.get("kind", ""), title=" ".join(values.get("title", "").split())
    )
    return (None if faults else named), faults


def changed_plan(
    turn: Turn, plan: Plan, values: Mapping[str, str], said: tuple[Attendance, ...] = ()
) -> tuple[Plan, Faults]:
    """Return the plan as the filled-in fields change it, and what is wrong with them; an empty one changes nothing."""
    written = {name: text.strip() for name, text in values.items() if text.strip()}
    faults: Faults = {}
    starts_at = _starts_at(turn, plan, written, faults)
    length = _length(turn, plan, written, faults)
    place, link = _where(turn, plan, written, faults)
    places = _places(turn, plan, written, faults)
    if places is not None and places < coming(said) and "places" in written:
        words = turn.content.words.meeting_lead
        faults["places"] = words.too_few_places.fill(coming=coming(said))
    changed = replace(
        plan,
        text=written.get("text", plan.text),
        starts_at=starts_at,
        ends_at=starts_at + length,
        place=place,
        link=link,
        places=places,
    )
    return changed, faults


def _starts_at(turn: Turn, plan: Plan, written: Mapping[str, str], faults: Faults) -> datetime:
    words = turn.content.words.meeting_lead
    if "when" not in written:
        return plan.starts_at
    moment = read_moment(written["when"], turn.at, turn.zone)
    if moment is None:
        faults["when"] = words.bad_when
    elif moment <= turn.at:
        faults["when"] = words.past_when
    return moment or plan.starts_at


def _length(turn: Turn, plan: Plan, written: Mapping[str, str], faults: Faults) -> timedelta:
    minutes = _number(written.get("minutes", ""))
    if "minutes" not in written:
        return plan.ends_at - plan.starts_at
    length = timedelta(minutes=minutes or 0)
    if not SHORTEST <= length <= LONGEST:
        faults["minutes"] = turn.content.words.meeting_lead.bad_minutes
    return length


def _where(turn: Turn, plan: Plan, written: Mapping[str, str], faults: Faults) -> tuple[str, str]:
    if "where" not in written:
        return plan.place, plan.link
    text = written["where"]
    if not _SCHEME.match(text):
        return " ".join(text.split()), ""
    if not _LINK.fullmatch(text):
        faults["where"] = turn.content.words.meeting_lead.bad_where
    return "", text


def _places(turn: Turn, plan: Plan, written: Mapping[str, str], faults: Faults) -> int | None:
    if "places" not in written:
        return plan.places
    places = _number(written["places"])
    if places is None:
        faults["places"] = turn.content.words.meeting_lead.bad_places
    return None if places == NO_LIMIT else places


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None

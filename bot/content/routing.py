"""``teams.toml`` and ``routing.toml``: who there is, and who owns which kind of need."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pydantic import Field

from bot.content.entry import Entry, Id, Label, Text, too_many
from bot.content.folder import Folder
from bot.core.definitions import Category, Pattern, Rule, Team
from bot.core.ladder import Policy
from bot.core.lengths import read_length
from bot.core.people import TeamId
from bot.places import nearest

TEAMS, ROUTING = "teams.toml", "routing.toml"
# The policies of a category that names none.
WEEK, TODAY = "this_week", "today"
# A channel's id, as Slack shows it at the end of the channel's details.
_CHANNEL = re.compile(r"[CG][A-Z0-9]+")


class _Team(Entry):
    id: Id
    name: Text
    slack_channel: str = ""
    coordinates: bool = False
    manager: str = ""


class _Teams(Entry):
    teams: list[_Team] = Field(min_length=1)


class _Category(Entry):
    id: Id
    label: Label
    team: str
    policy: str = WEEK
    urgent_policy: str = TODAY
    details: bool = True


class _Rule(Entry):
    team: str
    category: str = ""
    area: str = ""
    type: str = ""
    policy: str = ""


class _Pattern(Entry):
    category: str
    homes: int = Field(ge=2)
    within: str


class _Routing(Entry):
    categories: list[_Category] = Field(min_length=1)
    rules: list[_Rule] = Field(default_factory=list)
    patterns: list[_Pattern] = Field(default_factory=list)


def teams(folder: Folder) -> Mapping[TeamId, Team]:
    """Return the teams by id, in the order of the file."""
    found = folder.entry(TEAMS, _Teams)
    if found is None:
        return {}
    folder.unique(TEAMS, ("teams",), "id", [each.id for each in found.teams])
    for place, each in enumerate(found.teams):
        if each.slack_channel and not _CHANNEL.fullmatch(each.slack_channel):
            what = f"{each.slack_channel} is not a channel's id; Slack shows it, such as C012AB3CD, in its details"
            folder.fault(TEAMS, ("teams", place, "slack_channel"), what)
    if not any(each.coordinates for each in found.teams):
        folder.fault(
            TEAMS, ("teams",), "no team has coordinates = true; one must hear of everything else"
        )
    return {
        TeamId(each.id): Team(
            TeamId(each.id), each.name, each.slack_channel, each.coordinates, each.manager
        )
        for each in found.teams
    }


@dataclass(frozen=True, slots=True)
class Routing:
    """What the file says."""

    categories: Mapping[str, Category]
    rules: tuple[Rule, ...] = ()
    patterns: tuple[Pattern, ...] = ()


def routing(
    folder: Folder, known: Mapping[TeamId, Team], policies: Mapping[str, Policy]
) -> Routing:
    """Return the categories by id, the rules and the patterns, in the order of the file."""
    found = folder.entry(ROUTING, _Routing)
    if found is None:
        return Routing({})
    here = ("categories",)
    folder.unique(ROUTING, here, "id", [each.id for each in found.categories])
    folder.unique(ROUTING, here, "label", [each.label for each in found.categories])
    if fault := too_many(len(found.categories)):
        folder.fault(ROUTING, here, fault)
    for place, each in enumerate(found.categories):
        _known(folder, (*here, place, "team"), each.team, list(known))
        for key, policy in (("policy", each.policy), ("urgent_policy", each.urgent_policy)):
            _known(folder, (*here, place, key), policy, list(policies))
    ids = [each.id for each in found.categories]
    for place, rule in enumerate(found.rules):
        _known(folder, ("rules", place, "team"), rule.team, list(known))
        if rule.policy:
            _known(folder, ("rules", place, "policy"), rule.policy, list(policies))
        if rule.category:
            _known(folder, ("rules", place, "category"), rule.category, ids)
    patterns = tuple(
        _pattern(folder, ("patterns", place), each, ids)
        for place, each in enumerate(found.patterns)
    )
    by_id = {each.id: _category(each) for each in found.categories}
    return Routing(by_id, tuple(map(_rule, found.rules)), patterns)


def _pattern(folder: Folder, here: tuple[str, int], entry: _Pattern, ids: list[str]) -> Pattern:
    _known(folder, (*here, "category"), entry.category, ids)
    try:
        within = read_length(entry.within)
    except ValueError as error:
        folder.fault(ROUTING, (*here, "within"), str(error))
        within = timedelta(days=1)
    return Pattern(entry.category, entry.homes, within)


def cannot_raise(category: str, known: Mapping[str, Category]) -> str:
    """Return why nothing can be raised in the category; empty where something can, or where that is not known yet."""
    if not known:
        return ""
    if category not in known:
        return f'no category has the id "{category}"{nearest(category, list(known))}'
    return "" if known[category].details else f'in "{category}" nothing is raised: details = false'


def _known(folder: Folder, place: tuple[str | int, ...], name: str, known: Sequence[str]) -> None:
    """Find what names nothing that is there; where nothing could be read, that is a fault already."""
    if known and name not in known:
        what = f'no {place[-1]} has the id "{name}"{nearest(name, known)}'
        folder.fault(ROUTING, place, what.replace("urgent_", ""))


def _category(entry: _Category) -> Category:
    team = TeamId(entry.team)
    return Category(entry.id, entry.label, team, entry.policy, entry.urgent_policy, entry.details)


def _rule(entry: _Rule) -> Rule:
    return Rule(TeamId(entry.team), entry.category, entry.area, entry.type, entry.policy)

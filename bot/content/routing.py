"""``teams.toml`` and ``routing.toml``: who there is, and who owns which kind of need."""

import re
from collections.abc import Mapping, Sequence

from pydantic import Field

from bot.content.entry import Entry, Id, Label, Text, too_many
from bot.content.folder import Folder
from bot.core.definitions import Category, Rule, Team
from bot.core.ladder import Policy
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


class _Routing(Entry):
    categories: list[_Category] = Field(min_length=1)
    rules: list[_Rule] = Field(default_factory=list)


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
        TeamId(each.id): Team(TeamId(each.id), each.name, each.slack_channel, each.coordinates)
        for each in found.teams
    }


def routing(
    folder: Folder, known: Mapping[TeamId, Team], policies: Mapping[str, Policy]
) -> tuple[Mapping[str, Category], tuple[Rule, ...]]:
    """Return the categories by id, and the rules, in the order of the file."""
    found = folder.entry(ROUTING, _Routing)
    if found is None:
        return {}, ()
    here = ("categories",)
    folder.unique(ROUTING, here, "id", [each.id for each in found.categories])
    folder.unique(ROUTING, here, "label", [each.label for each in found.categories])
    if fault := too_many(len(found.categories)):
        folder.fault(ROUTING, here, fault)
    for place, each in enumerate(found.categories):
        _known(folder, (*here, place, "team"), each.team, list(known))
        for key, policy in (("policy", each.policy), ("urgent_policy", each.urgent_policy)):
            _known(folder, (*here, place, key), policy, list(policies))
    for place, rule in enumerate(found.rules):
        _known(folder, ("rules", place, "team"), rule.team, list(known))
        if rule.policy:
            _known(folder, ("rules", place, "policy"), rule.policy, list(policies))
        if rule.category:
            ids = [each.id for each in found.categories]
            _known(folder, ("rules", place, "category"), rule.category, ids)
    return {each.id: _category(each) for each in found.categories}, tuple(map(_rule, found.rules))


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

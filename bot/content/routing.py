"""``teams.toml`` and ``routing.toml``: who there is, and who owns which kind of need."""

import re
from collections.abc import Mapping

from pydantic import Field

from bot.content.entry import Entry, Id, Label, Text, too_many
from bot.content.folder import Folder
from bot.core.definitions import Category, Team
from bot.core.people import TeamId
from bot.places import nearest

TEAMS, ROUTING = "teams.toml", "routing.toml"
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


class _Routing(Entry):
    categories: list[_Category] = Field(min_length=1)


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


def categories(folder: Folder, known: Mapping[TeamId, Team]) -> Mapping[str, Category]:
    """Return the categories by id, in the order of the file."""
    found = folder.entry(ROUTING, _Routing)
    if found is None:
        return {}
    here = ("categories",)
    folder.unique(ROUTING, here, "id", [each.id for each in found.categories])
    folder.unique(ROUTING, here, "label", [each.label for each in found.categories])
    if fault := too_many(len(found.categories)):
        folder.fault(ROUTING, here, fault)
    for place, each in enumerate(found.categories):
        if known and each.team not in known:
            what = f'no team has the id "{each.team}"{nearest(each.team, list(known))}'
            folder.fault(ROUTING, (*here, place, "team"), what)
    return {each.id: Category(each.id, each.label, TeamId(each.team)) for each in found.categories}

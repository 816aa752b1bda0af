"""Routes: which team has a need, and by which policy its leads are told, from what it is about and whose it is."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.core.definitions import Category, Content
from bot.core.ladder import Policy, Urgency
from bot.core.people import Home, TeamId
from bot.core.rota import Rota


@dataclass(frozen=True, slots=True)
class Routed:
    """Where a need goes."""

    team: TeamId
    policy: Policy


def route(
    content: Content, category: Category, home: Home, kinds: Collection[str], urgency: Urgency
) -> Routed:
    """Return who has it: by the first rule that meets the category, the area and the type, else the category's own."""
    team = category.team
    policy = category.urgent_policy if urgency is Urgency.TODAY else category.policy
    for rule in content.rules:
        if rule.meets(category.id, home.area, kinds):
            team, policy = rule.team, rule.policy or policy
            break
    return Routed(team, content.policies[policy])


def rota_of(content: Content, team: TeamId) -> Rota:
    """Return the team's rota; usual working hours where it has none."""
    return content.rotas.get(team) or Rota(team)

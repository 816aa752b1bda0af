"""The cast: everybody is invited by the real commands and gets a phone, or a desk in Slack, in the sandbox."""

import asyncio
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.definitions import Team
from bot.demo.people import Controls, SlackPerson, TelegramPerson
from bot.demo.stage import Stage

FIRST_CHAT = 7001
# Who sits in the sandbox's Slack, in the order of the teams that they join.
LEADS = (("U0AMARA", "Amara Okafor"), ("U0PRIYA", "Priya Raman"), ("U0JOSEPH", "Joseph Linden"))


@dataclass(frozen=True, slots=True)
class InvitedManager:
    """A manager with the code of the invite."""

    manager: TelegramPerson
    code: str


@dataclass(frozen=True, slots=True)
class InvitedLead:
    """A lead with the code of the invite, and the team that it opens."""

    lead: SlackPerson
    team: Team
    code: str


async def invite_managers(
    stage: Stage, controls: Controls, homes: Path
) -> tuple[InvitedManager, ...]:
    """Invite a manager for every home of the file, and let each have a phone."""
    names = _manager_names(homes)
    path = stage.path("invites.csv")
    await stage.command("invite", "--all-homes", "--csv", str(path))
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["home_id"])
    invited = tuple(
        InvitedManager(
            TelegramPerson(controls, chat, names[row["home_id"]], row["home_name"], row["home_id"]),
            row["code"],
        )
        for chat, row in enumerate(rows, FIRST_CHAT)
    )
    people = [
        {"id": each.chat, "name": each.name, "home": each.home, "home_id": each.home_id}
        for each in (every.manager for every in invited)
    ]
    await controls.act("telegram/people", people=people)
    return invited


async def invite_leads(
    stage: Stage, controls: Controls, teams: Sequence[Team]
) -> tuple[InvitedLead, ...]:
    """Invite one lead for each team, as far as there are leads, and let every team have its channel."""
    known = await controls.ask("slack/channels")
    ids = {room["id"] for room in known["channels"]}
    rooms = [
        {"id": team.slack_channel, "name": team.id}
        for team in teams
        if team.slack_channel and team.slack_channel not in ids
    ]
    await controls.act("slack/channels", channels=rooms)

    invites = (
        invite_lead(stage, SlackPerson(controls, *lead), team)
        for lead, team in zip(LEADS, teams, strict=False)
    )
    return tuple(await asyncio.gather(*invites))


async def invite_lead(stage: Stage, lead: SlackPerson, team: Team) -> InvitedLead:
    """Invite somebody in Slack to a team."""
    printed = await stage.command("invite", "--lead", lead.name, "--team", team.id)
    return InvitedLead(lead, team, next(csv.DictReader(printed.splitlines()))["code"])


def _manager_names(homes: Path) -> dict[str, str]:
    """Return who manages each home, by its id: the file says "Last, First"."""
    with homes.open(encoding="utf-8", newline="") as file:
        rows = [(row["Setting ID"], row["Registered manager"]) for row in csv.DictReader(file)]
    return {home_id: " ".join(reversed(name.split(", "))) for home_id, name in rows}

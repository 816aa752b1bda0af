"""``homeround invite``: codes, links and a printable sheet for homes and leads."""

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot.cli.opening import ConfigPath, Opened, open_all
from bot.cli.output import faults_as_sentences, say
from bot.core.codes import normalise
from bot.core.errors import HomeroundError
from bot.core.people import Role, TeamId
from bot.db import invites
from bot.db.invites import NewInvite
from bot.sheet import Card, write

COLUMNS = ("home_id", "home_name", "role", "code", "telegram_link", "expires")


def invite(
    *,
    home: Annotated[list[str] | None, typer.Option(help="A home's id; may be repeated.")] = None,
    all_homes: Annotated[bool, typer.Option("--all-homes", help="One for every home.")] = False,
    deputy: Annotated[bool, typer.Option("--deputy", help="For deputies, not managers.")] = False,
    lead: Annotated[str, typer.Option(help="The name of a lead.")] = "",
    team: Annotated[str, typer.Option(help="The lead's team, an id of content/teams.toml.")] = "",
    csv_file: Annotated[Path | None, typer.Option("--csv", help="Write the codes here.")] = None,
    sheet: Annotated[Path | None, typer.Option(help="Write a PDF to print, with QR codes.")] = None,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Make single-use codes; each opens one role for 14 days, and is shown only now."""
    if sum((bool(home), all_homes, bool(lead))) != 1 or bool(lead) != bool(team):
        message = "say --home ID, or --all-homes, or --lead NAME with --team TEAM"
        raise typer.BadParameter(message)
    with faults_as_sentences(), open_all(config) as opened:
        role = Role.DEPUTY if deputy else Role.MANAGER
        made = _lead(opened, lead, team) if lead else _homes(opened, home, role)
        link = opened.telegram_link()
        rows = [_row(each, link) for each in made]
        if csv_file:
            with csv_file.open("w", newline="", encoding="utf-8") as file:
                _write(rows, file)
            say(f"Wrote {len(rows)} invites to {csv_file}.")
        if sheet:
            write(_cards(opened, rows), sheet)
            say(f"Wrote a sheet of {len(rows)} invites to {sheet}.")
        if not csv_file and not sheet:
            _write(rows, sys.stdout)


def _homes(opened: Opened, home: Sequence[str] | None, role: Role) -> list[NewInvite]:
    now = opened.clock.now()
    with opened.database.write() as connection:
        made, unknown = invites.for_homes(connection, home, role, now)
        if unknown:
            message = f"No home has the id {', '.join(unknown)}."
            raise HomeroundError(message)
        if not made:
            message = "There are no homes yet. Import them: homeround homes import FILE"
            raise HomeroundError(message)
        opened.audit(connection, "invited", f"{len(made)} invites for homes")
    return made


def _lead(opened: Opened, name: str, team: str) -> list[NewInvite]:
    if TeamId(team) not in opened.content.teams:
        known = ", ".join(opened.content.teams)
        message = f"There is no team {team}; content/teams.toml has {known}."
        raise HomeroundError(message)
    with opened.database.write() as connection:
        made = invites.for_lead(connection, name, team, opened.clock.now())
        opened.audit(connection, "invited", f"1 invite for team {team}")
    return [made]


def _row(each: NewInvite, link: str) -> dict[str, str]:
    return {
        "home_id": each.home_id,
        "home_name": each.home_name,
        "role": each.role.value,
        "code": each.code,
        "telegram_link": f"{link}?start={normalise(each.code)}" if link else "",
        "expires": each.expires_at.date().isoformat(),
    }


def _write(rows: Sequence[dict[str, str]], file: TextIO) -> None:
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    # A spreadsheet must not take a home's name for a formula (OWASP, "CSV injection").
    writer.writerows({key: _inert(value) for key, value in row.items()} for row in rows)


def _inert(value: str) -> str:
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _cards(opened: Opened, rows: Sequence[dict[str, str]]) -> list[Card]:
    words = opened.content.words.sheet
    return [
        Card(
            title=row["home_name"],
            code=row["code"],
            link=row["telegram_link"],
            lines=[
                line.format(network=opened.config.network.name, expires=row["expires"])
                for line in str(
                    words.steps if row["telegram_link"] else words.steps_slack
                ).splitlines()
            ],
        )
        for row in rows
    ]

"""``homeround invite``: codes, links and a printable sheet for homes and leads."""

import csv
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.files import written
from bot.cli.guarding import refuse_identifying
from bot.cli.opening import ConfigPath, Opened, open_all
from bot.cli.output import bar, faults_as_sentences, say, told
from bot.core.codes import normalise
from bot.core.errors import HomeroundError
from bot.core.people import Role, TeamId
from bot.db import invites
from bot.db.database import Connection
from bot.db.invites import NewInvite

COLUMNS = ("home_id", "home_name", "role", "code", "telegram_link", "expires")
# What makes a spreadsheet take a text for a formula (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - those of wide keyboards


def invite(
    *,
    home: Annotated[list[str] | None, typer.Option(help="A home's id; may be repeated.")] = None,
    all_homes: Annotated[bool, typer.Option("--all-homes", help="One for every home.")] = False,
    deputy: Annotated[bool, typer.Option("--deputy", help="For deputies, not managers.")] = False,
    lead: Annotated[str, typer.Option(help="The name of a lead.")] = "",
    team: Annotated[str, typer.Option(help="The lead's team, an id of content/teams.toml.")] = "",
    csv_file: Annotated[Path | None, typer.Option("--csv", help="Write the codes here.")] = None,
    sheet: Annotated[Path | None, typer.Option(help="Write a PDF to print, with QR codes.")] = None,
    font: Annotated[
        Path | None, typer.Option(help="A font for letters that the sheet's own one lacks.")
    ] = None,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Make single-use codes; each opens one role for 14 days, and is shown only now."""
    lead = lead.strip()
    chosen = sum((bool(home), all_homes, bool(lead)))
    if chosen != 1 or bool(lead) != bool(team) or (lead and deputy):
        message = "say --home ID, or --all-homes, or --lead NAME with --team TEAM"
        raise typer.BadParameter(message)
    with faults_as_sentences(), open_all(config) as opened:
        if sheet:
            _check_sheet(opened)
        # The codes are kept only once they are written down: nobody could ever see them again.
        with ExitStack() as files, opened.database.write() as connection:
            role = Role.DEPUTY if deputy else Role.MANAGER
            made = (
                [_for_lead(opened, connection, lead, team)]
                if lead
                else _for_homes(opened, connection, home, role)
            )
            text = _text(opened, made)
            content = {csv_file: text.encode()} if csv_file else {}
            if sheet:
                content[sheet] = _sheet(opened, made, font)
            files.enter_context(written(content))
        for path in content:
            say(f"Wrote {len(made)} invites to {path}.")
        if not content:
            sys.stdout.write(text)


def _check_sheet(opened: Opened) -> None:
    config = opened.config
    if not config.channels:
        message = (
            "No channel is on, so there is nothing to join by."
            " Set enabled = true in [telegram] or [slack] of config.toml."
        )
        raise HomeroundError(message)
    if config.telegram.enabled and not config.telegram.bot_name:
        message = "The sheet needs the bot's name: set bot_name in [telegram] of config.toml."
        raise HomeroundError(message)


def _for_homes(
    opened: Opened, connection: Connection, home: Sequence[str] | None, role: Role
) -> list[NewInvite]:
    made, unknown = invites.for_homes(connection, home, role, opened.clock.now())
    if unknown:
        message = f"No home has the id {', '.join(unknown)}."
        raise HomeroundError(message)
    if not made:
        message = "There are no homes yet. Import them: homeround homes import FILE"
        raise HomeroundError(message)
    opened.audit(connection, "invited", f"{len(made)} invites for homes")
    return made


def _for_lead(opened: Opened, connection: Connection, name: str, team: str) -> NewInvite:
    if TeamId(team) not in opened.content.teams:
        known = ", ".join(opened.content.teams)
        message = f"There is no team {team}; content/teams.toml has {known}."
        raise HomeroundError(message)
    refuse_identifying(name, "--lead", opened.content.words.privacy)
    made = invites.for_lead(connection, name, team, opened.clock.now())
    opened.audit(connection, "invited", f"1 invite for team {team}")
    return made


def _text(opened: Opened, made: Sequence[NewInvite]) -> str:
    """Return the invites as CSV, in the zone's dates."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    zone = opened.zone
    writer.writerows(
        (
            _inert(each.home_id),
            _inert(each.home_name),
            each.role.value,
            each.code,
            _link(opened, each),
            each.expires_at.astimezone(zone).date().isoformat(),
        )
        for each in made
    )
    return text.getvalue()


def _link(opened: Opened, each: NewInvite) -> str:
    link = opened.telegram_link()
    return f"{link}?start={normalise(each.code)}" if link else ""


def _inert(value: str) -> str:
    """Return a text that a spreadsheet shows and does not work out."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _sheet(opened: Opened, made: Sequence[NewInvite], font: Path | None) -> bytes:
    # Half a second to load, so that only who wants a sheet waits for it.
    from bot.sheet import Card, draw  # noqa: PLC0415

    cards = [
        Card(each.home_name, each.code, _link(opened, each), _lines(opened, each)) for each in made
    ]
    with bar("Drawing", len(cards)) as step:
        return draw(cards, font, step)


def _lines(opened: Opened, each: NewInvite) -> list[str]:
    words = opened.content.words.sheet
    steps = words.steps if _link(opened, each) else words.steps_slack
    expires = told(each.expires_at, opened.zone)
    return steps.format(network=opened.config.network.name, expires=expires).splitlines()

"""``homeround escalations``: what homes need, who has it and since when, everything of one, and whether ladders ran."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import AsJson, ConfigPath, Opened, open_all
from bot.cli.output import faults_as_sentences, show
from bot.core.auditing import late
from bot.core.cases import Escalation
from bot.core.errors import HomeroundError
from bot.core.hours import Hours
from bot.core.routing import rota_of
from bot.db import cases
from bot.holidays import bank_holiday

app = typer.Typer(help="What homes need: list, show, audit, figures.", no_args_is_help=True)
Everything = Annotated[bool, typer.Option("--all", help="Resolved ones as well.")]


@app.command("list")
def list_(
    *,
    everything: Everything = False,
    as_json: AsJson = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """List the escalations that are open, oldest first."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            where = () if everything else (cases.OPEN,)
            found = cases.escalations_where(connection, *where)
        columns = {
            "reference": "Reference",
            "state": "State",
            "urgency": "Urgency",
            "category": "Category",
            "team": "Team",
            "home": "Home",
            "owner": "With",
            "raised_at": "Since",
            "due_at": "Moves next",
        }
        none = "Nothing is open."
        show(list(map(_row, found)), columns, as_json=as_json, none=none, zone=opened.zone)


def _row(each: Escalation) -> dict[str, object]:
    return {
        "reference": each.reference,
        "state": each.state.value,
        "urgency": each.urgency.value,
        "category": each.category,
        "team": each.team,
        "home_id": each.home.home_id,
        "home": each.home.name,
        "owner": each.owner_name,
        "raised_at": each.raised_at,
        "policy": each.policy.id,
        "due_at": each.ladder.due_at,
    }


@app.command("show")
def show_(
    number: Annotated[str, typer.Argument(help="The reference, such as HR-12.")],
    *,
    as_json: AsJson = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Show everything that happened to one, oldest first; never what was written."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            found = _numbered(number)
            if cases.escalation(connection, found) is None:
                message = f"There is no {number}."
                raise HomeroundError(message)
            lines = cases.timeline(connection, found)
        rows = [{"at": each.at, "what": each.kind.value, "by": each.by_name} for each in lines]
        columns = {"at": "When", "what": "What", "by": "Who"}
        show(rows, columns, as_json=as_json, none="", zone=opened.zone)


def _numbered(reference: str) -> int:
    digits = reference.upper().removeprefix("HR-")
    if not digits.isascii() or not digits.isdigit():
        message = f"{reference} is not a reference; write one such as HR-12."
        raise HomeroundError(message)
    return int(digits)


@app.command("audit")
def audit(
    *,
    everything: Everything = False,
    as_json: AsJson = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Work out anew when each step of each case was due, and list what came late or not at all."""
    with faults_as_sentences(), open_all(config) as opened:
        now = opened.clock.now()
        with opened.database.read() as connection:
            where = () if everything else (cases.OPEN,)
            found = cases.timelines(connection, *where)
        rows = [
            {"reference": each.reference, "what": one.what, "due_at": one.due_at, "at": one.at}
            for each, lines in found
            for one in late(each, lines, hours_of(opened, each), now)
        ]
        columns = {"reference": "Reference", "what": "Step", "due_at": "Due", "at": "Told"}
        none = f"Every step of {len(found)} cases was told in time."
        show(rows, columns, as_json=as_json, none=none, zone=opened.zone)


def hours_of(opened: Opened, escalation: Escalation) -> Hours:
    """Return when the team of a case works."""
    rota = rota_of(opened.desk.content, escalation.team)
    return rota.hours(opened.zone, bank_holiday)

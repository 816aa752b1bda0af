"""``homeround escalations``: what homes need, who has it, and since when."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import AsJson, ConfigPath, open_all
from bot.cli.output import faults_as_sentences, show
from bot.db import cases


def escalations(
    *,
    everything: Annotated[bool, typer.Option("--all", help="Resolved ones as well.")] = False,
    as_json: AsJson = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """List the escalations that are open, oldest first."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            where = () if everything else (cases.OPEN,)
            found = cases.escalations_where(connection, *where)
        rows = [
            {
                "reference": each.reference,
                "state": each.state.value,
                "category": each.category,
                "team": each.team,
                "home_id": each.home.home_id,
                "home": each.home.name,
                "owner": each.owner_name,
                "raised_at": each.raised_at,
            }
            for each in found
        ]
        columns = {
            "reference": "Reference",
            "state": "State",
            "category": "Category",
            "team": "Team",
            "home": "Home",
            "owner": "With",
            "raised_at": "Since",
        }
        show(rows, columns, as_json=as_json, none="Nothing is open.", zone=opened.zone)

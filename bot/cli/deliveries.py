"""``homeround deliveries``: what became of a broadcast, home by home."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import AsJson, ConfigPath, open_all
from bot.cli.output import faults_as_sentences, say, show
from bot.core.broadcasts import Approval, Broadcast, BroadcastState, Decision, by_type
from bot.core.errors import HomeroundError
from bot.core.reasons import in_words
from bot.db import broadcasts, drafts, receipts

_COLUMNS = {
    "home_id": "Id",
    "home_name": "Home",
    "state": "State",
    "reason": "Reason",
    "held": "Held",
    "held_until": "Until",
    "in_doubt": "In doubt",
    "finished_at": "When",
    "read_at": "Read",
    "acknowledged_at": "Confirmed",
}


def deliveries(
    *,
    number: Annotated[int | None, typer.Option("--broadcast", help="Its number.")] = None,
    as_json: AsJson = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """List what became of a broadcast for each home; without a number, of the last one."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            chosen = broadcasts.last(connection) if number is None else number
            found = broadcasts.broadcast(connection, chosen) if chosen is not None else None
            rows = receipts.by_home(connection, found.broadcast_id) if found else []
            said = drafts.approvals_of(connection, found.broadcast_id) if found else ()
        words = opened.desk.content.words.reading
        if number is not None and found is None:
            message = f"There is no broadcast {number}."
            raise HomeroundError(message)
        none = _not_sent(found, said) if found else "Nothing has been sent yet."
        shown = [
            row._asdict() | {"reason": in_words(row, words), "code": row.reason} for row in rows
        ]
        show(shown, _COLUMNS, as_json=as_json, none=none, zone=opened.zone)
        for each in () if as_json else by_type(rows):
            confirmed = f", confirmed in {each.acknowledged}" if found and found.ack else ""
            say(
                f"{each.type}: delivered to {each.delivered} of {each.homes} homes, "
                f"read in {each.read}{confirmed}"
            )


def _not_sent(found: Broadcast, said: Sequence[Approval]) -> str:
    """Say where a broadcast stands that has gone to no home."""
    number = f"Broadcast {found.broadcast_id}"
    if found.state is BroadcastState.WAITING:
        return f"{number} waits for a second person to approve it."
    if said and said[-1].decision is Decision.SENT_BACK:
        return f"{number} was sent back by {said[-1].person_name}: {said[-1].note}"
    if found.state is BroadcastState.CANCELLED:
        return f"{number} was not sent."
    return f"{number} has not been sent yet."

"""``homeround broadcast``: preview, send, watch. ``homeround deliveries``: what became of it, home by home."""

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.cli.opening import AsJson, ConfigPath, Opened, open_all
from bot.cli.output import faults_as_sentences, say, show
from bot.core.broadcasts import BroadcastState, Figures, Gap, Reach
from bot.core.errors import HomeroundError
from bot.core.facts import BroadcastDecided, BroadcastDrafted
from bot.core.recurrence import moment_of
from bot.core.turn import Caller
from bot.db import broadcasts, leases
from bot.db.record import record
from bot.privacy import find_identifying
from bot.reading import read_text

# How often the progress bar looks, and how long it waits for a first message when nothing sends.
LOOK = timedelta(milliseconds=250)
SHOWN_NAMES = 8
_GAPS = {
    Gap.NOT_JOINED: "have not joined yet",
    Gap.BLOCKED: "have blocked the bot",
    Gap.LEFT: "have left",
    Gap.CHANNEL_OFF: "use a channel that is off",
}


def broadcast(
    *,
    audience: Annotated[str, typer.Option(help='Such as all, or "type:nursing area:N3".')],
    file: Annotated[Path, typer.Option(help="The text, in Markdown.")],
    urgent: Annotated[bool, typer.Option("--urgent", help="Before all other broadcasts.")] = False,
    ack: Annotated[bool, typer.Option("--ack", help='Ask for "I have read this".')] = False,
    at: Annotated[str, typer.Option(help="Local time, such as 2026-12-01T09:30.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Send without asking.")] = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Send a text to an audience of homes: shown first, sent after a yes, watched to the end."""
    with faults_as_sentences(), open_all(config) as opened:
        moment = _moment(opened, at)
        text = _text(file)
        with opened.database.read() as connection:
            reach = opened.store(connection).reach(audience)
        _preview(text, reach)
        if not reach.reached:
            message = "Nobody of this audience can be reached, so nothing was sent."
            raise HomeroundError(message)
        if not yes:
            _confirm(reach)
        drafted = BroadcastDrafted(0, audience, text, urgent, ack)
        number = _keep(opened, drafted, moment)
        if moment is not None:
            say(f"Broadcast {number} goes out at {at}.")
            return
        say(f"Broadcast {number} is on its way.")
        _watch(opened, number)


def _moment(opened: Opened, at: str) -> datetime | None:
    if not at:
        return None
    zone = ZoneInfo(opened.config.network.timezone)
    try:
        local = datetime.fromisoformat(at)
    except ValueError:
        message = f"{at} is not a time; write one such as 2026-12-01T09:30."
        raise HomeroundError(message) from None
    told_zone = local.tzinfo is not None
    moment = local.astimezone(UTC) if told_zone else moment_of(local.date(), local.time(), zone)
    if moment <= opened.clock.now():
        message = f"{at} has passed."
        raise HomeroundError(message)
    return moment


def _text(file: Path) -> str:
    text = read_text(file, str(file)).strip()
    if not text:
        message = f"{file} has no text."
        raise HomeroundError(message)
    if find_identifying(text):
        message = f"{file} seems to hold an NHS number, so nothing was kept."
        raise HomeroundError(message)
    return text


def _preview(text: str, reach: Reach) -> None:
    say(text)
    say("")
    say(f"This goes to {reach.reached} of {reach.homes} homes.")
    for kind, count in reach.by_type.items():
        say(f"  {kind}: {count}")
    for gap, names in reach.gaps.items():
        more = f" and {len(names) - SHOWN_NAMES} more" if len(names) > SHOWN_NAMES else ""
        if names:
            say(f"  {len(names)} {_GAPS[gap]}: {', '.join(names[:SHOWN_NAMES])}{more}")


def _confirm(reach: Reach) -> None:
    if not sys.stdin.isatty():
        message = "Nothing was sent: add --yes to send without being asked."
        raise HomeroundError(message)
    if not typer.confirm(f"Send to {reach.reached} homes?"):
        say("Not sent.")
        raise typer.Exit(0)


def _keep(opened: Opened, drafted: BroadcastDrafted, moment: datetime | None) -> int:
    with opened.database.write() as connection:
        store, nobody = opened.store(connection), Caller()
        number = store.number("broadcast")
        fact = BroadcastDrafted(number, drafted.audience, drafted.text, drafted.urgent, drafted.ack)
        record(store, nobody, fact)
        if moment is None:
            record(store, nobody, BroadcastDecided(number, BroadcastState.SENDING))
        else:
            broadcasts.decide(connection, number, BroadcastState.SCHEDULED, send_at=moment)
        opened.audit(connection, "broadcast", f"broadcast_id={number}")
    return number


def _watch(opened: Opened, number: int) -> None:
    """Show a bar until nothing is left to do; without a terminal, only how it ended."""
    with opened.database.read() as connection:
        if not leases.running(connection, opened.clock.now()):
            say("Nothing sends at the moment: start it with homeround run. The messages wait.")
            return
    columns = (
        TextColumn("Sending"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]} failed"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, disable=not sys.stdout.isatty()) as progress:
        figures = _figures(opened, number)
        task = progress.add_task("", total=figures.homes - figures.not_reached, failed=0)
        while figures.waiting:
            time.sleep(LOOK.total_seconds())
            figures = _figures(opened, number)
            progress.update(
                task, completed=figures.delivered + figures.failed, failed=figures.failed
            )
    say(
        f"Delivered to {figures.delivered} of {figures.homes} homes, {figures.failed} failed, "
        f"{figures.not_reached} not reached."
    )


def _figures(opened: Opened, number: int) -> Figures:
    with opened.database.read() as connection:
        return broadcasts.figures(connection, number)


def deliveries(
    *,
    number: Annotated[int | None, typer.Option("--broadcast", help="Its number.")] = None,
    as_json: AsJson = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """List what became of a broadcast for each home; without a number, of the last one."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            chosen = number or broadcasts.last(connection)
            rows = broadcasts.by_home(connection, chosen) if chosen else []
        columns = {
            "home_id": "Id",
            "home_name": "Home",
            "state": "State",
            "reason": "Reason",
            "in_doubt": "In doubt",
            "finished_at": "When",
            "acknowledged_at": "Read",
        }
        none = f"There is no broadcast {number}." if number else "Nothing has been sent yet."
        show([row._asdict() for row in rows], columns, as_json=as_json, none=none)

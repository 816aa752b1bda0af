"""``homeround broadcast``: preview, ask a second person where one is needed, send, watch."""

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.cli.going_along import file_along
from bot.cli.guarding import refuse_identifying
from bot.cli.moments import moment_at, repeats_as
from bot.cli.opening import ConfigPath, Opened, open_all
from bot.cli.output import faults_as_sentences, say, told
from bot.core.broadcasts import (
    Broadcast,
    BroadcastState,
    Figures,
    Gap,
    Hold,
    Reach,
)
from bot.core.definitions import Team
from bot.core.errors import HomeroundError
from bot.core.events import Came
from bot.core.facts import (
    BroadcastDecided,
    BroadcastDrafted,
    BroadcastRepeats,
    BroadcastTimed,
    FileAdded,
)
from bot.core.kindness import Cost, Held
from bot.core.links import unsafe_link
from bot.core.messages import File, Message
from bot.core.turn import Caller
from bot.core.working_days import OnHoliday
from bot.db import files, leases, receipts
from bot.db.record import record
from bot.reading import read_text
from handlers.approvals import approver_of

# How often the progress bar looks.
LOOK = timedelta(milliseconds=250)
SHOWN_NAMES = 8
# Slack cuts a text short at this (docs.slack.dev/reference/methods/chat.postMessage); nobody reads as much.
LONGEST = 40_000
IDLE = "Nothing sends at the moment: start it with homeround run. The messages wait."
_WHY = {
    Held.QUIET_HOURS: "because of quiet hours",
    Held.BUDGET: "because they have had their messages of this week",
}
ON_TRIAL = (
    "This network is on trial, so no home is written to until two coordinators turn it live: "
    "in chat, by the button in their menu."
)
_GAPS = {
    Gap.NOT_JOINED: "Not joined yet",
    Gap.BLOCKED: "Have blocked the bot",
    Gap.LEFT: "Have left",
    Gap.CHANNEL_OFF: "Use a channel that is off",
}


def broadcast(
    *,
    audience: Annotated[str, typer.Option(help='Such as all, or "type:nursing area:N3".')],
    file: Annotated[Path, typer.Option(help="The text, in Markdown.")],
    urgent: Annotated[bool, typer.Option("--urgent", help="Before all other broadcasts.")] = False,
    ack: Annotated[bool, typer.Option("--ack", help='Ask for "I have read this".')] = False,
    at: Annotated[
        str, typer.Option(help='Local time, such as 2026-12-01T09:30 or "Friday 09:30".')
    ] = "",
    repeat: Annotated[str, typer.Option(help='Again and again: "every Monday 09:30".')] = "",
    on_holidays: Annotated[
        OnHoliday, typer.Option(help="What repeats, on a bank holiday: the working day.")
    ] = OnHoliday.AFTER,
    until: Annotated[str, typer.Option(help="The last day of what repeats.")] = "",
    attach: Annotated[Path | None, typer.Option(help="A PDF, JPEG or PNG file.")] = None,
    alt: Annotated[str, typer.Option(help="What the picture shows, for who cannot see it.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Send without asking.")] = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Send a text to an audience of homes: shown first, sent after a yes, watched to the end."""
    with faults_as_sentences(), open_all(config) as opened:
        when = _when(opened, at, repeat, on_holidays, until)
        text = _text(opened, file)
        going_along = file_along(opened, attach, alt) if attach else None
        reach = _shown(opened, audience, text, at_once=when is None and not urgent)
        drafted = BroadcastDrafted(0, audience, text, urgent, ack)
        team = _second_person(opened, drafted, reach)
        if not yes:
            _confirm(reach)
        number = _keep(opened, drafted, when, going_along, waits=team is not None)
        if team is not None:
            _ask(opened, number, when)
            say(f"Broadcast {number} waits for a lead of {team.name} to approve it in chat.")
        elif isinstance(when, BroadcastRepeats):
            say(f"Broadcast {number} goes out {when.opens}. See: homeround scheduled list")
        elif when is not None:
            say(f"Broadcast {number} goes out on {told(when, opened.zone)}.")
        else:
            say(f"Broadcast {number} is on its way.")
            _watch(opened, number)


def _shown(opened: Opened, audience: str, text: str, *, at_once: bool) -> Reach:
    """Show the text and who it reaches; what goes out at once also with who gets it later, and why.

    Raises:
        HomeroundError: It reaches nobody, or the network is on trial.
    """
    with opened.database.read() as connection:
        reach = opened.store(connection).reach(audience)
        if not opened.store(connection).is_live():
            raise HomeroundError(ON_TRIAL)
        cost = opened.store(connection).cost(audience) if at_once else None
    _preview(text, reach)
    if cost is not None:
        _show_cost(opened, cost)
    if not reach.homes:
        message = "No home is in this audience, so nothing was sent."
        raise HomeroundError(message)
    if not reach.reached:
        message = f"None of the {reach.homes} homes can be reached, so nothing was sent."
        raise HomeroundError(message)
    return reach


def _second_person(opened: Opened, drafted: BroadcastDrafted, reach: Reach) -> Team | None:
    """Return the team of the second person whom this needs, as it does in chat; None where it may go by itself.

    Raises:
        HomeroundError: Nobody of that team has joined.
    """
    draft = Broadcast(
        drafted.broadcast_id,
        None,
        drafted.audience,
        drafted.text,
        drafted.urgent,
        drafted.ack,
        BroadcastState.DRAFT,
    )
    found = approver_of(opened.content, draft, reach.homes)
    if found is None:
        return None
    team = opened.content.teams[found]
    with opened.database.read() as connection:
        if not opened.store(connection).leads(found):
            message = f"This needs a lead of {team.name} to approve it, and none has joined."
            raise HomeroundError(message)
    say(f"It needs a second person: a lead of {team.name} approves it in chat.")
    return team


def _ask(opened: Opened, number: int, when: datetime | BroadcastRepeats | None) -> None:
    at = when.isoformat() if isinstance(when, datetime) else ""
    opened.happens(Came("operator_asks", f"{number}.{at}"))


def _when(
    opened: Opened, at: str, repeat: str, on_holidays: OnHoliday, until: str
) -> datetime | BroadcastRepeats | None:
    if at and repeat:
        message = "Give either --at or --repeat."
        raise typer.BadParameter(message)
    if repeat:
        return repeats_as(opened, repeat, on_holidays, until)
    return moment_at(opened, at) if at else None


def _text(opened: Opened, file: Path) -> str:
    text = read_text(file, str(file)).strip()
    if not text:
        message = f"{file} has no text."
        raise HomeroundError(message)
    if len(text) > LONGEST:
        message = f"{file} has {len(text):,} characters; at most {LONGEST:,} fit."
        raise HomeroundError(message)
    if (target := unsafe_link(text)) is not None:
        message = f"{file} has a link that leads to no web page: {target or '(nothing)'}"
        raise HomeroundError(message)
    refuse_identifying(text, str(file), opened.content.words.privacy)
    try:
        for painter in opened.desk.painters.values():
            painter.prepare(Message(text))
    except ValueError:
        message = f"{file} has nothing that a message could show."
        raise HomeroundError(message) from None
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
            say(f"  {_GAPS[gap]} ({len(names)}): {', '.join(names[:SHOWN_NAMES])}{more}")


def _show_cost(opened: Opened, cost: Cost) -> None:
    if cost.until is not None:
        say(f"It is quiet until {told(cost.until, opened.zone)}: homes get it then.")
    if cost.over:
        say(
            f"Homes that would have {cost.per_week + 1} messages this week: {cost.over}. They get "
            f"this on {told(cost.next_week, opened.zone)}, in one card with whatever else waits."
        )


def _confirm(reach: Reach) -> None:
    if not sys.stdin.isatty():
        message = "Nothing was sent: add --yes to send without being asked."
        raise HomeroundError(message)
    if not typer.confirm(f"Send to {reach.reached} homes?"):
        say("Not sent.")
        raise typer.Exit(0)


def _keep(
    opened: Opened,
    drafted: BroadcastDrafted,
    when: datetime | BroadcastRepeats | None,
    file: File | None,
    *,
    waits: bool,
) -> int:
    """Keep what was written, and let it go, or go later; what ``waits`` for a second person is a draft until then."""
    with opened.database.write() as connection:
        store, nobody = opened.store(connection), Caller()
        number = store.number("broadcast")
        fact = BroadcastDrafted(number, drafted.audience, drafted.text, drafted.urgent, drafted.ack)
        record(store, nobody, fact)
        if file:
            kept = files.keep(connection, file, None, store.at)
            record(store, nobody, FileAdded(number, kept, file.alt))
        if isinstance(when, BroadcastRepeats):
            record(store, nobody, replace(when, broadcast_id=number, waits=waits))
        elif when is None and not waits:
            record(store, nobody, BroadcastDecided(number, BroadcastState.SENDING))
        elif when is not None and not waits:
            record(store, nobody, BroadcastTimed(number, when))
        opened.audit(connection, "broadcast", f"broadcast_id={number}")
    return number


def _watch(opened: Opened, number: int) -> None:
    """Show a bar until nothing is left to do, or nothing sends; without a terminal, only how it ended."""
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
        holds = _holds(opened, number)
        while figures.waiting > sum(each.homes for each in holds) and _runs(opened):
            time.sleep(LOOK.total_seconds())
            figures, holds = _figures(opened, number), _holds(opened, number)
            progress.update(
                task, completed=figures.delivered + figures.failed, failed=figures.failed
            )
    say(
        f"Delivered to {figures.delivered} of {figures.homes} homes, {figures.failed} failed, "
        f"{figures.not_reached} not reached."
    )
    for each in holds:
        say(f"Held until {told(each.until, opened.zone)} {_WHY[each.why]}. Homes: {each.homes}.")
    waiting = figures.waiting - sum(each.homes for each in holds)
    if waiting > 0:
        say(f"{IDLE} Waiting: {waiting}.")


def _runs(opened: Opened) -> bool:
    with opened.database.read() as connection:
        return leases.running(connection, opened.clock.now())


def _holds(opened: Opened, number: int) -> Sequence[Hold]:
    with opened.database.read() as connection:
        return opened.store(connection).holds(number)


def _figures(opened: Opened, number: int) -> Figures:
    with opened.database.read() as connection:
        return receipts.figures(connection, number)

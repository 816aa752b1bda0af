"""``homeround newsletter``: editions, items and drafts. ``homeround approve``: the operator as the second person."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.opening import AsJson, ConfigPath, Opened, open_all
from bot.cli.output import faults_as_sentences, say, show, told
from bot.core.broadcasts import CHANGEABLE, Broadcast, BroadcastState, Decision
from bot.core.editions import Edition
from bot.core.errors import HomeroundError
from bot.core.events import Came
from bot.db import broadcasts, drafts, items
from bot.holidays import bank_holiday

app = typer.Typer(
    help="Newsletters: what is in for them, their drafts, and what went out.", no_args_is_help=True
)
Name = Annotated[str, typer.Argument(help="The edition: its file's name without .toml.")]


@app.command("list")
def list_(*, as_json: AsJson = False, config: ConfigPath = Path("config.toml")) -> None:
    """List the editions: when the next draft is made, what is in for it, and the drafts that are open."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            waiting = items.count_waiting(connection)
            rows = [
                {
                    "edition": each.id,
                    "title": each.title,
                    "audience": each.audience,
                    "closes_at": _next(opened, each)[1],
                    "items": waiting.get(each.id, 0),
                    "drafts": list(drafts.issues_in(connection, CHANGEABLE, each.id)),
                }
                for each in opened.content.editions.values()
            ]
        columns = {
            "edition": "Edition",
            "title": "Title",
            "audience": "Audience",
            "closes_at": "Next draft",
            "items": "Items in",
            "drafts": "Open drafts",
        }
        show(rows, columns, as_json=as_json, none="There is no edition.", zone=opened.zone)


@app.command("items")
def items_(
    edition: Annotated[str, typer.Argument(help="Of this edition only.")] = "",
    *,
    as_json: AsJson = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """List the items that were put in, the newest first, and what became of each."""
    with faults_as_sentences(), open_all(config) as opened:
        if edition:
            _edition(opened, edition)
        with opened.database.read() as connection:
            found = items.all_of(connection, edition)
        rows = [
            {
                "item_id": each.item_id,
                "edition": each.edition,
                "section": each.section,
                "title": each.title,
                "state": each.state.value,
                "newsletter": each.broadcast_id,
                "expires_on": str(each.expires_on or ""),
                "author": each.author_name,
            }
            for each in found
        ]
        columns = {
            "item_id": "Item",
            "edition": "Edition",
            "section": "Section",
            "title": "Title",
            "state": "State",
            "newsletter": "Newsletter",
            "expires_on": "Until",
            "author": "From",
        }
        show(rows, columns, as_json=as_json, none="Nothing has been put in.", zone=opened.zone)


@app.command()
def build(name: Name, *, config: ConfigPath = Path("config.toml")) -> None:
    """Make the draft of the next issue now, and bring it to its editors."""
    with faults_as_sentences(), open_all(config) as opened:
        edition = _edition(opened, name)
        day, _ = _next(opened, edition)
        with opened.database.read() as connection:
            if drafts.issue(connection, name, str(day)) is not None:
                message = (
                    f"{edition.title} of {day} is there already. See: homeround newsletter list"
                )
                raise HomeroundError(message)
        opened.happens(Came("draft_wanted", name))
        with opened.database.write() as connection:
            number = drafts.issue(connection, name, str(day))
            if number is None:
                message = f"Nothing is in for {edition.title}, so no draft was made."
                raise HomeroundError(message)
            opened.audit(connection, "newsletter drafted", f"broadcast_id={number}")
        say(f"Newsletter {number}, {edition.title} of {day}, is with its editors.")


@app.command("show")
def show_(
    number: Annotated[int, typer.Argument(help="Its number.")],
    *,
    as_json: AsJson = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Show a newsletter: its text, where it stands, and who approved what."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            found = broadcasts.broadcast(connection, number)
            if found is None or not found.edition:
                message = f"There is no newsletter {number}."
                raise HomeroundError(message)
            said = drafts.approvals_of(connection, number)
        rows: list[dict[str, Any]] = [
            {
                "version": each.version,
                "decision": each.decision.value.replace("_", " "),
                "by": each.person_name or "the operator",
                "at": each.at,
                "note": each.note,
            }
            for each in said
        ]
        if as_json:
            show([_told(found) | {"approvals": rows}], {}, as_json=True, none="")
            return
        say(found.text)
        say("")
        say(f"{found.title} of {found.issue}, version {found.version}: {found.state.value}.")
        if found.send_at:
            say(f"It goes out on {told(found.send_at, opened.zone)}.")
        columns = {
            "version": "Version",
            "decision": "Said",
            "by": "By",
            "at": "When",
            "note": "Note",
        }
        show(rows, columns, as_json=False, none="Nobody has approved it.", zone=opened.zone)


def _told(found: Broadcast) -> dict[str, Any]:
    return {
        "broadcast_id": found.broadcast_id,
        "edition": found.edition,
        "issue": found.issue,
        "title": found.title,
        "audience": found.audience,
        "state": found.state.value,
        "version": found.version,
        "send_at": found.send_at,
        "text": found.text,
    }


def approve(
    number: Annotated[int | None, typer.Argument(help="Its number.")] = None,
    *,
    as_json: AsJson = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Approve a broadcast as the second person; without a number, list what waits for approval."""
    with faults_as_sentences(), open_all(config) as opened:
        if number is None:
            _list_waiting(opened, as_json=as_json)
            return
        with opened.database.read() as connection:
            found = broadcasts.broadcast(connection, number)
        if found is None or found.state is not BroadcastState.WAITING:
            message = f"Broadcast {number} does not wait for approval."
            raise HomeroundError(message)
        if found.author_id is None:
            message = f"Broadcast {number} was sent from here, so a lead must approve it in chat."
            raise HomeroundError(message)
        opened.happens(Came("operator_approves", f"{number}.{found.version}"))
        with opened.database.write() as connection:
            said = drafts.approvals_of(connection, number)
            if not said or said[-1].version != found.version:
                message = f"Broadcast {number} cannot go as it is. Its author sees why."
                raise HomeroundError(message)
            assert said[-1].decision is Decision.APPROVED
            opened.audit(connection, "broadcast approved", f"broadcast_id={number}")
        say(f"Broadcast {number} is approved.")


def _list_waiting(opened: Opened, *, as_json: bool) -> None:
    with opened.database.read() as connection:
        found = [broadcasts.broadcast(connection, each) for each in drafts.waiting(connection)]
    rows = [
        {
            "broadcast_id": each.broadcast_id,
            "title": each.title or each.text.splitlines()[0],
            "audience": each.audience,
            "version": each.version,
        }
        for each in found
        if each is not None
    ]
    columns = {
        "broadcast_id": "Number",
        "title": "What",
        "audience": "Audience",
        "version": "Version",
    }
    show(rows, columns, as_json=as_json, none="Nothing waits for approval.", zone=opened.zone)


def _edition(opened: Opened, name: str) -> Edition:
    known = opened.content.editions
    if name not in known:
        message = f"There is no edition {name}; there are {', '.join(sorted(known))}."
        raise HomeroundError(message)
    return known[name]


def _next(opened: Opened, edition: Edition) -> tuple[date, datetime]:
    """Return the local date on which the next draft is made, and the moment."""
    return edition.next_closing(opened.clock.now(), bank_holiday, opened.zone)

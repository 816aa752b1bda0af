"""``homeround guidance``: look at the feeds by hand, list what they are like, and what is in the library."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.app import open_engine, open_office
from bot.cli.opening import AsJson, ConfigPath, Opened, open_all
from bot.cli.output import bar, faults_as_sentences, show
from bot.core.at_once import AtOnce
from bot.core.errors import HomeroundError
from bot.core.events import Inbound
from bot.core.guidance import FeedState, Guidance, Polled
from bot.core.triage import Feed
from bot.db import guidance
from bot.feeds.watch import look_at_all
from bot.log import set_up_logging
from bot.metrics import Metrics

app = typer.Typer(help="Guidance: poll, feeds, list.", no_args_is_help=True)


@app.command()
def poll(
    names: Annotated[
        list[str] | None, typer.Argument(help="Feeds, by their ids; all without.")
    ] = None,
    *,
    as_json: AsJson = False,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Look at the feeds now, due or not: what is new goes to its leads as ever."""
    # What is printed is for programs as well.
    set_up_logging(sys.stderr, as_json=False, level="WARNING")
    with faults_as_sentences(), open_all(config) as opened:
        feeds = _named(opened, names or [])
        found = asyncio.run(_poll(opened, feeds))
        rows = [_looked(each) for each in found]
        columns = {"feed": "Feed", "listed": "Lists", "pages": "Pages read", "trouble": "Trouble"}
        show(rows, columns, as_json=as_json, none="No feed is in content/feeds.toml.")
        if any(each.trouble for each in found):
            raise typer.Exit(1)


async def _poll(opened: Opened, feeds: list[Feed]) -> list[Polled]:
    database = opened.database
    engine = open_engine(
        opened.config, opened.desk, database, opened.clock, Metrics([]), lambda: None
    )
    office = open_office(opened.config, opened.content, database, opened.clock)

    async def submit(inbound: Inbound) -> AtOnce | None:
        (at_once,) = await database.run(engine.take, [inbound])
        return at_once

    with bar("Feeds", len(feeds)) as step:
        return await look_at_all(office, feeds, submit, step)


@app.command("feeds")
def feeds_(*, as_json: AsJson = False, config: ConfigPath = Path("config.toml")) -> None:
    """List the feeds: when each was read last, when it is looked at again, and what is wrong with it."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            states = guidance.states(connection)
        rows = [_state(each, states.get(each.id)) for each in opened.content.triage.feeds.values()]
        columns = {
            "feed": "Feed",
            "team": "Team",
            "read_at": "Read",
            "due_at": "Due",
            "failures": "Failures",
            "trouble": "Trouble",
        }
        none = "No feed is in content/feeds.toml."
        show(rows, columns, as_json=as_json, none=none, zone=opened.zone)


@app.command("list")
def list_(*, as_json: AsJson = False, config: ConfigPath = Path("config.toml")) -> None:
    """List the documents of the library, by title."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            rows = [_document(each) for each in guidance.everything(connection)]
        columns = {
            "guidance_id": "Number",
            "title": "Title",
            "publisher": "Publisher",
            "topic": "Topic",
            "standing": "Stands",
            "version": "Version",
            "updated_at": "Updated",
            "checked_at": "Checked",
        }
        none = "The library is empty. Look at the feeds: homeround guidance poll"
        show(rows, columns, as_json=as_json, none=none, zone=opened.zone)


def _named(opened: Opened, names: list[str]) -> list[Feed]:
    known = opened.content.triage.feeds
    for each in names:
        if each not in known:
            message = f"There is no feed {each}; there are {', '.join(known) or 'none'}."
            raise HomeroundError(message)
    return [known[each] for each in names] or list(known.values())


def _looked(polled: Polled) -> dict[str, Any]:
    listed = len(polled.listing.entries) if polled.listing else None
    return {
        "feed": polled.feed_id,
        "listed": "no change" if listed is None and not polled.trouble else listed,
        "pages": len(polled.pages),
        "trouble": " ".join(filter(None, (polled.trouble.value.replace("_", " "), polled.detail))),
    }


def _state(feed: Feed, state: FeedState | None) -> dict[str, Any]:
    return {
        "feed": feed.id,
        "name": feed.name,
        "address": feed.address,
        "team": feed.team,
        "read_at": state.read_at if state else None,
        "due_at": state.due_at if state else None,
        "failures": state.failures if state else 0,
        "trouble": state.trouble.value.replace("_", " ") if state else "",
    }


def _document(found: Guidance) -> dict[str, Any]:
    return {
        "guidance_id": found.guidance_id,
        "title": found.title,
        "url": found.url,
        "publisher": found.publisher,
        "topic": found.topic,
        "standing": found.standing.value,
        "version": found.version,
        "updated_at": found.updated_at,
        "checked_at": found.checked_at,
    }

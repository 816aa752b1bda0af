"""``homeround scheduled``: what is to go out later, once or again and again; moved, or not sent after all."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.moments import moment_at
from bot.cli.opening import AsJson, ConfigPath, Opened, open_all
from bot.cli.output import faults_as_sentences, say, show, told
from bot.core.broadcasts import PLANNED, Broadcast, BroadcastState, Recurring
from bot.core.errors import HomeroundError
from bot.core.events import Came, Inbound
from bot.core.facts import BroadcastDecided, BroadcastTimed
from bot.core.messages import Message
from bot.core.turn import Caller, Redraw, Say, ToPerson
from bot.core.working_days import next_of
from bot.db import outbox, planned
from bot.db.record import record
from bot.db.say import posts
from bot.db.store import Store
from bot.holidays import bank_holiday
from handlers.planned import card_of, gist

app = typer.Typer(help="What is to go out later: list, move, cancel.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(help="The broadcast's number, as the list shows it.")]


@app.command("list")
def list_(*, as_json: AsJson = False, config: ConfigPath = Path("config.toml")) -> None:
    """List what is to go out, and what was to and waits for a word; what repeats with its next day."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            store = opened.store(connection)
            rows = [
                _row(opened, each, store.recurring(each.broadcast_id))
                for each in planned.planned(connection)
            ]
        columns = {
            "broadcast_id": "Number",
            "goes_out_at": "When",
            "state": "State",
            "repeats": "Repeats",
            "audience": "Audience",
            "about": "About",
        }
        show(rows, columns, as_json=as_json, none="Nothing is scheduled.", zone=opened.zone)


def _row(opened: Opened, found: Broadcast, recurring: Recurring | None) -> dict[str, Any]:
    moment, repeats = found.send_at, ""
    if found.state is BroadcastState.REPEATING and recurring is not None:
        following = next_of(recurring.plan(bank_holiday), opened.clock.now(), opened.zone)
        moment, repeats = following[1] if following else None, recurring.opens
    return {
        "broadcast_id": found.broadcast_id,
        "state": found.state.value,
        "goes_out_at": moment,
        "repeats": repeats,
        "on_holidays": recurring.on_holidays.value if repeats and recurring else "",
        "until": recurring.until if repeats and recurring else None,
        "audience": found.audience,
        "author_id": found.author_id,
        "about": gist(found),
    }


@app.command()
def move(
    number: Number,
    time: Annotated[
        str, typer.Argument(help='Local time, such as 2026-12-01T09:30 or "Friday 09:30".')
    ],
    *,
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Let a broadcast go out at another time; its author is told."""
    with faults_as_sentences(), open_all(config) as opened:
        moment = moment_at(opened, time)
        with opened.database.write() as connection:
            store = opened.store(connection)
            found = _planned(store, number)
            if found.state is BroadcastState.REPEATING:
                message = f"Broadcast {number} repeats. Change when in chat, or cancel it."
                raise HomeroundError(message)
            if found.of_use_until is not None and moment >= found.of_use_until:
                begins = told(found.of_use_until, opened.zone)
                message = f"The meeting begins on {begins}; homes must be asked before that."
                raise HomeroundError(message)
            record(store, Caller(), BroadcastTimed(number, moment))
            when = told(moment, opened.zone)
            words = opened.content.words.schedule
            about = gist(found)
            _tell(store, found, words.moved.fill(name=words.operator, gist=about, when=when))
            opened.audit(connection, "broadcast moved", f"broadcast_id={number}")
        say(f"Broadcast {number} goes out on {when}.")


@app.command()
def cancel(number: Number, *, config: ConfigPath = Path("config.toml")) -> None:
    """Let a broadcast not go out, or no more; its author is told."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.write() as connection:
            store = opened.store(connection)
            found = _planned(store, number)
            record(store, Caller(), BroadcastDecided(number, BroadcastState.CANCELLED))
            words = opened.content.words.schedule
            _tell(store, found, words.cancelled.fill(name=words.operator, gist=gist(found)))
            opened.audit(connection, "broadcast cancelled", f"broadcast_id={number}")
        say(f"Broadcast {number} does not go out.")


def _planned(store: Store, number: int) -> Broadcast:
    found = store.broadcast(number)
    if found is None or found.state not in PLANNED:
        message = f"Nothing with the number {number} is to go out. See: homeround scheduled list"
        raise HomeroundError(message)
    return found


def _tell(store: Store, found: Broadcast, sentence: str) -> None:
    """Put the sentence in the place of the broadcast's cards, and tell its author."""
    nobody = Inbound("", "operator", "", "", Came(""))
    says: list[Say | Redraw] = [Redraw(Message(sentence), card=card_of(found))]
    if found.author_id is not None:
        says.append(Say(ToPerson(found.author_id), Message(sentence)))
    queued = [post for each in says for post in posts(store, nobody, each)]
    outbox.queue(store.connection, queued, store.at)

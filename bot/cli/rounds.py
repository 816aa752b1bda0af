"""``homeround round``: open, remind and close by hand; how it stands, whom to ring, what homes said."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from bot.cli.broadcast import ON_TRIAL
from bot.cli.opening import AsJson, ConfigPath, Opened, open_all
from bot.cli.output import faults_as_sentences, say, show
from bot.cli.questionnaires import Name, questionnaire_of
from bot.cli.results import results
from bot.core.errors import HomeroundError
from bot.core.facts import RoundOpened
from bot.core.questionnaires import Questionnaire
from bot.core.rounds import Round
from bot.core.turn import Caller
from bot.db import rounds
from bot.db.database import Connection
from bot.db.record import record

app = typer.Typer(
    help="Check-ins and surveys: open, status, calls, close, results.", no_args_is_help=True
)
app.command()(results)


@app.command("open")
def open_(name: Name, *, config: ConfigPath = Path("config.toml")) -> None:
    """Open a round: every home of its audience is asked."""
    with faults_as_sentences(), open_all(config) as opened:
        questionnaire = questionnaire_of(opened, name)
        with opened.database.write() as connection:
            store = opened.store(connection)
            if not store.is_live():
                raise HomeroundError(ON_TRIAL)
            number = store.number("round")
            if store.open_round(questionnaire.id):
                message = f"{name} is open already. Close it first: homeround round close {name}"
                raise HomeroundError(message)
            record(store, Caller(), RoundOpened(number, questionnaire.id))
            opened.audit(connection, "round opened", f"round_id={number}")
            reach = store.reach(questionnaire.audience)
        others = "" if reach.reached == reach.homes else " The others cannot be reached yet."
        asked = f"{reach.reached} of {reach.homes} homes are asked."
        say(f"{questionnaire.title} is open: {asked}{others}")


@app.command()
def close(name: Name, *, config: ConfigPath = Path("config.toml")) -> None:
    """Close the round that is open: no more answers are taken."""
    with faults_as_sentences(), open_all(config) as opened:
        questionnaire = questionnaire_of(opened, name)
        with opened.database.write() as connection:
            closed = rounds.close(connection, questionnaire.id, opened.clock.now())
            if not closed:
                message = f"{name} is not open."
                raise HomeroundError(message)
            opened.audit(connection, "round closed", f"questionnaire={questionnaire.id}")
        say(f"{questionnaire.title} is closed.")


@app.command()
def status(*, as_json: AsJson = False, config: ConfigPath = Path("config.toml")) -> None:
    """Show how the newest round of each check-in and survey stands."""
    with faults_as_sentences(), open_all(config) as opened:
        with opened.database.read() as connection:
            rows = [
                row
                for each in opened.content.questionnaires.values()
                for row in _stands(opened, connection, each)
            ]
        columns = {
            "name": "Name", "opened_at": "Opened", "due_at": "Due", "closed_at": "Closed",
            "asked": "Asked", "done": "Answered", "late": "Late", "begun": "Begun",
            "carried": "Carried",
        }  # fmt: skip
        none = "No round has been opened yet."
        show(rows, columns, as_json=as_json, none=none, zone=opened.zone)


def _stands(
    opened: Opened, connection: Connection, questionnaire: Questionnaire
) -> list[dict[str, Any]]:
    found = rounds.newest_round(connection, questionnaire.id)
    if found is None:
        return []
    stands = opened.store(connection).asking.standing(found.round_id)
    return [
        {
            "name": questionnaire.id,
            "title": questionnaire.title,
            "opened_at": found.opened_at,
            "due_at": found.due_at,
            "closed_at": found.closed_at,
            "asked": stands.asked,
            "done": stands.done,
            "late": stands.late,
            "begun": stands.begun,
            "carried": stands.carried,
        }
    ]


@app.command()
def calls(name: Name, *, as_json: AsJson = False, config: ConfigPath = Path("config.toml")) -> None:
    """List the homes to ring: fallen silent, asked for help, not answered."""
    with faults_as_sentences(), open_all(config) as opened:
        questionnaire = questionnaire_of(opened, name)
        with opened.database.read() as connection:
            found = _newest(connection, name)
            listed = opened.store(connection).asking.calls(found)
        rows = [
            {
                "home_id": each.home.home_id,
                "home": each.home.name,
                "telephone": each.telephone,
                "why": _why(silent=each.silent, helped=bool(each.reference)),
                "reference": each.reference,
            }
            for each in listed
        ]
        columns = {"home": "Home", "telephone": "Telephone", "why": "Why", "reference": "Case"}
        none = f"{questionnaire.title}: there is nobody to ring."
        show(rows, columns, as_json=as_json, none=none)


def _why(*, silent: bool, helped: bool) -> str:
    if silent:
        return "usually answers, and has fallen silent"
    return "asked for help" if helped else "has not answered"


@app.command()
def quality(
    name: Name, *, as_json: AsJson = False, config: ConfigPath = Path("config.toml")
) -> None:
    """Show how well each question of the newest round is understood, the worst first."""
    with faults_as_sentences(), open_all(config) as opened:
        questionnaire = questionnaire_of(opened, name)
        with opened.database.read() as connection:
            found = _newest(connection, name)
            if found.anonymous:
                message = f"{name} is without names, so it is not known who hesitated where."
                raise HomeroundError(message)
            weighed = opened.store(connection).asking.quality(found, questionnaire)
        rows = [
            asdict(each)
            | {"question": questionnaire.question(each.question_id).text, "trouble": each.trouble}
            for each in weighed
        ]
        columns = {
            "question": "Question", "answered": "Answered", "unclear": "Unclear",
            "not_applicable": "Does not apply", "changed": "Changed", "stopped": "Stopped before",
            "seconds": "Seconds",
        }  # fmt: skip
        show(rows, columns, as_json=as_json, none="It has no questions.")


def _newest(connection: Connection, name: str) -> Round:
    found = rounds.newest_round(connection, name)
    if found is None:
        message = f"{name} has not been opened yet."
        raise HomeroundError(message)
    return found

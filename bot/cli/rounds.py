"""``homeround round``: open and close a check-in by hand, and see its figures."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.broadcast import ON_TRIAL
from bot.cli.opening import AsJson, ConfigPath, Opened, open_all
from bot.cli.output import faults_as_sentences, say, show
from bot.core.errors import HomeroundError
from bot.core.facts import RoundOpened
from bot.core.questionnaires import Question, Questionnaire
from bot.core.rounds import AnswerState
from bot.core.turn import Caller
from bot.db import answers, rounds
from bot.db.record import record

app = typer.Typer(help="Check-ins: open, close, results.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The file's name without .toml, such as weekly.")]
_STATES = {
    AnswerState.NOT_APPLICABLE: "does not apply",
    AnswerState.UNCLEAR: "not clear",
}


@app.command("open")
def open_(name: Name, *, config: ConfigPath = Path("config.toml")) -> None:
    """Open a round: every home of its audience is asked."""
    with faults_as_sentences(), open_all(config) as opened:
        questionnaire = _questionnaire(opened, name)
        with opened.database.write() as connection:
            store = opened.store(connection)
            if not store.is_live():
                raise HomeroundError(ON_TRIAL)
            if store.open_round(questionnaire.id):
                message = f"{name} is open already. Close it first: homeround round close {name}"
                raise HomeroundError(message)
            number = store.number("round")
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
        questionnaire = _questionnaire(opened, name)
        with opened.database.write() as connection:
            closed = rounds.close(connection, questionnaire.id, opened.clock.now())
            if not closed:
                message = f"{name} is not open."
                raise HomeroundError(message)
            opened.audit(connection, "round closed", f"questionnaire={questionnaire.id}")
        say(f"{questionnaire.title} is closed.")


@app.command()
def results(
    name: Name, *, as_json: AsJson = False, config: ConfigPath = Path("config.toml")
) -> None:
    """Show how many homes gave each answer in the newest round."""
    with faults_as_sentences(), open_all(config) as opened:
        questionnaire = _questionnaire(opened, name)
        with opened.database.read() as connection:
            number = rounds.newest(connection, questionnaire.id)
            if number is None:
                message = f"{name} has not been opened yet."
                raise HomeroundError(message)
            counted = answers.results(connection, number)
            asked, done = rounds.asked_and_done(connection, number)
        rows = [
            row
            for question in questionnaire.questions
            for row in _rows(question, counted.get(question.id, {}), asked)
        ]
        if not as_json:
            say(f"{questionnaire.title}: {done} of {asked} homes have answered in full.")
        columns = {"question": "Question", "answer": "Answer", "homes": "Homes", "of": "Of"}
        show(rows, columns, as_json=as_json, none="It has no questions.")


def _questionnaire(opened: Opened, name: str) -> Questionnaire:
    known = opened.content.questionnaires
    if name not in known:
        message = f"There is no check-in {name}; there are {', '.join(sorted(known))}."
        raise HomeroundError(message)
    return known[name]


def _rows(
    question: Question, counted: dict[tuple[str, str], int], asked: int
) -> list[dict[str, Any]]:
    labels = {(AnswerState.ANSWERED.value, each.value): each.label for each in question.options}
    labels |= {(state.value, ""): label for state, label in _STATES.items()}
    # An option that has gone from the file since keeps its figures, under its value.
    shown = [*labels, *(key for key in counted if key not in labels)]
    rows = [
        {
            "question": question.text,
            "answer": labels.get(key, key[1]),
            "state": str(key[0]),
            "value": key[1],
            "homes": counted.get(key, 0),
            "of": asked,
        }
        for key in shown
    ]
    silent = asked - sum(counted.values())
    reply = {"question": question.text, "answer": "no reply", "state": "no_reply", "value": ""}
    return [*rows, reply | {"homes": silent, "of": asked}]

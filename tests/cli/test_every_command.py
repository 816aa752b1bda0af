"""What holds for every command there is."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import typer

from bot.cli.main import app, carry_out
from bot.db.database import Database
from tests.support.operator import Operator

LISTINGS = [
    ["homes", "list"],
    ["people", "list"],
    ["deliveries"],
    ["scheduled", "list"],
    ["escalations", "list"],
    ["escalations", "audit"],
    ["round", "results", "weekly"],
    ["doctor"],
]


def commands(of: typer.Typer = app) -> Iterator[tuple[str, ...]]:
    """Return the words of every command."""
    for command in of.registered_commands:
        assert command.callback is not None
        yield (command.name or command.callback.__name__.rstrip("_"),)
    for group in of.registered_groups:
        assert isinstance(group.name, str)
        assert group.typer_instance is not None
        for words in commands(group.typer_instance):
            yield (group.name, *words)


EVERY = sorted(commands())


def helped(capsys: pytest.CaptureFixture[str], words: Sequence[str]) -> str:
    assert carry_out([*words, "--help"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_a_command_says_what_it_does_and_takes_a_config(
    capsys: pytest.CaptureFixture[str], words: Sequence[str]
) -> None:
    told = helped(capsys, words)

    assert f"Usage: homeround {' '.join(words)}" in told
    assert "--config" in told


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_option_says_what_it_is_for(words: Sequence[str]) -> None:
    command = typer.main.get_command(app)
    for word in words:
        command = command.commands[word]  # type: ignore[attr-defined]

    silent = [each.name for each in command.params if not getattr(each, "help", "")]

    assert command.help
    assert silent == []


@pytest.mark.parametrize(
    "words", [(), ("homes",), ("people",), ("round",), ("scheduled",), ("db",)]
)
def test_a_group_alone_shows_what_there_is(
    capsys: pytest.CaptureFixture[str], words: Sequence[str]
) -> None:
    assert carry_out(words) == 2

    printed = capsys.readouterr()
    assert "Commands" in printed.out
    assert printed.err == ""


@pytest.mark.parametrize("words", LISTINGS, ids=" ".join)
def test_every_listing_can_be_read_by_a_program(
    tmp_path: Path, sqlite: Database, words: Sequence[str]
) -> None:
    operator = Operator(tmp_path, sqlite, more="").turned_live()
    operator.does("round", "open", "weekly")

    rows = json.loads(operator.runs(*words, "--json").out)

    assert isinstance(rows, list)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("nonsense", ""),
        ("homes lits", " homes"),
        ("homes list --jsn", " homes list"),
        ("homes list more", " homes list"),
        ("homes import", " homes import"),
        ("broadcast --audience all", " broadcast"),
        ("broadcast --audience", ""),
        ("deliveries --broadcast x", " deliveries"),
        ("round open", " round open"),
        ("invite", " invite"),
        ("invite --all-homes --home H1", " invite"),
        ("invite --lead Priya", " invite"),
        ("invite --team clinical", " invite"),
        ("invite --lead Priya --team clinical --deputy", " invite"),
        ("invite --lead Priya --team clinical --all-homes", " invite"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], words: str, path: str
) -> None:
    assert carry_out(words.split()) == 2

    printed = capsys.readouterr()
    (told,) = printed.err.splitlines()
    assert told.endswith(f" See: homeround{path} --help")
    assert printed.out == ""

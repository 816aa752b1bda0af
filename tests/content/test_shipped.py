"""The content that is shipped: it has no fault, and nothing in it stands there for nothing."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest

from bot.core.words import Words
from handlers import ROUTES, commands
from tests.support.content_folder import SHIPPED, ContentFolder

ROOT = SHIPPED.parent
TOML = sorted(SHIPPED.rglob("*.toml"))
SENTENCES = [
    (section, field.name)
    for section, model in get_type_hints(Words).items()
    for field in fields(model)
]


def read_by_code() -> Iterator[str]:
    """Return every name that any conversation or part of the engine reads of something."""
    for top in ("bot", "handlers"):
        for path in (ROOT / top).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute):
                    yield node.attr


@pytest.fixture(scope="module")
def names_in_code() -> frozenset[str]:
    return frozenset(read_by_code())


def test_it_has_no_faults(content: ContentFolder) -> None:
    assert content.faults() == []


@pytest.mark.parametrize(("section", "sentence"), SENTENCES)
def test_every_sentence_is_said_by_something(
    names_in_code: frozenset[str], section: str, sentence: str
) -> None:
    assert sentence in names_in_code, f"[{section}] {sentence}"


def test_every_form_is_opened_by_a_conversation_that_takes_it(content: ContentFolder) -> None:
    assert set(content.load().forms) == set(ROUTES.forms)


def test_every_command_that_is_listed_is_taken(content: ContentFolder) -> None:
    assert {name for name, _ in commands(content.load())} <= set(ROUTES.commands)


@pytest.mark.parametrize("path", TOML, ids=lambda path: path.name)
def test_every_file_opens_with_what_it_is_and_who_may_change_what(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")

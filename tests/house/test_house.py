"""The house keeps its shape: small files, short functions, plain names."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [
    path
    for top in ("bot", "handlers", "sandbox")
    for path in sorted((ROOT / top).rglob("*.py"))
    if "versions" not in path.parts
]
MOST_LINES = 400
MOST_FUNCTION_LINES = 40
EMPTY_NAMES = {"utils", "helpers", "common", "manager", "base", "misc"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_can_be_read_at_a_sitting(path: Path) -> None:
    text = path.read_text()
    functions = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    too_long = {
        function.name: function.end_lineno - function.lineno + 1
        for function in functions
        if function.end_lineno and function.end_lineno - function.lineno >= MOST_FUNCTION_LINES
    }

    assert text.count("\n") <= MOST_LINES
    assert too_long == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_says_what_it_owns_and_is_named_for_it(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))
    assert path.stem not in EMPTY_NAMES

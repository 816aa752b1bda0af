"""The documents tell of everything that there is, and of nothing that there is not."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from bot.channels.slack.checks import SCOPES
from bot.channels.slack.reading import _EVENTS as EVENTS
from bot.channels.slack.reading import SHORTCUTS
from bot.cli.main import app
from bot.config import PREFIX, Config, Secrets
from bot.core.audience import parse
from bot.db.tables import metadata
from bot.metrics import Metrics
from sandbox.slack.deeds import SHORTCUTS as IN_SANDBOX
from tests.support.content_folder import SHIPPED, ContentFolder

ROOT = Path(__file__).parents[2]
OURS = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "content/README.md",
    "sandbox/data/README.md",
)
DOCUMENTS = [*(ROOT / name for name in OURS), *sorted((ROOT / "docs").rglob("*.md"))]
RUN_IT = (ROOT / "docs/run-it.md").read_text(encoding="utf-8")
USE_IT = (ROOT / "docs/use-it.md").read_text(encoding="utf-8")
# What every command has; told of once.
EVERYWHERE = {"--config", "--help"}


def rows(text: str, begins: str) -> list[str]:
    """Return the rows of tables that begin with this."""
    return [line for line in text.splitlines() if line.startswith(f"| {begins}")]


def commands(command: Any, path: str = "homeround") -> Iterator[tuple[str, set[str]]]:
    if hasattr(command, "commands"):
        for name, each in command.commands.items():
            yield from commands(each, f"{path} {name}")
    else:
        options = {name for each in command.params for name in each.opts if name.startswith("--")}
        yield path, options


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_its_options_stand_in_run_it(command: str) -> None:
    (row,) = rows(RUN_IT, f"`{command}`")
    told = set(re.findall(r"`(--[a-z-]+)`", row.split("|")[2]))

    assert told == COMMANDS[command] - EVERYWHERE


def test_no_command_stands_in_run_it_that_is_not_there() -> None:
    told = {row.split("`")[1] for row in rows(RUN_IT, "`homeround ")}

    assert told == set(COMMANDS)


KEYS = {
    f"[{section}] {key}": key_field.get_default(call_default_factory=True)
    for section, field in Config.model_fields.items()
    if field.annotation is not Secrets and field.annotation is not None
    for key, key_field in field.annotation.model_fields.items()
}


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_the_config_stands_in_run_it_with_its_default(key: str) -> None:
    (row,) = rows(RUN_IT, f"`{key}`")
    written = tomllib.loads(f"value = {row.split('|')[2].strip().strip('`')}")["value"]
    default = KEYS[key]

    assert written == (str(default) if isinstance(default, Path) else _as_toml(default))


def _as_toml(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def test_no_key_stands_in_run_it_that_is_not_there() -> None:
    assert {row.split("`")[1] for row in rows(RUN_IT, "`[")} == set(KEYS)


def test_every_secret_stands_in_run_it_and_no_other() -> None:
    told = {row.split("`")[1] for row in rows(RUN_IT, f"`{PREFIX}")}

    assert told == {f"{PREFIX}{name}".upper() for name in Secrets.model_fields}


def test_every_metric_stands_in_run_it_with_its_labels() -> None:
    metrics = Metrics(["telegram"])
    metrics.took_event("telegram", "Said", 0.1)
    metrics.tried("telegram", "delivered")
    text = metrics.render().decode()
    # Two of the client library's own: when counting began, and the limits of a histogram's parts.
    names = {name for name in re.findall(r"# TYPE (\w+)", text) if not name.endswith("_created")}
    found = {
        name: set(re.findall(rf"^{name}\{{(.*)}}", text, re.MULTILINE)[:1] or [""])
        for name in names
    }
    told = {
        row.split("`")[1]: set(re.findall(r"`(\w+)`", row.split("|")[2]))
        for row in rows(RUN_IT, "`homeround_")
    }

    assert told == {name: set(re.findall(r"(\w+)=", *labels)) for name, labels in found.items()}


def test_every_table_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    told = {
        name
        for line in glossary.splitlines()
        for part in re.findall(r"table (`\w+`)", line)
        for name in [part.strip("`")]
    }

    assert told == set(metadata.tables)


def _sentences(path: Path) -> Iterator[str]:
    """Yield the fixed parts of the sentences that a file says, its docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            part = node.value.strip(" .:()")
            if " " in part and len(part) > len("is not set"):
                yield part


@pytest.mark.parametrize("file", ["bot/doctor.py", "bot/channels/slack/checks.py"])
def test_what_the_doctor_says_stands_in_run_it(file: str) -> None:
    flat = " ".join(RUN_IT.replace("`", "").split())
    missing = [each for each in _sentences(ROOT / file) if " ".join(each.split()) not in flat]

    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = re.findall(
        r"\]\(([^)\s]+)\)", re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    )
    lost = [link for link in links if "://" not in link and not _leads(path, link)]

    assert lost == []


def _leads(path: Path, link: str) -> bool:
    name, _, heading = link.partition("#")
    target = path.parent / name if name else path
    if not heading or not target.is_file():
        return target.exists()
    headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
    return heading in {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_is_named_is_there(path: Path) -> None:
    tops = "bot|handlers|content|docs|sandbox|tests|bench|\\.ci"
    named = re.findall(rf"`((?:{tops})/[\w./-]*)`", path.read_text(encoding="utf-8"))
    missing = [name for name in named if not (ROOT / name).exists()]

    assert missing == []


def test_every_audience_that_is_shown_can_be_read() -> None:
    shown = re.findall(r"^\| `([^`]+)` \|", USE_IT.split("Audience expressions\n")[1], re.MULTILINE)

    assert len(shown) > 1
    assert all(isinstance(parse(each), tuple) for each in shown)


def test_what_a_coordinator_is_shown_to_add_has_no_fault(tmp_path: Path) -> None:
    content, text = ContentFolder(tmp_path), (SHIPPED / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"```\w+\n# (new|added to): content/(\S+)\n(.*?)```", text, re.DOTALL)
    for deed, file, added in shown:
        before = (SHIPPED / file).read_text(encoding="utf-8") if deed == "added to" else ""
        content.write(file, f"{before}\n{added}")

    assert shown
    assert content.faults() == []


def test_every_dependency_has_its_line() -> None:
    record = (ROOT / "docs/why/0012-dependencies.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    taken = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[<>=]", each)[0].lower() for each in taken}
    told = {line.split("|")[1].strip().lower() for line in rows(record, "")} - {"library", "---"}

    assert told == names


MANIFESTS = ["docs/slack-app-manifest.yaml", "docs/slack-app-manifest-http.yaml"]


def _listed(manifest: str, key: str) -> set[str]:
    found = re.search(rf"^ +{key}:\n((?: +- .*\n)+)", manifest, re.MULTILINE)
    assert found
    return {line.strip(" -") for line in found[1].splitlines()}


@pytest.mark.parametrize("file", MANIFESTS)
def test_the_slack_app_asks_for_what_is_used(file: str) -> None:
    manifest = (ROOT / file).read_text(encoding="utf-8")
    private = {"groups:history", "groups:read"}  # the same as for channels, in private ones

    assert _listed(manifest, "bot") == SCOPES | private
    assert set(re.findall(r"callback_id: (\w+)", manifest)) == set(SHORTCUTS)
    named = re.findall(r"name: (.+)\n +type: message\n +callback_id: (\w+)", manifest)
    assert {name: label for label, name in named} == IN_SANDBOX
    assert _listed(manifest, "bot_events") == {*EVENTS, "message.im"} - {"message"}

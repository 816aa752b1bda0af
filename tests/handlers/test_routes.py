"""The table of routes leads everywhere, and every button leads into it."""

import ast
import inspect
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

import handlers
from bot.content.forms import NEEDED
from bot.core import guide
from bot.core.messages import Press
from bot.core.turn import Outcome
from bot.db.database import Database
from handlers import ROUTES, commands
from tests.support.full_swing import FullSwing
from tests.support.network import Network
from tests.support.newsletters import EDITORS, closes, puts_in
from tests.support.rehearsals import Rehearsed

ROOT = Path(__file__).parents[2]
FILES = [*sorted((ROOT / "handlers").glob("*.py")), ROOT / "bot" / "core" / "guide.py"]


def conversations() -> Iterator[tuple[str, object]]:
    """Return every public function that turns a turn into an outcome."""
    for module in (each for each in vars(handlers).values() if isinstance(each, ModuleType)):
        for name, found in inspect.getmembers(module, inspect.isfunction):
            signature = inspect.signature(found)
            takes_a_turn = list(signature.parameters) == ["turn"]
            decides = takes_a_turn and signature.return_annotation is Outcome
            if decides and found.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{module.__name__}.{name}", found


def names_used() -> set[str]:
    """Return every name that a function of the conversations calls."""
    return {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
    }


def test_every_conversation_is_reached_by_a_route_or_by_another() -> None:
    routed = {
        *ROUTES.commands.values(),
        *ROUTES.presses.values(),
        *ROUTES.forms.values(),
        *ROUTES.came.values(),
        *ROUTES.kinds.values(),
        ROUTES.unknown_command,
        ROUTES.group,
    }
    called = names_used()

    unreached = [
        name
        for name, found in conversations()
        if found not in routed and name.rpartition(".")[2] not in called
    ]

    assert len(list(conversations())) > 20
    assert unreached == []


def made(path: Path) -> Iterator[str]:
    """Return the action of every button that a file makes."""
    for node in ast.walk(ast.parse(path.read_text())):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Press"
        ):
            action = node.args[0]
            yield str(action.value) if isinstance(action, ast.Constant) else guide.FIELD


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_button_that_is_made_has_a_route(path: Path) -> None:
    assert set(made(path)) <= {*ROUTES.presses, guide.FIELD}


@pytest.fixture
def swing(sqlite: Database) -> Iterator[FullSwing]:
    rehearsed = Rehearsed(sqlite)
    yield FullSwing(rehearsed)
    rehearsed.close()


def test_every_button_that_anybody_was_shown_has_a_route(swing: FullSwing) -> None:
    actions = {Press.read(token).action for token in swing.tokens()}

    assert actions <= {*ROUTES.presses, guide.FIELD}
    assert len(actions) > 12


def test_what_stands_on_a_card_in_a_room_may_be_pressed_there(swing: FullSwing) -> None:
    amara, words = swing.amara, swing.content.words
    puts_in(amara)
    closes(swing)
    amara.presses("1", EDITORS)
    shown = _shown_in(swing)
    amara.presses(words.newsletter.back, EDITORS)
    shown |= _shown_in(swing)
    amara.presses(words.approval.ask, EDITORS)
    shown |= _shown_in(swing)

    swing.comes("round_ended", "1")
    shown |= _shown_in(swing)

    # The coordinators' own room has more, about the whole network; and questions that nobody understands, and pictures.
    others = {"live", "release", "pause", "resume", "round_picture"}
    # A team with shifts has those of its rota; promises, incidents and threads have messages of their own; a change
    # that is too much for a card can be seen whole.
    more = {
        "cover",
        "swap",
        "on_leave",
        "action",
        "incident",
        "to_all",
        "resolve_all",
        "correct_word",
    }
    more |= {"guidance_version", "incident_more"}
    assert shown | more | others == ROUTES.in_rooms
    assert set(ROUTES.presses) >= ROUTES.in_rooms


def _shown_in(network: Network) -> set[str]:
    rooms = {each.slack_channel for each in network.content.teams.values() if each.slack_channel}
    return {
        Press.read(token).action
        for room in rooms
        for each in network.room("slack", room).messages
        for token in each.buttons.values()
    }


def test_every_form_that_can_be_opened_can_be_sent_off(network: Network) -> None:
    assert set(ROUTES.forms) == set(network.content.forms) == set(NEEDED)


def test_every_command_that_is_listed_can_be_given(network: Network) -> None:
    listed = [name for name, _ in commands(network.content)]

    assert set(listed) <= set(ROUTES.commands)
    assert len(set(listed)) == len(listed)


def test_every_moment_that_the_clock_or_a_command_knows_has_a_route() -> None:
    due = _first_words("_came", [ROOT / "bot/schedule.py"])
    # A command that only looks causes no moment.
    wanted = _first_words("Came", (ROOT / "bot/cli").glob("*.py")) - {""}

    assert due
    assert due | wanted == set(ROUTES.came)


def _first_words(called: str, files: Iterable[Path]) -> set[object]:
    return {
        node.args[0].value
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == called
        and isinstance(node.args[0], ast.Constant)
    }

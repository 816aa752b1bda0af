"""A form filled in by messages: in any order of right and wrong answers, it ends with what was answered last."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.core import guide
from bot.core.events import Commanded, Said
from bot.core.forms import Field, FieldKind
from tests.support.dialogues import FORM, Desk, Dialogue, press

ANSWERS = st.sampled_from(["right", "right", "wrong", "skip", "late"])
MOVES = st.sampled_from(["restart", "cancel", "leave", "help", "help"])


class Model:
    """What a chat and its desk should hold."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.dialogue = Dialogue(self.desk)
        self.values: dict[str, str] | None = None
        self.sent: list[dict[str, str]] = []

    def moves(self, move: str) -> None:
        if move == "restart":
            self.dialogue = Dialogue(self.desk, json.loads(json.dumps(dict(self.dialogue.kept))))
        elif move == "help":
            self.dialogue.happens(Commanded("help"))
            self.values = {}
        elif self.values is not None:
            cancels = move == "cancel"
            self.dialogue.happens(press(guide.CANCEL) if cancels else Commanded("news"))
            self.values = None

    def answers(self, answer: str, data: st.DataObject) -> None:
        field = None if self.values is None else FORM.next_field(self.values)
        if field is None or self.values is None:
            return
        value = self._kept_of(field, answer, data)
        if value is not None:
            self.values[field.id] = value
        if FORM.next_field(self.values) is None:
            self.sent.append(self.values)
            self.values = None

    def _kept_of(self, field: Field, answer: str, data: st.DataObject) -> str | None:
        """Answer the open field, and return what is kept of that."""
        if answer == "skip":
            self.dialogue.happens(press(field.id, guide.SKIP))
            return "" if field.optional else None
        if answer == "late":
            others = [each.id for each in FORM.fields if each.id != field.id]
            self.dialogue.happens(press(data.draw(st.sampled_from(others)), "0"))
            return None
        right = answer == "right"
        if field.kind is FieldKind.TEXT:
            text = "x" * (data.draw(st.integers(1, field.limit)) + field.limit * (not right))
            self.dialogue.happens(Said(text))
            return text if right else None
        place = data.draw(st.integers(0, len(field.choices) - 1)) + 9 * (not right)
        self.dialogue.happens(press(field.id, str(place)))
        return field.choices[place].value if right else None

    def check(self) -> None:
        assert self.dialogue.open == (self.values is not None)
        assert self.dialogue.kept.get("values", {}) == (self.values or {})
        assert [dict(each.values) for each in self.desk.got] == self.sent


@given(steps=st.lists(ANSWERS | MOVES, max_size=30), data=st.data())
def test_in_every_order_the_handler_gets_what_was_answered_last(
    steps: list[str], data: st.DataObject
) -> None:
    model = Model()
    model.moves("help")
    for step in steps:
        if step in ("restart", "cancel", "leave", "help"):
            model.moves(step)
        else:
            model.answers(step, data)
        model.check()

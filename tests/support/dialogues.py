"""A chat with the guide, and a desk that opens one form and takes what is sent off: no engine, no database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from bot.core import guide
from bot.core.at_once import FormFaults, OpenForm
from bot.core.events import Commanded, Inbound, Pressed, Submitted, What
from bot.core.facts import ConversationKept
from bot.core.forms import Choice, Field, FieldKind, Form
from bot.core.messages import Message, Press
from bot.core.turn import Caller, Handler, Outcome, Say, Turn
from tests.support.clocks import MONDAY
from tests.support.network import shipped, shown

CONTENT = shipped()
WORDS = CONTENT.words.forms
LONDON = ZoneInfo("Europe/London")
CATEGORIES = (Choice("gp", "A GP"), Choice("ppe", "Gloves & masks"), Choice("other", "2"))
FORM = Form(
    "help",
    "Ask for help",
    "Send",
    (
        Field("category", "What is it about?", FieldKind.CHOICE, choices=CATEGORIES),
        Field("text", "What do you need?", hint="No names.", limit=20),
        Field("more", "Anything else?", limit=5, optional=True),
        Field("often", "How often?", FieldKind.CHOICE, choices=CATEGORIES[:2], optional=True),
    ),
    intro="Ring 999 first.",
    about="H1",
)


@dataclass
class Dialogue:
    """A chat with the guide: what it remembers, what it said, and what the handler got in the end."""

    handler: Handler
    kept: Mapping[str, object] = field(default_factory=dict)
    said: list[Message] = field(default_factory=list)

    def happens(self, what: What, **more: object) -> Outcome:
        inbound = Inbound("e", "telegram", "1", "1", what, **more)  # type: ignore[arg-type]
        caller = Caller(conversation=self.kept)
        turn = Turn(inbound, caller, MONDAY, LONDON, NotImplemented, CONTENT, lambda _: 1)
        guided = guide.resume(turn)
        outcome = guide.carry_on(guided, guided.outcome or self.handler(guided.turn))
        for fact in outcome.facts:
            if isinstance(fact, ConversationKept):
                self.kept = json.loads(json.dumps(dict(fact.state)))  # as a database would
        messages = [each.message for each in outcome.says if isinstance(each, Say)]
        self.said = [replace(each, text=shown(each.text)) for each in messages]
        return outcome

    @property
    def open(self) -> bool:
        return "form" in self.kept


@dataclass
class Desk:
    """Opens a form at any command, and keeps what is sent off."""

    form: Form = FORM
    got: list[Submitted] = field(default_factory=list)
    other: list[What] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)

    def __call__(self, turn: Turn) -> Outcome:
        what = turn.inbound.what
        if what == Commanded("help"):
            return Outcome(at_once=OpenForm(self.form))
        if not isinstance(what, Submitted):
            self.other.append(what)
            return Outcome()
        if self.faults:
            return Outcome(at_once=FormFaults(self.faults, self.form))
        self.got.append(what)
        return Outcome()


def press(about: str, *choice: str) -> Pressed:
    """Return the press of a button that belongs to a field of a form."""
    return Pressed(Press(guide.FIELD, about, choice).token())

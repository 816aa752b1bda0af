"""Which handler answers which event: one visible table, filled in ``handlers/__init__.py``."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.errors import StalePress
from bot.core.events import Came, Commanded, Pressed, Said, Submitted
from bot.core.turn import Handler, Outcome, Turn


@dataclass(frozen=True, slots=True)
class Routes:
    """Handlers by command, by press, by form, by due moment, and by kind of event for the rest.

    ``in_rooms`` names the presses of the cards in a team's room: everything else is for a person's own chat.
    """

    commands: Mapping[str, Handler]
    presses: Mapping[str, Handler]
    in_rooms: frozenset[str]
    forms: Mapping[str, Handler]
    came: Mapping[str, Handler]
    kinds: Mapping[type, Handler]
    unknown_command: Handler
    group: Handler

    def handler_for(self, turn: Turn) -> Handler:
        """Return the handler of this event.

        Raises:
            StalePress: The button or the form belongs to nothing that this version knows.
        """
        what = turn.inbound.what
        match what:
            case Came(schedule):
                return self.came[schedule]
            case Pressed() if turn.inbound.private or turn.press.action in self.in_rooms:
                return _known(self.presses, turn.press.action)
            case Pressed():
                raise StalePress
            case Submitted(form):
                return _known(self.forms, form)
            case Commanded() | Said() if not turn.inbound.private:
                return self.group
            case Commanded(name):
                return self.commands.get(name, self.unknown_command)
            case _:
                return self.kinds.get(type(what), _nothing)


def _known(handlers: Mapping[str, Handler], key: str) -> Handler:
    try:
        return handlers[key]
    except KeyError:
        raise StalePress from None


def _nothing(_turn: Turn) -> Outcome:
    """Answer nothing: an event of a kind that needs no answer."""
    return Outcome()

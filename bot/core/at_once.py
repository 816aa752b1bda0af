"""What the one who acted is shown at once, beside what is said: carried out by the channel, kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.forms import Form
from bot.core.messages import Message


@dataclass(frozen=True, slots=True)
class Toast:
    """A few words shown at the button, not kept in the chat (Telegram: up to 200 characters)."""

    text: str
    alert: bool = False


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form to fill in, at once where the event allows a modal, else as a guided dialogue."""

    form: Form


@dataclass(frozen=True, slots=True)
class FormFaults:
    """What is wrong with a form that was sent off, by field id; the form stays open.

    ``form`` is the form as it is now, for who fills it in by messages and began before it was edited.
    """

    faults: Mapping[str, str]
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class ShowBoard:
    """What the app's own page shows this person (Slack's App Home)."""

    message: Message


AtOnce = Toast | OpenForm | FormFaults | ShowBoard

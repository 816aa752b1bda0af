"""What reaches Homeround: typed events, the same whichever channel they came by."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.files import Offer
from bot.core.guidance import Polled
from bot.core.messages import MessageRef
from bot.core.privacy import Kind


@dataclass(frozen=True, slots=True)
class Said:
    """A person wrote something that is not a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Commanded:
    """A person gave a command: ``/name text`` in Telegram, ``/homeround name text`` in Slack."""

    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A person pressed a button; ``token`` is as it came and may have been altered."""

    token: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A person sent a form off; ``values`` by field id, ``about`` as the form carried it.

    ``offers`` are the files of its fields, which are fetched before anything else: then their values say what came.
    """

    form: str
    values: Mapping[str, str]
    about: str = ""
    offers: Mapping[str, Offer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attached:
    """A person sent something that is not text: a photo, a voice note, a sticker, a file.

    ``offer`` is what may be fetched of it; ``brought`` the answer to the field of a form that waited for it;
    ``text`` what was written with it.
    """

    kind: str
    offer: Offer | None = None
    brought: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """The privacy guard stopped a text: ``kinds`` says what it saw; the text itself is gone."""

    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Departed:
    """A person blocked the bot, or the bot was thrown out of a room."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A person unblocked the bot."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A person opened the app's own page (Slack's App Home)."""


@dataclass(frozen=True, slots=True)
class Came:
    """A moment came: ``schedule`` names what is due, ``about`` which one."""

    schedule: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something this version does not know; ``kind`` is the platform's name for it."""

    kind: str


What = (
    Said
    | Commanded
    | Pressed
    | Submitted
    | Attached
    | Withheld
    | Departed
    | Returned
    | Opened
    | Came
    | Polled
    | Unknown
)


@dataclass(frozen=True, slots=True)
class Inbound:
    """One event. ``event_id`` is unique within its channel, however often the platform repeats it.

    ``chat`` is where an answer goes (for Slack a user id in private, a channel id elsewhere); ``sender`` is
    the platform's id of the person, empty for the clock; ``private`` is false in groups and rooms;
    ``can_open_form`` is true where the channel can show a modal in answer to this very event.
    """

    event_id: str
    channel: str
    chat: str
    sender: str
    what: What
    sender_name: str = ""
    private: bool = True
    can_open_form: bool = False
    message: MessageRef | None = None

    @property
    def account_chat(self) -> str:
        """Return the chat of whoever acts: their own, also where they act in a room."""
        return self.sender or self.chat

"""What the Slack channel is told: tokens, where Slack is, and how events come in."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bot.channels.patience import PATIENCE


class SlackMode(StrEnum):
    """How events come in: over a socket that the app opens, or by signed requests to it."""

    SOCKET = "socket"
    HTTP = "http"


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """Tokens are never shown.

    ``api_url`` is the address that method names are added to; ``patience`` is how long one call may take;
    ``rooms`` are the ids of the channels that are written to.
    """

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    mode: SlackMode = SlackMode.SOCKET
    patience: timedelta = PATIENCE
    rooms: tuple[str, ...] = ()

"""Every channel there is: how its messages are drawn, and how it is opened. A new channel is one line more."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from aiohttp import web

from bot.channels.patience import PATIENCE
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.drawing import SlackPainter
from bot.channels.slack.settings import SlackMode, SlackSettings
from bot.channels.telegram.channel import TelegramChannel, TelegramSettings
from bot.channels.telegram.drawing import TelegramPainter
from bot.config import Config
from bot.core.files import Offer
from bot.core.ports import Channel, Painter

SLACK = "https://slack.com/api/"

MayPoll = Callable[[], Awaitable[bool]]


class OpenChannel(Channel, Protocol):
    """A channel with a door of its own on the app's web server."""

    async def fetch(self, offer: Offer, most: int) -> bytes:
        """Return what is in a file that a person offers, ``most`` bytes at most.

        Raises:
            SendError: It could not be fetched.
        """

    def http_route(self) -> web.RouteDef:
        """Return the route by which its platform comes in; it answers 503 until ``start``."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a channel is opened with.

    ``sorry`` (CommonMark) is said to a person whose deed could not be taken; ``commands`` are listed in the
    app, each with what it does; ``may_poll`` says whether this process is the one that fetches, None = it is;
    ``patience`` is how long one call to the platform may take; ``rooms`` are the rooms that cards go to.
    """

    config: Config
    sorry: str
    commands: Sequence[tuple[str, str]]
    may_poll: MayPoll | None = None
    patience: timedelta = PATIENCE
    rooms: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of channel."""

    painter: Callable[[], Painter]
    open: Callable[[Opening], OpenChannel]


def open_telegram(opening: Opening) -> TelegramChannel:
    """Return Telegram as the config has it; nothing is called yet."""
    section, held = opening.config.telegram, opening.config.secrets
    public = opening.config.http.public_url.rstrip("/")
    settings = TelegramSettings(
        token=held.telegram_token.get_secret_value(),
        api_url=section.api_url,
        webhook_url=f"{public}/telegram/webhook" if section.webhook else "",
        webhook_secret=held.telegram_webhook_secret.get_secret_value(),
        commands=opening.commands,
        patience=opening.patience,
    )
    return TelegramChannel(settings, opening.sorry, opening.may_poll)


def open_slack(opening: Opening) -> SlackChannel:
    """Return Slack as the config has it; nothing is called yet."""
    section, held = opening.config.slack, opening.config.secrets
    settings = SlackSettings(
        bot_token=held.slack_bot_token.get_secret_value(),
        app_token=held.slack_app_token.get_secret_value(),
        signing_secret=held.slack_signing_secret.get_secret_value(),
        api_url=section.api_url or SLACK,
        mode=SlackMode(section.mode),
        patience=opening.patience,
        rooms=tuple(dict.fromkeys(filter(None, [*opening.rooms, section.home_channel]))),
    )
    return SlackChannel(settings, opening.sorry)


CHANNELS: Mapping[str, Kind] = {
    "telegram": Kind(TelegramPainter, open_telegram),
    "slack": Kind(SlackPainter, open_slack),
}

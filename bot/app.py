"""The one place where the parts meet: builds them, starts them, stops them, and keeps every task."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import structlog

from bot.channels.slack_blocks import SlackPainter
from bot.channels.telegram_html import TelegramPainter
from bot.config import Config
from bot.core.definitions import Content
from bot.core.ports import Clock, Painter
from bot.db.database import Database
from bot.db.store import Desk
from bot.engine import Engine, Rules
from bot.privacy import find_identifying
from handlers import ROUTES, draw_assignment, draw_broadcast

log = structlog.get_logger()

PAINTERS: dict[str, type[Painter]] = {"telegram": TelegramPainter, "slack": SlackPainter}


def open_desk(config: Config, content: Content) -> Desk:
    """Return what recording an outcome needs; a painter for each channel that is enabled."""
    painters = {name: painter() for name, painter in PAINTERS.items() if config.enabled(name)}
    return Desk(content, painters, draw_assignment, draw_broadcast)


def open_engine(
    config: Config,
    desk: Desk,
    database: Database,
    clock: Clock,
    queued: Callable[[], None] | None = None,
) -> Engine:
    """Return an engine over this database."""
    rules = Rules(ROUTES, find_identifying, clock, ZoneInfo(config.network.timezone))
    return Engine(database, desk, rules, queued)

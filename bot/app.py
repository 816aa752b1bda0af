"""The one place where the parts meet: builds them, starts them, stops them, and keeps every task."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import uuid4
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from bot.channels.slack import SlackChannel
from bot.channels.slack_blocks import SlackPainter
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_html import TelegramPainter
from bot.config import Config
from bot.core.definitions import Content
from bot.core.deliveries import Lane, Pace
from bot.core.events import Inbound
from bot.core.ports import Channel, Clock, Painter
from bot.core.turn import AtOnce
from bot.db import leases
from bot.db.database import Database
from bot.db.store import Desk
from bot.dispatcher import Dispatcher, Station
from bot.engine import Engine, Rules
from bot.metrics import Metrics
from bot.privacy import find_identifying
from bot.schedule import Schedule
from bot.web import build_web
from handlers import ROUTES, commands, draw_assignment, draw_broadcast

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

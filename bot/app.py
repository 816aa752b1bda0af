"""The one place where the parts meet: builds them, starts them, stops them, and keeps every task."""

import asyncio
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from bot.calendars import calendar_file
from bot.channels.registry import CHANNELS, MayPoll, OpenChannel, Opening
from bot.config import Config
from bot.core.definitions import Content
from bot.core.deliveries import Lane, Pace
from bot.core.files import MEGABYTE
from bot.core.kindness import Kindness
from bot.core.ports import Channel, Clock
from bot.core.quiet import QuietHours
from bot.db import leases, migrate, outbox
from bot.db.database import Database, Trouble
from bot.db.store import Desk
from bot.dispatcher import Dispatcher, Station
from bot.engine import Engine, Rules
from bot.feeds.addresses import Gate
from bot.feeds.fetching import Fetcher, Limits
from bot.feeds.watch import Office, Watch
from bot.metrics import Metrics
from bot.parts import keep
from bot.privacy import find_identifying
from bot.receiving import Receiving
from bot.schedule import Schedule
from bot.way_out import WayOut
from bot.web import WebServer, build_web
from handlers import ROUTES, commands, draw_assignment, draw_broadcast

log = structlog.get_logger()

# Both platforms take about one message a second in one chat (core.telegram.org/bots/faq; chat.postMessage).
ONE_CHAT = timedelta(seconds=1)
# Long after what waited at the start has left.
WARM_UP = timedelta(minutes=2)


def open_desk(config: Config, content: Content) -> Desk:
    """Return what recording an outcome needs; a painter for each channel that is enabled."""
    painters = {name: CHANNELS[name].painter() for name in config.channels}
    network = config.network
    zone = ZoneInfo(network.timezone)
    calendar = partial(calendar_file, zone=zone, name=network.name)
    quiet = QuietHours.read(config.kindness.quiet_hours)
    return Desk(
        content,
        painters,
        draw_assignment,
        draw_broadcast,
        calendar,
        partial(print_text, content, network.name),
        home_channel=config.slack.home_channel,
        kindness=Kindness(
            quiet, config.kindness.max_broadcasts_per_week, config.kindness.reminders, zone
        ),
    )


def print_text(content: Content, network: str, title: str, text: str, at: datetime) -> bytes:
    """Return a CommonMark text as a PDF file for paper, made ``at``."""
    # Half a second to load, so that only who wants a file to print waits for it.
    from bot.archive import Issue, printed  # noqa: PLC0415

    issue = Issue("record", title, network, at, (), text)
    return printed(issue, content.words.archive)


def open_engine(
    config: Config,
    desk: Desk,
    database: Database,
    clock: Clock,
    metrics: Metrics,
    queued: Callable[[], None],
) -> Engine:
    """Return an engine over this database."""
    zone = ZoneInfo(config.network.timezone)
    rules = Rules(ROUTES, find_identifying, clock, zone, metrics.took_event)
    return Engine(database, desk, rules, queued)


def open_office(config: Config, content: Content, database: Database, clock: Clock) -> Office:
    """Return what watching guidance needs; nothing is fetched yet."""
    settings = config.guidance
    gate = Gate(frozenset(settings.private_hosts))
    limits = Limits(between=timedelta(seconds=settings.seconds_between))
    feeds = list(content.triage.feeds.values())
    return Office(
        feeds, database, clock, settings.content_api, lambda: Fetcher(gate, clock, limits)
    )


def open_channels(
    config: Config, content: Content, may_poll: MayPoll | None = None
) -> list[OpenChannel]:
    """Return the channels that are enabled; nothing is called yet."""
    opening = Opening(
        config,
        content.words.common.went_wrong,
        commands(content),
        may_poll,
        rooms=[each.slack_channel for each in content.teams.values()],
    )
    return [CHANNELS[name].open(opening) for name in config.channels]


@dataclass(frozen=True, slots=True)
class Process:
    """What one ``homeround run`` is made of."""

    config: Config
    content: Content
    database: Database
    clock: Clock


async def run(process: Process, stop: asyncio.Event, started: Callable[[int], None]) -> None:
    """Run until ``stop`` is set; ``started`` is told the port once everything is up.

    At the end nothing new is taken, what is on the wire is recorded, and every lease is given back.
    """
    owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    config, database, clock = process.config, process.database, process.clock
    channels = open_channels(config, process.content, _poll_lease(database, clock, owner))
    metrics = Metrics([each.name for each in channels])
    way_out = _way_out(process, owner, metrics)
    desk = open_desk(config, process.content)
    engine = open_engine(config, desk, database, clock, metrics, way_out.wake)
    schedule = _schedule(process, owner)
    server = _server(process, channels, metrics, stop)
    async with AsyncExitStack() as ending:
        ending.push_async_callback(database.run, _give_back, database, owner)
        ending.push_async_callback(_end, _keep("engine", engine.run, clock))
        await server.start()
        ending.push_async_callback(server.stop)
        for channel in channels:
            ending.push_async_callback(channel.stop)
        way_out.start()
        ending.push_async_callback(way_out.end)
        await _start(channels, _receiving(process, desk, engine))
        schedule.start(engine.submit)
        ending.push_async_callback(schedule.stop)
        _begin_the_rest(process, owner, engine, ending)
        log.info("started", channels=[each.name for each in channels], port=server.port)
        started(server.port)
        await stop.wait()
        log.info("stopping")


def _begin_the_rest(process: Process, owner: str, engine: Engine, ending: AsyncExitStack) -> None:
    """Warm up, and watch the feeds of guidance until the end where the config says so."""
    ending.push_async_callback(_end, asyncio.create_task(_warm_up(process.clock)))
    if process.config.guidance.watch:
        office = open_office(process.config, process.content, process.database, process.clock)
        looking = partial(Watch(office, owner).run, engine.submit)
        ending.push_async_callback(_end, _keep("feeds", looking, process.clock))


async def _warm_up(clock: Clock) -> None:
    """Read in what figures need: the first look at results would take longer than Slack waits for an answer.

    Not before it has started: until its first message every second counts.
    """
    await clock.sleep(WARM_UP)
    await asyncio.to_thread(import_module, "bot.figures")


async def _start(channels: Sequence[OpenChannel], receiving: Receiving) -> None:
    await asyncio.gather(*(each.start(receiving.of(each.fetch)) for each in channels))


def _receiving(process: Process, desk: Desk, engine: Engine) -> Receiving:
    most = process.config.files.largest_mb * MEGABYTE
    return Receiving(process.database, desk, process.clock, find_identifying, engine.submit, most)


def _schedule(process: Process, owner: str) -> Schedule:
    config, zone = process.config, ZoneInfo(process.config.network.timezone)
    late = timedelta(hours=config.schedule.late_hours)
    return Schedule(
        process.database, process.content, process.clock, zone, owner, config.retention, late
    )


def _way_out(process: Process, owner: str, metrics: Metrics) -> WayOut:
    config, clock = process.config, process.clock
    # Of their own: a connection belongs to the loop that opened it.
    channels = open_channels(config, process.content)
    dispatchers = [
        Dispatcher(process.database, station, clock, metrics.tried)
        for station in _stations(config, channels, owner)
    ]
    return WayOut(channels, dispatchers, clock)


def _stations(config: Config, channels: Sequence[Channel], owner: str) -> list[Station]:
    found = []
    for channel in channels:
        settings = getattr(config, channel.name)
        rate = settings.messages_per_second / settings.lanes
        pace = Pace(rate, ONE_CHAT if rate else timedelta())
        found += [
            Station(channel, Lane(channel.name, number, settings.lanes), pace, owner)
            for number in range(settings.lanes)
        ]
    return found


def _poll_lease(database: Database, clock: Clock, owner: str) -> MayPoll:
    def take() -> bool:
        with database.write() as connection:
            return leases.take(connection, "telegram/poll", owner, clock.now()) is not None

    async def may_poll() -> bool:
        return await database.run(take)

    return may_poll


def _server(
    process: Process,
    channels: Sequence[OpenChannel],
    metrics: Metrics,
    stop: asyncio.Event,
) -> WebServer:
    database = process.database

    async def ready() -> list[str]:
        if stop.is_set():
            return ["Homeround is stopping."]
        return await database.run(_not_ready, database)

    async def measured() -> bytes:
        metrics.waits(await database.run(_waiting, database), process.clock.now())
        return metrics.render()

    routes: list[web.RouteDef] = [each.http_route() for each in channels]
    http = process.config.http
    return WebServer(build_web(routes, ready, measured), http.host, http.port)


def _not_ready(database: Database) -> list[str]:
    try:
        current = migrate.is_current(database)
    except Trouble:
        return ["The database does not answer."]
    return [] if current else ["The database is not at the present tables."]


def _waiting(database: Database) -> list[outbox.Waiting]:
    with database.read() as connection:
        return outbox.waiting(connection)


def _give_back(database: Database, owner: str) -> None:
    with database.write() as connection:
        leases.give_back(connection, owner)


def _keep(name: str, part: Callable[[], Awaitable[None]], clock: Clock) -> asyncio.Task[None]:
    return asyncio.create_task(keep(name, part, clock), name=name)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait({task})

"""Looks at a deployment and says in plain sentences what is wrong with it; changes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.config import Config
from bot.core.errors import SendError
from bot.core.guidance import FeedState
from bot.core.ports import Channel, Clock
from bot.core.restored import Restored
from bot.db import guidance, inbox, leases, marks, migrate, outbox, planned, promises, restored
from bot.db.database import Database

# Clocks further apart than this put due times and leases at the wrong moment.
APART = timedelta(minutes=2)
# Longer than any rate or short failure explains.
LONG_WAIT = timedelta(minutes=15)
LOOKED_BACK = timedelta(days=1)
# The clock looks every second: what is due longer than this was taken by nobody.
OVERDUE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what it is, whether it is well, and a plain sentence on it."""

    what: str
    ok: bool
    sentence: str


async def examine(
    config: Config, database: Database, channels: Sequence[Channel], clock: Clock
) -> list[Finding]:
    """Return everything that was looked at: the config, the database, then each of these channels.

    ``channels`` are the enabled ones that could be built; they need not be started. Where the database
    does not answer, or has not the present tables, what it would hold is not looked at.
    """
    findings = _examine_config(config)
    findings += await database.run(_examine_database, database, clock.now())
    for channel in channels:
        findings += await _examine_channel(channel)
    return findings


def _examine_config(config: Config) -> list[Finding]:
    if not config.channels:
        nothing = (
            "No channel is enabled, so nobody can be written to."
            " Set enabled = true in [telegram] or [slack] of config.toml."
        )
        return [Finding("channels", ok=False, sentence=nothing)]
    on = Finding("channels", ok=True, sentence=f"Enabled: {' and '.join(config.channels)}.")
    return [on, *_examine_secrets(config), *_examine_public_url(config)]


def _examine_secrets(config: Config) -> list[Finding]:
    missing = config.missing_secrets()
    if not missing:
        return [Finding("secrets", ok=True, sentence="Every secret that is needed is set.")]
    return [
        Finding("secrets", ok=False, sentence=f"{name} is not set in the environment.")
        for name in missing
    ]


def _examine_public_url(config: Config) -> list[Finding]:
    """Look at the public address where a platform must be able to reach this machine."""
    callers = []
    if config.telegram.enabled and config.telegram.webhook:
        callers.append("Telegram's webhook")
    if config.slack.enabled and config.slack.mode == "http":
        callers.append('Slack\'s mode "http"')
    if not callers:
        return []
    url, need = urlsplit(config.http.public_url), " and ".join(callers)
    if url.scheme == "https" and url.netloc:
        reached = f"{need} can use {config.http.public_url}."
        return [Finding("public_url", ok=True, sentence=reached)]
    fault = "is not an https address" if config.http.public_url else "is empty"
    sentence = f"[http] public_url {fault}, and {need} needs one that can be reached from outside."
    return [Finding("public_url", ok=False, sentence=sentence)]


def _examine_database(database: Database, now: datetime) -> list[Finding]:
    if not database.answers():
        silent = "The database does not answer. Look at [database] url in config.toml."
        return [Finding("database", ok=False, sentence=silent)]
    found = [_examine_clock(database.now(), now)]
    if not migrate.is_current(database):
        old = "The database has not the present tables. Run: homeround db upgrade"
        return [Finding("database", ok=False, sentence=old), *found]
    well = "The database answers and has the present tables."
    with database.read() as connection:
        running = leases.running(connection, now)
        rows = outbox.waiting(connection)
        parked = inbox.parked_since(connection, now - LOOKED_BACK)
        live_at = marks.at(connection, marks.LIVE)
        unreleased = restored.present(connection)
        overdue = planned.overdue(connection, now - OVERDUE)
        stuck = promises.overdue(connection, now - OVERDUE)
        feeds = guidance.states(connection)
    return [
        Finding("database", ok=True, sentence=well),
        *found,
        _examine_trial(live_at),
        *_examine_restored(unreleased),
        _examine_process(running=running),
        _examine_scheduled(*overdue, now),
        _examine_cases(*stuck, now),
        _examine_feeds(feeds.values(), now),
        *_examine_waiting(rows, now),
        _examine_parked(parked),
    ]


def _examine_clock(theirs: datetime, ours: datetime) -> Finding:
    apart = abs(theirs - ours)
    if apart <= APART:
        return Finding("clock", ok=True, sentence="The database's clock and this machine's agree.")
    sentence = (
        f"The database's clock and this machine's are {apart.total_seconds():.0f} seconds apart."
        " Set both by a time server."
    )
    return Finding("clock", ok=False, sentence=sentence)


def _examine_trial(live_at: datetime | None) -> Finding:
    """Say whether the network is on trial, which is no fault."""
    if live_at is not None:
        since = f"The network is live since {live_at:%d %b %Y}."
        return Finding("trial", ok=True, sentence=since)
    trial = (
        "The network is on trial: homes are only answered."
        " Two coordinators turn it live in chat, by the button in their menu."
    )
    return Finding("trial", ok=True, sentence=trial)


def _examine_restored(found: Restored | None) -> list[Finding]:
    if found is None:
        return []
    sentence = (
        "A backup was restored, and nothing is sent before it is released."
        f" Messages that waited in it: {found.waiting}."
        " A coordinator releases it in chat, by the button in their menu; or run: homeround db release"
    )
    return [Finding("restored", ok=False, sentence=sentence)]


def _examine_process(*, running: bool) -> Finding:
    """Say whether a process runs; that none does is no fault, since this may be before the first start."""
    sentence = (
        "A Homeround process is running on this database."
        if running
        else "No Homeround process is running on this database. To start one: homeround run"
    )
    return Finding("process", ok=True, sentence=sentence)


def _examine_scheduled(number: int, oldest: datetime | None, now: datetime) -> Finding:
    if oldest is None:
        none = "Everything that was scheduled went out, or its author was asked."
        return Finding("scheduled", ok=True, sentence=none)
    some = (
        f"Scheduled broadcasts that are due and that nobody took: {number}, the oldest"
        f" for {_minutes(now - oldest)}. Does a process run? The log has them as scheduled_stuck."
    )
    return Finding("scheduled", ok=False, sentence=some)


def _examine_cases(number: int, oldest: datetime | None, now: datetime) -> Finding:
    if oldest is None:
        none = "Every case and every promise moved on when it was due."
        return Finding("cases", ok=True, sentence=none)
    some = (
        f"Cases and promises that should have moved on and did not: {number}, the oldest"
        f" for {_minutes(now - oldest)}. Does a process run? See: homeround escalations audit"
    )
    return Finding("cases", ok=False, sentence=some)


def _examine_feeds(states: Iterable[FeedState], now: datetime) -> Finding:
    # One that has gone from the content is never looked at again.
    looked_at = (each for each in states if each.due_at > now - LOOKED_BACK)
    ill = sorted(each.feed_id for each in looked_at if each.trouble)
    if not ill:
        none = "No feed of guidance that was looked at is in trouble."
        return Finding("guidance", ok=True, sentence=none)
    some = f"Feeds of guidance in trouble: {', '.join(ill)}. What is wrong with each: homeround guidance feeds"
    return Finding("guidance", ok=False, sentence=some)


def _examine_waiting(rows: Sequence[outbox.Waiting], now: datetime) -> list[Finding]:
    late = [row for row in rows if now - row.oldest > LONG_WAIT]
    if not late:
        none = f"No message has waited longer than {_minutes(LONG_WAIT)}."
        return [Finding("waiting", ok=True, sentence=none)]
    return [
        Finding(
            "waiting",
            ok=False,
            sentence=f"{row.channel}: waiting to be sent: {row.messages}, the oldest for"
            f" {_minutes(now - row.oldest)}.",
        )
        for row in late
    ]


def _examine_parked(parked: int) -> Finding:
    if not parked:
        none = "Everything that came since yesterday could be handled."
        return Finding("parked", ok=True, sentence=none)
    some = f"Events since yesterday that could not be handled: {parked}. The log has them as event_parked."
    return Finding("parked", ok=False, sentence=some)


def _minutes(length: timedelta) -> str:
    return f"{length // timedelta(minutes=1)} minutes"


async def _examine_channel(channel: Channel) -> list[Finding]:
    try:
        problems = await channel.problems()
    except SendError as error:
        problems = [f"{channel.name} could not be asked ({error.kind}: {error.reason})."]
    if not problems:
        answer = f"{channel.name} answers and takes what is set."
        return [Finding(channel.name, ok=True, sentence=answer)]
    return [Finding(channel.name, ok=False, sentence=each) for each in problems]

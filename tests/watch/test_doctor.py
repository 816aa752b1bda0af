"""What the doctor finds in a deployment."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config import Config
from bot.core.deliveries import Priority, Sent, Wire
from bot.core.errors import Rejected, SendError
from bot.core.events import Inbound, Said
from bot.core.guidance import FeedState, Trouble
from bot.core.messages import Message
from bot.core.ports import Channel, Painter, Submit
from bot.db import inbox, leases, migrate, outbox
from bot.db.database import Database
from bot.db.tables import feeds
from bot.doctor import Finding, examine


class PlainPainter:
    """Draws a message as its text."""

    def prepare(self, message: Message) -> tuple[str, ...]:
        return (message.text,)


class Platform:
    """A channel of which only its problems are asked."""

    can_look_up = False

    def __init__(self, problems: Sequence[str] = (), error: SendError | None = None) -> None:
        self.name = "telegram"
        self.painter: Painter = PlainPainter()
        self._problems = list(problems)
        self._error = error

    async def problems(self) -> list[str]:
        if self._error:
            raise self._error
        return self._problems

    async def start(self, submit: Submit) -> None:
        raise AssertionError(submit)

    async def stop(self) -> None:
        raise AssertionError

    async def send(self, wire: Wire) -> Sent:
        raise AssertionError(wire)

    async def find(self, wire: Wire) -> Sent | None:
        raise AssertionError(wire)


class ShiftedClock:
    """The machine's clock, set wrong by so much."""

    def __init__(self, by: timedelta = timedelta()) -> None:
        self._by = by

    def now(self) -> datetime:
        return datetime.now(UTC) + self._by

    async def sleep(self, length: timedelta) -> None:
        raise AssertionError(length)


@dataclass
class Patient:
    """A deployment that is well until a test says otherwise."""

    database: Database
    config: dict[str, Any] = field(default_factory=dict)
    channels: list[Channel] = field(default_factory=lambda: [Platform()])
    clock: ShiftedClock = field(default_factory=ShiftedClock)

    async def findings(self) -> list[Finding]:
        config = {
            "telegram": {"enabled": True},
            "secrets": {"telegram_token": "1:a"},
            **self.config,
        }
        return await examine(
            Config.model_validate(config), self.database, self.channels, self.clock
        )

    async def complaints(self) -> dict[str, list[str]]:
        """Return the sentences on what is not well, by what was looked at."""
        bad: dict[str, list[str]] = {}
        for each in await self.findings():
            if not each.ok:
                bad.setdefault(each.what, []).append(each.sentence)
        return bad

    def waits_since(self, moment: datetime) -> None:
        with self.database.write() as connection:
            outbox.queue(connection, [outbox.Post("telegram", "1", "x", Priority.REPLY)], moment)


@pytest.fixture
async def patient(tmp_path: Path) -> AsyncIterator[Patient]:
    database = Database(f"sqlite:///{tmp_path / 'homeround.db'}")
    migrate.upgrade(database)
    yield Patient(database)
    database.close()


async def test_a_deployment_that_is_well_has_every_line_well(patient: Patient) -> None:
    findings = await patient.findings()

    assert [each.what for each in findings] == [
        "channels",
        "secrets",
        "database",
        "clock",
        "trial",
        "process",
        "scheduled",
        "cases",
        "guidance",
        "waiting",
        "parked",
        "telegram",
    ]
    assert all(each.ok for each in findings)


async def test_nothing_enabled_is_said(patient: Patient) -> None:
    patient.config = {"telegram": {"enabled": False}}

    (sentence,) = (await patient.complaints())["channels"]

    assert "nobody can be written to" in sentence


async def test_every_secret_that_is_missing_is_named(patient: Patient) -> None:
    patient.config = {"slack": {"enabled": True}, "secrets": {}}

    assert (await patient.complaints())["secrets"] == [
        f"HOMEROUND_{name} is not set in the environment."
        for name in ("TELEGRAM_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
    ]


@pytest.mark.parametrize(
    ("section", "caller"),
    [
        ({"telegram": {"enabled": True, "webhook": True}}, "Telegram's webhook"),
        ({"slack": {"enabled": True, "mode": "http"}}, 'Slack\'s mode "http"'),
    ],
)
@pytest.mark.parametrize(
    ("url", "fault"),
    [("", "is empty"), ("http://bot.example", "is not an https address"), ("https://", "is not")],
)
async def test_a_platform_that_calls_needs_an_https_address(
    patient: Patient, section: dict[str, Any], caller: str, url: str, fault: str
) -> None:
    patient.config = {**section, "http": {"public_url": url}}

    (sentence,) = (await patient.complaints())["public_url"]

    assert fault in sentence
    assert caller in sentence


async def test_an_https_address_will_do(patient: Patient) -> None:
    patient.config = {
        "telegram": {"enabled": True, "webhook": True},
        "http": {"public_url": "https://bot.example"},
    }

    assert "public_url" not in await patient.complaints()


async def test_a_database_that_does_not_answer_is_all_that_is_said_of_it(
    patient: Patient, tmp_path: Path
) -> None:
    patient.database = Database(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")

    findings = await patient.findings()

    patient.database.close()
    assert [each.what for each in findings if not each.ok] == ["database"]
    assert not {"clock", "process", "waiting"} & {each.what for each in findings}


async def test_a_database_without_the_present_tables_says_what_to_run(
    patient: Patient, tmp_path: Path
) -> None:
    patient.database = Database(f"sqlite:///{tmp_path / 'empty.db'}")

    (sentence,) = (await patient.complaints())["database"]

    patient.database.close()
    assert sentence.endswith("Run: homeround db upgrade")


@pytest.mark.parametrize("by", [timedelta(minutes=5), timedelta(minutes=-5)])
async def test_clocks_that_are_apart_are_told(patient: Patient, by: timedelta) -> None:
    patient.clock = ShiftedClock(by)

    (sentence,) = (await patient.complaints())["clock"]

    assert "seconds apart" in sentence


async def test_a_process_that_runs_is_seen(patient: Patient) -> None:
    with patient.database.write() as connection:
        leases.take(connection, "telegram/0", "one", patient.clock.now())

    (found,) = [each for each in await patient.findings() if each.what == "process"]

    assert found.sentence == "A Homeround process is running on this database."


async def test_a_message_that_waits_too_long_is_told(patient: Patient) -> None:
    patient.waits_since(patient.clock.now() - timedelta(minutes=32))

    assert (await patient.complaints())["waiting"] == [
        "telegram: waiting to be sent: 1, the oldest for 32 minutes."
    ]


async def test_a_message_that_waits_a_little_is_well(patient: Patient) -> None:
    patient.waits_since(patient.clock.now() - timedelta(minutes=14))

    assert await patient.complaints() == {}


async def test_what_could_not_be_handled_since_yesterday_is_told(patient: Patient) -> None:
    now = patient.clock.now()
    for days, event_id in ((0, "new"), (2, "old")):
        inbound = Inbound(event_id, "telegram", "1", "1", Said("hello"))
        with patient.database.write() as connection:
            inbox.first_times(connection, [inbound], now - timedelta(days=days))
            inbox.park(connection, inbound, ValueError())

    assert (await patient.complaints())["parked"] == [
        "Events since yesterday that could not be handled: 1. The log has them as event_parked."
    ]


async def test_what_a_channel_says_of_itself_is_passed_on(patient: Patient) -> None:
    patient.channels = [Platform(["The token is not Telegram's.", "The webhook is not set."])]

    assert (await patient.complaints())["telegram"] == [
        "The token is not Telegram's.",
        "The webhook is not set.",
    ]


async def test_a_channel_that_cannot_be_asked_is_told(patient: Patient) -> None:
    patient.channels = [Platform(error=Rejected("unauthorized"))]

    assert (await patient.complaints())["telegram"] == [
        "telegram could not be asked (rejected: unauthorized)."
    ]


async def test_a_feed_of_guidance_in_trouble_is_named(patient: Patient) -> None:
    state = FeedState(
        "north", "https://north.example/feed", datetime.now(UTC), trouble=Trouble.ENDED
    )
    with patient.database.write() as connection:
        connection.execute(feeds.insert().values(asdict(state)))

    (sentence,) = (await patient.complaints())["guidance"]
    assert "north" in sentence

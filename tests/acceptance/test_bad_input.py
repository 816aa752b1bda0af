"""What no platform should send, sent to the running process: an answer or a quiet refusal, and it lives on."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.content import load_content
from bot.core.definitions import Content
from bot.db import inbox
from bot.db.tables import events
from bot.demo.people import Controls, SlackPerson, TelegramPerson
from sandbox.server import Sandbox, SandboxSettings
from tests.support.borough import FIRST_CHAT, Borough
from tests.support.doors import SIGNING_SECRET, Doors, free_port, http_environment
from tests.support.process import until

pytestmark = pytest.mark.acceptance

SECRET_WORDS = "Mrs Thistlethwaite of room 9 has a cough"
LONG = "word " * 2000
STRANGER = {"id": 99, "is_bot": False, "first_name": "Ermintrude"}
GROUP = -100_200


class Stage:
    """Two homes, one in each channel, and everything over HTTP."""

    def __init__(self, borough: Borough, session: aiohttp.ClientSession) -> None:
        self.borough = borough
        self.content: Content = load_content(borough.content)
        self.doors = Doors(session, borough.process)
        self.controls = Controls(session, borough.box.url)
        self.sam = TelegramPerson(self.controls, FIRST_CHAT, "Manager 0", "Home 0000")
        self.ines = SlackPerson(self.controls, f"U{1:08}", "Manager 1")

    def taken(self) -> int:
        """Return how many events were taken from people."""
        query = select(func.count()).where(events.c.channel != "clock")
        with self.borough.database.read() as connection:
            return connection.execute(query).scalar_one()

    async def is_well(self) -> None:
        """Hold that it lives, is ready, and could handle all that it took."""
        assert await self.doors.get("/healthz") == (200, "ok\n")
        assert await self.doors.get("/readyz") == (200, "ready\n")
        with self.borough.database.read() as connection:
            assert inbox.parked_since(connection, datetime.min.replace(tzinfo=UTC)) == 0
        log = self.borough.log()
        assert '"exception"' not in log
        for private in ("Thistlethwaite", "Ermintrude", "Manager 0", "Home 0000"):
            assert private not in log


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    port = free_port()
    settings = SandboxSettings(
        port=0,
        rates=False,
        slack_signing_secret=SIGNING_SECRET,
        slack_events_url=f"http://127.0.0.1:{port}/slack/events",
    )
    async with Sandbox(settings) as box, aiohttp.ClientSession() as session:
        borough = Borough(box, f"sqlite:///{tmp_path / 'network.db'}", tmp_path)
        borough.environment |= http_environment(port)
        borough.settle(2)
        await borough.run()
        await until(lambda: bool(box.telegram.world.updates.webhook))
        yield Stage(borough, session)
        await borough.close()


def said(text: str, **message: Any) -> dict[str, Any]:
    """Return a message in Telegram, from nobody that anybody knows unless ``message`` says more."""
    chat = {"id": 99, "type": "private", "first_name": "Ermintrude"}
    whole = {"message_id": 1, "date": 1, "chat": chat, "from": STRANGER, "text": text}
    return {"update_id": 1, "message": whole | message}


async def test_who_only_pretends_to_be_a_platform_is_turned_away(stage: Stage) -> None:
    doors = stage.doors
    event = {
        "type": "event_callback",
        "event_id": "Ev1",
        "event": {"type": "message", "channel_type": "im", "user": "U1", "text": SECRET_WORDS},
    }

    assert await doors.telegram(said(SECRET_WORDS), secret="a guess") == 403
    assert await doors.telegram(said(SECRET_WORDS), secret="") == 403
    assert await doors.slack(event, secret="a guess") == 401
    assert await doors.slack(event, seconds_old=6 * 60) == 401
    assert await doors.slack(event, altered=True) == 401
    assert await doors.telegram(b"{") == 400
    assert await doors.telegram([1, 2]) == 400
    assert await doors.telegram(b" " * 2_000_000) == 413
    assert stage.taken() == 0
    assert stage.borough.log().count('"request_refused"') == 8
    assert (await doors.get("/telegram/webhook"))[0] == 405

    assert await doors.telegram(said(SECRET_WORDS)) == 200
    assert await doors.slack(event) == 200
    assert stage.taken() == 2
    await stage.is_well()


UNREADABLE: tuple[dict[str, Any], ...] = (
    {},
    {"message": None},
    {"message": {"chat": {"id": 99}}},
    {"message": {"text": "x", "chat": {"id": "x", "type": "private"}, "from": STRANGER}},
    {"message_reaction": {"chat": {"id": 99, "type": "private"}}},
    {"something_new": {"text": SECRET_WORDS}},
    {"my_chat_member": {"chat": {"id": 99, "type": "private"}, "from": STRANGER}},
    {"poll_answer": {"poll_id": "1", "user": STRANGER, "option_ids": [0]}},
)
PRESSES: tuple[dict[str, Any], ...] = (
    {"callback_query": {"id": "1", "from": STRANGER, "data": "answer:1:week:today"}},
    {"callback_query": {"id": "2", "from": STRANGER, "data": "x" * 64}},
    {"callback_query": {"id": "3", "from": STRANGER}},
)


async def test_updates_that_nobody_knows_are_confirmed_and_change_nothing(stage: Stage) -> None:
    for number, odd in enumerate((*UNREADABLE, *PRESSES), 1):
        assert await stage.doors.telegram({"update_id": number, **odd}) == 200
    unknown = {"type": "event_callback", "event": {"type": "workflow_step", "text": SECRET_WORDS}}
    assert await stage.doors.slack(unknown) == 200
    assert await stage.doors.slack({"type": "something_new"}) == 200
    altered = {
        "type": "block_actions",
        "user": {"id": stage.ines.user},
        "actions": [{"value": "claim:1"}],
    }
    assert await stage.doors.slack(altered) == 200

    await stage.is_well()
    taken = 'homeround_events_total{channel="telegram",kind="Unknown"}'
    assert await stage.doors.figure(taken) == len(UNREADABLE)
    assert stage.borough.log().count('"event_unknown"') == len(UNREADABLE)
    assert await stage.doors.figure('homeround_events_total{channel="slack",kind="Pressed"}') == 1


async def test_a_button_with_altered_data_does_nothing(stage: Stage) -> None:
    await stage.borough.command("round", "open", "weekly")
    await stage.sam.sees(label=stage.content.words.checkin.unclear)
    for data in ("answer:2:week:today", "answer:99:week:well", "claim:1", "answer:1:week:nothing"):
        pressed = await stage.controls.act(f"telegram/chats/{FIRST_CHAT}/tap", data=data)
        assert pressed["answered"]
        assert pressed["text"], "the person is told"

    results = await stage.borough.command("round", "results", "weekly", "--json")
    assert '"homes": 1' not in results
    await stage.is_well()


async def test_what_people_send_otherwise_is_answered_in_words(stage: Stage) -> None:
    words, sam, chat = stage.content.words, stage.sam, f"telegram/chats/{FIRST_CHAT}"
    await sam.says(LONG)
    await sam.sees(label=words.menu.ask_for_help)
    for kind in ("photo", "voice", "sticker", "document", "location", "poll"):
        await stage.controls.act(f"{chat}/clear")
        await stage.controls.act(f"{chat}/send", kind=kind)
        await sam.sees(words.common.attached)
    await sam.says("hello")
    await stage.controls.act(f"{chat}/send", kind="edited", text=SECRET_WORDS)
    await sam.sees(words.common.edited)
    await stage.ines.says(LONG)
    await stage.ines.sees(stage.ines.direct, label=words.menu.ask_for_help)

    await stage.is_well()


async def test_a_group_is_told_once_asked_and_otherwise_left_alone(stage: Stage) -> None:
    group = {"chat_id": GROUP, "from": FIRST_CHAT}
    await stage.controls.act("telegram/group", **group, text=SECRET_WORDS)
    await stage.controls.act("telegram/group", **group, text="/menu")
    ledger = stage.borough.box.ledger
    await until(lambda: ledger.count("telegram", str(GROUP)) > 0)

    (told,) = ledger.found("telegram", str(GROUP))
    assert told.text == stage.content.words.common.group
    await stage.is_well()

"""The webhook of Telegram: only what brings the secret gets in, and 200 means that it was kept."""

import json
from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import pytest

from bot.core.events import Attached, Said
from tests.support.telegram_stage import SECRET, TelegramStage

HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATH = "/telegram/webhook"
UPDATE = {
    "update_id": 9001,
    "message": {
        "message_id": 5,
        "date": 1,
        "text": "We have no gloves",
        "chat": {"id": 7001, "type": "private", "first_name": "Sam"},
        "from": {"id": 7001, "is_bot": False, "first_name": "Sam", "last_name": "Abbeyfold"},
    },
}


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStage]:
    async with TelegramStage(webhook=True) as stage:
        yield stage


async def knock(
    telegram: TelegramStage,
    body: bytes | None = None,
    secret: bytes | None = SECRET.encode(),
    kind: str = "application/json",
) -> int:
    """Return the status with which the door answers."""
    headers = {"Content-Type": kind}
    if secret is not None:
        headers[HEADER] = secret.decode("utf-8", "surrogateescape")
    sent = json.dumps(UPDATE).encode() if body is None else body
    async with (
        aiohttp.ClientSession(telegram.address) as session,
        session.post(PATH, data=BytesIO(sent), headers=headers) as answer,
    ):
        return answer.status


async def test_an_update_with_the_secret_is_kept(telegram: TelegramStage) -> None:
    await telegram.start()

    assert await knock(telegram) == 200

    (said,) = telegram.keeper.kept
    assert (said.what, said.sender_name) == (Said("We have no gloves"), "Sam Abbeyfold")


async def test_what_is_written_with_a_photo_comes_with_it(telegram: TelegramStage) -> None:
    await telegram.start()
    photo = [{"file_id": "p1", "file_size": 5}]
    words = '"text": "We have no gloves"'
    shown = f'"photo": {json.dumps(photo)}, "caption": "Wash hands."'

    assert await knock(telegram, json.dumps(UPDATE).replace(words, shown).encode()) == 200
    (came,) = telegram.keeper.kept
    assert isinstance(came.what, Attached)
    assert came.what.text == "Wash hands."


@pytest.mark.parametrize(
    "secret",
    [
        None,
        b"",
        b"wrong",
        SECRET.encode()[:-1],
        SECRET.upper().encode(),
        b"\xc3\xa9\xff",
        b"x" * 5000,
    ],
)
async def test_whoever_does_not_bring_the_secret_is_turned_away(
    telegram: TelegramStage, secret: bytes | None
) -> None:
    await telegram.start()

    assert await knock(telegram, secret=secret) == 403

    assert telegram.keeper.came == []


async def test_without_a_secret_of_its_own_the_door_lets_nobody_in() -> None:
    async with TelegramStage(webhook=True, secret="") as telegram:
        await telegram.start()

        assert await knock(telegram, secret=b"") == 403
        assert await knock(telegram, secret=None) == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"update_id": 1',
        b"\xff\xfe{}",
        b"[]",
        b'"text"',
        b"null",
        b"{}",
        b'{"update_id": "1"}',
        b'{"update_id": 1.5}',
        b"[" * 100_000,
        b'{"update_id": 1, "message": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"update_id": ' + b"1" * 10_000 + b"}",
    ],
    ids=lambda body: body[:12].decode("latin-1"),
)
async def test_what_is_no_update_is_refused_and_the_next_one_is_taken(
    telegram: TelegramStage, body: bytes
) -> None:
    await telegram.start()

    assert await knock(telegram, body) == 400

    assert telegram.keeper.came == []
    assert await knock(telegram) == 200


async def test_more_than_a_mebibyte_is_refused(telegram: TelegramStage) -> None:
    await telegram.start()
    just = json.dumps(UPDATE).encode()
    padded = just + b" " * (1024 * 1024 - len(just))

    assert await knock(telegram, padded) == 200
    assert await knock(telegram, padded + b" ") == 413
    assert await knock(telegram, b"x" * 5_000_000) == 413
    assert len(telegram.keeper.kept) == 1


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "text/plain", "nonsense"])
async def test_the_content_type_is_no_reason_to_lose_an_update(
    telegram: TelegramStage, kind: str
) -> None:
    await telegram.start()

    assert await knock(telegram, kind=kind) == 200


async def test_an_update_that_was_not_kept_is_not_confirmed(telegram: TelegramStage) -> None:
    telegram.keeper.failures = 1
    await telegram.start()

    assert await knock(telegram) == 500
    assert await knock(telegram) == 200

    first, second = telegram.keeper.came
    assert first.event_id == second.event_id == "9001"


async def test_before_the_start_and_after_the_end_an_update_is_to_come_again(
    telegram: TelegramStage,
) -> None:
    assert await knock(telegram) == 503
    await telegram.start()
    assert await knock(telegram) == 200

    await telegram.channel.stop()

    assert await knock(telegram) == 503


async def test_only_what_telegram_does_is_answered(telegram: TelegramStage) -> None:
    await telegram.start()

    async with aiohttp.ClientSession(telegram.address) as session:
        async with session.get(PATH, headers={HEADER: SECRET}) as answer:
            assert answer.status == 405
        async with session.post(f"{PATH}/more", headers={HEADER: SECRET}) as answer:
            assert answer.status == 404


async def test_telegram_is_told_the_secret_and_what_is_wanted(telegram: TelegramStage) -> None:
    await telegram.start()
    await telegram.say("hello")
    await telegram.keeper.heard()

    updates = telegram.box.telegram.world.updates
    assert updates.webhook == f"{telegram.address}{PATH}"
    assert updates.secret == SECRET
    assert "callback_query" in updates.allowed
    assert updates.last_error == ""

"""Faults on order and rates: the stand-in Telegram goes wrong as the real one does."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.error import Forbidden, NetworkError, RetryAfter, TimedOut

from sandbox import Sandbox, SandboxSettings
from sandbox.faults import Fault
from sandbox.telegram.refusal import Refused
from sandbox.telegram.stand import Rates
from tests.support.telegram_phone import Phone

SAM = 7001
ALEX = 7002


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    async with Sandbox(SandboxSettings(port=0)) as box:
        yield box


@pytest.fixture
async def bot(box: Sandbox) -> AsyncIterator[Bot]:
    async with Bot("100001:sandbox", base_url=f"{box.url}bot") as bot:
        yield bot


@pytest.fixture
async def phone(box: Sandbox) -> AsyncIterator[Phone]:
    async with Phone(box.url) as phone:
        await phone.join(SAM)
        await phone.join(ALEX, "Alex Marsh")
        yield phone


@pytest.fixture
async def session(box: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(box.url) as session:
        yield session


async def send(session: aiohttp.ClientSession, chat: int) -> tuple[aiohttp.ClientResponse, Any]:
    """Send with no client between, and return the answer and what it says."""
    message = {"chat_id": chat, "text": "hello"}
    async with session.post("/bot100001:sandbox/sendMessage", json=message) as response:
        return response, await response.json()


def order(box: Sandbox, kind: str, **more: Any) -> None:
    box.faults.add(Fault("telegram", kind, method="sendMessage", **more))


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # of RetryAfter itself
@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("throttle", RetryAfter),
        ("server_error", NetworkError),
        ("bad_gateway_html", NetworkError),
        ("refuse_before", NetworkError),
        ("blocked", Forbidden),
    ],
)
async def test_what_fails_before_it_is_accepted_is_not_sent_and_the_next_goes_well(
    box: Sandbox, bot: Bot, phone: Phone, kind: str, error: type[Exception]
) -> None:
    order(box, kind)

    with pytest.raises(error):
        await bot.send_message(SAM, "lost")
    await bot.send_message(SAM, "arrived")

    assert [m["text"] for m in await phone.from_bot(SAM)] == ["arrived"]


@pytest.mark.parametrize(("kind", "error"), [("no_answer", TimedOut), ("reset", NetworkError)])
async def test_what_fails_afterwards_was_sent_all_the_same(
    box: Sandbox, bot: Bot, phone: Phone, kind: str, error: type[Exception]
) -> None:
    order(box, kind)

    with pytest.raises(error):
        await bot.send_message(SAM, "in doubt", read_timeout=0.2)

    assert box.ledger.count(chat=str(SAM), containing="in doubt") == 1
    assert [m["text"] for m in await phone.from_bot(SAM)] == ["in doubt"]


async def test_a_slow_answer_comes_in_the_end(box: Sandbox, bot: Bot, phone: Phone) -> None:
    order(box, "slow", seconds=0.2)
    begun = asyncio.get_running_loop().time()

    await bot.send_message(SAM, "late")

    assert asyncio.get_running_loop().time() - begun >= 0.2


async def test_a_throttled_call_says_how_long_to_wait_in_the_body_and_the_header(
    box: Sandbox, phone: Phone, session: aiohttp.ClientSession
) -> None:
    order(box, "throttle", seconds=7)

    response, said = await send(session, SAM)

    assert response.status == 429
    assert response.headers["Retry-After"] == "7"
    assert said == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }


async def test_a_fault_meets_only_its_chat_and_its_method_and_as_often_as_ordered(
    box: Sandbox, bot: Bot, phone: Phone
) -> None:
    order(box, "server_error", count=2, chat=str(SAM))

    await bot.send_message(ALEX, "not meant")
    await bot.send_chat_action(SAM, "typing")
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(SAM, "meant")
    await bot.send_message(SAM, "over")

    assert [m["text"] for m in await phone.from_bot(SAM)] == ["over"]


async def test_an_open_poll_uses_up_no_fault_that_does_not_name_it(
    box: Sandbox, bot: Bot, phone: Phone
) -> None:
    box.faults.add(Fault("telegram", "server_error"))
    await bot.get_updates()
    with pytest.raises(NetworkError):
        await bot.send_message(SAM, "lost")

    box.faults.add(Fault("telegram", "server_error", method="getUpdates"))
    await bot.send_message(SAM, "arrived")
    with pytest.raises(NetworkError):
        await bot.get_updates()


async def test_faults_are_ordered_and_called_off_over_http(
    box: Sandbox, bot: Bot, phone: Phone, session: aiohttp.ClientSession
) -> None:
    fault = {"platform": "telegram", "kind": "server_error", "count": 100}
    async with session.post("/sandbox/faults", json=fault):
        pass
    with pytest.raises(NetworkError):
        await bot.send_message(SAM, "lost")

    async with session.delete("/sandbox/faults"):
        pass
    await bot.send_message(SAM, "arrived")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"kind": "flood"}, "there is no fault flood"),
        ({"platform": "pager"}, "there is no platform pager"),
        ({"count": 0}, "the count of a fault is a number from 1"),
        ({"seconds": "ten"}, "the seconds of a fault are a number from 0"),
        ({"whim": True}, "whim"),
    ],
)
async def test_a_fault_that_cannot_be_is_refused_in_one_sentence(
    session: aiohttp.ClientSession, wrong: dict[str, object], reason: str
) -> None:
    fault = {"platform": "telegram", "kind": "slow"} | wrong

    async with session.post("/sandbox/faults", json=fault) as response:
        assert response.status == 400
        assert reason in (await response.json())["error"]


async def test_a_burst_into_one_chat_is_throttled_and_others_are_not(
    box: Sandbox, phone: Phone, session: aiohttp.ClientSession
) -> None:
    burst = [(await send(session, SAM))[1] for _ in range(4)]
    _, other = await send(session, ALEX)

    assert [said["ok"] for said in burst] == [True, True, True, False]
    assert 1 <= burst[3]["parameters"]["retry_after"] <= 3
    assert other["ok"]
    assert box.ledger.refused == {("telegram", "sendmessage", "429"): 1}


async def test_a_burst_over_all_chats_is_throttled_at_thirty_a_second(
    box: Sandbox, phone: Phone, session: aiohttp.ClientSession
) -> None:
    people = range(8000, 8040)
    for person in people:
        await phone.join(person)

    said = await asyncio.gather(*(send(session, person) for person in people))

    refused = [body for _, body in said if not body["ok"]]
    assert 1 <= len(refused) <= 10
    assert {body["parameters"]["retry_after"] for body in refused} == {1}


def test_a_chat_takes_one_a_second_again_after_the_wait() -> None:
    rates = Rates()
    for _ in range(3):
        rates.take("sendmessage", "7001", 0)

    with pytest.raises(Refused):
        rates.take("sendmessage", "7001", 2.9)
    rates.take("sendmessage", "7001", 3)


def test_a_group_takes_twenty_a_minute() -> None:
    rates = Rates()
    for second in range(20):
        rates.take("sendmessage", "-100123", second)

    with pytest.raises(Refused) as refused:
        rates.take("sendmessage", "-100123", 30)

    assert refused.value.retry_after == 31


def test_edits_count_overall_and_presses_do_not() -> None:
    rates = Rates()
    for _ in range(100):
        rates.take("answercallbackquery", "", 0)
    for chat in range(30):
        rates.take("editmessagetext", str(chat), 0)

    with pytest.raises(Refused):
        rates.take("sendmessage", "7001", 0.5)

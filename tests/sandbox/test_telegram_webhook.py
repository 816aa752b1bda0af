"""The stand-in Telegram delivers to a webhook until it says that it took the update."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from sandbox import Sandbox, SandboxSettings
from tests.support.telegram_phone import Phone

SAM = 7001
SECRET = "A-long_secret"


class Hook:
    """A web server that takes updates; ``answers`` are given first, then 200 to everything."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []
        self._news = asyncio.Condition()

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        async with self._news:
            self.texts.append(update["message"]["text"])
            self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            self._news.notify_all()
        return self.answers.pop(0) if self.answers else web.Response()

    async def heard(self, number: int) -> list[str]:
        """Return the texts, once there are this many."""
        async with asyncio.timeout(5), self._news:
            await self._news.wait_for(lambda: len(self.texts) >= number)
        return self.texts


@pytest.fixture
def hook() -> Hook:
    return Hook()


@pytest.fixture
async def address(hook: Hook) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/telegram/webhook", hook.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/telegram/webhook"
    await runner.cleanup()


@pytest.fixture
async def box(address: str) -> AsyncIterator[Sandbox]:
    async with Sandbox(SandboxSettings(port=0, rates=False)) as box:
        yield box


@pytest.fixture
async def bot(box: Sandbox) -> AsyncIterator[Bot]:
    async with Bot("100001:sandbox", base_url=f"{box.url}bot") as bot:
        yield bot


@pytest.fixture
async def phone(box: Sandbox) -> AsyncIterator[Phone]:
    async with Phone(box.url) as phone:
        await phone.meet(SAM)
        yield phone


async def test_what_is_said_is_delivered_in_order_with_the_secret(
    bot: Bot, phone: Phone, hook: Hook, address: str
) -> None:
    await bot.set_webhook(address, secret_token=SECRET)

    for word in ("one", "two", "three"):
        await phone.say(SAM, word)

    assert await hook.heard(3) == ["one", "two", "three"]
    assert set(hook.secrets) == {SECRET}


async def test_a_webhook_of_the_settings_is_there_from_the_start(hook: Hook, address: str) -> None:
    settings = SandboxSettings(port=0, telegram_webhook=address, webhook_secret=SECRET)

    async with Sandbox(settings) as box, Phone(box.url) as phone:
        await phone.meet(SAM)
        await phone.say(SAM, "hello")
        assert await hook.heard(1) == ["hello"]

    assert hook.secrets == [SECRET]


@pytest.mark.parametrize("answer", [500, 403, 302])
async def test_an_update_that_is_not_taken_comes_again_before_the_next_one(
    bot: Bot, phone: Phone, hook: Hook, address: str, answer: int
) -> None:
    hook.answers = [web.Response(status=answer, headers={"Location": address})]
    await bot.set_webhook(address)

    await phone.say(SAM, "one")
    await phone.say(SAM, "two")

    assert await hook.heard(3) == ["one", "one", "two"]
    assert set(hook.secrets) == {None}


async def test_the_last_failure_is_shown_with_its_moment(
    bot: Bot, phone: Phone, hook: Hook, address: str
) -> None:
    hook.answers = [web.Response(status=500)]
    await bot.set_webhook(address)
    await phone.say(SAM, "one")
    await hook.heard(2)

    info = await bot.get_webhook_info()

    assert info.url == address
    assert info.last_error_message == ("Wrong response from the webhook: 500 Internal Server Error")
    assert info.last_error_date is not None


async def test_updates_are_not_fetched_while_a_webhook_is_set(
    bot: Bot, phone: Phone, hook: Hook, address: str
) -> None:
    await bot.set_webhook(address)

    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()

    assert await bot.get_updates() == ()


async def test_setting_a_webhook_ends_an_open_poll(
    box: Sandbox, bot: Bot, phone: Phone, hook: Hook, address: str
) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    assert (await bot.get_webhook_info()).url == ""

    await bot.set_webhook(address)

    with pytest.raises(Conflict):
        await asyncio.wait_for(polling, 5)


async def test_what_waited_is_dropped_only_when_asked(
    bot: Bot, phone: Phone, hook: Hook, address: str
) -> None:
    await phone.say(SAM, "old")
    await bot.delete_webhook()
    kept = (await bot.get_webhook_info()).pending_update_count

    await bot.set_webhook(address, drop_pending_updates=True)
    await phone.say(SAM, "new")

    assert kept == 1
    assert await hook.heard(1) == ["new"]


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("http://example.org/telegram", SECRET),
        ("https://example.org/telegram", "not allowed!"),
        ("https://example.org/telegram", "x" * 257),
    ],
)
async def test_a_webhook_without_tls_or_with_an_odd_secret_is_refused(
    bot: Bot, phone: Phone, url: str, secret: str
) -> None:
    with pytest.raises(BadRequest):
        await bot.set_webhook(url, secret_token=secret)

    assert (await bot.get_webhook_info()).url == ""

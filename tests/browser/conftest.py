"""Owns what the browser tests stand on: the sandbox and a real Chromium."""

import shutil
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from playwright.async_api import async_playwright

from sandbox import Sandbox, SandboxSettings
from tests.browser.bots import PATIENCE_SECONDS, SlackApp, TelegramBot

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none; the summary says so once a file."""
    if CHROMIUM is not None:
        return
    needs = pytest.mark.skip(reason="No browser here. With Debian: apt-get install chromium")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(needs)


@pytest.fixture
def settings() -> SandboxSettings:
    return SandboxSettings(port=0, rates=False)


@pytest.fixture
async def box(settings: SandboxSettings) -> AsyncIterator[Sandbox]:
    async with Sandbox(settings) as running:
        yield running


@pytest.fixture
async def http(box: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    del box
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def telegram(http: aiohttp.ClientSession, box: Sandbox, settings: SandboxSettings) -> TelegramBot:
    return TelegramBot(http, box, settings.telegram_token)


@pytest.fixture
async def slack(
    http: aiohttp.ClientSession, box: Sandbox, settings: SandboxSettings
) -> AsyncIterator[SlackApp]:
    app = SlackApp(http, box, settings)
    await app.listen()
    yield app
    await app.leave()


@pytest.fixture
async def tab() -> AsyncIterator[Any]:
    """An empty page of a real browser; a script error on it fails the test."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        shown = await browser.new_page(viewport={"width": 1440, "height": 900})
        shown.set_default_timeout(PATIENCE_SECONDS * 1000)
        problems: list[str] = []
        shown.on("pageerror", lambda problem: problems.append(str(problem)))
        yield shown
        await browser.close()
    assert problems == []


@pytest.fixture
async def page(tab: Any, box: Sandbox) -> Any:
    """The sandbox's page, open in a real browser."""
    await tab.goto(box.url)
    return tab

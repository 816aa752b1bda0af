"""What the sandbox page does as a whole, in a real browser."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from sandbox import Sandbox, SandboxSettings
from tests.browser.bots import SlackApp

pytestmark = pytest.mark.browser


async def test_the_page_comes_back_by_itself_when_the_sandbox_was_away(
    tab: Any, settings: SandboxSettings
) -> None:
    async with Sandbox(settings) as first:
        address = first.url
        await tab.goto(address)
        await tab.get_by_text("Live", exact=True).wait_for()
    await tab.get_by_text("Reconnecting").wait_for()

    async with Sandbox(replace(settings, port=urlsplit(address).port or 0)):
        await tab.get_by_text("Live", exact=True).wait_for()


async def test_the_top_bar_counts_what_each_platform_accepted(page: Any, slack: SlackApp) -> None:
    figures = page.get_by_label("Messages accepted")
    await figures.get_by_text("Slack 0 in 0 chats").wait_for()
    await slack.call("chat.postMessage", channel="general", text="Good morning")

    await figures.get_by_text("Slack 1 in 1 chat").wait_for()


async def test_a_fault_ordered_on_the_page_meets_the_next_call(page: Any, box: Sandbox) -> None:
    await page.get_by_role("button", name="Faults").press("Enter")
    await page.get_by_label("Platform").select_option("Slack")
    await page.get_by_label("What happens").select_option("Server error (500)")
    await page.get_by_role("button", name="Add fault").press("Enter")
    await page.get_by_role("status").get_by_text("Slack, next 1: Server error (500).").wait_for()

    fault = box.faults.take("slack", "chat.postMessage", "C0GENERAL")
    assert fault is not None
    assert fault.kind == "server_error"


@pytest.mark.parametrize("width", [800, 1024, 1440, 1920])
async def test_nothing_sticks_out_of_the_page(page: Any, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    await page.get_by_text("Live", exact=True).wait_for()

    assert await page.evaluate("document.documentElement.scrollWidth") <= width

"""A newcomer before the page, with the real Homeround behind it: asks as a manager, answers as a lead."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.content import load_content
from bot.core.definitions import Content
from sandbox import Sandbox
from tests.support.borough import FIRST_CHAT, Borough

pytestmark = [pytest.mark.browser, pytest.mark.acceptance]

NEED = "We need a GP for two people in Oak wing today."
ANSWER = "A GP rings you before two. Please keep them in their rooms."
REPLY = "Thank you, we do."


@pytest.fixture
async def borough(box: Sandbox, tmp_path: Path) -> AsyncIterator[Borough]:
    borough = Borough(box, f"sqlite:///{tmp_path / 'network.db'}", tmp_path)
    borough.settle(2)
    borough.lead("clinical", "slack", "U0PRIYA", "Priya Raman")
    await borough.run()
    yield borough
    await borough.close()


@pytest.fixture
def content(borough: Borough) -> Content:
    return load_content(borough.content)


@pytest.fixture
async def chat(page: Any, box: Sandbox, borough: Borough) -> Any:
    """The phone of the first home, as the demo's last line opens it, beside the clinical leads' room."""
    await page.goto(f"{box.url}#chat={FIRST_CHAT}&user=U0PRIYA&channel=C0CLINICAL")
    await page.reload()
    await writes(page, "/menu")
    return page.get_by_role("log", name="Chat")


async def test_a_home_asks_in_three_taps_and_a_sentence_and_a_lead_claims_and_answers(
    page: Any, chat: Any, content: Content
) -> None:
    words = content.words
    await chat.get_by_role("button", name=words.menu.ask_for_help).click()
    await chat.get_by_role("button", name=content.categories["clinical"].label).click()
    await chat.get_by_text(content.forms["help"].fields[1].label).wait_for()
    await writes(page, NEED)
    await chat.get_by_role("button", name="Today").click()
    await chat.get_by_text("HR-1").wait_for()

    room = page.get_by_role("log", name="Messages")
    await room.get_by_text(NEED).wait_for()
    await room.get_by_role("button", name=words.case.claim).click()
    await chat.get_by_text("Priya Raman").wait_for()
    await room.get_by_role("button", name=words.case.send_to_home).click()
    form = page.get_by_role("dialog", name=content.forms["to_home"].title)
    await form.get_by_role("textbox").fill(ANSWER)
    await form.get_by_role("button", name=content.forms["to_home"].submit).click()
    await chat.get_by_text(ANSWER).wait_for()

    await chat.get_by_role("button", name=words.case.reply).click()
    await chat.get_by_text(content.forms["from_home"].fields[0].label).wait_for()
    await writes(page, REPLY)
    await room.get_by_role("button", name="2 replies").click()
    await page.get_by_role("log", name="Replies").get_by_text(REPLY).wait_for()


async def writes(page: Any, text: str) -> None:
    """Write in the phone and send it off."""
    box = page.get_by_role("textbox", name="Message to the bot")
    await box.fill(text)
    await box.press("Enter")

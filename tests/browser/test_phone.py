"""A manager's side of the sandbox page, in a real browser."""

from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox
from tests.browser.bots import TelegramBot, address
from tests.support.pictures import PDF, picture

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("homes")]

QUESTION = {"inline_keyboard": [[{"text": "Yes", "callback_data": "staff:yes"}]]}
PEOPLE = [
    {"id": 7001, "name": "Sam Abbeyfold", "home": "Ottargarth Place", "home_id": "S001"},
    {"id": 7002, "name": "Priya Marsh", "home": "Thistlefold House", "home_id": "S002"},
]


@pytest.fixture
async def homes(http: aiohttp.ClientSession, box: Sandbox) -> None:
    people = f"{address(box)}/sandbox/telegram/people"
    async with http.post(people, json={"people": PEOPLE}) as answer:
        assert answer.ok


async def starts(page: Any, telegram: TelegramBot, home: str) -> int:
    """Choose the home with the keyboard, press Start, and return the chat's id."""
    await page.get_by_role("searchbox").fill(home)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Start", exact=True).press("Enter")
    message = await telegram.heard("message")
    assert message["text"] == "/start"
    return int(message["chat"]["id"])


async def test_a_manager_starts_reads_a_message_and_answers_with_the_keyboard(
    page: Any, telegram: TelegramBot
) -> None:
    chat = await starts(page, telegram, "thistlefold")
    text = "Have you <b>enough staff</b> this week?"
    await telegram.call(
        "sendMessage", chat_id=chat, text=text, parse_mode="HTML", reply_markup=QUESTION
    )

    log = page.get_by_role("log", name="Chat")
    await log.get_by_text("enough staff").wait_for()
    assert await log.locator("b").inner_text() == "enough staff"
    await log.get_by_role("button", name="Yes").press("Enter")
    press = await telegram.heard("callback_query")
    assert press["data"] == "staff:yes"
    await telegram.call("answerCallbackQuery", callback_query_id=press["id"], text="Kept.")

    await page.get_by_role("status").get_by_text("Kept.").wait_for()


async def test_an_edited_message_changes_where_it_stands(page: Any, telegram: TelegramBot) -> None:
    chat = await starts(page, telegram, "ottargarth")
    sent = await telegram.call("sendMessage", chat_id=chat, text="One moment")
    log = page.get_by_role("log", name="Chat")
    await log.get_by_text("One moment").wait_for()
    number = sent["message_id"]
    await telegram.call("editMessageText", chat_id=chat, message_id=number, text="All done")

    await log.get_by_text("All done").wait_for()
    assert await log.get_by_text("One moment").count() == 0
    assert await log.get_by_text("edited").count() == 1


async def test_what_a_manager_types_reaches_the_bot(page: Any, telegram: TelegramBot) -> None:
    await starts(page, telegram, "ottargarth")
    box = page.get_by_role("textbox", name="Message to the bot")
    await box.fill("We are two carers <b>short</b> & tired")
    await box.press("Enter")

    heard = await telegram.heard("message")
    assert heard["text"] == "We are two carers <b>short</b> & tired"
    await page.get_by_role("log", name="Chat").get_by_text("<b>short</b> & tired").wait_for()


async def test_an_alert_waits_until_it_is_read(page: Any, telegram: TelegramBot) -> None:
    chat = await starts(page, telegram, "ottargarth")
    await telegram.call("sendMessage", chat_id=chat, text="Staff?", reply_markup=QUESTION)
    await page.get_by_role("button", name="Yes").press("Enter")
    press = await telegram.heard("callback_query")
    answer = {"text": "This question is closed.", "show_alert": True}
    await telegram.call("answerCallbackQuery", callback_query_id=press["id"], **answer)

    alert = page.get_by_role("alertdialog")
    await alert.get_by_text("This question is closed.").wait_for()
    await page.keyboard.press("Enter")
    await alert.wait_for(state="detached")


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [("poster.png", "image/png", picture()), ("leaflet.pdf", "application/pdf", PDF)],
)
async def test_a_file_of_this_computer_reaches_the_bot(
    page: Any, telegram: TelegramBot, name: str, kind: str, content: bytes
) -> None:
    await starts(page, telegram, "Ottar")
    held = {"name": name, "mimeType": kind, "buffer": content}
    await page.get_by_label("A file of this computer").set_input_files([held])

    message = await telegram.heard("message")
    sent = message["photo"][-1] if "photo" in message else message["document"]
    assert sent["file_size"] == len(content)
    assert ("photo" in message) is (kind == "image/png")

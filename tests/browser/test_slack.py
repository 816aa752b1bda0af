"""A lead's side of the sandbox page, in a real browser."""

from typing import Any

import pytest

from tests.browser.bots import SlackApp
from tests.support.pictures import PDF

pytestmark = pytest.mark.browser

Json = dict[str, Any]

CARD = [
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*Ottargarth Place* has not enough staff."},
    },
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "reply",
                "style": "primary",
                "text": {"type": "plain_text", "text": "Send to home"},
            }
        ],
    },
]
FORM = {
    "type": "modal",
    "callback_id": "reply",
    "title": {"type": "plain_text", "text": "Send to the home"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "Your answer"},
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
        }
    ],
}


def kind(name: str) -> Any:
    return lambda payload: payload.get("type") == name


async def opens_form(page: Any, slack: SlackApp, form: Json = FORM) -> Any:
    """Post the card, press its button as a lead, and return the modal that the app opens."""
    await slack.call("chat.postMessage", channel="clinical-leads", text="Staff", blocks=CARD)
    await page.get_by_role("button", name="clinical-leads").click()
    await page.get_by_role("button", name="Send to home").press("Enter")
    pressed = await slack.heard(kind("block_actions"))
    await slack.acknowledge(pressed)
    trigger = pressed["payload"]["trigger_id"]
    await slack.call("views.open", trigger_id=trigger, view=form)
    modal = page.get_by_role("dialog", name="Send to the home")
    await modal.wait_for()
    return modal


async def test_a_lead_presses_a_button_and_fills_in_the_form(page: Any, slack: SlackApp) -> None:
    modal = await opens_form(page, slack)
    await page.keyboard.type("Two carers come at six.")
    await modal.get_by_role("button", name="Send").press("Enter")

    sent = await slack.heard(kind("view_submission"))
    entered = sent["payload"]["view"]["state"]["values"]["words"]["text"]["value"]
    await slack.acknowledge(sent)
    await modal.wait_for(state="detached")
    assert entered == "Two carers come at six."


async def test_a_fault_is_shown_at_its_field(page: Any, slack: SlackApp) -> None:
    modal = await opens_form(page, slack)
    await modal.get_by_role("button", name="Send").press("Enter")
    await modal.get_by_text("Please complete this required field.").wait_for()

    answer = modal.get_by_role("textbox", name="Your answer")
    await answer.fill("NHS number 943 476 5919")
    await modal.get_by_role("button", name="Send").press("Enter")
    sent = await slack.heard(kind("view_submission"))
    fault = {"words": "Please leave out the NHS number."}
    await slack.acknowledge(sent, response_action="errors", errors=fault)

    await modal.get_by_text("Please leave out the NHS number.").wait_for()
    assert await answer.get_attribute("aria-invalid") == "true"
    assert await answer.input_value() == "NHS number 943 476 5919"


async def test_escape_closes_the_form(page: Any, slack: SlackApp) -> None:
    modal = await opens_form(page, slack)
    await page.keyboard.press("Escape")

    await modal.wait_for(state="detached")


async def test_a_command_reaches_the_app_with_its_words(page: Any, slack: SlackApp) -> None:
    await page.get_by_role("button", name="network-updates").click()
    box = page.get_by_role("textbox", name="Message #network-updates")
    await box.fill("/homeround join ABCD")
    await box.press("Enter")

    asked = await slack.heard(lambda payload: payload.get("command") == "/homeround")
    await slack.acknowledge(asked, response_type="ephemeral", text="Welcome to *Ottargarth Place*.")
    assert asked["payload"]["text"] == "join ABCD"
    await page.get_by_text("Only visible to you").wait_for()
    await page.get_by_role("log", name="Messages").get_by_text("Ottargarth Place").wait_for()


async def test_a_lead_chooses_a_shortcut_on_a_message(page: Any, slack: SlackApp) -> None:
    said = await slack.call("chat.postMessage", channel="general", text="Flu jabs start.")
    await page.get_by_role("button", name="general").click()
    await page.locator(f'[data-ts="{said["ts"]}"]').hover()
    await page.get_by_role("button", name="More actions").press("Enter")
    await page.get_by_role("menuitem", name="Put in a newsletter").press("Enter")

    chosen = await slack.heard(kind("message_action"))
    await slack.acknowledge(chosen)
    assert chosen["payload"]["callback_id"] == "newsletter"
    assert chosen["payload"]["message"]["text"] == "Flu jabs start."


async def test_markup_in_a_message_is_never_run_as_html(page: Any, slack: SlackApp) -> None:
    text = "&lt;img src=x onerror=alert(1)&gt; *bold* <javascript:alert(1)|press>"
    await slack.call("chat.postMessage", channel="general", text=text)
    await page.get_by_role("button", name="general").click()

    log = page.get_by_role("log", name="Messages")
    await log.get_by_text("<img src=x onerror=alert(1)>").wait_for()
    assert await log.locator("img").count() == 0
    assert await log.get_by_role("link").count() == 0
    assert await log.locator(".message-text b").inner_text() == "bold"


async def test_a_lead_answers_in_a_thread(page: Any, slack: SlackApp) -> None:
    said = await slack.call("chat.postMessage", channel="general", text="Who takes this?")
    await slack.call("chat.postMessage", channel="general", text="I do", thread_ts=said["ts"])
    await page.get_by_role("button", name="general").click()
    await page.get_by_role("button", name="1 reply").press("Enter")
    await page.get_by_role("log", name="Replies").get_by_text("I do").wait_for()
    await page.keyboard.type("Thank you")
    await page.keyboard.press("Enter")

    heard = await slack.heard(lambda payload: payload.get("event", {}).get("text") == "Thank you")
    await slack.acknowledge(heard)
    assert heard["payload"]["event"]["thread_ts"] == said["ts"]
    await page.get_by_role("button", name="2 replies").wait_for()
    await page.keyboard.press("Escape")
    await page.get_by_role("log", name="Replies").wait_for(state="hidden")


async def test_the_home_is_drawn_for_whom_the_lead_chooses_to_be(
    page: Any, slack: SlackApp
) -> None:
    for user, words in (("U0AMARA", "Two cases are yours."), ("U0JOSEPH", "Nothing waits.")):
        block = {"type": "section", "text": {"type": "plain_text", "text": words}}
        view = {"type": "home", "blocks": [block]}
        await slack.call("views.publish", user_id=user, view=view)
    await page.get_by_role("button", name="Homeround home").click()
    await page.get_by_text("Two cases are yours.").wait_for()
    await page.get_by_label("You are").select_option("Joseph Linden")

    await page.get_by_text("Nothing waits.").wait_for()
    assert await page.get_by_text("Two cases are yours.").count() == 0


async def test_a_dangerous_button_asks_first(page: Any, slack: SlackApp) -> None:
    words = {key: {"type": "plain_text", "text": key} for key in ("title", "text", "deny")}
    agreed = words | {"confirm": {"type": "plain_text", "text": "Resolve it"}}
    button = {"type": "button", "action_id": "resolve", "confirm": agreed}
    button["text"] = {"type": "plain_text", "text": "Resolve"}
    blocks = [{"type": "actions", "elements": [button]}]
    await slack.call("chat.postMessage", channel="general", text="Case", blocks=blocks)
    await page.get_by_role("button", name="general").click()
    await page.get_by_role("button", name="Resolve").press("Enter")
    await page.get_by_role("alertdialog").get_by_role("button", name="Resolve it").press("Enter")

    pressed = await slack.heard(kind("block_actions"))
    assert pressed["payload"]["actions"][0]["action_id"] == "resolve"
    await slack.acknowledge(pressed)


async def test_a_lead_puts_a_file_into_a_form(page: Any, slack: SlackApp) -> None:
    element = {"type": "file_input", "action_id": "file", "filetypes": ["pdf"], "max_files": 1}
    label = {"type": "plain_text", "text": "Which file?"}
    place = {"type": "input", "block_id": "place", "label": label, "element": element}
    modal = await opens_form(page, slack, FORM | {"blocks": [place]})
    content = {"name": "leaflet.pdf", "mimeType": "application/pdf", "buffer": PDF}
    await modal.get_by_label("Which file?").set_input_files([content])
    await modal.get_by_label("Which file?").and_(page.locator(":not([aria-busy])")).wait_for()
    await modal.get_by_role("button", name="Send").press("Enter")

    sent = await slack.heard(kind("view_submission"))
    await slack.acknowledge(sent)
    (file,) = sent["payload"]["view"]["state"]["values"]["place"]["file"]["files"]
    assert (file["name"], file["size"]) == ("leaflet.pdf", len(PDF))

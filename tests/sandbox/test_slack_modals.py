"""The stand-in Slack opens, fills in and closes the modals and Homes of a real app."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, SandboxSettings
from tests.support.slack_app import Heard, OverSocket, listening, new_app
from tests.support.slack_workspace import Workspace

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


CARD = [
    {
        "type": "actions",
        "block_id": "card",
        "elements": [
            {"type": "button", "action_id": "claim", "value": "7", "text": plain("Claim")},
        ],
    }
]
FIELD = {"type": "plain_text_input", "action_id": "text", "min_length": 2}
FORM: Json = {
    "type": "modal",
    "callback_id": "reply",
    "private_metadata": "case 7",
    "notify_on_close": True,
    "title": plain("Send to the home"),
    "submit": plain("Send"),
    "blocks": [
        {"type": "input", "block_id": "words", "label": plain("Your answer"), "element": FIELD}
    ],
}


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    async with Sandbox(SandboxSettings(port=0, rates=False)) as box:
        box.slack.patience.retries = (0.01, 0.01, 0.01)
        yield box


@pytest.fixture
def app(box: Sandbox) -> AsyncApp:
    return new_app(box.url)


@pytest.fixture
async def people(box: Sandbox) -> AsyncIterator[Workspace]:
    async with Workspace(box.url) as people:
        yield people


@pytest.fixture
async def heard(app: AsyncApp) -> AsyncIterator[Heard]:
    heard = listening(app)
    async with OverSocket(app):
        yield heard


async def opens_form(app: AsyncApp, people: Workspace) -> Json:
    """Let the app answer a press of Claim with the form, press it, and return what came of it."""

    async def claimed(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    app.action("claim")(claimed)
    card = await app.client.chat_postMessage(channel="C0CLINICAL", text="card", blocks=CARD)
    return await people.tap("U0AMARA", "C0CLINICAL", str(card["ts"]), "Claim")


async def test_a_modal_is_opened_filled_in_and_closed(
    app: AsyncApp, heard: Heard, people: Workspace
) -> None:
    async def sent(ack: AsyncAck, body: Json) -> None:
        await ack()
        await heard.note(body)

    app.view("reply")(sent)
    pressed = await opens_form(app, people)

    done = await people.post(
        "submit", user="U0AMARA", view_id=pressed["view_id"], values={"text": "At six."}
    )

    body = await heard.first("view_submission")
    assert done["status"] == 200
    assert body["view"]["private_metadata"] == "case 7"
    assert body["view"]["state"]["values"]["words"]["text"]["value"] == "At six."
    assert await people.modals("U0AMARA") == []


async def test_faults_that_the_app_finds_stay_with_the_open_modal(
    app: AsyncApp, heard: Heard, people: Workspace
) -> None:
    async def sent(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"words": "Please leave out the NHS number."})

    app.view("reply")(sent)
    pressed = await opens_form(app, people)

    answer = await people.post(
        "submit", user="U0AMARA", view_id=pressed["view_id"], values={"words": {"text": "943"}}
    )

    assert answer["errors"] == {"words": "Please leave out the NHS number."}
    assert len(await people.modals("U0AMARA")) == 1
    assert heard.of("view_submission") == []


async def test_an_empty_or_short_field_never_reaches_the_app(
    app: AsyncApp, heard: Heard, people: Workspace
) -> None:
    pressed = await opens_form(app, people)
    form = {"user": "U0AMARA", "view_id": pressed["view_id"]}

    empty = await people.post("submit", **form, values={})
    short = await people.post("submit", **form, values={"text": "x"})

    assert empty["errors"] == {"words": "Please complete this required field."}
    assert short["errors"] == {"words": "Please enter at least 2 characters."}
    assert heard.of("view_submission") == []


async def test_an_answer_can_change_the_modal_or_put_another_on_top_or_clear_all(
    app: AsyncApp, heard: Heard, people: Workspace
) -> None:
    answers: list[Json] = [
        {"response_action": "update", "view": FORM | {"title": plain("Second page")}},
        {"response_action": "push", "view": FORM | {"title": plain("On top")}},
        {"response_action": "clear"},
    ]

    async def sent(ack: AsyncAck) -> None:
        await ack(**answers.pop(0))

    app.view("reply")(sent)
    view_id = (await opens_form(app, people))["view_id"]
    seen: list[list[str]] = []
    for _ in range(3):
        await people.post("submit", user="U0AMARA", view_id=view_id, values={"text": "yes"})
        modals = await people.modals("U0AMARA")
        seen.append([modal["title"]["text"] for modal in modals])

    assert seen == [["Second page"], ["Second page", "On top"], []]
    assert heard.of("view_closed") == []


async def test_closing_a_modal_is_told_where_the_view_asks_for_it(
    app: AsyncApp, heard: Heard, people: Workspace
) -> None:
    async def closed(ack: AsyncAck, body: Json) -> None:
        await ack()
        await heard.note(body)

    app.view_closed("reply")(closed)
    pressed = await opens_form(app, people)

    await people.post("close", user="U0AMARA", view_id=pressed["view_id"])

    assert (await heard.first("view_closed"))["is_cleared"] is False
    assert await people.modals("U0AMARA") == []


async def test_a_trigger_opens_one_modal_and_not_after_three_seconds(box: Sandbox) -> None:
    client = AsyncWebClient("xoxb-sandbox", base_url=f"{box.url}api/")
    trigger = box.slack.parts.triggers.new("U0AMARA")
    late = box.slack.parts.triggers.new("U0AMARA")
    late.made -= 3.1

    await client.views_open(trigger_id=trigger.id, view=FORM)

    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await client.views_open(trigger_id=trigger.id, view=FORM)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await client.views_open(trigger_id=late.id, view=FORM)


async def test_an_update_of_a_view_that_has_changed_is_refused(box: Sandbox) -> None:
    client = AsyncWebClient("xoxb-sandbox", base_url=f"{box.url}api/")
    trigger = box.slack.parts.triggers.new("U0AMARA")
    opened = await client.views_open(trigger_id=trigger.id, view=FORM)
    view = {"view_id": opened["view"]["id"], "hash": opened["view"]["hash"], "view": FORM}

    await client.views_update(**view)

    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(**view)


async def test_a_home_is_published_and_its_buttons_are_pressed(
    app: AsyncApp, heard: Heard, people: Workspace
) -> None:
    async def claimed(ack: AsyncAck, body: Json) -> None:
        await ack()
        await heard.note(body)

    app.action("claim")(claimed)
    await app.client.views_publish(user_id="U0AMARA", view={"type": "home", "blocks": CARD})

    home = (await people.post("home", user="U0AMARA"))["view"]
    await people.post("tap", user="U0AMARA", view_id=home["id"], label="Claim")

    body = await heard.first("block_actions")
    assert body["container"] == {"type": "view", "view_id": home["id"]}
    assert body["view"]["type"] == "home"

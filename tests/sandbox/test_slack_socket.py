"""The stand-in Slack talks with a real slack-bolt app in Socket Mode."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.request.async_request import AsyncBoltRequest
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


async def test_what_a_person_writes_to_the_app_is_heard(heard: Heard, people: Workspace) -> None:
    await people.say("U0AMARA", "D0AMARA", "beds < 3 & falling")

    event = await heard.first("message")

    assert (event["user"], event["channel_type"]) == ("U0AMARA", "im")
    assert event["text"] == "beds &lt; 3 &amp; falling"


async def test_a_mention_in_a_channel_is_heard_as_message_and_as_mention(
    heard: Heard, people: Workspace
) -> None:
    ts = await people.say("U0AMARA", "C0CLINICAL", "@homeround who has this")

    mention = await heard.first("app_mention")
    message = await heard.first("message")

    assert mention["ts"] == message["ts"] == ts
    assert mention["text"].startswith("<@U0HOMEROUND>")


async def test_a_reply_in_a_thread_names_its_thread(
    app: AsyncApp, heard: Heard, people: Workspace
) -> None:
    card = await app.client.chat_postMessage(channel="C0CLINICAL", text="card")

    await people.say("U0AMARA", "C0CLINICAL", "on it", thread_ts=card["ts"])

    assert (await heard.first("message"))["thread_ts"] == card["ts"]


async def test_an_edited_message_a_file_and_a_look_at_the_home_are_heard(
    heard: Heard, people: Workspace
) -> None:
    ts = await people.say("U0AMARA", "D0AMARA", "first words")
    await people.post("edit", channel="D0AMARA", ts=ts, text="better words")
    await people.say("U0AMARA", "D0AMARA", "", files=["rota.pdf"])
    await people.post("home", user="U0AMARA")

    changed = await heard.first("message_changed")
    shared = await heard.first("file_share")
    opened = await heard.first("app_home_opened")

    assert changed["message"]["text"] == "better words"
    assert changed["previous_message"]["text"] == "first words"
    assert shared["files"][0]["name"] == "rota.pdf"
    assert opened["tab"] == "home"


async def test_the_app_is_told_that_a_channel_was_archived_or_that_it_was_removed(
    heard: Heard, people: Workspace
) -> None:
    await people.post("archive", channel="C0NETWORK", user="U0AMARA")
    await people.post("kick", channel="C0CLINICAL")

    assert (await heard.first("channel_archive"))["channel"] == "C0NETWORK"
    assert (await heard.first("member_left_channel"))["user"] == "U0HOMEROUND"


async def test_an_event_that_was_not_acknowledged_comes_again_with_its_reason(
    box: Sandbox, app: AsyncApp, people: Workspace
) -> None:
    tries: list[str] = []
    heard = Heard()

    async def first_time_down(request: AsyncBoltRequest, body: Json) -> None:
        headers = request.headers
        tries.append(headers["x-slack-retry-num"][0] + headers["x-slack-retry-reason"][0])
        if len(tries) == 1:
            raise RuntimeError("not this time")
        await heard.note(body)

    box.slack.patience.acknowledge = 0.2
    app.event("message")(first_time_down)
    async with OverSocket(app):
        await people.say("U0AMARA", "D0AMARA", "do not lose this")
        event = await heard.first("message")

    assert event["text"] == "do not lose this"
    assert tries == ["0", "1timeout"]


async def test_an_event_waits_for_an_app_that_is_not_there_yet(
    box: Sandbox, app: AsyncApp, people: Workspace
) -> None:
    box.slack.patience.retries = (0.01, 0.5, 0.5)
    heard = listening(app)
    await people.say("U0AMARA", "D0AMARA", "said while it was down")

    async with OverSocket(app):
        event = await heard.first("message")

    assert event["text"] == "said while it was down"


async def test_events_go_round_several_connections(
    box: Sandbox, app: AsyncApp, people: Workspace
) -> None:
    heard = listening(app)
    async with OverSocket(app, connections=2):
        assert box.slack.sockets.count == 2
        for number in range(4):
            await people.say("U0AMARA", "D0AMARA", str(number))
        await heard.first("message", number=4)

    assert sorted(event["text"] for event in heard.of("message")) == ["0", "1", "2", "3"]


async def test_the_app_comes_back_when_slack_asks_it_to_connect_afresh(
    heard: Heard, people: Workspace
) -> None:
    asked = await people.post("refresh")
    await people.say("U0AMARA", "D0AMARA", "after the refresh")

    assert asked == {"connections": 1}
    assert (await heard.first("message"))["text"] == "after the refresh"


async def test_a_press_carries_who_what_and_where(
    app: AsyncApp, heard: Heard, people: Workspace
) -> None:
    async def claimed(ack: AsyncAck, body: Json) -> None:
        await ack()
        await heard.note(body)

    app.action("claim")(claimed)
    card = await app.client.chat_postMessage(channel="C0CLINICAL", text="card", blocks=CARD)

    result = await people.tap("U0AMARA", "C0CLINICAL", str(card["ts"]), "Claim")

    body = await heard.first("block_actions")
    assert result["status"] == 200
    assert body["user"]["id"] == "U0AMARA"
    assert (body["actions"][0]["value"], body["message"]["ts"]) == ("7", card["ts"])
    assert body["container"]["channel_id"] == "C0CLINICAL"


async def test_a_press_is_answered_at_its_response_url(
    app: AsyncApp, heard: Heard, people: Workspace
) -> None:
    async def claimed(ack: AsyncAck, respond: AsyncRespond) -> None:
        await respond(text="Amara has this", replace_original=True)
        await respond(text="You have it now", response_type="ephemeral")
        await ack()

    app.action("claim")(claimed)
    card = await app.client.chat_postMessage(channel="C0CLINICAL", text="card", blocks=CARD)
    await people.tap("U0AMARA", "C0CLINICAL", str(card["ts"]), "Claim")

    changed, whisper = await people.messages("C0CLINICAL")
    assert (changed["text"], changed["blocks"]) == ("Amara has this", [])
    assert (whisper["text"], whisper["ephemeral_to"]) == ("You have it now", "U0AMARA")


async def test_a_press_that_nobody_answers_says_so(box: Sandbox, people: Workspace) -> None:
    client = AsyncWebClient("xoxb-sandbox", base_url=f"{box.url}api/")
    card = await client.chat_postMessage(channel="C0CLINICAL", text="card", blocks=CARD)

    result = await people.tap("U0AMARA", "C0CLINICAL", str(card["ts"]), "Claim")

    assert (result["status"], result["reason"]) == (None, "connection_failed")


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


async def test_the_answer_to_a_command_is_seen_by_one_person(
    app: AsyncApp, heard: Heard, people: Workspace
) -> None:
    async def asked(ack: AsyncAck, command: Json) -> None:
        await ack(f"You asked for {command['text']}")

    app.command("/homeround")(asked)

    result = await people.post(
        "command", user="U0AMARA", channel="C0CLINICAL", command="/homeround", text="help"
    )

    (message,) = await people.messages("C0CLINICAL")
    assert result["status"] == 200
    assert (message["text"], message["ephemeral_to"]) == ("You asked for help", "U0AMARA")
    assert heard.of("message") == []

"""The stand-in Slack talks with a real slack-bolt app in Socket Mode."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.request.async_request import AsyncBoltRequest
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

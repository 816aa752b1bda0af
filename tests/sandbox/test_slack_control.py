"""The control API lets the page and tests be the people of the stand-in Slack."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox import Sandbox, SandboxSettings
from sandbox.faults import Fault
from tests.support.slack_app import OverSocket, listening, new_app
from tests.support.slack_workspace import Workspace

Json = dict[str, Any]


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    async with Sandbox(SandboxSettings(port=0, rates=False)) as box:
        yield box


@pytest.fixture
async def client(box: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(
            "xoxb-sandbox", base_url=f"{box.url}api/", session=session, retry_handlers=[]
        )


@pytest.fixture
async def people(box: Sandbox) -> AsyncIterator[Workspace]:
    async with Workspace(box.url) as people:
        yield people


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


async def test_people_and_channels_are_added_and_listed(
    client: AsyncWebClient, people: Workspace
) -> None:
    sam = {"id": "U0SAM", "name": "sam", "real_name": "Sam Abbeyfold", "home": "Ottargarth Place"}
    await people.post("users", users=[sam])
    await people.post("channels", channels=[{"id": "C0CASES", "name": "cases"}])

    users = (await people.get("users"))["users"]
    channels = (await people.get("channels?user=U0SAM"))["channels"]
    seen_by_app = await client.conversations_list(types="public_channel,im")

    assert sam in users
    assert [c["user"] for c in channels if c["is_im"]] == ["U0SAM"]
    assert {"C0CASES", "D0SAM"} <= {channel["id"] for channel in seen_by_app["channels"]}


async def test_unread_messages_are_counted_until_they_are_seen(
    client: AsyncWebClient, people: Workspace
) -> None:
    async def unread() -> int:
        channels = (await people.get("channels?user=U0AMARA"))["channels"]
        return sum(channel["unread"] for channel in channels)

    await client.chat_postMessage(channel="C0CLINICAL", text="one")
    await client.chat_postMessage(channel="U0AMARA", text="two")
    before = await unread()
    await people.get("channels/C0CLINICAL/messages?user=U0AMARA")

    assert (before, await unread()) == (2, 1)


@pytest.mark.parametrize(
    ("act", "body", "sentence"),
    [
        ("say", {"user": "U0NOBODY", "channel": "C0GENERAL", "text": "x"}, "no person 'U0NOBODY'"),
        ("say", {"user": "U0AMARA", "channel": "C0NOWHERE", "text": "x"}, "no channel"),
        ("say", {"user": "U0AMARA", "channel": "C0GENERAL", "text": ""}, "nothing to say"),
        ("tap", {"user": "U0AMARA", "channel": "C0GENERAL", "ts": "1.0"}, "no message"),
        ("submit", {"user": "U0AMARA", "view_id": "V0"}, "does not see that view"),
        ("users", {"users": [{"id": "X"}]}, "needs an id"),
        ("channels", {}, "must have a list called channels"),
        ("command", {"user": "U0AMARA", "channel": "C0GENERAL", "command": "x"}, "slash"),
    ],
)
async def test_what_nobody_can_do_is_refused_with_one_sentence(
    people: Workspace, act: str, body: Json, sentence: str
) -> None:
    answer = await people.post(act, **body)

    assert sentence in answer["error"]
    assert answer["error"].endswith(".")


async def test_a_choice_in_a_message_carries_the_option(box: Sandbox, people: Workspace) -> None:
    options = [{"text": plain(word), "value": word.lower()} for word in ("Yes", "No")]
    menu = {"type": "static_select", "action_id": "pick", "options": options}
    app = new_app(box.url)
    heard = listening(app)
    picked: asyncio.Future[Json] = asyncio.get_running_loop().create_future()

    async def pick(ack: Any, body: Json) -> None:
        picked.set_result(body)
        await ack()

    app.action("pick")(pick)
    async with OverSocket(app):
        blocks = [{"type": "actions", "block_id": "b", "elements": [menu]}]
        card = await app.client.chat_postMessage(channel="U0AMARA", text="pick", blocks=blocks)
        await people.tap("U0AMARA", "D0AMARA", str(card["ts"]), "No")
        body = await picked

    assert body["actions"][0]["selected_option"]["value"] == "no"
    assert body["state"]["values"]["b"]["pick"]["selected_option"]["value"] == "no"
    assert heard.of("message") == []


async def test_a_response_url_may_be_used_five_times(box: Sandbox) -> None:
    key = box.slack.parts.triggers.new_url("C0CLINICAL", "U0AMARA")
    hook = AsyncWebhookClient(box.slack.parts.payloads.response_url(key))

    statuses = [(await hook.send(text=str(number))).status_code for number in range(6)]

    assert statuses == [200] * 5 + [404]


async def test_a_message_may_be_accepted_and_never_answered(box: Sandbox) -> None:
    box.faults.add(Fault("slack", "no_answer", method="chat.postMessage", chat="U0AMARA"))
    wait = aiohttp.ClientTimeout(total=0.2)
    async with aiohttp.ClientSession(timeout=wait) as session:
        client = AsyncWebClient(
            "xoxb-sandbox", base_url=f"{box.url}api/", session=session, retry_handlers=[]
        )
        with pytest.raises(TimeoutError):
            await client.chat_postMessage(channel="U0AMARA", text="in doubt")

    assert box.ledger.count(platform="slack", containing="in doubt") == 1


async def test_a_person_may_be_closed_to_the_app(box: Sandbox, client: AsyncWebClient) -> None:
    box.faults.add(Fault("slack", "blocked", chat="D0AMARA"))

    with pytest.raises(Exception, match="messages_tab_disabled"):
        await client.chat_postMessage(channel="U0AMARA", text="not for you")

    assert box.ledger.refused["slack", "chat.postMessage", "messages_tab_disabled"] == 1


async def test_only_the_last_messages_of_a_channel_are_kept(
    client: AsyncWebClient, people: Workspace
) -> None:
    for number in range(305):
        await client.chat_postMessage(channel="C0GENERAL", text=str(number))

    kept = [message["text"] for message in await people.messages("C0GENERAL")]
    assert (kept[0], kept[-1], len(kept)) == ("5", "304", 300)


async def test_a_press_on_what_was_redrawn_a_moment_ago_counts_while_it_is_there(
    client: AsyncWebClient, people: Workspace
) -> None:
    button = {"type": "button", "action_id": "claim", "text": plain("Claim"), "value": "1"}
    blocks = [{"type": "actions", "elements": [button]}]
    card = await client.chat_postMessage(channel="C0CLINICAL", text="A card", blocks=blocks)
    (seen,) = await people.messages("C0CLINICAL")
    await client.chat_update(channel="C0CLINICAL", ts=card["ts"], text="A card", blocks=blocks)
    before = {"block_id": seen["blocks"][0]["block_id"], "action_id": "claim"}
    place = {"user": "U0AMARA", "channel": "C0CLINICAL", "ts": str(card["ts"])}

    assert "status" in await people.post("tap", **place, **before)
    gone = await people.post("tap", **place, **(before | {"action_id": "resolve"}))
    assert gone == {"error": "This has just changed: what you pressed is no longer here."}


async def test_a_shortcut_on_a_message_reaches_the_app_with_the_message_and_may_open_a_form(
    box: Sandbox, people: Workspace
) -> None:
    app = new_app(box.url)
    chosen: list[Json] = []

    async def opens(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        chosen.append(body)
        form = {"type": "modal", "title": plain("New item"), "blocks": []}
        await client.views_open(trigger_id=body["trigger_id"], view=form)

    app.shortcut({"type": "message_action", "callback_id": "newsletter"})(opens)
    async with OverSocket(app):
        ts = await people.say("U0PRIYA", "C0CLINICAL", "Flu jabs start.")
        place = {"user": "U0AMARA", "channel": "C0CLINICAL", "ts": ts, "wait": 5}
        told = await people.post("shortcut", **place, name="newsletter")
        gone = await people.post("shortcut", **place, name="nothing")
        (form,) = await people.modals("U0AMARA")

    assert told["status"] == 200
    assert (form["title"]["text"], form["id"]) == ("New item", told["view_id"])
    assert [each["message"]["text"] for each in chosen] == ["Flu jabs start."]
    assert gone == {"error": "This message has no shortcut 'nothing'."}
    assert (await people.get("shortcuts"))["shortcuts"][0]["id"] == "newsletter"

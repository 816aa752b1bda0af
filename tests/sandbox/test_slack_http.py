"""The stand-in Slack talks with a real slack-bolt app over signed HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp

from sandbox import Sandbox, SandboxSettings
from tests.support.slack_app import Heard, OverHttp, listening, new_app
from tests.support.slack_workspace import Workspace

Json = dict[str, Any]

BUTTON = {"type": "button", "action_id": "claim", "text": {"type": "plain_text", "text": "Claim"}}


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


async def test_a_request_url_is_verified_before_it_gets_events(
    app: AsyncApp, people: Workspace
) -> None:
    heard = listening(app)
    async with OverHttp(app) as url:
        verified = await people.post("request_url", url=url)
        await people.say("U0AMARA", "D0AMARA", "hello")
        event = await heard.first("message")

    assert verified == {"verified": True}
    assert event["text"] == "hello"


async def test_an_app_with_another_secret_takes_nothing(box: Sandbox, people: Workspace) -> None:
    stranger = AsyncApp(client=new_app(box.url).client, signing_secret="another secret")
    async with OverHttp(stranger) as url:
        verified = await people.post("request_url", url=url)

    assert verified == {"verified": False}


async def test_commands_and_presses_come_as_forms_and_are_answered(
    app: AsyncApp, people: Workspace
) -> None:
    heard = Heard()

    async def asked(ack: AsyncAck, command: Json) -> None:
        await ack({"response_type": "in_channel", "text": f"all hear {command['text']}"})

    async def claimed(ack: AsyncAck, body: Json) -> None:
        await ack()
        await heard.note(body)

    app.command("/homeround")(asked)
    app.action("claim")(claimed)
    async with OverHttp(app) as url:
        await people.post("request_url", url=url)
        place = {"user": "U0AMARA", "channel": "C0CLINICAL"}
        done = await people.post("command", **place, command="/homeround", text="news & more")
        blocks = [{"type": "actions", "elements": [BUTTON]}]
        card = await app.client.chat_postMessage(channel="C0CLINICAL", text="card", blocks=blocks)
        pressed = await people.tap("U0AMARA", "C0CLINICAL", str(card["ts"]), "Claim")
        body = await heard.first("block_actions")

    answer = (await people.messages("C0CLINICAL"))[0]
    assert (done["status"], pressed["status"]) == (200, 200)
    assert (answer["text"], answer["ephemeral_to"]) == ("all hear news & more", None)
    assert body["actions"][0]["action_id"] == "claim"


class Failing:
    """A request URL that answers 500 after the challenge, and counts what it was sent."""

    def __init__(self, **headers: str) -> None:
        self.retries: list[tuple[str | None, str | None]] = []
        self._headers = headers

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body["type"] == "url_verification":
            return web.json_response({"challenge": body["challenge"]})
        number = request.headers.get("X-Slack-Retry-Num")
        self.retries.append((number, request.headers.get("X-Slack-Retry-Reason")))
        return web.Response(status=500, headers=self._headers)


@pytest.mark.parametrize(
    ("headers", "tries"),
    [
        ({}, [(None, None), *((str(n), "http_error") for n in (1, 2, 3))]),
        ({"X-Slack-No-Retry": "1"}, [(None, None)]),
    ],
)
async def test_an_event_is_tried_again_three_times_unless_the_app_declines(
    box: Sandbox, people: Workspace, headers: dict[str, str], tries: list[tuple[str, str]]
) -> None:
    failing = Failing(**headers)
    app = web.Application()
    app.router.add_post("/", failing.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await people.post("request_url", url=f"http://127.0.0.1:{runner.addresses[0][1]}/")

    await people.say("U0AMARA", "D0AMARA", "hello")
    await box.slack.events.settled()
    await runner.cleanup()

    assert failing.retries == tries


async def test_a_forged_ticket_opens_no_socket(box: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(f"{box.url}slack/socket?ticket=forged")

    assert refused.value.status == 403

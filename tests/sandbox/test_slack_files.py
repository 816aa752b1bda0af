"""The stand-in Slack takes files that people put into forms, and gives them to the app alone."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError

from sandbox import Sandbox, SandboxSettings
from tests.support.pictures import PDF, encoded
from tests.support.slack_app import Heard, OverSocket, listening, new_app
from tests.support.slack_workspace import Workspace

Json = dict[str, Any]
LEAD = "U0AMARA"
PLACE = {"type": "file_input", "action_id": "file", "filetypes": ["pdf"], "max_files": 1}


def form(**more: object) -> Json:
    """Return a form with a place for a file."""
    return {
        "type": "modal",
        "callback_id": "attach",
        "title": {"type": "plain_text", "text": "Add a file"},
        "submit": {"type": "plain_text", "text": "See it"},
        "blocks": [
            {
                "type": "input",
                "block_id": "place",
                "label": {"type": "plain_text", "text": "Which file?"},
                "element": PLACE | more,
            }
        ],
    }


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    async with Sandbox(SandboxSettings(port=0, rates=False)) as box:
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


async def put(people: Workspace, name: str = "leaflet.pdf", content: bytes = PDF) -> Json:
    """Upload a file as a person, and return it as a form holds it."""
    return dict(
        (await people.post("files", user=LEAD, name=name, content=encoded(content)))["file"]
    )


async def opened(app: AsyncApp, people: Workspace) -> Json:
    """Return the form, which a command opened."""

    async def open_form(ack: AsyncAck, body: Json) -> None:
        await ack()
        await app.client.views_open(trigger_id=body["trigger_id"], view=form())

    app.command("/homeround")(open_form)
    given = {"user": LEAD, "channel": "D0AMARA", "command": "/homeround", "text": "", "wait": 5}
    await people.post("command", **given)
    return (await people.modals(LEAD))[-1]


async def test_a_file_in_a_form_reaches_the_app_which_fetches_it_with_its_token(
    box: Sandbox, app: AsyncApp, heard: Heard, people: Workspace
) -> None:
    async def sent_off(ack: AsyncAck, body: Json) -> None:
        await ack()
        await heard.note(body)

    app.view("attach")(sent_off)
    view, file = await opened(app, people), await put(people)

    await people.post("submit", user=LEAD, view_id=view["id"], values={"file": [file]})

    submitted = await heard.first("view_submission")
    (sent,) = submitted["view"]["state"]["values"]["place"]["file"]["files"]
    assert (sent["name"], sent["size"]) == ("leaflet.pdf", len(PDF))
    async with aiohttp.ClientSession() as session:
        token = {"Authorization": "Bearer xoxb-sandbox"}
        async with session.get(sent["url_private_download"], headers=token) as answer:
            assert await answer.read() == PDF
        async with session.get(sent["url_private_download"], allow_redirects=False) as answer:
            assert answer.status == 302


@pytest.mark.parametrize(
    ("names", "told"),
    [([], "required"), (["a.exe"], "cannot be chosen"), (["a.pdf", "b.pdf"], "at most 1")],
)
async def test_a_form_is_not_sent_off_with_what_it_does_not_take(
    app: AsyncApp, heard: Heard, people: Workspace, names: list[str], told: str
) -> None:
    view = await opened(app, people)
    files = [await put(people, name) for name in names]

    result = await people.post("submit", user=LEAD, view_id=view["id"], values={"file": files})

    assert told in result["errors"]["place"]
    assert not heard.of("view_submission")


@pytest.mark.parametrize("more", [{"filetypes": "pdf"}, {"max_files": 0}, {"max_files": 11}])
async def test_a_place_for_files_that_slack_would_not_draw_is_refused(
    app: AsyncApp, people: Workspace, more: Json
) -> None:
    async def open_form(ack: AsyncAck, body: Json) -> None:
        await ack()
        with pytest.raises(SlackApiError, match="invalid_arguments"):
            await app.client.views_open(trigger_id=body["trigger_id"], view=form(**more))

    app.command("/homeround")(open_form)
    async with OverSocket(app):
        given = {"user": LEAD, "channel": "D0AMARA", "command": "/homeround", "text": ""}
        ran = await people.post("command", **given)

    assert ran["status"] == 200
    assert await people.modals(LEAD) == []


@pytest.mark.parametrize("content", ["", "%"])
async def test_what_is_no_file_is_not_uploaded(people: Workspace, content: str) -> None:
    refused = await people.post("files", user=LEAD, name="a.pdf", content=content)

    assert "error" in refused

"""The stand-in Slack refuses what the real one refuses, with the same words."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, SandboxSettings
from sandbox.faults import Fault
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


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(**fields: object) -> Json:
    return {"type": "button", "text": plain("Claim"), "action_id": "claim", **fields}


def menu(options: int) -> Json:
    choices = [{"text": plain(str(n)), "value": str(n)} for n in range(options)]
    return {"type": "static_select", "action_id": "pick", "options": choices}


REFUSED = [
    ([section("x" * 3001)], "must be less than 3001 characters"),
    ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "unsupported type: mrkdwn"),
    ([section("")], "must be more than 0 characters"),
    ([{"type": "divider"}] * 51, "no more than 50 items allowed"),
    ([{"type": "poster"}], "unsupported type: poster"),
    ([{"type": "section"}], "missing required field: text"),
    ([actions(button(text=plain("x" * 76)))], "must be less than 76 characters"),
    ([actions(button(value="x" * 2001))], "must be less than 2001 characters"),
    ([actions(button(action_id="x" * 256))], "must be less than 256 characters"),
    ([actions(button(style="loud"))], "must be one of: primary, danger"),
    ([actions(button(url="nowhere"))], "must be a valid URL"),
    ([actions(button(), button())], "duplicate action_id: claim"),
    ([actions(*(button(action_id=str(n)) for n in range(26)))], "no more than 25 items allowed"),
    ([actions(menu(101))], "no more than 100 items allowed"),
    ([actions(menu(0))], "no fewer than 1 items allowed"),
    ([{"type": "context", "elements": [plain("x")] * 11}], "no more than 10 items allowed"),
    ([section("one") | {"block_id": "a"}] * 2, "duplicate block_id: a"),
    ([{"type": "image", "image_url": "https://a.example/b.png"}], "required field: alt_text"),
]


@pytest.mark.parametrize(("blocks", "fault"), REFUSED, ids=[fault for _, fault in REFUSED])
async def test_blocks_that_slack_cannot_show_are_refused_with_the_place(
    client: AsyncWebClient, blocks: list[Json], fault: str
) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C0GENERAL", text="fallback", blocks=blocks)

    assert refused.value.response["error"] == "invalid_blocks"
    messages = refused.value.response["response_metadata"]["messages"]
    assert any(fault in message and "[json-pointer:/blocks" in message for message in messages)


async def test_every_fault_of_the_blocks_is_named_at_once(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(
            channel="C0GENERAL", text="fallback", blocks=[section(""), {"type": "poster"}]
        )

    assert len(refused.value.response["errors"]) == 2


async def test_blocks_that_are_too_long_together_are_refused(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="msg_blocks_too_long"):
        await client.chat_postMessage(
            channel="C0GENERAL", text="fallback", blocks=[section("x" * 2900)] * 5
        )


@pytest.mark.filterwarnings("ignore:The top-level `text`")
async def test_blocks_without_a_fallback_text_are_refused(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="no_text"):
        await client.chat_postMessage(channel="C0GENERAL", blocks=[section("x")])


async def test_a_long_text_comes_out_as_several_messages(
    box: Sandbox, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel="C0GENERAL", text="x" * 4040)
    await client.chat_postMessage(channel="C0GENERAL", text="y" * 41_000)

    async with Workspace(box.url) as people:
        lengths = [len(m["text"]) for m in await people.messages("C0GENERAL")]
    assert lengths == [4040] + [4000] * 10


async def test_an_update_with_a_long_text_is_refused(client: AsyncWebClient) -> None:
    sent = await client.chat_postMessage(channel="C0GENERAL", text="short")

    with pytest.raises(SlackApiError, match="msg_too_long"):
        await client.chat_update(channel="C0GENERAL", ts=sent["ts"], text="x" * 4001)


async def test_metadata_needs_its_type_and_has_a_size(client: AsyncWebClient) -> None:
    async def post(metadata: Json) -> None:
        await client.chat_postMessage(channel="C0GENERAL", text="x", metadata=metadata)

    with pytest.raises(SlackApiError, match="invalid_metadata_schema"):
        await post({"event_payload": {}})
    with pytest.raises(SlackApiError, match="metadata_too_large"):
        await post({"event_type": "x", "event_payload": {"text": "x" * 20_000}})


async def test_a_channel_that_is_unknown_archived_or_left_takes_nothing(
    box: Sandbox, client: AsyncWebClient
) -> None:
    async with Workspace(box.url) as people:
        await people.post("archive", channel="C0NETWORK")
        await people.post("kick", channel="C0CLINICAL")

    for channel, error in (
        ("C0NOWHERE", "channel_not_found"),
        ("U0NOBODY", "channel_not_found"),
        ("C0NETWORK", "is_archived"),
        ("C0CLINICAL", "not_in_channel"),
    ):
        with pytest.raises(SlackApiError, match=error):
            await client.chat_postMessage(channel=channel, text="x")


async def test_a_channel_that_the_app_joins_again_takes_messages(
    box: Sandbox, client: AsyncWebClient
) -> None:
    async with Workspace(box.url) as people:
        await people.post("kick", channel="C0CLINICAL")

    await client.conversations_join(channel="C0CLINICAL")

    assert (await client.chat_postMessage(channel="C0CLINICAL", text="back"))["ok"]


async def test_a_person_that_slack_does_not_know_is_not_found(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="user_not_found"):
        await client.users_info(user="U0NOBODY")
    with pytest.raises(SlackApiError, match="user_not_found"):
        await client.conversations_open(users="U0NOBODY")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"title": plain("x" * 25)}, "must be less than 25 characters [json-pointer:/view/title"),
        ({"submit": plain("x" * 25)}, "must be less than 25 characters [json-pointer:/view/submit"),
        ({"private_metadata": "x" * 3001}, "less than 3001 characters"),
        ({"blocks": [{"type": "divider"}] * 101}, "no more than 100 items allowed"),
        ({"title": None}, "missing required field: title"),
        ({"submit": None}, "missing required field: submit"),
    ],
)
async def test_a_modal_that_slack_cannot_show_is_refused(
    box: Sandbox, client: AsyncWebClient, change: Json, fault: str
) -> None:
    field = {"type": "plain_text_input", "action_id": "text"}
    asked = {"type": "input", "block_id": "words", "label": plain("Words"), "element": field}
    form: Json = {"type": "modal", "title": plain("Reply"), "submit": plain("Send")}
    form |= {"blocks": [asked], **change}
    view = {key: value for key, value in form.items() if value is not None}
    trigger = box.slack.parts.triggers.new("U0AMARA")

    with pytest.raises(SlackApiError) as refused:
        await client.views_open(trigger_id=trigger.id, view=view)

    assert refused.value.response["error"] == "invalid_arguments"
    assert any(fault in m for m in refused.value.response["response_metadata"]["messages"])


async def test_more_than_a_short_burst_in_one_channel_is_throttled() -> None:
    async with Sandbox(SandboxSettings(port=0, rates=True)) as box:
        client = AsyncWebClient("xoxb-sandbox", base_url=f"{box.url}api/", retry_handlers=[])
        for number in range(3):
            await client.chat_postMessage(channel="U0AMARA", text=str(number))

        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel="D0AMARA", text="too soon")
        await client.chat_postMessage(channel="U0PRIYA", text="another channel is free")

    assert refused.value.response.status_code == 429
    assert refused.value.response["error"] == "ratelimited"
    assert 1 <= int(refused.value.response.headers["Retry-After"]) <= 3


async def test_a_method_is_throttled_by_its_tier() -> None:
    async with Sandbox(SandboxSettings(port=0, rates=True)) as box:
        client = AsyncWebClient("xoxb-sandbox", base_url=f"{box.url}api/", retry_handlers=[])
        for _ in range(20):
            await client.users_list()

        with pytest.raises(SlackApiError, match="ratelimited"):
            await client.users_list()


async def test_a_fault_can_throttle_break_or_lose_an_answer(
    box: Sandbox, client: AsyncWebClient
) -> None:
    box.faults.add(Fault("slack", "throttle", method="chat.postMessage", seconds=7))
    with pytest.raises(SlackApiError) as throttled:
        await client.chat_postMessage(channel="C0GENERAL", text="throttled")
    box.faults.add(Fault("slack", "server_error"))
    with pytest.raises(SlackApiError) as broken:
        await client.chat_postMessage(channel="C0GENERAL", text="broken")
    box.faults.add(Fault("slack", "reset"))
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="C0GENERAL", text="accepted and cut")
    box.faults.add(Fault("slack", "refuse_before"))
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="C0GENERAL", text="never seen")

    assert throttled.value.response.headers["Retry-After"] == "7"
    assert broken.value.response.status_code == 500
    assert [entry.text for entry in box.ledger.entries] == ["accepted and cut"]

"""The stand-in Slack takes, changes and gives back messages as the real one does."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, SandboxSettings
from tests.support.slack_workspace import Workspace


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


async def test_the_app_learns_who_it_is(client: AsyncWebClient) -> None:
    me = await client.auth_test()

    bot = await client.bots_info(bot=me["bot_id"])

    assert bot["bot"]["user_id"] == me["user_id"]


async def test_a_wrong_token_is_not_taken(box: Sandbox) -> None:
    stranger = AsyncWebClient("xoxb-other", base_url=f"{box.url}api/")

    with pytest.raises(SlackApiError, match="invalid_auth"):
        await stranger.auth_test()


async def test_a_method_that_slack_does_not_have_is_unknown(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="unknown_method"):
        await client.api_call("chat.shout")


@pytest.mark.parametrize("name", ["C0CLINICAL", "#clinical-leads"])
async def test_a_message_lands_in_the_channel_that_was_named(
    client: AsyncWebClient, people: Workspace, name: str
) -> None:
    sent = await client.chat_postMessage(channel=name, text="A home asks for help")

    assert sent["channel"] == "C0CLINICAL"
    assert [m["text"] for m in await people.messages("C0CLINICAL")] == ["A home asks for help"]


async def test_a_message_to_a_person_lands_in_their_direct_messages(
    client: AsyncWebClient,
) -> None:
    opened = await client.conversations_open(users="U0AMARA")

    sent = await client.chat_postMessage(channel="U0AMARA", text="Hello Amara")

    assert sent["channel"] == opened["channel"]["id"]
    assert sent["channel"].startswith("D")


async def test_history_gives_the_newest_first_and_metadata_only_when_asked(
    client: AsyncWebClient,
) -> None:
    for number in range(3):
        await client.chat_postMessage(
            channel="U0AMARA",
            text=f"message {number}",
            metadata={"event_type": "delivery", "event_payload": {"id": number}},
        )

    plain = await client.conversations_history(channel="D0AMARA", limit=2)
    full = await client.conversations_history(channel="D0AMARA", include_all_metadata=True)

    assert [m["text"] for m in plain["messages"]] == ["message 2", "message 1"]
    assert "metadata" not in plain["messages"][0]
    assert [m["metadata"]["event_payload"]["id"] for m in full["messages"]] == [2, 1, 0]


async def test_history_goes_on_where_its_cursor_says(client: AsyncWebClient) -> None:
    for number in range(5):
        await client.chat_postMessage(channel="C0GENERAL", text=str(number))

    texts: list[str] = []
    cursor = ""
    for _ in range(3):
        found = await client.conversations_history(channel="C0GENERAL", limit=2, cursor=cursor)
        texts += [m["text"] for m in found["messages"]]
        cursor = (found.get("response_metadata") or {"next_cursor": ""})["next_cursor"]

    assert texts == ["4", "3", "2", "1", "0"]
    assert cursor == ""


async def test_history_between_two_moments_leaves_them_out_unless_inclusive(
    client: AsyncWebClient,
) -> None:
    sent = [
        (await client.chat_postMessage(channel="C0GENERAL", text=str(n)))["ts"] for n in range(3)
    ]
    window = {"channel": "C0GENERAL", "oldest": sent[0], "latest": sent[2]}

    between = await client.conversations_history(**window)
    whole = await client.conversations_history(**window, inclusive=True)

    assert [m["text"] for m in between["messages"]] == ["1"]
    assert [m["text"] for m in whole["messages"]] == ["2", "1", "0"]


async def test_a_thread_is_read_with_replies_and_kept_out_of_the_history(
    client: AsyncWebClient,
) -> None:
    card = await client.chat_postMessage(channel="C0CLINICAL", text="card")
    await client.chat_postMessage(channel="C0CLINICAL", text="first", thread_ts=card["ts"])
    await client.chat_postMessage(
        channel="C0CLINICAL", text="second", thread_ts=card["ts"], reply_broadcast=True
    )

    history = await client.conversations_history(channel="C0CLINICAL")
    thread = await client.conversations_replies(channel="C0CLINICAL", ts=card["ts"])

    assert [m["text"] for m in history["messages"]] == ["second", "card"]
    assert history["messages"][1]["reply_count"] == 2
    assert [m["text"] for m in thread["messages"]] == ["card", "first", "second"]


async def test_an_update_changes_the_message_and_keeps_blocks_that_it_does_not_name(
    client: AsyncWebClient, people: Workspace
) -> None:
    sent = await client.chat_postMessage(
        channel="C0CLINICAL", text="open", blocks=[{"type": "divider"}]
    )

    await client.chat_update(channel="C0CLINICAL", ts=sent["ts"], text="taken")

    (message,) = await people.messages("C0CLINICAL")
    assert (message["text"], message["edited"]) == ("taken", True)
    assert [block["type"] for block in message["blocks"]] == ["divider"]


async def test_only_its_own_messages_can_be_changed_or_deleted(
    client: AsyncWebClient, people: Workspace
) -> None:
    ts = await people.say("U0AMARA", "C0CLINICAL", "I wrote this")

    with pytest.raises(SlackApiError, match="cant_update_message"):
        await client.chat_update(channel="C0CLINICAL", ts=ts, text="no")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await client.chat_delete(channel="C0CLINICAL", ts=ts)
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_update(channel="C0CLINICAL", ts="1.000001", text="no")


async def test_a_deleted_message_is_gone(client: AsyncWebClient, people: Workspace) -> None:
    sent = await client.chat_postMessage(channel="C0CLINICAL", text="a slip")

    await client.chat_delete(channel="C0CLINICAL", ts=sent["ts"])

    assert await people.messages("C0CLINICAL") == []


async def test_a_whisper_is_seen_by_one_person_and_is_not_in_the_history(
    client: AsyncWebClient, people: Workspace
) -> None:
    await client.chat_postEphemeral(channel="C0CLINICAL", user="U0AMARA", text="only you")

    (message,) = await people.messages("C0CLINICAL")
    history = await client.conversations_history(channel="C0CLINICAL")

    assert message["ephemeral_to"] == "U0AMARA"
    assert history["messages"] == []


async def test_a_file_is_uploaded_in_three_steps_and_shared_with_a_comment(
    client: AsyncWebClient, people: Workspace
) -> None:
    await client.files_upload_v2(
        channel="C0CLINICAL",
        content="home,answer\nS001,yes\n",
        filename="answers.csv",
        title="Answers",
        initial_comment="The figures",
    )

    (message,) = await people.messages("C0CLINICAL")
    assert message["text"] == "The figures"
    assert [file["title"] for file in message["files"]] == ["Answers"]


async def test_people_are_listed_page_by_page_and_found_by_address(
    client: AsyncWebClient,
) -> None:
    names: list[str] = []
    async for page in await client.users_list(limit=2):
        names += [member["name"] for member in page["members"]]

    found = await client.users_lookupByEmail(email="amara@homeround.example")

    assert names.count("amara") == 1
    assert len(names) == len(set(names)) > 3
    assert found["user"]["id"] == "U0AMARA"


async def test_reactions_and_pins_are_taken_once(client: AsyncWebClient) -> None:
    sent = await client.chat_postMessage(channel="C0CLINICAL", text="seen")
    where = {"channel": "C0CLINICAL", "timestamp": sent["ts"]}

    await client.reactions_add(name="eyes", **where)
    await client.pins_add(**where)

    with pytest.raises(SlackApiError, match="already_reacted"):
        await client.reactions_add(name="eyes", **where)
    with pytest.raises(SlackApiError, match="already_pinned"):
        await client.pins_add(**where)


async def test_a_permalink_names_the_channel_and_the_message(client: AsyncWebClient) -> None:
    sent = await client.chat_postMessage(channel="C0CLINICAL", text="look here")

    link = await client.chat_getPermalink(channel="C0CLINICAL", message_ts=sent["ts"])

    assert link["permalink"].endswith(f"/archives/C0CLINICAL/p{sent['ts'].replace('.', '')}")


async def test_the_ledger_keeps_what_was_accepted_with_its_metadata(
    box: Sandbox, client: AsyncWebClient
) -> None:
    metadata = {"event_type": "delivery", "event_payload": {"id": 7}}
    await client.chat_postMessage(channel="U0AMARA", text="kept", metadata=metadata)
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C0NOWHERE", text="lost")

    (entry,) = box.ledger.entries
    assert (entry.chat, entry.text, entry.metadata) == ("D0AMARA", "kept", metadata)

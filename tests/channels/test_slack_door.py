"""The signed requests of Slack: only what Slack signed a moment ago gets in, and 200 means that it was kept."""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.core.events import Attached, Commanded, Pressed, Said
from tests.support.slack_stage import PEOPLE, SIGNING_SECRET, SlackStage

Json = dict[str, Any]

PATH = "/slack/events"
FORM = "application/x-www-form-urlencoded"
EVENT: Json = {
    "type": "event_callback",
    "team_id": "T0SANDBOX",
    "api_app_id": "A0HOMEROUND",
    "event_id": "Ev0001",
    "event_time": 1,
    "event": {
        "type": "message",
        "channel": "D0AMARA",
        "channel_type": "im",
        "user": PEOPLE[0],
        "text": "We have no gloves",
        "ts": "1.000001",
    },
}
BODY = json.dumps(EVENT).encode()


@pytest.fixture
async def slack() -> AsyncIterator[SlackStage]:
    async with SlackStage(http=True) as stage:
        yield await stage.start()


def signed(body: bytes, at: str | None = None, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """Return the headers with which Slack sends this body."""
    moment = at or str(int(time.time()))
    signature = hmac.new(secret.encode(), f"v0:{moment}:".encode() + body, hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": moment,
        "X-Slack-Signature": f"v0={signature.hexdigest()}",
    }


async def knock(
    slack: SlackStage, body: bytes, kind: str = "application/json", **headers: str
) -> int:
    """Return the status with which the door answers; headers are named with _ for -."""
    return (await answer_to(slack, body, kind, **headers))[0]


async def answer_to(
    slack: SlackStage, body: bytes, kind: str = "application/json", **headers: str
) -> tuple[int, str]:
    """Return the status and the body with which the door answers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {"Content-Type": kind} | (named or signed(body))
    async with (
        aiohttp.ClientSession(slack.address) as session,
        session.post(PATH, data=BytesIO(body), headers=sent) as answer,
    ):
        return answer.status, await answer.text()


async def test_an_event_that_slack_signed_is_kept(slack: SlackStage) -> None:
    assert await knock(slack, BODY) == 200

    (said,) = slack.keeper.kept
    assert (said.what, said.event_id) == (Said("We have no gloves"), "Ev0001")


def _headers(**changed: str | None) -> dict[str, str]:
    given = {
        "X_Slack_Request_Timestamp": signed(BODY)["X-Slack-Request-Timestamp"],
        "X_Slack_Signature": signed(BODY)["X-Slack-Signature"],
    } | changed
    return {name: value for name, value in given.items() if value is not None}


@pytest.mark.parametrize(
    "changed",
    [
        {"X_Slack_Signature": "v0=" + "0" * 64},
        {"X_Slack_Signature": signed(BODY, secret="another")["X-Slack-Signature"]},
        {"X_Slack_Signature": None},
        {"X_Slack_Signature": ""},
        {"X_Slack_Signature": "v0=é"},
        {"X_Slack_Signature": "v0=" + "é" * 64},
        {"X_Slack_Request_Timestamp": None},
        {"X_Slack_Request_Timestamp": ""},
        {"X_Slack_Request_Timestamp": "yesterday"},
        {"X_Slack_Request_Timestamp": "١٧٦٣٩٤٢٤٠٠"},
        {"X_Slack_Request_Timestamp": "-1"},
        {"X_Slack_Request_Timestamp": "1e9"},
        {"X_Slack_Request_Timestamp": "9" * 400},
        {"X_Slack_Request_Timestamp": "1"},
    ],
)
async def test_what_slack_did_not_sign_is_turned_away(
    slack: SlackStage, changed: dict[str, str | None]
) -> None:
    assert await knock(slack, BODY, **_headers(**changed)) == 401

    assert slack.keeper.came == []


@pytest.mark.parametrize(("seconds", "status"), [(-360, 401), (-240, 200), (240, 200), (360, 401)])
async def test_a_signature_is_good_for_five_minutes(
    slack: SlackStage, seconds: int, status: int
) -> None:
    headers = signed(BODY, str(int(time.time()) + seconds))

    named = {name.replace("-", "_"): value for name, value in headers.items()}
    assert await knock(slack, BODY, **named) == status
    assert len(slack.keeper.came) == (status == 200)


async def test_a_body_changed_on_its_way_is_turned_away(slack: SlackStage) -> None:
    changed = BODY.replace(b"no gloves", b"gold")

    assert await knock(slack, changed, **_headers()) == 401


async def test_a_body_that_is_no_text_is_turned_away(slack: SlackStage) -> None:
    assert await knock(slack, b"\xff\xfe{}") == 401


async def test_a_request_played_again_is_the_same_event(slack: SlackStage) -> None:
    headers = _headers()

    assert await knock(slack, BODY, **headers) == 200
    assert await knock(slack, BODY, **headers) == 200

    first, second = slack.keeper.kept
    assert first == second


async def test_a_press_played_again_is_the_same_event(slack: SlackStage) -> None:
    press = {
        "type": "block_actions",
        "trigger_id": "1.2.3",
        "user": {"id": PEOPLE[0], "name": "amara"},
        "channel": {"id": "D0AMARA"},
        "container": {"type": "message", "message_ts": "1.000001"},
        "actions": [{"type": "button", "action_id": "press:a", "value": "a", "action_ts": "2.1"}],
    }
    for payload in (press, {name: each for name, each in press.items() if name != "trigger_id"}):
        body = urlencode({"payload": json.dumps(payload)}).encode()
        assert await knock(slack, body, FORM) == 200
        assert await knock(slack, body, FORM) == 200

    ids = [each.event_id for each in slack.keeper.kept]
    assert {each.what for each in slack.keeper.kept} == {Pressed("a")}
    assert ids[0] == ids[1] != ids[2] == ids[3]


async def test_an_event_that_was_not_kept_comes_again_with_slacks_word_for_it(
    slack: SlackStage,
) -> None:
    slack.keeper.failures = 1
    again = {"X_Slack_Retry_Num": "1", "X_Slack_Retry_Reason": "http_error"}

    assert await knock(slack, BODY) == 500
    assert await knock(slack, BODY, **_headers(), **again) == 200

    assert [each.event_id for each in slack.keeper.came] == ["Ev0001", "Ev0001"]


async def test_slack_may_check_the_address(slack: SlackStage) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a", "token": "x"}).encode()

    status, said = await answer_to(slack, body)

    assert status == 200
    assert json.loads(said) == {"challenge": "3eZbrw1a"}
    assert slack.keeper.came == []


@pytest.mark.parametrize("text", ["ask payload", "payload", 'payload={"type":"x"}', "a&payload=b"])
async def test_a_command_may_speak_of_a_payload(slack: SlackStage, text: str) -> None:
    command = {"command": "/homeround", "text": text, "user_id": PEOPLE[0], "trigger_id": "1.2"}

    assert await knock(slack, urlencode(command).encode(), FORM) == 200

    (given,) = slack.keeper.kept
    assert isinstance(given.what, Commanded)
    assert f"{given.what.name} {given.what.text}".strip() == text


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "application/json"])
async def test_the_content_type_may_name_an_alphabet(slack: SlackStage, kind: str) -> None:
    assert await knock(slack, BODY, kind) == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"", "application/json"),
        (b"[1, 2]", "application/json"),
        (b'"text"', "application/json"),
        (b"null", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"a":' * 50_000, "application/json"),
        (b"payload=%7B", FORM),
        (b"payload=%5B%5D", FORM),
        (b"payload=null", FORM),
    ],
    ids=lambda value: value[:10].decode("latin-1") if isinstance(value, bytes) else "",
)
async def test_what_is_no_payload_is_refused_and_the_next_one_is_taken(
    slack: SlackStage, body: bytes, kind: str
) -> None:
    assert await knock(slack, body, kind) == 400

    assert await knock(slack, BODY) == 200
    assert len(slack.keeper.came) == 1


async def test_the_shortcut_on_a_message_is_a_command_with_its_text(slack: SlackStage) -> None:
    message = {"type": "message", "user": "U9", "ts": "1.2", "text": "See <https://a.example|a>"}
    shortcut = {
        "type": "message_action",
        "callback_id": "newsletter",
        "trigger_id": "1.shortcut",
        "user": {"id": PEOPLE[0], "name": "amara"},
        "channel": {"id": "C0CLINICAL"},
        "message": message,
    }
    for _ in range(2):
        assert await knock(slack, json.dumps(shortcut).encode()) == 200

    first, again = await slack.keeper.heard(2)
    assert first.what == Commanded("item", "See https://a.example")
    assert (first.chat, first.private, first.can_open_form) == (PEOPLE[0], True, True)
    assert first.event_id == again.event_id, "what Slack tells of twice acts once"


async def test_what_is_written_with_a_file_comes_with_it(slack: SlackStage) -> None:
    file = {"name": "poster.png", "url_private": "https://files.example/poster.png", "size": 5}
    shared = {**EVENT["event"], "text": "Wash hands.", "files": [file]}
    assert await knock(slack, json.dumps({**EVENT, "event": shared}).encode()) == 200

    (came,) = await slack.keeper.heard()
    assert isinstance(came.what, Attached)
    assert came.what.text == "Wash hands."


async def test_a_message_that_is_shared_without_a_word_is_what_it_shares(slack: SlackStage) -> None:
    shared = {**EVENT["event"], "text": "", "attachments": [{"is_share": True, "text": "Gloves"}]}
    assert await knock(slack, json.dumps({**EVENT, "event": shared}).encode()) == 200

    (said,) = await slack.keeper.heard()
    assert said.what == Said("Gloves")


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": "message_action", "callback_id": "x"},
        {"type": "event_callback"},
        {"type": "event_callback", "event": {"type": "message"}},
        {"type": "event_callback", "event": {"type": "team_join", "user": {"id": "U1"}}},
        {"type": "event_callback", "event": "message"},
        {"type": "block_actions"},
        {"type": "block_actions", "actions": []},
        {"type": "block_actions", "actions": [{"type": "button", "url": "https://a.example"}]},
        {"type": "view_closed", "view": {}},
        {"type": "shortcut", "callback_id": "x"},
        {"type": 5},
        {"payload": "x"},
    ],
)
async def test_a_payload_that_nobody_knows_is_acknowledged_and_passed_over(
    slack: SlackStage, payload: Json
) -> None:
    assert await knock(slack, json.dumps(payload).encode()) == 200

    assert slack.keeper.came == []


async def test_more_than_a_mebibyte_is_refused(slack: SlackStage) -> None:
    padded = BODY + b" " * (1024 * 1024 - len(BODY))

    assert await knock(slack, padded) == 200
    assert await knock(slack, padded + b" ") == 413


async def test_before_the_start_and_after_the_end_an_event_is_to_come_again() -> None:
    async with SlackStage(http=True) as slack:
        assert await knock(slack, BODY) == 503
        await slack.start()
        assert await knock(slack, BODY) == 200

        await slack.channel.stop()

        assert await knock(slack, BODY) == 503


async def test_without_a_signing_secret_the_door_lets_nobody_in() -> None:
    async with SlackStage(http=True, signing_secret="") as slack:
        await slack.start()
        headers = signed(BODY, secret="")

        named = {name.replace("-", "_"): value for name, value in headers.items()}
        assert await knock(slack, BODY, **named) == 401


async def test_slack_itself_gets_in_and_is_answered(slack: SlackStage) -> None:
    told = await slack.people.post("request_url", url=f"{slack.address}{PATH}")
    await slack.say("hello")

    (said,) = await slack.keeper.heard()
    assert told == {"verified": True}
    assert said.what == Said("hello")

"""Whatever goes wrong at a platform comes as one of four kinds of failure, the same for both channels."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.core.deliveries import Operation
from bot.core.errors import Blocked, Missing, Rejected, SendError, Throttled, Unreachable
from bot.core.messages import Message
from tests.channels.conftest import WAYS
from tests.support.answering import Answering
from tests.support.slack_stage import PEOPLE, ROOM, SlackStage
from tests.support.stage import Stage, asking
from tests.support.telegram_stage import TelegramStage

SHORT = timedelta(seconds=0.5)
LONGER = 0.7  # seconds

# The library warns of a change to come whenever Telegram asks for a pause.
pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")


@pytest.fixture
async def hasty(stage: Stage) -> Stage:
    """Either channel, with little patience."""
    await stage.channel.stop()
    stage.patience = SHORT
    stage.channel = stage.open()
    return stage


async def failure_of(stage: Stage, payload: str = "", **more: object) -> SendError:
    """Return how sending fails."""
    (drawn,) = stage.channel.painter.prepare(Message("hello"))
    with pytest.raises(SendError) as failed:
        await stage.channel.send(stage.wire(payload or drawn, **more))
    return failed.value


@pytest.mark.parametrize(
    ("fault", "arrives"),
    [
        ("server_error", False),
        ("bad_gateway_html", False),
        ("refuse_before", False),
        ("reset", True),
        ("no_answer", True),
    ],
)
async def test_a_platform_that_fails_is_unreachable_and_what_it_may_have_taken_is_in_doubt(
    hasty: Stage, fault: str, arrives: bool
) -> None:
    hasty.fault(fault, seconds=LONGER)

    failed = await failure_of(hasty)

    assert isinstance(failed, Unreachable)
    assert failed.in_doubt
    assert len(await hasty.shown()) == int(arrives)


async def test_a_slow_answer_within_patience_is_an_answer_and_one_beyond_it_is_in_doubt(
    hasty: Stage,
) -> None:
    hasty.fault("slow", seconds=0.05)
    hasty.fault("slow", seconds=LONGER)

    await hasty.send("soon")
    failed = await failure_of(hasty)

    assert isinstance(failed, Unreachable)
    assert failed.in_doubt


async def test_after_a_failure_the_next_message_arrives(hasty: Stage) -> None:
    for fault in ("server_error", "reset", "refuse_before", "no_answer"):
        hasty.fault(fault, seconds=LONGER)
        await failure_of(hasty)

    await hasty.send("at last")

    assert (await hasty.shown())[-1].text == "at last"


async def test_a_message_is_tried_once_a_call_whatever_the_library_would_do(hasty: Stage) -> None:
    hasty.fault("reset", count=5)

    await failure_of(hasty)

    assert hasty.box.ledger.count(hasty.name, containing="hello") == 1


@pytest.mark.parametrize("seconds", [1, 7, 3600])
async def test_a_platform_that_asks_for_a_pause_gets_exactly_that_pause(
    stage: Stage, seconds: int
) -> None:
    stage.fault("throttle", seconds=seconds)

    failed = await failure_of(stage)

    assert isinstance(failed, Throttled)
    assert failed.retry_after == timedelta(seconds=seconds)
    # Telegram counts all that the bot sends; Slack the posts of each channel.
    assert failed.whole_lane is (stage.name == "telegram")
    assert await stage.shown() == []


async def test_a_person_who_blocked_the_bot_is_not_written_to_again(stage: Stage) -> None:
    stage.fault("blocked")

    assert isinstance(await failure_of(stage), Blocked)


async def test_a_chat_that_is_not_there_is_as_good_as_blocked(stage: Stage) -> None:
    assert isinstance(await failure_of(stage, chat=stage.nowhere), Blocked)


@pytest.mark.parametrize("chat", ["", "not a chat", "@nobody", "7001x"])
async def test_a_chat_that_cannot_be_is_refused_and_nothing_breaks(stage: Stage, chat: str) -> None:
    assert isinstance(await failure_of(stage, chat=chat), Blocked | Rejected)


@pytest.mark.parametrize("message_id", ["1795565275.000009", "999999", "", "none"])
async def test_a_message_that_is_gone_cannot_be_changed(stage: Stage, message_id: str) -> None:
    (drawn,) = stage.channel.painter.prepare(Message("hello"))
    wire = stage.wire(drawn, message_id=message_id)
    changing = type(wire)(wire.delivery_id, Operation.EDIT, wire.chat, drawn, message_id)

    with pytest.raises(Rejected) as refused:
        await stage.channel.send(changing)
    # In Slack it may be the card of a room, which is posted anew.
    known = stage.name == "slack" and bool(message_id)
    assert isinstance(refused.value, Missing) is known


async def test_an_edit_fails_in_the_same_ways(hasty: Stage) -> None:
    (sent,) = await hasty.send(asking("Yes"))
    failures = []
    for fault in ("throttle", "server_error", "reset", "blocked"):
        hasty.fault(fault)
        with pytest.raises(SendError) as failed:
            await hasty.edit(sent.message_id, Message(f"changed by {fault}"))
        failures.append(failed.value.kind)

    assert failures == ["throttled", "unreachable", "unreachable", "blocked"]


@pytest.mark.parametrize(
    ("way", "payload"),
    [
        ("telegram", {"text": "x" * 4097}),
        ("telegram", {"text": "<b>never closed"}),
        ("telegram", {"text": "<secretword>x"}),
        ("telegram", {"text": ""}),
        ("telegram", {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}),
        (
            "telegram",
            {
                "text": "x",
                "reply_markup": {
                    "inline_keyboard": [[{"text": "x", "callback_data": "x" * 65}]],
                },
            },
        ),
        ("slack", {"text": "x", "blocks": [{"type": "divider"}] * 51}),
        ("slack", {"text": "x", "blocks": [{"type": "nonsense"}]}),
        ("slack", {"text": "x", "blocks": "nonsense"}),
        (
            "slack",
            {
                "text": "x",
                "blocks": [
                    {
                        "type": "rich_text",
                        "elements": [
                            {
                                "type": "rich_text_section",
                                "elements": [{"type": "text", "text": "x" * 13_300}],
                            }
                        ],
                    }
                ],
            },
        ),
    ],
)
async def test_what_a_platform_will_never_take_is_rejected_with_its_own_short_reason(
    way: str, payload: dict[str, object]
) -> None:
    async with WAYS[way]() as stage:
        failed = await failure_of(stage, json.dumps(payload))

        assert isinstance(failed, Rejected)
        assert 0 < len(failed.reason) <= 80
        assert "secretword" not in failed.reason
        assert await stage.shown() == []


async def test_a_person_who_blocked_the_bot_in_telegram_is_known_by_the_platforms_own_word() -> (
    None
):
    async with TelegramStage() as telegram:
        await telegram.phone.act(int(telegram.chat), "block")

        assert isinstance(await failure_of(telegram), Blocked)

        await telegram.phone.act(int(telegram.chat), "unblock")
        await telegram.send("welcome back")


async def test_a_person_who_never_pressed_start_is_not_written_to() -> None:
    async with TelegramStage() as telegram:
        await telegram.phone.meet(7003)

        assert isinstance(await failure_of(telegram, chat=7003), Blocked)


@pytest.mark.parametrize("what", ["archive", "kick"])
async def test_a_room_that_is_closed_or_that_the_app_was_thrown_out_of_is_not_written_to(
    what: str,
) -> None:
    async with SlackStage() as slack:
        await slack.people.post(what, channel=ROOM, user=PEOPLE[1])

        assert isinstance(await failure_of(slack, chat=ROOM), Blocked)


@pytest.fixture
async def elsewhere() -> AsyncIterator[Answering]:
    async with Answering() as elsewhere:
        yield elsewhere


@pytest.mark.parametrize("way", ["telegram", "slack"])
@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, "<html>Please log in to the guest network</html>", "text/html"),
        (200, "<html>Please log in to the guest network</html>", "application/json"),
        (200, '{"ok": true, "resul', "application/json"),
        (200, "fine", "text/plain"),
        (200, "[1, 2]", "application/json"),
        (200, "", "application/json"),
        (503, "", "text/plain"),
        (504, '{"ok": false}', "application/json"),
        (200, '{"ok": true}', "application/json"),
    ],
)
async def test_an_answer_that_is_not_the_platforms_own_leaves_the_message_in_doubt(
    elsewhere: Answering, way: str, status: int, body: str, kind: str
) -> None:
    elsewhere.answer = (status, body, kind)
    async with WAYS[way]() as stage, elsewhere.opened(stage) as channel:
        (drawn,) = channel.painter.prepare(Message("hello"))

        with pytest.raises(Unreachable) as failed:
            await channel.send(stage.wire(drawn))

    assert failed.value.in_doubt


@pytest.mark.parametrize("way", ["telegram", "slack"])
@pytest.mark.parametrize("status", [400, 401, 403, 404, 407, 409, 413])
@pytest.mark.parametrize("body", ["<html>Not allowed here</html>", '{"error": ""}', "[]"])
async def test_a_page_of_something_in_between_says_nothing_of_the_person(
    elsewhere: Answering, way: str, status: int, body: str
) -> None:
    elsewhere.answer = (status, body, "application/json" if body[0] != "<" else "text/html")
    async with WAYS[way]() as stage, elsewhere.opened(stage) as channel:
        (drawn,) = channel.painter.prepare(Message("hello"))

        with pytest.raises(Unreachable):
            await channel.send(stage.wire(drawn))


@pytest.mark.parametrize("way", ["telegram", "slack"])
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, '{"ok": false, "error_code": 429, "description": "Too Many Requests"}'),
        (429, '{"ok": false, "error": "ratelimited", "description": "Too Many Requests"}'),
    ],
)
async def test_a_platform_that_asks_for_a_pause_of_no_length_gets_a_short_one(
    elsewhere: Answering, way: str, status: int, body: str
) -> None:
    elsewhere.answer = (status, body, "application/json")
    async with WAYS[way]() as stage, elsewhere.opened(stage) as channel:
        (drawn,) = channel.painter.prepare(Message("hello"))

        with pytest.raises(Throttled) as failed:
            await channel.send(stage.wire(drawn))

    assert timedelta(seconds=1) <= failed.value.retry_after <= timedelta(minutes=1)


@pytest.mark.parametrize("way", ["telegram", "slack"])
async def test_where_nobody_listens_it_is_certain_that_nothing_was_sent(
    elsewhere: Answering, way: str
) -> None:
    async with WAYS[way]() as stage, elsewhere.opened(stage) as channel:
        await elsewhere.close()
        (drawn,) = channel.painter.prepare(Message("hello"))

        with pytest.raises(Unreachable) as failed:
            await channel.send(stage.wire(drawn))

    assert not failed.value.in_doubt


@pytest.mark.parametrize(
    ("way", "status", "body", "in_doubt"),
    [
        ("telegram", 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}, False),
        ("telegram", 404, {"ok": False, "error_code": 404, "description": "Not Found"}, False),
        ("slack", 200, {"ok": False, "error": "invalid_auth"}, False),
        ("slack", 200, {"ok": False, "error": "token_revoked"}, False),
        ("slack", 200, {"ok": False, "error": "missing_scope"}, False),
        ("slack", 200, {"ok": False, "error": "service_unavailable"}, False),
        ("slack", 200, {"ok": False, "error": "fatal_error"}, True),
        ("slack", 200, {"ok": False, "error": "internal_error"}, True),
    ],
)
async def test_a_fault_of_the_token_or_the_platform_is_not_the_messages_fault(
    elsewhere: Answering, way: str, status: int, body: dict[str, object], in_doubt: bool
) -> None:
    elsewhere.answer = (status, json.dumps(body), "application/json")
    async with WAYS[way]() as stage, elsewhere.opened(stage) as channel:
        (drawn,) = channel.painter.prepare(Message("hello"))

        with pytest.raises(Unreachable) as failed:
            await channel.send(stage.wire(drawn))

    assert failed.value.in_doubt is in_doubt

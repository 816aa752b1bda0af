"""A try in doubt is looked up in Slack by the number that the message carries; Telegram cannot be asked."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.deliveries import Operation, Wire
from bot.core.errors import SendError, Throttled, Unreachable
from bot.core.messages import Message
from tests.support.slack_stage import PEOPLE, ROOM, SlackStage
from tests.support.telegram_stage import TelegramStage


@pytest.fixture
async def slack() -> AsyncIterator[SlackStage]:
    async with SlackStage() as stage:
        yield stage


async def in_doubt(slack: SlackStage, fault: str, **more: str) -> Wire:
    """Send with this fault, and return the delivery as it is tried again."""
    (drawn,) = slack.channel.painter.prepare(Message("Gloves are on their way"))
    wire = slack.wire(drawn, **more)
    slack.fault(fault, method="chat.postMessage")
    with pytest.raises(Unreachable) as failed:
        await slack.channel.send(wire)
    assert failed.value.in_doubt
    return replace(wire, attempts=2, first_tried_at=datetime.now(UTC))


@pytest.mark.parametrize("chat", [ROOM, PEOPLE[0]])
@pytest.mark.parametrize("deep", [False, True], ids=["in the room", "in a thread"])
async def test_a_message_that_arrived_all_the_same_is_found(
    slack: SlackStage, chat: str, deep: bool
) -> None:
    (card,) = await slack.send("A card", chat=chat)
    thread = card.message_id if deep else ""

    wire = await in_doubt(slack, "reset", chat=chat, thread_id=thread)

    found = await slack.channel.find(wire)
    room = chat if chat == ROOM else f"D{chat[1:]}"
    arrived = (await slack.shown_in(room))[-1]
    assert found is not None
    assert (found.chat, found.message_id) == (room, arrived.message_id)
    assert arrived.text == "Gloves are on their way"


@pytest.mark.parametrize("chat", [ROOM, PEOPLE[0]])
@pytest.mark.parametrize("deep", [False, True], ids=["in the room", "in a thread"])
async def test_a_message_that_never_arrived_is_not_found(
    slack: SlackStage, chat: str, deep: bool
) -> None:
    (card,) = await slack.send("A card", chat=chat)
    thread = card.message_id if deep else ""

    wire = await in_doubt(slack, "refuse_before", chat=chat, thread_id=thread)

    assert await slack.channel.find(wire) is None


async def test_another_delivery_of_the_same_words_is_not_taken_for_it(slack: SlackStage) -> None:
    await slack.send("Gloves are on their way", chat=ROOM)

    wire = await in_doubt(slack, "refuse_before", chat=ROOM)

    assert await slack.channel.find(wire) is None


async def test_it_is_found_among_hundreds_that_came_after_it(slack: SlackStage) -> None:
    wire = await in_doubt(slack, "reset", chat=ROOM)
    for number in range(210):
        await slack.people.say(PEOPLE[1], ROOM, f"number {number}")

    assert await slack.channel.find(wire) is not None


async def test_it_is_found_though_the_clocks_are_a_little_apart(slack: SlackStage) -> None:
    wire = await in_doubt(slack, "reset", chat=ROOM)
    assert wire.first_tried_at is not None
    fast = replace(wire, first_tried_at=wire.first_tried_at + timedelta(seconds=30))

    assert await slack.channel.find(fast) is not None


async def test_it_is_found_though_it_was_changed_since(slack: SlackStage) -> None:
    wire = await in_doubt(slack, "reset", chat=PEOPLE[0])
    (arrived,) = await slack.shown()
    await slack.edit(arrived.message_id, Message("Gloves have arrived"))

    found = await slack.channel.find(wire)

    assert found is not None
    assert found.message_id == arrived.message_id


async def test_a_try_that_is_not_in_doubt_and_an_edit_are_not_looked_up(slack: SlackStage) -> None:
    wire = await in_doubt(slack, "reset", chat=ROOM)

    assert await slack.channel.find(replace(wire, first_tried_at=None)) is None
    assert await slack.channel.find(replace(wire, operation=Operation.EDIT)) is None


@pytest.mark.parametrize(
    ("fault", "kind"), [("throttle", Throttled), ("server_error", Unreachable)]
)
async def test_a_question_that_slack_does_not_answer_fails_like_any_call(
    slack: SlackStage, fault: str, kind: type[SendError]
) -> None:
    wire = await in_doubt(slack, "reset", chat=ROOM)
    slack.fault(fault, method="conversations.history")

    with pytest.raises(kind):
        await slack.channel.find(wire)


async def test_no_person_sees_the_number_that_a_message_carries(slack: SlackStage) -> None:
    await slack.send("Gloves are on their way", chat=ROOM)

    (said,) = await slack.people.messages(ROOM)
    number = said["metadata"]["event_payload"]["delivery"]
    assert isinstance(number, int)
    assert "delivery" not in said["text"] + str(said["blocks"])


async def test_only_slack_can_be_asked(slack: SlackStage) -> None:
    async with TelegramStage() as telegram:
        (drawn,) = telegram.channel.painter.prepare(Message("hello"))

        assert (slack.channel.can_look_up, telegram.channel.can_look_up) == (True, False)
        assert await telegram.channel.find(telegram.wire(drawn)) is None

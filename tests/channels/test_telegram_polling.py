"""Updates are fetched by one process at a time, and none is confirmed before it and all before it were kept."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.core.events import Commanded, Said, Unknown
from tests.support.keeper import Keeper
from tests.support.stage import asking, eventually
from tests.support.telegram_stage import TelegramStage

# The library warns of a change to come whenever Telegram asks for a pause.
pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStage]:
    async with TelegramStage() as stage:
        yield stage


class Lease:
    """Says whether this process may poll, and how often it was asked; it may break."""

    def __init__(self, *, held: bool) -> None:
        self.held = held
        self.asked = 0
        self.broken = 0

    async def __call__(self) -> bool:
        self.asked += 1
        if self.broken:
            self.broken -= 1
            raise ConnectionError("the database is away")
        return self.held


async def test_only_the_process_that_may_poll_does() -> None:
    lease = Lease(held=False)
    async with TelegramStage(may_poll=lease) as telegram:
        await telegram.start()
        await telegram.say("hello")

        async def asked_again() -> bool:
            return lease.asked >= 2

        await eventually(asked_again)
        assert telegram.keeper.came == []
        assert telegram.is_held_back()

        lease.held = True
        (said,) = await telegram.keeper.heard()
        assert said.what == Said("hello")


async def test_polling_outlives_a_lease_that_cannot_be_asked() -> None:
    lease = Lease(held=True)
    lease.broken = 1
    async with TelegramStage(may_poll=lease) as telegram:
        await telegram.start()
        await telegram.say("hello")

        (said,) = await telegram.keeper.heard()
        assert said.what == Said("hello")


async def test_one_event_that_is_never_kept_does_not_hold_up_the_others(
    telegram: TelegramStage,
) -> None:
    telegram.keeper.refuses = lambda each: each.what == Said("poison")
    for number in range(10):
        await telegram.say(f"number {number}", who=number % 2)
    await telegram.say("poison")
    await telegram.say("mine, after it")
    for number in range(10):
        await telegram.say(f"yours {number}", who=1)

    await telegram.start()
    heard = await telegram.keeper.heard(20)

    texts = {each.what.text for each in heard if isinstance(each.what, Said)}
    assert texts == {f"number {n}" for n in range(10)} | {f"yours {n}" for n in range(10)}
    telegram.keeper.refuses = lambda _: False
    await telegram.settled()
    own = [each.what for each in telegram.keeper.kept if each.chat == telegram.chat]
    assert own[-2:] == [Said("poison"), Said("mine, after it")]


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"nonsense": 1}},
        {"message": {}},
        {"message": {"chat": {"id": 7001, "type": "private"}, "text": "no sender"}},
        {"message": {"chat": {"id": "x", "type": "private"}, "from": {"id": 1}, "text": "x"}},
        {"message": {"chat": None, "from": None, "text": None}},
        {"callback_query": {}},
        {"callback_query": {"id": 5, "from": {}, "data": {}}},
        {"my_chat_member": {"chat": {"id": 1, "type": "private"}}},
        {"edited_message": {"chat": {"id": 1, "type": "private"}, "text": "x"}},
        {"business_message": {"text": "of a kind that came later"}},
        {"message_reaction": {"chat": {"id": 7001, "type": "private"}}},
    ],
    ids=str,
)
async def test_an_update_that_cannot_be_read_is_put_on_record_and_the_next_is_taken(
    telegram: TelegramStage, update: dict[str, Any]
) -> None:
    telegram.box.telegram.world.updates.allowed = frozenset()
    await telegram.phone.post("update", **update)
    await telegram.say("hello")

    await telegram.start()
    heard = await telegram.keeper.heard(2)

    assert sorted(type(each.what).__name__ for each in heard) == ["Said", "Unknown"]
    assert {each.chat for each in heard if isinstance(each.what, Unknown)} == {""}
    await telegram.settled()


async def test_what_of_a_group_is_none_of_ours_is_confirmed_and_passed_over(
    telegram: TelegramStage,
) -> None:
    await telegram.talk_in_a_room("Has anybody a spare hoist")
    await telegram.start()

    await telegram.settled()

    assert telegram.keeper.came == []


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/start", "start", ""),
        ("/start ABCD-EFGH", "start", "ABCD-EFGH"),
        ("/START@homeround_bot  ABCD", "start", "ABCD"),
        ("/start\nABCD", "start", "ABCD"),
        ("/ask for masks\nand gloves", "ask", "for masks\nand gloves"),
        ("/", "", ""),
        ("/ now", "", "now"),
    ],
)
async def test_a_command_is_read_however_it_was_typed(
    telegram: TelegramStage, text: str, name: str, rest: str
) -> None:
    await telegram.start()

    await telegram.say(text)

    (given,) = await telegram.keeper.heard()
    assert given.what == Commanded(name, rest)


async def test_a_chat_waits_for_its_own_event_only(telegram: TelegramStage) -> None:
    keeper = telegram.keeper
    keeper.gate.clear()
    keeper.waits = lambda each: each.what == Said("one")
    for text, who in (("one", 0), ("two", 0), ("other", 1)):
        await telegram.say(text, who=who)

    await telegram.start()
    (other,) = await keeper.heard()

    assert other.what == Said("other")
    keeper.gate.set()
    heard = await keeper.heard(3)
    assert [each.what for each in heard] == [Said("other"), Said("one"), Said("two")]


@pytest.mark.parametrize("fault", ["throttle", "bad_gateway_html", "reset", "server_error"])
async def test_a_poll_that_fails_is_followed_by_one_that_does_not(
    telegram: TelegramStage, fault: str
) -> None:
    telegram.fault(fault, method="getUpdates", seconds=1)
    await telegram.start()

    await telegram.say("hello")

    (said,) = await telegram.keeper.heard()
    assert said.what == Said("hello")


async def test_a_start_needs_no_telegram_and_goes_on_when_there_is_one(
    telegram: TelegramStage,
) -> None:
    telegram.fault("server_error", method="deleteWebhook")

    await telegram.start()
    await telegram.say("hello")

    assert await telegram.keeper.heard()
    assert [each["command"] for each in telegram.box.telegram.world.commands] == ["start", "menu"]


async def test_a_command_that_telegram_does_not_list_keeps_nobody_from_writing(
    telegram: TelegramStage,
) -> None:
    telegram.commands = (("Not a command", "What it does"),)
    telegram.channel = telegram.open()
    await telegram.start()

    await telegram.say("hello")

    assert await telegram.keeper.heard()


async def test_the_end_waits_for_what_is_being_taken_and_answers_it(
    telegram: TelegramStage,
) -> None:
    await telegram.start()
    await telegram.send(asking("Claim"))
    telegram.keeper.gate.clear()
    pressing = asyncio.create_task(telegram.press("Claim"))
    await telegram.keeper.begun()

    ending = asyncio.create_task(telegram.channel.stop())
    await telegram.shown()
    assert not ending.done()
    telegram.keeper.gate.set()
    await ending

    assert len(telegram.keeper.kept) == 1
    assert (await pressing).answered


async def test_the_end_waits_for_an_answer_that_is_slow_to_arrive(
    telegram: TelegramStage,
) -> None:
    await telegram.start()
    await telegram.send(asking("Claim"))
    telegram.fault("slow", method="answerCallbackQuery", seconds=0.2)
    pressing = asyncio.create_task(telegram.press("Claim"))
    await telegram.keeper.heard()

    await telegram.channel.stop()

    answers = telegram.box.telegram.world.presses.values()
    assert all(answer.given.is_set() for answer in answers)
    assert (await pressing).answered


async def test_the_end_does_not_wait_for_an_open_poll(telegram: TelegramStage) -> None:
    await telegram.start()
    await telegram.say("hello")
    await telegram.keeper.heard()

    async with asyncio.timeout(3):
        await telegram.channel.stop()


async def test_what_comes_after_the_end_is_for_the_next_process(telegram: TelegramStage) -> None:
    await telegram.start()
    await telegram.say("one")
    await telegram.keeper.heard()
    await telegram.channel.stop()
    await telegram.say("two")

    telegram.keeper, before = Keeper(), telegram.keeper
    telegram.channel = telegram.open()
    await telegram.start()

    async def two() -> bool:
        return telegram.keeper.kept[-1:] != [] and telegram.keeper.kept[-1].what == Said("two")

    await eventually(two)
    # What was taken and not confirmed comes again, and is known by its number.
    assert [each.what for each in before.kept] == [Said("one")]
    repeated = telegram.keeper.kept[:-1]
    assert repeated in ([], before.kept)

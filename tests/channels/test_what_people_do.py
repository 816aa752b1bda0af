"""One table of deeds over both channels, each in its two ways: what people do comes as the same typed events."""

import pytest

from bot.core.at_once import FormFaults, OpenForm, Toast
from bot.core.events import Attached, Commanded, Inbound, Pressed, Said
from bot.core.forms import Form
from bot.core.messages import Message
from tests.support.stage import SORRY_SHOWN, Stage, asking, eventually

AT_ONCE = 0.9  # seconds: before anybody would press again


@pytest.mark.parametrize(
    "text",
    [
        "We have no gloves",
        "Beds < 3 & falling > rising, 50% *sure* `yes`",
        "one line\nand another",
        "Ünïcödé 👩‍👩‍👧 日本語",
        "see https://www.gov.uk/guidance?a=1&b=2",
        "x" * 10_000,
        "word " * 1_999 + "end",
    ],
    ids=["short", "marks", "lines", "letters", "address", "10,000 letters", "10,000 in words"],
)
async def test_what_a_person_writes_comes_as_they_wrote_it(listening: Stage, text: str) -> None:
    await listening.say(text)

    (said,) = await listening.keeper.heard()
    assert said.what == Said(text)
    assert (said.channel, said.chat, said.private) == (listening.name, listening.chat, True)
    assert said.sender == said.account_chat == listening.chat


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "document"])
async def test_what_is_not_text_comes_as_something_attached(listening: Stage, kind: str) -> None:
    await listening.attach(kind)

    (came,) = await listening.keeper.heard()
    assert isinstance(came.what, Attached)
    assert came.chat == listening.chat


async def test_what_people_say_to_each_other_in_a_room_is_not_taken(listening: Stage) -> None:
    await listening.talk_in_a_room("Has anybody a spare hoist")
    await listening.say("hello")
    await listening.settled()

    assert [each.what for each in listening.keeper.came] == [Said("hello")]


async def test_a_message_changed_afterwards_is_not_taken_for_a_new_one(listening: Stage) -> None:
    await listening.say("We have no gloves")
    await listening.rewrite("We have gloves")
    await listening.say("hello")
    await listening.settled()

    came = [each.what for each in listening.keeper.came]
    assert [each for each in came if isinstance(each, Said)] == [
        Said("We have no gloves"),
        Said("hello"),
    ]
    edits = [each for each in came if not isinstance(each, Said)]
    assert edits in ([], [Attached("edited", text="We have gloves")])


# Slack sends each signed request by itself, and promises no order.
@pytest.mark.parametrize("listening", ["telegram", "telegram-webhook", "slack"], indirect=True)
async def test_the_events_of_a_chat_come_in_the_order_of_what_was_done(listening: Stage) -> None:
    for number in range(12):
        await listening.say(f"number {number}")

    heard = await listening.keeper.heard(12)
    assert [each.what for each in heard] == [Said(f"number {n}") for n in range(12)]


async def test_a_press_comes_with_what_its_button_carries_and_is_answered_at_once(
    listening: Stage,
) -> None:
    (sent,) = await listening.send(asking("Fully covered", "Not safe today"))

    pressing = await listening.press("Not safe today")

    (press,) = await listening.keeper.heard()
    assert press.what == Pressed("answer:2")
    assert (press.chat, press.sender, press.private) == (listening.chat, listening.chat, True)
    assert press.message is not None
    assert press.message.message_id == sent.message_id
    assert pressing.answered
    assert pressing.seconds < AT_ONCE


@pytest.mark.parametrize("alert", [False, True])
async def test_a_press_is_answered_with_the_words_that_it_caused(
    listening: Stage, alert: bool
) -> None:
    listening.keeper.answer = lambda _: Toast("You have **this** now: 1 < 2", alert=alert)
    await listening.send(asking("Claim"))

    pressing = await listening.press("Claim")

    assert pressing.answered
    assert await listening.told() == "You have this now: 1 < 2"
    assert len(await listening.shown()) == 1


@pytest.mark.parametrize("letter", ["é", "🩺"])
async def test_words_too_long_for_the_platform_do_not_leave_the_spinner_turning(
    listening: Stage, letter: str
) -> None:
    listening.keeper.answer = lambda _: Toast(letter * 500)
    await listening.send(asking("Claim"))

    assert (await listening.press("Claim")).answered
    assert (await listening.told()).startswith(letter * 50)


@pytest.mark.parametrize(
    "at_once", [None, FormFaults({"name": "Too short"}), OpenForm(Form("f", "F", "S", ()))]
)
async def test_a_press_is_answered_whatever_comes_of_it(
    listening: Stage, at_once: FormFaults | OpenForm | None
) -> None:
    listening.keeper.answer = lambda _: at_once
    await listening.send(asking("Claim"))

    assert (await listening.press("Claim")).answered


async def test_a_press_that_could_not_be_kept_says_sorry_at_once(listening: Stage) -> None:
    listening.keeper.failures = 1
    await listening.send(asking("Claim"))

    pressing = await listening.press("Claim")

    assert await listening.told() == SORRY_SHOWN
    # Slack shows a sign of its own where nothing was acknowledged; Telegram's spinner comes to rest.
    assert pressing.answered is (listening.name == "telegram")


@pytest.mark.parametrize(
    "token", ["::::", "answer:2:x", "claim:999", "../../etc", "é" * 20, "a" * 64]
)
async def test_a_press_with_altered_data_comes_as_it_is_and_is_answered(
    listening: Stage, token: str
) -> None:
    await listening.send(asking("Claim"))

    pressing = await listening.press_altered(token)

    (press,) = await listening.keeper.heard()
    assert press.what == Pressed(token)
    assert pressing.answered


async def test_a_press_on_a_message_that_was_changed_since_is_taken_and_answered(
    listening: Stage,
) -> None:
    (sent,) = await listening.send(asking("Yes", "No"))
    await listening.edit(sent.message_id, Message("This is closed."))
    await listening.send("Another one")

    pressing = await listening.press_altered_on(sent.message_id, "answer:1")

    (press,) = await listening.keeper.heard()
    assert press.what == Pressed("answer:1")
    assert press.message is not None
    assert press.message.message_id == sent.message_id
    assert pressing.answered


async def test_a_command_given_in_a_room_is_the_persons_own_matter(listening: Stage) -> None:
    await listening.command_in_a_room()

    (given,) = await listening.keeper.heard()
    assert isinstance(given.what, Commanded)
    assert not given.private
    assert given.sender == listening.chat != given.chat


async def test_an_event_is_acknowledged_only_after_it_was_kept(listening: Stage) -> None:
    listening.keeper.gate.clear()
    await listening.say("We have no gloves")
    await listening.keeper.begun()
    await listening.shown()  # by now an acknowledgement would have arrived

    assert listening.is_held_back()

    listening.keeper.gate.set()
    await listening.settled()
    assert not listening.is_held_back()


async def test_an_event_that_was_not_kept_comes_again_as_the_same_event(listening: Stage) -> None:
    listening.keeper.failures = 2

    await listening.say("We have no gloves")

    (kept,) = await listening.keeper.heard()
    await listening.settled()
    assert listening.keeper.came == [kept] * 3
    assert listening.keeper.kept == [kept]


async def test_what_a_person_hears_of_a_text_that_was_not_kept_is_nothing_until_it_is(
    listening: Stage,
) -> None:
    listening.keeper.failures = 1

    await listening.say("We have no gloves")
    await listening.keeper.heard()

    assert await listening.shown() == []


async def test_an_event_that_nobody_knows_is_passed_over_and_the_next_is_taken(
    listening: Stage,
) -> None:
    await listening.unknown()
    await listening.say("hello")

    async def arrived() -> Inbound | None:
        found = (each for each in listening.keeper.kept if each.what == Said("hello"))
        return next(found, None)

    assert await eventually(arrived)
    await listening.settled()
    assert not listening.is_held_back()


async def test_people_are_known_by_their_own_chat_and_not_by_their_name(listening: Stage) -> None:
    await listening.say("mine", who=0)
    await listening.say("yours", who=1)

    first, second = sorted(await listening.keeper.heard(2), key=lambda each: str(each.what))
    assert (first.what, second.what) == (Said("mine"), Said("yours"))
    assert first.chat == listening.chat
    assert second.chat not in {"", listening.chat}

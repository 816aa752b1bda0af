"""A team's room in Slack: cards with threads, presses of several leads, and words that only one of them sees."""

from collections.abc import AsyncIterator

import pytest

from bot.core.at_once import Toast
from bot.core.events import Commanded, Pressed, Said
from tests.support.slack_stage import PEOPLE, ROOM, SlackStage
from tests.support.stage import SORRY_SHOWN, asking

AMARA, JOSEPH = PEOPLE


@pytest.fixture
async def slack() -> AsyncIterator[SlackStage]:
    async with SlackStage() as stage:
        yield await stage.start()


async def test_a_press_in_a_room_names_the_room_the_card_and_the_one_who_pressed(
    slack: SlackStage,
) -> None:
    (card,) = await slack.send(asking("Claim"), chat=ROOM)

    await slack.people.tap(JOSEPH, ROOM, card.message_id, "Claim")

    (press,) = await slack.keeper.heard()
    assert press.what == Pressed("answer:1")
    assert (press.chat, press.sender, press.sender_name) == (ROOM, JOSEPH, "joseph")
    assert not press.private
    assert press.message is not None
    assert (press.message.chat, press.message.message_id) == (ROOM, card.message_id)


async def test_two_presses_of_one_card_are_two_events(slack: SlackStage) -> None:
    (card,) = await slack.send(asking("Claim"), chat=ROOM)

    for lead in PEOPLE:
        await slack.people.tap(lead, ROOM, card.message_id, "Claim")

    first, second = await slack.keeper.heard(2)
    assert first.event_id != second.event_id
    assert (first.sender, second.sender) == PEOPLE


@pytest.mark.parametrize("deep", [False, True], ids=["in the room", "in a thread"])
async def test_the_words_that_a_press_causes_are_seen_by_its_lead_alone_and_where_they_look(
    slack: SlackStage, deep: bool
) -> None:
    slack.keeper.answer = lambda _: Toast("Joseph has this")
    (top,) = await slack.send("A case", chat=ROOM)
    thread = top.message_id if deep else ""
    (card,) = await slack.send(asking("Claim"), chat=ROOM, thread_id=thread)

    await slack.people.tap(AMARA, ROOM, card.message_id, "Claim")

    assert await slack.told_in(ROOM) == "Joseph has this"
    whispered = [each for each in await slack.people.messages(ROOM) if each["ephemeral_to"]]
    assert [(each["ephemeral_to"], each["thread_ts"] or "") for each in whispered] == [
        (AMARA, thread)
    ]


async def test_who_presses_a_card_that_has_replies_is_answered_in_the_room(
    slack: SlackStage,
) -> None:
    slack.keeper.answer = lambda _: Toast("Resolved")
    (card,) = await slack.send(asking("Resolve"), chat=ROOM)
    await slack.send("Sent to the home", chat=ROOM, thread_id=card.message_id)

    await slack.people.tap(AMARA, ROOM, card.message_id, "Resolve")

    assert await slack.told_in(ROOM) == "Resolved"
    (told,) = [each for each in await slack.people.messages(ROOM) if each["ephemeral_to"]]
    assert not told["thread_ts"]


async def test_a_press_that_could_not_be_kept_says_sorry_to_its_lead_alone(
    slack: SlackStage,
) -> None:
    slack.keeper.failures = 1
    (card,) = await slack.send(asking("Claim"), chat=ROOM)

    await slack.people.tap(JOSEPH, ROOM, card.message_id, "Claim")

    assert await slack.told_in(ROOM, who=1) == SORRY_SHOWN
    assert len(await slack.people.messages(ROOM)) == 2


async def test_what_the_team_says_under_a_card_is_its_own(slack: SlackStage) -> None:
    (card,) = await slack.send(asking("Claim"), chat=ROOM)

    await slack.people.say(AMARA, ROOM, "I know that home", thread_ts=card.message_id)
    await slack.say("hello")
    await slack.settled()

    assert [each.what for each in slack.keeper.came] == [Said("hello")]


async def test_what_a_person_says_in_a_thread_of_their_own_chat_is_taken(slack: SlackStage) -> None:
    (asked,) = await slack.send("How is staffing?")

    await slack.people.say(AMARA, "D0AMARA", "Tight", thread_ts=asked.message_id)

    (said,) = await slack.keeper.heard()
    assert (said.what, said.chat) == (Said("Tight"), AMARA)


async def test_whoever_names_the_app_in_a_room_asks_for_the_menu(slack: SlackStage) -> None:
    await slack.people.say(JOSEPH, ROOM, "@homeround who has this")

    (asked,) = await slack.keeper.heard()
    assert (asked.what, asked.chat, asked.sender) == (Commanded("menu"), ROOM, JOSEPH)


async def test_a_message_as_long_as_slack_takes_comes_whole(slack: SlackStage) -> None:
    text = "word " * 7_900 + "end"

    await slack.say(text)

    (said,) = await slack.keeper.heard()
    assert said.what == Said(text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("beds &lt; 3 &amp; falling", "beds < 3 & falling"),
        ("&amp;lt; stays", "&lt; stays"),
        ("<https://a.example/b?c=1&amp;d=2>", "https://a.example/b?c=1&d=2"),
        ("<https://a.example|a.example>", "https://a.example"),
        ("<mailto:sam@home.example|sam@home.example>", "sam@home.example"),
        ("<tel:+442079460000|020 7946 0000>", "020 7946 0000"),
        ("<@U0JOSEPH> knows", "@U0JOSEPH knows"),
        ("<#C0CLINICAL|clinical-leads>", "#clinical-leads"),
        ("<!here> and <!channel>", "@here and @channel"),
        ("<!subteam^S1|@leads>", "@leads"),
        ("a < b > c", "a < b > c"),
        ("<>", "<>"),
        ("*bold* _it_ ~no~ `code`", "*bold* _it_ ~no~ `code`"),
    ],
)
async def test_slacks_own_marks_are_read_as_what_the_person_typed(
    slack: SlackStage, written: str, read: str
) -> None:
    event = {"type": "message", "channel": "D0AMARA", "channel_type": "im", "user": AMARA}
    slack.box.slack.events.tell(event | {"text": written, "ts": "1.000001"})

    (said,) = await slack.keeper.heard()
    assert said.what == Said(read)


@pytest.mark.parametrize("subtype", ["file_share", "me_message", "thread_broadcast"])
async def test_a_message_of_another_make_is_a_message(slack: SlackStage, subtype: str) -> None:
    event = {"type": "message", "channel": "D0AMARA", "channel_type": "im", "user": AMARA}
    slack.box.slack.events.tell(event | {"text": "hello", "ts": "1.000001", "subtype": subtype})

    (said,) = await slack.keeper.heard()
    assert said.what == Said("hello")


async def test_the_words_beside_the_blocks_are_what_a_notification_shows(
    slack: SlackStage,
) -> None:
    await slack.send("# Winter plan\n\n- **masks** & <gloves>\n- [page](https://a.example)\n\n---")

    (message,) = await slack.people.messages("D0AMARA")
    assert message["text"] == "Winter plan\n• masks &amp; &lt;gloves&gt;\n• page"

"""A file goes along with a message: as a file of the platform's own, before the text, with what was put in."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from bot.channels.file_payload import file_of
from bot.channels.slack.drawing import SlackPainter
from bot.channels.telegram.drawing import TelegramPainter
from bot.core.deliveries import Operation, Sent, Wire
from bot.core.errors import Forgotten, Rejected, Unreachable
from bot.core.messages import File, Message
from tests.support.pictures import PDF, picture
from tests.support.slack_stage import PEOPLE, ROOM, SlackStage
from tests.support.stage import Stage, asking
from tests.support.telegram_stage import PEOPLE as CHATS
from tests.support.telegram_stage import TelegramStage

CALENDAR = File(
    "forum-1.ics", b"BEGIN:VCALENDAR\r\nSUMMARY:D\xc3\xa9j\xc3\xa0\r\nEND:VCALENDAR\r\n"
)
CHART = File("chart.png", picture(), "12 of <121> homes & more <!channel>", 7)
LEAFLET = File("leaflet.pdf", PDF, "", 8)
MESSAGE = replace(asking("Yes", text="Open the file."), file=CALENDAR)


class Had(NamedTuple):
    """A file as a person has it in their chat."""

    kind: str
    name: str
    content: bytes
    alt: str


async def had(stage: Stage) -> list[Had]:
    """Return the files that the first person has in their chat."""
    if isinstance(stage, TelegramStage):
        kept = stage.box.telegram.world.files
        sent = [each for each in await stage.phone.from_bot(CHATS[0]) if each["file"]]
        return [
            Had(
                each["kind"],
                each["file"]["name"] or "",
                kept.body(each["file"]["url"].rpartition("/")[2]) or b"",
                each["text"],
            )
            for each in sent
        ]
    assert isinstance(stage, SlackStage)
    found = await stage.people.messages(f"D{PEOPLE[0][1:]}")
    files = stage.box.slack.workspace.files
    return [
        Had(
            "photo" if each["mimetype"].startswith("image/") else "document",
            each["name"],
            files[each["id"]].content,
            each["alt_txt"],
        )
        for message in found
        for each in message["files"]
    ]


def wire(stage: Stage, file: File, **more: object) -> Wire:
    """Return the delivery of a file that is kept, as it is claimed the first time."""
    drawn, _ = stage.channel.painter.prepare(Message("x", file=file))
    content = {"file_id": file.file_id, "content": file.content}
    return replace(stage.wire(drawn), **(content | more))  # type: ignore[arg-type]


async def test_it_arrives_with_its_name_and_as_it_is_and_the_text_with_its_buttons_after_it(
    stage: Stage,
) -> None:
    await stage.send(MESSAGE)

    assert await had(stage) == [Had("document", CALENDAR.name, CALENDAR.content, "")]
    last = (await stage.shown())[-1]
    assert last.text == "Open the file."
    assert last.buttons == (("Yes",),)
    assert not await stage.refused()


async def test_a_picture_is_shown_with_what_it_shows_in_words_exactly_as_written(
    stage: Stage,
) -> None:
    await stage.channel.send(wire(stage, CHART))

    (shown,) = await had(stage)
    assert (shown.kind, shown.content, shown.alt) == ("photo", CHART.content, CHART.alt)
    assert not await stage.refused()


async def test_a_picture_that_was_made_for_one_message_is_shown_as_well(stage: Stage) -> None:
    await stage.send(replace(MESSAGE, file=replace(CHART, file_id=None)))

    (shown,) = await had(stage)
    assert (shown.kind, shown.content, shown.alt) == ("photo", CHART.content, CHART.alt)


async def test_a_document_keeps_its_name(stage: Stage) -> None:
    await stage.channel.send(wire(stage, LEAFLET))

    assert await had(stage) == [Had("document", LEAFLET.name, LEAFLET.content, "")]


async def test_what_somebody_wrote_about_a_document_rings_for_nobody() -> None:
    async with SlackStage() as stage:
        await stage.channel.send(wire(stage, replace(LEAFLET, alt="For <!channel> & all")))

        (message,) = await stage.people.messages(f"D{PEOPLE[0][1:]}")
        assert message["text"] == "For &lt;!channel&gt; &amp; all"


async def test_what_fails_with_it_is_told_like_anything_else(stage: Stage) -> None:
    stage.fault("refuse_before")
    file, _ = stage.channel.painter.prepare(MESSAGE)

    with pytest.raises(Unreachable):
        await stage.channel.send(stage.wire(file))
    assert await had(stage) == []


async def test_one_whose_content_is_gone_fails_for_good(stage: Stage) -> None:
    with pytest.raises(Rejected):
        await stage.channel.send(wire(stage, CHART, content=b""))


def taken_back(stage: Stage, sent: Sent) -> Wire:
    edit = wire(stage, replace(CHART, alt="Withdrawn"), content=b"")
    return replace(edit, operation=Operation.EDIT, message_id=sent.message_id)


async def test_one_that_is_withdrawn_is_taken_back_and_twice_is_no_fault(stage: Stage) -> None:
    sent = await stage.channel.send(wire(stage, CHART))
    edit = taken_back(stage, sent)

    for _ in range(2):
        assert await stage.channel.send(edit) == Sent(edit.chat, sent.message_id)

    assert await had(stage) == []


async def test_one_that_telegram_deletes_no_more_says_that_it_was_withdrawn() -> None:
    async with TelegramStage() as stage:
        sent = await stage.channel.send(wire(stage, CHART))
        chat = stage.box.telegram.world.chats.get(CHATS[0])
        assert chat
        chat.messages[int(sent.message_id)].at -= timedelta(hours=49)

        for _ in range(2):
            await stage.channel.send(taken_back(stage, sent))

        (shown,) = await had(stage)
        assert shown.alt == "Withdrawn"


@pytest.mark.parametrize("text", ['{"file": {}}', "file", "[file](https://x.example)"])
def test_a_message_that_speaks_of_files_is_not_taken_for_one(text: str) -> None:
    for painter in (TelegramPainter(), SlackPainter()):
        (drawn,) = painter.prepare(Message(text))
        assert file_of(Wire(1, Operation.SEND, "7001", drawn)) is None


async def test_telegram_is_brought_it_once_and_then_told_its_name() -> None:
    async with TelegramStage() as stage:
        first = await stage.channel.send(wire(stage, CHART))
        again = await stage.channel.send(wire(stage, CHART, content=b"", known_as=first.known_as))

        assert again.known_as == first.known_as
        assert len(await had(stage)) == 2
        assert len(stage.box.telegram.world.files._kept) == 1


async def test_of_many_that_leave_telegram_at_once_one_is_brought() -> None:
    async with TelegramStage() as stage:
        wires = [wire(stage, CHART, chat=str(chat)) for chat in CHATS * 3]
        await asyncio.gather(*(stage.channel.send(each) for each in wires))

        assert len(stage.box.telegram.world.files._kept) == 1


async def test_one_that_telegram_has_forgotten_is_brought_again() -> None:
    async with TelegramStage() as stage:
        with pytest.raises(Forgotten):
            await stage.channel.send(wire(stage, CHART, content=b"", known_as="of another bot"))
        assert await had(stage) == []

        await stage.channel.send(wire(stage, CHART))
        assert len(await had(stage)) == 1


async def test_one_in_doubt_is_found_by_its_name_and_size_in_slack() -> None:
    async with SlackStage() as stage:
        first = replace(wire(stage, CHART, chat=ROOM), first_tried_at=datetime.now(UTC))
        assert await stage.channel.find(first) is None

        stage.fault("reset", method="files.completeUploadExternal")
        with pytest.raises(Unreachable) as failed:
            await stage.channel.send(first)

        assert failed.value.in_doubt
        assert await stage.channel.find(first) is not None
        for other in (replace(CHART, name="other.png"), replace(CHART, content=picture("JPEG"))):
            wired = replace(wire(stage, other, chat=ROOM), first_tried_at=first.first_tried_at)
            assert await stage.channel.find(wired) is None

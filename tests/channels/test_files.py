"""A file goes along with a message: as a file of the platform's own, before the text, with what was put in."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.channels.file_payload import file_of
from bot.channels.slack.drawing import SlackPainter
from bot.channels.telegram.drawing import TelegramPainter
from bot.core.errors import Unreachable
from bot.core.messages import File, Message
from tests.support.slack_stage import PEOPLE, ROOM, SlackStage
from tests.support.stage import Stage, asking
from tests.support.telegram_stage import TelegramStage

CALENDAR = File(
    "forum-1.ics", b"BEGIN:VCALENDAR\r\nSUMMARY:D\xc3\xa9j\xc3\xa0\r\nEND:VCALENDAR\r\n"
)
MESSAGE = replace(asking("Yes", text="Open the file."), file=CALENDAR)


async def kept(stage: Stage) -> list[tuple[str, bytes]]:
    """Return the files that the first person has in their chat, each with its name."""
    if isinstance(stage, TelegramStage):
        return [(each.name, each.body) for each in stage.box.telegram.world.files._kept.values()]
    assert isinstance(stage, SlackStage)
    found = await stage.people.messages(f"D{PEOPLE[0][1:]}")
    files = stage.box.slack.workspace.files
    return [
        (each["name"], files[each["id"]].content) for message in found for each in message["files"]
    ]


async def test_it_arrives_with_its_name_and_as_it_is_and_the_text_with_its_buttons_after_it(
    stage: Stage,
) -> None:
    await stage.send(MESSAGE)

    assert await kept(stage) == [(CALENDAR.name, CALENDAR.content)]
    last = (await stage.shown())[-1]
    assert last.text == "Open the file."
    assert last.buttons == (("Yes",),)
    assert not await stage.refused()


async def test_what_fails_with_it_is_told_like_anything_else(stage: Stage) -> None:
    stage.fault("refuse_before")
    file, _ = stage.channel.painter.prepare(MESSAGE)

    with pytest.raises(Unreachable):
        await stage.channel.send(stage.wire(file))
    assert await kept(stage) == []


@pytest.mark.parametrize("text", ['{"file": {}}', "file", "[file](https://x.example)"])
def test_a_message_that_speaks_of_files_is_not_taken_for_one(text: str) -> None:
    for painter in (TelegramPainter(), SlackPainter()):
        (drawn,) = painter.prepare(Message(text))
        assert file_of(drawn) is None


async def test_one_in_doubt_is_found_by_its_name_in_slack() -> None:
    async with SlackStage() as stage:
        file, _ = stage.channel.painter.prepare(MESSAGE)
        wire = replace(stage.wire(file, chat=ROOM), first_tried_at=datetime.now(UTC))
        assert await stage.channel.find(wire) is None

        stage.fault("reset", method="files.completeUploadExternal")
        with pytest.raises(Unreachable) as failed:
            await stage.channel.send(wire)

        assert failed.value.in_doubt
        assert await stage.channel.find(wire) is not None
        other, _ = stage.channel.painter.prepare(
            Message("x", file=replace(CALENDAR, name="forum-2.ics"))
        )
        assert await stage.channel.find(replace(wire, payload=other)) is None

"""The stand-in Telegram takes photos, documents and albums as the real one does."""

from collections.abc import AsyncIterator, Sequence

import aiohttp
import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest, NetworkError

from sandbox import Sandbox, SandboxSettings
from tests.support.pictures import encoded
from tests.support.telegram_phone import Phone

SAM = 7001
PICTURE = b"\x89PNG\r\n\x1a\n and the rest of it"


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    async with Sandbox(SandboxSettings(port=0, rates=False)) as box:
        yield box


@pytest.fixture
async def bot(box: Sandbox) -> AsyncIterator[Bot]:
    files = f"{box.url}file/bot"
    async with Bot("100001:sandbox", base_url=f"{box.url}bot", base_file_url=files) as bot:
        yield bot


@pytest.fixture
async def phone(box: Sandbox) -> AsyncIterator[Phone]:
    async with Phone(box.url) as phone:
        await phone.join(SAM)
        yield phone


async def test_a_photo_comes_with_its_caption_and_can_be_sent_again_by_its_id(
    bot: Bot, phone: Phone
) -> None:
    sent = await bot.send_photo(SAM, PICTURE, caption="<b>The chart</b>", parse_mode="HTML")
    again = await bot.send_photo(SAM, sent.photo[-1].file_id)

    assert (sent.caption, sent.caption_entities[0].type) == ("The chart", "bold")
    assert sent.photo[-1].file_size == len(PICTURE)
    assert again.photo[-1].file_id == sent.photo[-1].file_id
    assert [(m["kind"], m["text"]) for m in await phone.from_bot(SAM)] == [
        ("photo", "The chart"),
        ("photo", ""),
    ]


async def test_a_document_keeps_its_name_and_can_be_fetched(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_document(SAM, b"home,answer\n", filename="answers.csv")
    assert sent.document is not None

    file = await bot.get_file(sent.document.file_id)

    assert sent.document.file_name == "answers.csv"
    assert bytes(await file.download_as_bytearray()) == b"home,answer\n"
    (shown,) = await phone.from_bot(SAM)
    assert shown["file"]["size"] == len(b"home,answer\n")


async def test_a_caption_is_changed_and_a_text_has_none(bot: Bot, phone: Phone) -> None:
    photo = await bot.send_photo(SAM, PICTURE, caption="draft")
    words = await bot.send_message(SAM, "words")

    await bot.edit_message_caption(SAM, photo.message_id, caption="final")

    assert [m["text"] for m in await phone.from_bot(SAM)] == ["final", "words"]
    with pytest.raises(BadRequest, match="no caption in the message to edit"):
        await bot.edit_message_caption(SAM, words.message_id, caption="no")
    with pytest.raises(BadRequest, match="no text in the message to edit"):
        await bot.edit_message_text("no", SAM, photo.message_id)


async def test_a_caption_has_its_own_limit(bot: Bot, phone: Phone) -> None:
    await bot.send_photo(SAM, PICTURE, caption="🏠" * 512)

    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(SAM, PICTURE, caption="🏠" * 512 + "x")


async def test_a_document_of_50_megabytes_fits_and_one_byte_more_does_not(
    box: Sandbox, bot: Bot, phone: Phone
) -> None:
    most = bytes(50 * 1024 * 1024)

    await bot.send_document(SAM, most)
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(SAM, most + b"x")
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(SAM, most + bytes(20 * 1024 * 1024))

    assert box.ledger.count(chat=str(SAM)) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "File must be non-empty"),
        (b"home,answer\n", "Image_process_failed"),
        (PICTURE + bytes(10 * 1024 * 1024), "Photo_save_file_invalid"),
    ],
)
async def test_a_photo_that_is_none_is_refused(
    bot: Bot, phone: Phone, body: bytes, reason: str
) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.send_photo(SAM, body)


async def test_a_file_that_nobody_sent_is_refused(bot: Bot, phone: Phone) -> None:
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_document(SAM, "file99")
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("file99")


async def test_a_file_may_come_in_a_part_of_its_own_that_the_call_names(
    box: Sandbox, phone: Phone
) -> None:
    form = aiohttp.FormData({"chat_id": str(SAM), "photo": "attach://chart"})
    form.add_field("chart", PICTURE, filename="chart.png")

    async with (
        aiohttp.ClientSession(box.url) as session,
        session.post("/bot100001:sandbox/sendPhoto", data=form) as response,
    ):
        assert response.status == 200

    assert [m["kind"] for m in await phone.from_bot(SAM)] == ["photo"]


async def test_an_album_arrives_as_messages_that_belong_together(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_media_group(
        SAM, [InputMediaPhoto(PICTURE, caption="One"), InputMediaPhoto(PICTURE)]
    )

    assert len({message.media_group_id for message in sent}) == 1
    assert sent[0].media_group_id is not None
    assert [m["text"] for m in await phone.from_bot(SAM)] == ["One", ""]


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ([InputMediaPhoto(PICTURE)], "must contain 2-10 items"),
        ([InputMediaPhoto(PICTURE)] * 11, "must contain 2-10 items"),
        ([InputMediaPhoto(PICTURE), InputMediaDocument(b"x")], "can't be mixed"),
        ([InputMediaPhoto(PICTURE), InputMediaPhoto(b"x")], "Image_process_failed"),
    ],
)
async def test_a_broken_album_is_refused_whole(
    bot: Bot,
    phone: Phone,
    media: Sequence[InputMediaPhoto | InputMediaDocument],
    reason: str,
) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.send_media_group(SAM, media)

    assert await phone.from_bot(SAM) == []


@pytest.mark.parametrize(("kind", "body"), [("photo", PICTURE), ("document", b"home,answer\n")])
async def test_a_file_of_a_person_reaches_the_bot_and_can_be_fetched(
    bot: Bot, phone: Phone, kind: str, body: bytes
) -> None:
    await phone.act(SAM, "send", kind=kind, name="a file.csv", content=encoded(body))

    message = (await bot.get_updates(offset=-1))[0].message
    assert message
    sent = message.photo[-1] if kind == "photo" else message.document
    assert sent is not None
    file = await bot.get_file(sent.file_id)
    assert bytes(await file.download_as_bytearray()) == body
    shown = (await phone.messages(SAM))[-1]
    assert shown["file"]["size"] == len(body)


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("photo", encoded(b"no picture"), "IMAGE_PROCESS_FAILED"),
        ("document", "%", "not base64"),
        ("voice", encoded(b"x"), "has no content"),
    ],
)
async def test_a_file_that_no_phone_could_send_is_refused(
    phone: Phone, kind: str, content: str, reason: str
) -> None:
    refused = await phone.act(SAM, "send", kind=kind, content=content)

    assert reason in refused["error"]

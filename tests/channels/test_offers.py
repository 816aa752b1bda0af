"""What people send besides words is named, and fetched only when somebody asks for it."""

from typing import Any

import pytest

from bot.core.at_once import OpenForm
from bot.core.errors import Unreachable
from bot.core.events import Attached, Submitted
from bot.core.files import Offer
from bot.core.forms import Field, FieldKind, Form
from tests.support.pictures import PDF, encoded, picture
from tests.support.slack_stage import PEOPLE, SlackStage
from tests.support.stage import Stage, asking, eventually
from tests.support.telegram_stage import TelegramStage

Json = dict[str, Any]
MOST = 1_000_000
FORM = Form("attach", "Add a file", "See it", (Field("file", "Which file?", FieldKind.FILE),))


@pytest.mark.parametrize(
    ("kind", "content"), [("photo", picture("JPEG")), ("document", PDF)], ids=["photo", "document"]
)
async def test_a_file_in_a_chat_is_offered_and_can_be_fetched(
    listening: Stage, kind: str, content: bytes
) -> None:
    await listening.brings(kind, "leaflet.pdf", content)

    (came,) = await listening.keeper.heard()
    assert isinstance(came.what, Attached)
    assert came.what.offer is not None
    assert came.what.offer.size == len(content)
    assert await listening.channel.fetch(came.what.offer, MOST) == content


async def test_one_that_is_larger_than_it_said_is_not_fetched(listening: Stage) -> None:
    await listening.brings("document", "leaflet.pdf", PDF)

    (came,) = await listening.keeper.heard()
    assert isinstance(came.what, Attached)
    assert came.what.offer
    with pytest.raises(Unreachable):
        await listening.channel.fetch(came.what.offer, len(PDF) - 1)


@pytest.mark.parametrize("kind", ["voice", "sticker", "location"])
async def test_what_is_no_file_offers_nothing(kind: str) -> None:
    async with TelegramStage() as stage:
        await stage.start()
        await stage.attach(kind)

        (came,) = await stage.keeper.heard()
        assert came.what == Attached(kind)


async def test_a_place_for_a_file_in_a_form_of_slacks_brings_an_offer() -> None:
    async with SlackStage() as stage:
        stage.keeper.answer = lambda _: OpenForm(FORM)
        await stage.start()
        await stage.send(asking("Add a file"))
        await stage.press("Add a file")

        async def look() -> Json | None:
            open_now = await stage.people.modals(PEOPLE[0])
            return open_now[-1] if open_now else None

        view = await eventually(look)
        element = view["blocks"][-1]["element"]
        assert (element["type"], element["max_files"]) == ("file_input", 1)
        put = {"user": PEOPLE[0], "name": "leaflet.pdf", "content": encoded(PDF)}
        file = (await stage.people.post("files", **put))["file"]
        stage.keeper.answer = lambda _: None
        await stage.people.post(
            "submit", user=PEOPLE[0], view_id=view["id"], values={"file": [file]}
        )

        _, submitted = await stage.keeper.heard(2)
        assert isinstance(submitted.what, Submitted)
        offer = submitted.what.offers["file"]
        assert (offer.name, offer.size) == ("leaflet.pdf", len(PDF))
        assert submitted.what.values["file"] == ""
        assert await stage.channel.fetch(offer, MOST) == PDF


async def test_the_token_of_the_app_is_shown_to_nobody_but_slack() -> None:
    async with SlackStage() as stage:
        with pytest.raises(Unreachable, match="not_slacks_address"):
            await stage.channel.fetch(Offer("https://slack.com.example/f", "f.pdf", 1), MOST)

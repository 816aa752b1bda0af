"""A form is one modal in Slack; Telegram has none, and its events say so."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.core.at_once import AtOnce, FormFaults, OpenForm, ShowBoard, Toast
from bot.core.events import Commanded, Inbound, Opened, Pressed, Submitted
from bot.core.forms import Choice, Field, FieldKind, Form
from bot.core.messages import Message
from tests.support.slack_blocks import text_of
from tests.support.slack_stage import PEOPLE, ROOM, SlackStage
from tests.support.stage import SORRY_SHOWN, asking, eventually
from tests.support.telegram_stage import TelegramStage

Json = dict[str, Any]
LEAD = PEOPLE[0]

URGENCY = (Choice("today", "Today"), Choice("week", "This week"))
FORM = Form(
    id="ask",
    title="Ask for help",
    submit="Send",
    intro="**One** thing at a time.",
    about="home:H12",
    fields=(
        Field("what", "What is needed?", hint="No names, please.", limit=200, lines=4),
        Field("when", "By when?", FieldKind.CHOICE, choices=URGENCY),
        Field("more", "Anything else?", optional=True),
    ),
)


@pytest.fixture(params=[False, True], ids=["socket", "http"])
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[SlackStage]:
    async with SlackStage(http=request.param) as stage:
        stage.keeper.answer = lambda _: OpenForm(FORM)
        await stage.start()
        yield stage


async def command(slack: SlackStage, text: str = "ask", room: str = ROOM) -> Json:
    """Give the command in a room, and return what came of it."""
    given = {"user": LEAD, "channel": room, "command": "/homeround", "text": text}
    return await slack.people.post("command", **given)


async def modal(slack: SlackStage) -> Json:
    """Return the modal that is in front, waiting for it."""

    async def look() -> Json | None:
        open_now = await slack.people.modals(LEAD)
        return open_now[-1] if open_now else None

    return await eventually(look)


async def submit(slack: SlackStage, view: Json, **values: str) -> Json:
    return await slack.people.post("submit", user=LEAD, view_id=view["id"], values=values)


def answering(*answers: AtOnce | None) -> Any:
    """Return what shows these, one event after the other."""
    left = list(answers)
    return lambda _: left.pop(0)


def fields(view: Json) -> Json:
    """Return the fields of a modal by their ids."""
    return {each["block_id"]: each for each in view["blocks"] if each["type"] == "input"}


async def test_a_command_comes_typed_and_opens_a_form(slack: SlackStage) -> None:
    done = await command(slack, "ask  for masks")

    (given,) = await slack.keeper.heard()
    assert given.what == Commanded("ask", "for masks")
    assert given.can_open_form
    assert (done["status"], done["body"]) == (200, None)
    view = await modal(slack)
    assert (view["title"]["text"], view["submit"]["text"]) == ("Ask for help", "Send")
    assert text_of(view["blocks"]) == "One thing at a time."
    shown = fields(view)
    assert list(shown) == ["what", "when", "more"]
    assert shown["what"]["label"]["text"] == "What is needed?"
    assert shown["what"]["hint"]["text"] == "No names, please."
    assert [each["optional"] for each in shown.values()] == [False, False, True]


async def test_a_press_opens_a_form_as_well(slack: SlackStage) -> None:
    await slack.send(asking("Ask"))

    assert (await slack.press("Ask")).answered

    assert (await modal(slack))["title"]["text"] == "Ask for help"


async def test_a_form_that_is_sent_off_comes_with_its_values_and_what_it_was_about(
    slack: SlackStage,
) -> None:
    slack.keeper.answer = answering(OpenForm(FORM), None)
    await command(slack)

    done = await submit(slack, await modal(slack), what="Gloves < L & more", when="week")

    _, sent = await slack.keeper.heard(2)
    values = {"what": "Gloves < L & more", "when": "week", "more": ""}
    assert sent.what == Submitted("ask", values, "home:H12")
    assert (sent.chat, sent.private, sent.can_open_form) == (LEAD, True, True)
    assert done["status"] == 200
    assert await slack.people.modals(LEAD) == []


async def test_what_is_wrong_is_said_at_its_field_and_the_form_stays_open(
    slack: SlackStage,
) -> None:
    faults = FormFaults({"what": "Leave *names* out.", "gone": "Too late."})
    slack.keeper.answer = answering(OpenForm(FORM), faults, None)
    await command(slack)
    view = await modal(slack)

    done = await submit(slack, view, what="Mrs Smith", when="week")

    assert done["errors"] == {"what": "Leave names out. Too late."}
    assert (await modal(slack))["id"] == view["id"]


async def test_one_form_may_lead_to_the_next(slack: SlackStage) -> None:
    second = Form("sure", "Are you sure?", "Yes", (Field("name", "Your name"),))
    slack.keeper.answer = answering(OpenForm(FORM), OpenForm(second), None)
    await command(slack)

    await submit(slack, await modal(slack), what="Gloves", when="week")

    view = await modal(slack)
    assert view["title"]["text"] == "Are you sure?"
    await submit(slack, view, name="Amara")
    last = (await slack.keeper.heard(3))[-1]
    assert last.what == Submitted("sure", {"name": "Amara"}, "")


async def test_a_form_that_could_not_be_kept_stays_open_with_what_was_typed(
    slack: SlackStage,
) -> None:
    await command(slack)
    view = await modal(slack)
    slack.keeper.failures = 1

    done = await submit(slack, view, what="Gloves", when="week")

    assert "trouble" in done
    kept = (await modal(slack))["state"]["values"]
    assert kept["what"]["what"]["value"] == "Gloves"
    assert SORRY_SHOWN in [each.text for each in await slack.shown()]


async def test_fields_hold_what_they_held_before_anybody_fills_them_in(slack: SlackStage) -> None:
    held = Form(
        "again",
        "Again",
        "Send",
        (
            Field("what", "What?", value="Two hoists", limit=20),
            Field("long", "Why?", value="x" * 50, limit=20, lines=3),
            Field("when", "When?", FieldKind.CHOICE, choices=URGENCY, value="week"),
            Field(
                "other", "Which?", FieldKind.CHOICE, choices=URGENCY, value="never", optional=True
            ),
        ),
    )
    slack.keeper.answer = answering(OpenForm(held), None)
    await command(slack)

    await submit(slack, await modal(slack))

    _, sent = await slack.keeper.heard(2)
    values = {"what": "Two hoists", "long": "x" * 20, "when": "week", "other": ""}
    assert sent.what == Submitted("again", values, "")


@pytest.mark.parametrize(("number", "kind"), [(2, "radio_buttons"), (11, "static_select")])
@pytest.mark.parametrize("value", ["", "v1"])
async def test_few_choices_are_all_in_view_and_many_are_in_a_menu(
    slack: SlackStage, number: int, kind: str, value: str
) -> None:
    choices = tuple(Choice(f"v{n}", f"Choice {n} " + "long " * 20) for n in range(number))
    field = Field("which", "Which?", FieldKind.CHOICE, choices=choices, value=value)
    slack.keeper.answer = lambda _: OpenForm(Form("f", "F", "Send", (field,)))

    await command(slack)

    element = fields(await modal(slack))["which"]["element"]
    assert element["type"] == kind
    assert [each["value"] for each in element["options"]] == [each.value for each in choices]
    assert element.get("initial_option", {"value": ""})["value"] == value


async def test_a_form_with_texts_longer_than_slack_shows_opens_all_the_same(
    slack: SlackStage,
) -> None:
    field = Field("what", "What? " * 500, hint="Hint. " * 500, limit=9_000, lines=9)
    form = Form("f", "A very long title indeed " * 2, "And a long way to say send", (field,))
    slack.keeper.answer = lambda _: OpenForm(form)

    await command(slack)

    view = await modal(slack)
    assert view["title"]["text"].endswith("…")
    assert fields(view)["what"]["element"]["max_length"] == 3000


async def test_a_form_that_slack_does_not_open_is_answered_with_sorry(slack: SlackStage) -> None:
    slack.fault("server_error", method="views.open")

    await command(slack)

    assert await slack.told_in(ROOM) == SORRY_SHOWN
    assert await slack.people.modals(LEAD) == []


async def test_a_command_that_could_not_be_kept_says_sorry_where_it_was_given(
    slack: SlackStage,
) -> None:
    slack.keeper.failures = 1

    done = await command(slack)

    assert done["status"] != 200
    assert await slack.told_in(ROOM) == SORRY_SHOWN


async def test_a_command_is_answered_in_words_that_only_the_person_sees(slack: SlackStage) -> None:
    slack.keeper.answer = lambda _: Toast("**12** of 53 homes")

    await command(slack, "deliveries")

    assert await slack.told_in(ROOM) == "12 of 53 homes"
    (said,) = await slack.people.messages(ROOM)
    assert said["ephemeral_to"] == LEAD


@pytest.mark.parametrize("text", ["", "   "])
async def test_a_bare_command_asks_for_the_menu(slack: SlackStage, text: str) -> None:
    await command(slack, text)

    (given,) = await slack.keeper.heard()
    assert given.what == Commanded("menu")


async def test_a_command_may_hold_any_words_and_marks(slack: SlackStage) -> None:
    await command(slack, 'JOIN payload=1&x="y" <b> payload')

    (given,) = await slack.keeper.heard()
    assert given.what == Commanded("join", 'payload=1&x="y" <b> payload')


async def test_the_apps_own_page_shows_the_board(slack: SlackStage) -> None:
    board = Message("# Open cases\n\n- Ash Lodge", asking("Claim").buttons)
    slack.keeper.answer = lambda each: ShowBoard(board) if each.what == Opened() else None

    shown = await slack.people.post("home", user=LEAD, wait=3)

    assert text_of(shown["view"]["blocks"]) == "Open cases\n• Ash Lodge"
    await slack.people.post("tap", user=LEAD, view_id=shown["view"]["id"], label="Claim")
    press = (await slack.keeper.heard(2))[-1]
    assert (press.what, press.chat, press.message) == (Pressed("answer:1"), LEAD, None)


async def test_telegram_shows_no_form_and_says_so_of_every_event() -> None:
    async with TelegramStage() as telegram:
        await telegram.start()
        telegram.keeper.answer = lambda _: OpenForm(FORM)
        await telegram.send(asking("Ask"))
        await telegram.say("/ask for masks")
        pressing = await telegram.press("Ask")

        heard: list[Inbound] = await telegram.keeper.heard(2)
        assert [each.can_open_form for each in heard] == [False, False]
        assert heard[0].what == Commanded("ask", "for masks")
        assert pressing.answered
        assert len(await telegram.shown()) == 1

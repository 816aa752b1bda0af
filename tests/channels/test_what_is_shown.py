"""One table of messages over both channels: what a person sees is what was written, in the platform's own way."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.core.messages import Button, Message, Press, plain
from tests.support.stage import Stage, asking

LONG = Path(__file__).with_name("data") / "very_long_issue.md"
GOV = "https://www.gov.uk/guidance/norovirus"

# What is written, the words that are to wear a style, and where links lead.
TABLE: Mapping[str, tuple[str, set[tuple[str, str]], dict[str, str]]] = {
    "bold": ("Wash **hands** often", {("bold", "hands")}, {}),
    "italic": ("Wash *hands* often", {("italic", "hands")}, {}),
    "struck out": ("On ~~Monday~~ Tuesday", {("strike", "Monday")}, {}),
    "both at once": ("***Now***", {("bold", "Now"), ("italic", "Now")}, {}),
    "a heading": ("# Winter plan\n\nRead it.", {("bold", "Winter plan")}, {}),
    "a low heading": ("#### Winter plan\n\nRead it.", {("bold", "Winter plan")}, {}),
    "a list": ("- masks\n- **gloves**", {("item", "masks"), ("item", "gloves")}, {}),
    "a numbered list": ("3. ring\n4. write", {("item", "ring"), ("item", "write")}, {}),
    "a list in a list": ("- food\n  - bread", {("item", "food"), ("item", "bread")}, {}),
    "a quote": ("> No beds.\n\nSo they say.", {("quote", "No beds.")}, {}),
    "code": ("Type `/menu` here", {("code", "/menu")}, {}),
    "a block of code": ("```\na < b\n  & c\n```", {("block", "a < b\n  & c")}, {}),
    "a link": (f"See [the page]({GOV}).", set(), {"the page": GOV}),
    "a link of two styles": (f"[a **b**]({GOV})", {("bold", "b")}, {"a ": GOV, "b": GOV}),
    "a link in a heading": (f"## Now: [the page]({GOV})", {("bold", "Now: ")}, {"the page": GOV}),
    "a link shown as code": (f"[`page`]({GOV})", set(), {"page": GOV}),
    "a bare address": (f"See {GOV}, today.", set(), {GOV: GOV}),
    "an address in brackets": (f"<{GOV}>", set(), {GOV: GOV}),
}


@pytest.mark.parametrize("case", TABLE)
async def test_what_is_marked_wears_its_style_and_what_is_linked_leads_there(
    stage: Stage, case: str
) -> None:
    text, marks, links = TABLE[case]

    await stage.send(text)

    (seen,) = await stage.shown()
    assert marks <= seen.marks
    assert set(links.items()) <= seen.links


@pytest.mark.parametrize(
    "text",
    [
        "Beds < 3 & falling > rising",
        "2 * 3 * 4 = 24, #1 of 5, a_b_c, [x](y), `z`, 1. one",
        "<b>bold</b> &amp; <script>alert(1)</script>",
        "A line\nand the next one",
        "Ünïcödé, 日本語, 👩‍👩‍👧 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "<!channel> <!here> <@U0AMARA> <#C0CLINICAL> @everyone @channel",
        "C:\\rota\\new {braces} 50% ~~tilde~~ |pipe|",
    ],
)
async def test_plain_text_arrives_as_it_was_written(stage: Stage, text: str) -> None:
    await stage.send(plain(text))

    (seen,) = await stage.shown()
    assert seen.text == text
    assert not seen.marks
    assert not seen.links


async def test_an_address_that_the_platform_makes_no_link_of_is_still_there_to_read(
    stage: Stage,
) -> None:
    await stage.send("[Write](mailto:help@network.example) or [ring us](tel:+442079460000).")

    (seen,) = await stage.shown()
    addresses = seen.text + "".join(address for _, address in seen.links)
    assert "help@network.example" in addresses
    assert "+442079460000" in addresses


@pytest.mark.parametrize(
    "text",
    [
        "[win](javascript:alert(1))",
        "[win](data:text/html,hello)",
        "[win](vbscript:x)",
        "[win](file:///etc/passwd)",
        "[win](//nowhere.example)",
        "[win](tg://user?id=1)",
        "<javascript:alert(1)>",
        "![win](javascript:alert(1))",
    ],
)
async def test_a_link_that_does_more_than_open_a_page_is_shown_as_text(
    stage: Stage, text: str
) -> None:
    await stage.send(f"Before {text} after")

    (seen,) = await stage.shown()
    assert not seen.links


async def test_nothing_that_hides_or_reverses_text_arrives(stage: Stage) -> None:
    hostile = "pay \u202eGBP\u202c \u2066now\u2069 &#8238;or&#x202e; \u200fnever\u061c \x07\x1b[31m"

    await stage.send(Message(hostile, ((Button("O\u202eK\x07", Press("ok")),),)))

    (seen,) = await stage.shown()
    assert seen.text.split() == ["pay", "GBP", "now", "or", "never", "[31m"]
    assert seen.buttons == (("OK",),)


async def test_buttons_stand_in_their_rows_with_their_labels(stage: Stage) -> None:
    rows = (("Yes", "No"), ("Does not apply",), ("L" * 90,))
    buttons = tuple(
        tuple(Button(label, Press("answer", str(n))) for label in row) for n, row in enumerate(rows)
    )

    await stage.send(Message("Ready?", buttons))

    (seen,) = await stage.shown()
    assert seen.buttons[:2] == rows[:2]
    (long,) = seen.buttons[2]
    assert long.startswith("L" * 50)
    assert long.endswith("…")


async def test_a_button_may_lead_to_a_page(stage: Stage) -> None:
    await stage.send(Message("Read it", ((Button("Open", url=GOV), Button("Also", url=GOV)),)))

    (seen,) = await stage.shown()
    assert seen.buttons == (("Open", "Also"),)


@pytest.mark.parametrize(
    "message",
    [
        Message(""),
        Message("   \n\n "),
        Message("\u200b\u2060"),
        Message("\u2800"),
        Message("\ufffc \ufeff"),
        Message("[a]: https://a.example"),
        Message("x", ((Button("", Press("a")),),)),
        Message("x", ((Button(" \u200b", Press("a")),),)),
        Message("x", ((Button("Go"),),)),
        Message("x", ((Button("Go", url="javascript:alert(1)"),),)),
    ],
)
async def test_a_message_that_no_platform_would_take_is_refused_before_it_is_kept(
    stage: Stage, message: Message
) -> None:
    with pytest.raises(ValueError, match=r"empty message|a label|leads nowhere"):
        stage.channel.painter.prepare(message)


async def test_a_newsletter_of_16_000_characters_arrives_whole_in_parts(stage: Stage) -> None:
    text = LONG.read_text(encoding="utf-8")
    buttons = ((Button("I have read this", Press("read", "7")),),)

    sent = await stage.send(Message(text, buttons))

    seen = await stage.shown()
    assert [each.message_id for each in seen] == [each.message_id for each in sent]
    assert 1 < len(seen) < 7
    written = [word for word in text.split() if word not in {"#", "##"}]
    assert [word for part in seen for word in part.text.split()] == written
    assert [each.buttons for each in seen] == [()] * (len(seen) - 1) + [(("I have read this",),)]
    addresses = {word for word in written if word.startswith("https://")}
    assert {address for part in seen for _, address in part.links} == addresses


async def test_an_answer_hangs_under_the_message_that_it_answers(stage: Stage) -> None:
    (card,) = await stage.send(asking("Claim", text="Help is needed"))

    await stage.send("Amara has it", thread_id=card.message_id)

    answer = (await stage.shown())[-1]
    assert (answer.text, answer.under) == ("Amara has it", card.message_id)


async def test_an_answer_to_what_the_person_deleted_arrives_all_the_same(stage: Stage) -> None:
    (card,) = await stage.send("Help is needed")
    await stage.forget()

    await stage.send("Amara has it", thread_id=card.message_id)

    assert [each.text for each in await stage.shown()] == ["Amara has it"]


async def test_a_message_is_changed_in_its_place(stage: Stage) -> None:
    (sent,) = await stage.send(asking("Yes", "No"))
    await stage.send("Another one")

    changed = await stage.edit(sent.message_id, Message("Thank **you**"))

    first, second = await stage.shown()
    assert changed.message_id == first.message_id == sent.message_id
    assert (first.text, first.buttons, first.edited) == ("Thank you", (), True)
    assert (second.text, second.edited) == ("Another one", False)


async def test_a_change_that_changes_nothing_is_done_as_well(stage: Stage) -> None:
    (sent,) = await stage.send(asking("Yes", "No"))

    changed = await stage.edit(sent.message_id, asking("Yes", "No"))

    assert changed.message_id == sent.message_id
    (seen,) = await stage.shown()
    assert seen.buttons == (("Yes",), ("No",))

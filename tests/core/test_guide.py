"""A form filled in by messages: each field is asked until it is answered, and what was answered arrives."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core import guide
from bot.core.at_once import OpenForm
from bot.core.events import Attached, Commanded, Pressed, Said, Submitted, What, Withheld
from bot.core.forms import Field, FieldKind
from bot.core.messages import Press
from bot.core.privacy import Kind
from bot.core.turn import Outcome
from tests.support.dialogues import CATEGORIES, FORM, WORDS, Desk, Dialogue, press
from tests.support.network import shown


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def dialogue(desk: Desk) -> Dialogue:
    dialogue = Dialogue(desk)
    dialogue.happens(Commanded("help"))
    return dialogue


def text_of(dialogue: Dialogue) -> str:
    return "\n".join(each.text for each in dialogue.said)


def buttons(dialogue: Dialogue) -> dict[str, Press]:
    return {
        each.label: each.press
        for row in dialogue.said[-1].buttons
        for each in row
        if each.press is not None
    }


def test_each_field_is_asked_in_turn_with_what_it_offers(dialogue: Dialogue, desk: Desk) -> None:
    assert "Ring 999 first" in text_of(dialogue)
    assert "What is it about?" in text_of(dialogue)
    assert list(buttons(dialogue)) == ["A GP", "Gloves & masks", "2", WORDS.cancel]

    dialogue.happens(Pressed(buttons(dialogue)["Gloves & masks"].token()))
    assert "What do you need?" in text_of(dialogue)
    assert "No names" in text_of(dialogue)
    assert "Ring 999 first" not in text_of(dialogue), "said once"
    dialogue.happens(Said("  Gloves.  "))
    assert list(buttons(dialogue)) == [WORDS.skip, WORDS.cancel]
    dialogue.happens(Said("Soon."))
    dialogue.happens(Pressed(buttons(dialogue)[WORDS.skip].token()))

    values = {"category": "ppe", "text": "Gloves.", "more": "Soon.", "often": ""}
    assert desk.got == [Submitted("help", values, "H1")]
    assert not dialogue.open


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("a gp", "gp"), ("GLOVES & MASKS", "ppe"), ("1", "gp"), ("3", "other"), ("2", "other")],
)
def test_a_choice_may_be_typed_by_what_stands_on_it_before_its_place(
    dialogue: Dialogue, typed: str, meant: str
) -> None:
    dialogue.happens(Said(typed))

    assert dialogue.kept["values"] == {"category": meant}


@pytest.mark.parametrize(
    ("what", "fault"),
    [
        (Said("bananas"), WORDS.choose),
        (Said("0"), WORDS.choose),
        (Said("4"), WORDS.choose),
        (press("category", "3"), WORDS.choose),
        (press("category", "-1"), WORDS.choose),
        (press("category"), WORDS.choose),
        (press("category", guide.SKIP), WORDS.choose),
        (press("text", "0"), WORDS.choose),
    ],
)
def test_what_is_no_answer_is_said_and_the_field_asked_again(
    dialogue: Dialogue, what: What, fault: str
) -> None:
    kept = dialogue.kept

    dialogue.happens(what)

    assert dialogue.said[0].text == shown(fault)
    assert "What is it about?" in dialogue.said[-1].text
    assert dialogue.kept == kept


def test_a_text_that_is_empty_or_too_long_is_said_by_how_much(dialogue: Dialogue) -> None:
    dialogue.happens(Said("1"))

    dialogue.happens(Said("   "))
    assert dialogue.said[0].text == WORDS.empty
    dialogue.happens(Said("x" * 21))
    assert dialogue.said[0].text == shown(WORDS.too_long.fill(length=21, limit=20))
    dialogue.happens(Said("x" * 20))
    assert "Anything else?" in text_of(dialogue)


@pytest.mark.parametrize("answered", range(4))
def test_cancel_leaves_it_at_any_field_and_nothing_is_sent(
    dialogue: Dialogue, desk: Desk, answered: int
) -> None:
    for what in (Said("1"), Said("Gloves."), Said("Soon."))[:answered]:
        dialogue.happens(what)

    dialogue.happens(Pressed(buttons(dialogue)[WORDS.cancel].token()))

    assert text_of(dialogue) == WORDS.cancelled
    assert not dialogue.open
    assert desk.got == []


def test_a_field_may_be_called_like_what_the_buttons_say() -> None:
    fields = tuple(
        Field(name, name, FieldKind.CHOICE, choices=CATEGORIES) for name in ("cancel", "skip")
    )
    desk = Desk(replace(FORM, fields=fields))
    dialogue = Dialogue(desk)
    dialogue.happens(Commanded("help"))
    dialogue.happens(press("cancel", "1"))
    dialogue.happens(press("skip", "0"))

    assert desk.got == [Submitted("help", {"cancel": "ppe", "skip": "gp"}, "H1")]


@pytest.mark.parametrize("what", [Commanded("news"), Pressed("news"), Pressed("menu:1")])
def test_who_moves_on_leaves_the_form_and_is_answered(
    dialogue: Dialogue, desk: Desk, what: What
) -> None:
    dialogue.happens(Said("1"))

    dialogue.happens(what)

    assert desk.other == [what]
    assert not dialogue.open


@pytest.mark.parametrize("what", [Withheld((Kind.NHS_NUMBER,)), Attached("photo")])
def test_what_is_not_taken_leaves_the_form_open(dialogue: Dialogue, desk: Desk, what: What) -> None:
    kept = dialogue.kept

    dialogue.happens(what)

    assert dialogue.kept == kept
    assert desk.other == [what]


def test_what_happens_in_a_room_is_no_answer_to_the_own_chats_form(
    dialogue: Dialogue, desk: Desk
) -> None:
    kept = dialogue.kept
    for what in (Pressed("claim:1"), press("category", "0"), Commanded("menu")):
        dialogue.happens(what, private=False)

    assert dialogue.kept == kept
    assert len(desk.other) == 3


def test_where_a_modal_can_be_shown_there_is_no_dialogue(desk: Desk) -> None:
    dialogue = Dialogue(desk)

    outcome = dialogue.happens(Commanded("help"), can_open_form=True)

    assert outcome == Outcome(at_once=OpenForm(FORM))
    assert not dialogue.open


def test_to_begin_again_in_the_middle_begins_at_the_first_field(dialogue: Dialogue) -> None:
    dialogue.happens(Said("1"))
    dialogue.happens(Commanded("help"))

    assert dialogue.kept["values"] == {}
    assert "What is it about?" in text_of(dialogue)


def finish(dialogue: Dialogue) -> None:
    for what in (Said("1"), Said("Gloves."), press("more", "skip"), press("often", "skip")):
        dialogue.happens(what)


def test_what_the_handler_finds_wrong_is_asked_again_and_the_rest_is_kept(
    dialogue: Dialogue, desk: Desk
) -> None:
    desk.faults = {"text": "Nobody knows Gloves."}
    finish(dialogue)
    assert [each.text for each in dialogue.said[:1]] == ["Nobody knows Gloves."]
    assert "What do you need?" in dialogue.said[-1].text

    desk.faults = {}
    dialogue.happens(Said("Masks."))

    values = {"category": "gp", "text": "Masks.", "more": "", "often": ""}
    assert desk.got == [Submitted("help", values, "H1")]


def test_a_field_that_an_edit_added_meanwhile_is_asked_as_well(
    dialogue: Dialogue, desk: Desk
) -> None:
    desk.form = replace(FORM, fields=(*FORM.fields, Field("wing", "Which wing?")), about="")
    desk.faults = {"wing": WORDS.empty}
    finish(dialogue)
    assert "Which wing?" in dialogue.said[-1].text

    desk.faults = {}
    dialogue.happens(Said("Oak"))

    values = {"category": "gp", "text": "Gloves.", "more": "", "often": "", "wing": "Oak"}
    assert desk.got == [Submitted("help", values, "H1")]


def test_a_choice_that_an_edit_took_away_meanwhile_is_asked_with_the_new_ones(
    dialogue: Dialogue, desk: Desk
) -> None:
    category = replace(FORM.fields[0], choices=CATEGORIES[1:])
    desk.form = replace(FORM, fields=(category, *FORM.fields[1:]))
    desk.faults = {"category": WORDS.choose}
    finish(dialogue)

    assert list(buttons(dialogue)) == ["Gloves & masks", "2", WORDS.cancel]


def test_a_fault_of_no_field_is_said_and_ends_it(dialogue: Dialogue, desk: Desk) -> None:
    desk.faults = {"gone": "This one is settled."}
    finish(dialogue)

    assert text_of(dialogue) == "This one is settled."
    assert not dialogue.open


def _without_fields(form: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in form.items() if name != "fields"}


@pytest.mark.parametrize(
    "other_version",
    [
        lambda form: form | {"colour": "red"},
        _without_fields,
        lambda form: form | {"fields": [{**form["fields"][0], "kind": "slider"}]},
        lambda form: form | {"fields": [{"id": "text"}]},
        lambda _form: "help",
    ],
)
def test_a_dialogue_that_another_version_began_is_left_and_the_person_goes_on(
    dialogue: Dialogue, desk: Desk, other_version: Callable[[object], object]
) -> None:
    dialogue.kept = {**dialogue.kept, "form": other_version(dialogue.kept["form"])}

    dialogue.happens(Said("Gloves."))

    assert desk.other == [Said("Gloves.")]
    assert not dialogue.open

"""Faults of messages.toml: found before anybody is told half a sentence."""

import pytest

from tests.support.content_folder import ContentFolder

STAY = 'stay = "No, stay"'
TEAM = "You are invited to join the team **{team}** as a lead."
CODE = "Your code for a second way in is **{code}**."
BRACE = "has a brace that is not part of a {word}; write {{ or }} for a brace itself"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[me]", "[mee]", 'mee: is not known here (did you mean "me"?)'),
        (STAY, 'stai = "No"', 'me.stai: is not known here (did you mean "stay"?)'),
        (STAY, "stay = 3", "me.stay: must be text in quotes"),
        (STAY, 'stay = " "', "me.stay: must not be empty"),
        (
            STAY,
            'stay = "No, {name}"',
            "me.stay: {name} is not known here; this sentence may use no words in braces",
        ),
        (
            TEAM,
            "You join {tea}.",
            "join.is_this_team: {tea} is not known here; this sentence may use {team}",
        ),
        (
            CODE,
            "Your code is with us.",
            "join.link_code: must have {code} somewhere, or nobody would read what it stands for",
        ),
        (
            STAY,
            'stay = "[No](http:evil)"',
            "me.stay: leads to http:evil; a link begins with https://",
        ),
        (STAY, 'stay = "[No]()"', "me.stay: leads to nowhere; a link begins with https://"),
        (
            "The latest news",
            "n" * 257,
            "menu.command_news: has 257 characters; a list of commands shows 256",
        ),
    ],
)
def test_a_fault_of_a_sentence_is_told(
    content: ContentFolder, old: str, new: str, told: str
) -> None:
    line = content.edit("messages.toml", old, new)

    assert f"content/messages.toml:{line}: {told}" in content.faults()


@pytest.mark.parametrize("wrong", ["{", "}", "{}", "{0}", "{a b}", "{a.b}", "{a[0]}"])
def test_a_brace_that_is_no_blank_is_told(content: ContentFolder, wrong: str) -> None:
    line = content.edit("messages.toml", STAY, f'stay = "No {wrong}"')

    assert content.faults() == [f"content/messages.toml:{line}: me.stay: {BRACE}"]


@pytest.mark.parametrize("wrong", ["{team!r}", "{team:>20}", "{team:{width}}", "{team!x}"])
def test_a_blank_that_could_not_be_filled_in_is_told(content: ContentFolder, wrong: str) -> None:
    line = content.edit("messages.toml", TEAM, f"You join {wrong}.")

    assert content.faults() == [f"content/messages.toml:{line}: join.is_this_team: {BRACE}"]


def test_a_link_may_lead_to_what_fills_a_blank(content: ContentFolder) -> None:
    content.edit("messages.toml", TEAM, "Join [the team](https://example.org/{team}) {team}.")
    content.edit("messages.toml", CODE, "See [it]({code}).")

    assert content.faults() == []


def test_a_sentence_that_is_gone_is_told_at_its_section(content: ContentFolder) -> None:
    text = (content.path / "messages.toml").read_text(encoding="utf-8")
    line = text[: text.index("[me]")].count("\n") + 1
    content.edit("messages.toml", f"{STAY}\n", "")

    assert content.faults() == [f"content/messages.toml:{line}: me.stay: is missing"]


def test_a_section_that_is_no_section_is_told_once(content: ContentFolder) -> None:
    text = (content.path / "messages.toml").read_text(encoding="utf-8")
    content.write("messages.toml", "me = 3\n" + text.replace("[me]", "[m]"))

    assert [each for each in content.faults() if "messages.toml:1:" in each] == [
        "content/messages.toml:1: me: must be a section"
    ]


def test_an_empty_file_misses_every_section(content: ContentFolder) -> None:
    content.write("messages.toml", "")

    faults = content.faults()

    assert "content/messages.toml:1: common: is missing" in faults
    assert all(each.startswith("content/messages.toml:1: ") for each in faults)
    assert all(each.endswith(": is missing") for each in faults)

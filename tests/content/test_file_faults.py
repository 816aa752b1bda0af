"""Files that are missing, stray, empty or not text; and that all faults are told at once."""

import pytest

from bot.content import load_content
from bot.core.errors import Faults
from bot.privacy import find_identifying
from tests.support.content_folder import ContentFolder


@pytest.mark.parametrize("file", ["messages.toml", "teams.toml", "routing.toml", "privacy.md"])
def test_a_file_that_is_gone_is_told_once(content: ContentFolder, file: str) -> None:
    content.remove(file)

    assert content.faults() == [f"content/{file}: is not there"]


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("privacy.md", b"", ": is empty"),
        ("privacy.md", b" \n", ": is empty"),
        ("privacy.md", b"\xef\xbb\xbf", ": is empty"),
        (
            "signpost.md",
            b"Ring [999](www.example.org).",
            ": leads to www.example.org; a link begins with https://",
        ),
        (
            "signpost.md",
            b"{name}, ring 999.",
            ": {name} is filled in by nothing here; only messages.toml has words in braces",
        ),
        ("teams.toml", b"\xff\xfe[\x00", ":1: is not UTF-8 text; save it as UTF-8"),
        ("privacy.md", b"Now\nCaf\xe9", ":2: is not UTF-8 text; save it as UTF-8"),
        ("routing.toml", b"\x00", ":1: is not TOML here: invalid statement"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(
    content: ContentFolder, file: str, text: bytes, told: str
) -> None:
    content.write(file, text)

    assert content.faults() == [f"content/{file}{told}"]


def test_a_folder_in_the_place_of_a_file_is_told(content: ContentFolder) -> None:
    content.remove("signpost.md")
    content.write("signpost.md/notes.md", "x")

    assert content.faults() == [
        "content/signpost.md/notes.md: is read by nothing",
        "content/signpost.md: cannot be read: Is a directory",
    ]


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("mesages.toml", ' (did you mean "messages.toml"?)'),
        ("notes.txt", ""),
        ("checkin/nightly.toml", ' (did you mean "checkins"?)'),
        ("Weekly/2026/nightly.toml", ""),
        ("checkins/nightly.toml.bak", ": its name does not end in .toml"),
        ("checkins/nightly.toml~", ": its name does not end in .toml"),
    ],
)
def test_a_file_that_nothing_reads_is_told(content: ContentFolder, file: str, told: str) -> None:
    content.write(file, "x")

    assert content.faults() == [f"content/{file}: is read by nothing{told}"]


@pytest.mark.parametrize("name", ["Nightly", "night ly", "nächtlich", "night.ly"])
def test_a_check_in_has_a_name_that_a_command_can_say(content: ContentFolder, name: str) -> None:
    weekly = (content.path / "checkins/weekly.toml").read_text(encoding="utf-8")
    content.write(f"checkins/{name}.toml", weekly)

    assert content.faults() == [
        f"content/checkins/{name}.toml: must be named with small letters a to z, figures, _ and - only"
    ]


def test_the_faults_of_all_files_are_told_at_once(content: ContentFolder) -> None:
    content.edit("messages.toml", 'stay = "No, stay"', "stay = 3")
    content.write("teams.toml", "x")
    content.write("signpost.md", "")
    content.write("checkins/nightly.toml", "")

    assert {each.split(":")[0] for each in content.faults()} == {
        "content/messages.toml",
        "content/teams.toml",
        "content/signpost.md",
        "content/checkins/nightly.toml",
    }


def test_files_that_a_computer_leaves_behind_are_passed_over(content: ContentFolder) -> None:
    content.write(".DS_Store", b"\x00")
    content.write("checkins/.weekly.toml.swp", b"\x00")
    content.write(".git/HEAD", "ref")

    assert content.faults() == []


def test_a_folder_that_is_not_there_is_told_alone(content: ContentFolder) -> None:
    content.remove("../content")

    assert content.faults() == [f"{content.path}: is not a folder"]


def test_a_line_that_says_who_a_resident_is_is_found_where_the_content_is_checked(
    content: ContentFolder,
) -> None:
    line = content.edit(
        "forms/help.toml",
        'hint = "No names of residents, please."',
        'hint = "As Mrs Doe in room 4 did."',
    )
    content.edit("signpost.md", "ring 111.", "ring 111, or say 943 476 5919.")

    with pytest.raises(Faults) as found:
        load_content(content.path, find_identifying)

    assert sorted(map(str, found.value.faults)) == [
        f"content/forms/help.toml:{line}: seems to say who a resident is (name and room)",
        "content/signpost.md:1: seems to say who a resident is (nhs number)",
    ]

"""Every fault of a config.toml, each with its line, its key and one plain sentence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import content_folder, load_config
from bot.core.errors import Faults
from tests.support.config_file import ConfigFile

SHIPPED = (Path(__file__).parents[2] / "config.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[htp]\nport = 1", '1: htp: is not known here (did you mean "http"?)'),
        ("[http]\nprot = 1", '2: http.prot: is not known here (did you mean "port"?)'),
        ("[http]\nwibble = 1", "2: http.wibble: is not known here"),
        ("http = 1", "1: http: must be a section"),
        ("[[http]]\nport = 1", "1: http: must be a section"),
        ("http.port = 'x'", "1: http.port: must be a whole number"),
        ("http = {host = 'a', port = 'x'}", "1: http.port: must be a whole number"),
        ("[http]\nport = '80'", "2: http.port: must be a whole number"),
        ("[http]\nport = 80.5", "2: http.port: must be a whole number"),
        ("[http]\nport = true", "2: http.port: must be a whole number"),
        ("[http]\nport = -1", "2: http.port: must be 0 or more"),
        ("[http]\nport = 65536", "2: http.port: must be 65535 or less"),
        (
            "[http]\npublic_url = 'bot.example'",
            "2: http.public_url: must be empty, or an address that begins with https://",
        ),
        ("[network]\nname = 3", "2: network.name: must be text in quotes"),
        ("[network]\nareas = 'x'", "2: network.areas: must be a list in square brackets"),
        ("[network]\nareas = [\n 'a',\n 3,\n]", "4: network.areas[2]: must be text in quotes"),
        *(
            (
                f"[network]\ntimezone = '{zone}'",
                f'2: network.timezone: "{zone}" is not a time zone; write one such as Europe/London',
            )
            for zone in ("", "Mars", "Europe", "../passwd", "/etc/passwd", "europe/london ")
        ),
        (
            "[database]\nurl = 'mysql://h/d'",
            "2: database.url: must begin with sqlite:/// or postgresql://",
        ),
        ("[database]\nurl = ''", "2: database.url: must begin with sqlite:/// or postgresql://"),
        ("[telegram]\nenabled = 'yes'", "2: telegram.enabled: must be true or false"),
        ("[telegram]\nenabled = 1", "2: telegram.enabled: must be true or false"),
        ("[telegram]\nlanes = 0", "2: telegram.lanes: must be 1 or more"),
        ("[telegram]\nlanes = 65", "2: telegram.lanes: must be 64 or less"),
        (
            "[slack]\nlanes = 11",
            "2: slack.lanes: is more than messages_per_second: each lane needs one a second",
        ),
        *(
            (f"[{channel}]\nmessages_per_second = {rate}", f"2: {channel}.messages_per_second: {what}")
            for channel in ("telegram", "slack")
            for rate, what in (
                ("-0.1", "must be 0 or more"),
                ("nan", "must be a number"),
                ("inf", "must be a number"),
                ("'30'", "must be a number"),
                ("true", "must be a number"),
            )
        ),
        (
            "[telegram]\nbot_name = '@north_bot'",
            '2: telegram.bot_name: "@north_bot" is not a bot\'s name; write it without @, such as homeround_bot',
        ),
        (
            "[telegram]\nenabled = true\nwebhook = true\n[http]\npublic_url = ''",
            "5: http.public_url: is missing: with [telegram] webhook = true, Telegram must be able to reach us",
        ),
        ("[slack]\nmode = 'pigeon'", "2: slack.mode: must be 'socket' or 'http'"),
        *(
            (
                f"[kindness]\nquiet_hours = '{hours}'",
                f"2: kindness.quiet_hours: {hours} is not a span of hours; write one such as 20:00-07:30",
            )
            for hours in ("20:00", "8pm-7am", "20:00-24:00", "7:30-20:00", "20:00 - 07:30")
        ),
        ("[kindness]\nreminders = -1", "2: kindness.reminders: must be 0 or more"),
        ("[retention]\nevents_days = 6", "2: retention.events_days: must be 7 or more"),
        ("[retention]\nevents_days = 9999", "2: retention.events_days: must be 3650 or less"),
        ("[content]\npath = 3", "2: content.path: must be text in quotes"),
        ("[http", "1: is not TOML here: expected ']' at the end of a table declaration"),
        ("[http]\nport = 1\nport = 2", "3: is not TOML here: cannot overwrite a value"),
        ('[http]\nhost = "a\nb"', "2: is not TOML here: illegal character '\\n'"),
        (
            "[secrets]\nwibble = 1",
            "1: secrets: secrets come from the environment only, never from this file",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_its_key(
    config_file: ConfigFile, text: str, told: str
) -> None:
    assert config_file.faults(text) == [f"config.toml:{told}"]


def test_all_faults_are_told_at_once_those_of_the_file_by_line(config_file: ConfigFile) -> None:
    text = "[http]\nport = 'x'\nprot = 1\n[slack]\ntoken = 'y'\nbot_token = 'z'\nlanes = 0\n"

    faults = config_file.faults(text, {"HOMEROUND_NETWORK_TIMEZONE": "Mars"})

    assert [each.partition(" ")[0] for each in faults] == [
        "config.toml:2:",
        "config.toml:3:",
        "config.toml:5:",
        "config.toml:6:",
        "config.toml:7:",
        "HOMEROUND_NETWORK_TIMEZONE:",
    ]


def test_what_is_not_there_or_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes('[network]\nname = "Caf\xe9"\n'.encode("latin-1"))
    (tmp_path / "folder.toml").mkdir()

    told = {}
    for name in ("none.toml", "latin.toml", "folder.toml"):
        with pytest.raises(Faults) as found:
            load_config(tmp_path / name, {})
        told[name] = str(found.value)

    assert told == {
        "none.toml": "none.toml: is not there",
        "latin.toml": "latin.toml:2: is not UTF-8 text; save it as UTF-8",
        "folder.toml": "folder.toml: cannot be read: Is a directory",
    }


def test_a_file_that_a_windows_editor_saved_is_read_alike(config_file: ConfigFile) -> None:
    config_file.path.write_bytes(b"\xef\xbb\xbf" + SHIPPED.replace("\n", "\r\n").encode())

    assert load_config(config_file.path, {}) == config_file.read(SHIPPED)


@given(
    at=st.integers(0, len(SHIPPED)),
    cut=st.integers(0, 30),
    put=st.text(st.sampled_from(" \n=[]{}\"'#.,-3aé\x00"), max_size=8),
)
def test_no_slip_of_the_pen_does_worse_than_faults(
    config_file: ConfigFile, at: int, cut: int, put: str
) -> None:
    slipped = SHIPPED[:at] + put + SHIPPED[at + cut :]

    for told in config_file.faults(slipped):
        assert told.startswith("config.toml:")
        assert 1 <= int(told.split(":")[1]) <= slipped.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "environment", "folder"),
    [
        ("", {}, "content"),
        ("[content]\npath = 'words'\n[http]\nport = 'x'", {}, "words"),
        ("[content]\npath = 'words'", {"HOMEROUND_CONTENT_PATH": "others"}, "others"),
        ("[content]\npath = 3", {}, "content"),
        ("content = 3", {}, "content"),
        ("[content", {}, "content"),
    ],
)
def test_the_wording_is_found_even_where_the_config_has_faults(
    config_file: ConfigFile, text: str, environment: dict[str, str], folder: str
) -> None:
    config_file.path.write_text(text)

    assert content_folder(config_file.path, environment) == config_file.path.parent / folder

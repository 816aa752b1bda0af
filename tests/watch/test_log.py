"""What the log says, and what never reaches it."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import structlog

from bot.log import set_up_logging

TEXT = "Mrs Eskrigg in room 12"
TOKEN = "123456:" + "A" * 35


class Log:
    """The lines that came out."""

    def __init__(self, *, as_json: bool = True, level: int | str = "INFO") -> None:
        self.stream = StringIO()
        set_up_logging(self.stream, as_json=as_json, level=level)
        self.ours = structlog.get_logger()

    @property
    def written(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.written.splitlines()]


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def log() -> Log:
    return Log()


def test_a_line_is_json_with_its_time_in_utc(log: Log) -> None:
    log.ours.info("lane_taken", lane="telegram/0", in_doubt=3)

    (line,) = log.lines
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "lane_taken", "level": "info", "lane": "telegram/0", "in_doubt": 3}


def test_a_person_at_a_terminal_reads_plain_lines() -> None:
    log = Log(as_json=False)

    try:
        int(TEXT)
    except ValueError:
        log.ours.exception("batch_failed", events=2)

    assert "batch_failed" in log.written
    assert "events=2" in log.written
    assert "builtins.ValueError" in log.written
    assert TEXT not in log.written
    assert not log.written.startswith("{")


def test_lines_below_the_level_are_left_out() -> None:
    log = Log(level="WARNING")

    log.ours.info("lane_taken")
    log.ours.warning("channel_paused")

    assert [line["event"] for line in log.lines] == ["channel_paused"]


@pytest.mark.parametrize(
    "key", ["text", "name", "sender_name", "payload", "body", "token", "code", "invite_code"]
)
def test_what_could_hold_a_text_or_a_name_is_dropped(log: Log, key: str) -> None:
    log.ours.warning("event_parked", **{key: TEXT}, nested=[{key: TEXT}], event_id="u1")

    (line,) = log.lines
    assert TEXT not in log.written
    assert line["event_id"] == "u1"


@pytest.mark.parametrize(
    "token",
    [
        TOKEN,
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        TOKEN.replace(":", "%3A"),
        "xoxb-1234-abcd",
        "xapp-1-A1-abcd",
    ],
)
def test_a_token_never_comes_out(log: Log, token: str) -> None:
    log.ours.warning(f"could_not_reach {token}", reason=token, tried=[token], at={"url": token})

    assert not any(part in log.written for part in ("A" * 35, "abcd"))
    assert log.written.count("[hidden]") == 4


def test_an_exception_is_told_by_its_class_and_place_without_its_words(log: Log) -> None:
    def fails(_given: str) -> None:
        raise LookupError(TEXT)

    try:
        try:
            fails(TEXT)
        except LookupError as error:
            raise ValueError(TEXT) from error
    except ValueError:
        log.ours.exception("event_parked")

    (line,) = log.lines
    assert line["exception"].startswith("builtins.ValueError\n")
    assert "from builtins.LookupError" in line["exception"]
    assert ":fails" in line["exception"]
    assert "test_log.py:" in line["exception"]
    assert TEXT not in log.written


def test_every_exception_of_a_group_is_told(log: Log) -> None:
    group = ExceptionGroup(TEXT, [ValueError(TEXT), KeyError(TEXT)])

    log.ours.error("stopped", exc_info=group)

    assert "ValueError" in log.lines[0]["exception"]
    assert "KeyError" in log.lines[0]["exception"]
    assert TEXT not in log.written


def test_an_object_is_told_by_its_class(log: Log) -> None:
    log.ours.warning("not_shown", error=ValueError(TEXT), raw=TEXT.encode())

    assert log.lines[0]["error"] == "ValueError"
    assert TEXT not in log.written


def test_a_library_warns_with_its_fixed_words_and_its_place(log: Log) -> None:
    logging.getLogger("slack_sdk.web").warning("Cannot read %s", TEXT)

    (line,) = log.lines
    assert line["event"] == "Cannot read %s"
    assert line["logger"] == "slack_sdk.web"
    assert "test_log.py:" in line["place"]
    assert line["level"] == "warning"
    assert TEXT not in log.written


@pytest.mark.parametrize("library", ["aiohttp.server", "slack_bolt", "telegram.ext", "asyncio"])
def test_a_library_that_builds_its_own_sentence_is_told_by_its_place(
    log: Log, library: str
) -> None:
    try:
        int(TEXT)
    except ValueError:
        logging.getLogger(library).exception(f"Unhandled request {TEXT}")  # noqa: G004

    (line,) = log.lines
    assert line["event"] == "library_warning"
    assert "builtins.ValueError" in line["exception"]
    assert TEXT not in log.written


def test_what_a_library_says_below_a_warning_is_left_out(log: Log) -> None:
    logging.getLogger("aiohttp.access").info("GET /telegram/webhook")
    logging.getLogger("apscheduler").debug("Looking for jobs")

    assert log.written == ""


def test_a_line_that_cannot_be_written_shows_nothing_of_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = Log()
    log.stream.close()

    log.ours.warning("not_shown", reason=TEXT)

    assert TEXT not in capsys.readouterr().err


def test_setting_up_again_takes_the_place_of_the_earlier_choice(log: Log) -> None:
    later = Log()

    later.ours.info("lane_taken")

    assert log.written == ""
    assert len(later.lines) == 1

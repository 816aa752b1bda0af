"""The log: lines for operators on one stream, which never hold a message's text, a name or a token."""

import logging
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import PurePath
from traceback import walk_tb
from types import TracebackType
from typing import Any, TextIO, TypeAlias

import structlog
from structlog.dev import ConsoleRenderer, plain_traceback
from structlog.processors import JSONRenderer, TimeStamper, add_log_level
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor

OURS = "homeround"
# What a key's last word must not be for its value to be logged.
PRIVATE = frozenset(
    {
        "about",
        "address",
        "answer",
        "answers",
        "body",
        "chat",
        "code",
        "codes",
        "comment",
        "content",
        "email",
        "label",
        "message",
        "messages",
        "name",
        "names",
        "note",
        "password",
        "payload",
        "person",
        "phone",
        "question",
        "reply",
        "secret",
        "sender",
        "sentence",
        "subject",
        "text",
        "texts",
        "title",
        "token",
        "tokens",
        "user",
        "username",
        "value",
        "values",
        "what",
        "words",
    }
)
HIDDEN = "[hidden]"
# A Telegram bot's token, as it is or within an address; Slack's tokens by their first letters.
_TOKEN = re.compile(
    r"(?<![0-9])[0-9]++(?::|%3A)[A-Za-z0-9_-]{30,}+|\bx(?:ox[a-z]|app)-[A-Za-z0-9.-]++",
    re.IGNORECASE,
)
_DEEPEST = 30
_Told: TypeAlias = str | int | float | bool | list[Any] | dict[str, Any] | None


def set_up_logging(stream: TextIO, *, as_json: bool, level: int | str) -> None:
    """Log to the stream from now on: JSON lines, or lines for a person to read; times are ISO 8601 UTC.

    Ours from ``level`` up, the libraries' from WARNING up. Of a library's line only the part that its
    source fixes is kept, with its place there; of an exception its class and where it went. Calling it
    again replaces the earlier choice.
    """
    every: list[Processor] = [add_log_level, TimeStamper(fmt="iso", utc=True)]
    handler = _Handler(stream)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[*every, _keep_fixed_part],
            processors=[
                ProcessorFormatter.remove_processors_meta,
                _tell_exception,
                _withhold,
                _renderer(stream, as_json=as_json),
            ],
            use_get_message=False,
            pass_foreign_args=True,
        )
    )
    root = logging.getLogger()
    for earlier in [each for each in root.handlers if isinstance(each, _Handler)]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level)
    structlog.configure(
        processors=[*every, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_our_logger,
    )


def _our_logger(*_names: object) -> logging.Logger:
    return logging.getLogger(OURS)


def _renderer(stream: TextIO, *, as_json: bool) -> Processor:
    if as_json:
        return JSONRenderer()
    return ConsoleRenderer(colors=stream.isatty(), exception_formatter=plain_traceback)


class _Handler(logging.StreamHandler[TextIO]):
    """Writes the lines. A line that cannot be written is not shown in any other way."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Say where a line was lost; logging itself would print what it was made of."""
        place = f"{record.pathname}:{record.lineno}"
        sys.__stderr__.write(f"a log line was lost at {place}\n") if sys.__stderr__ else None


def _keep_fixed_part(_logger: object, _method: str, told: EventDict) -> EventDict:
    """Keep of a library's line what stands in its source: what was filled in may be anybody's words."""
    record: logging.LogRecord = told["_record"]
    if not told.pop("positional_args"):
        told["event"] = "library_warning"
    told["logger"] = record.name
    told["place"] = f"{record.pathname}:{record.lineno}:{record.funcName}"
    return told


def _tell_exception(_logger: object, _method: str, told: EventDict) -> EventDict:
    """Put the classes of an exception and of its causes, and the places it passed, in its place."""
    told.pop("stack_info", None)
    given = told.pop("exc_info", None)
    if isinstance(given, tuple):
        given = given[1]
    elif given and not isinstance(given, BaseException):
        given = sys.exception()
    if given:
        told["exception"] = "\n".join(_lines(given))
    return told


def _lines(error: BaseException) -> Iterator[str]:
    """Yield the class and the stack of the exception, then those of what it came from; never a message."""
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        yield f"{'from ' if seen else ''}{type(each).__module__}.{type(each).__qualname__}"
        yield from _stack(each.__traceback__)
        seen.add(id(each))
        cause = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
        waiting += [cause] if cause else []
        if isinstance(each, BaseExceptionGroup):
            waiting += each.exceptions


def _stack(trace: TracebackType | None) -> list[str]:
    places = [
        f"  {frame.f_code.co_filename}:{line}:{frame.f_code.co_name}"
        for frame, line in walk_tb(trace)
    ]
    return places[-_DEEPEST:]


def _withhold(_logger: object, _method: str, told: EventDict) -> EventDict:
    """Drop what could hold people's words or names, and hide what looks like a token."""
    return _open_part(told)


def _open_part(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        str(key): _plain(value)
        for key, value in told.items()
        if str(key).lower().rsplit("_", 1)[-1] not in PRIVATE
    }


def _plain(value: Any) -> _Told:
    """Return the value if it is plain, its class if it is anything that could show more than it should."""
    match value:
        case str() | PurePath():
            return _TOKEN.sub(HIDDEN, str(value))
        case None | bool() | int() | float():
            return value
        case date() | timedelta():
            return str(value)
        case Mapping():
            return _open_part(value)
        case Sequence() | set() | frozenset() if not isinstance(value, bytes | bytearray):
            return [_plain(each) for each in value]
    return type(value).__qualname__

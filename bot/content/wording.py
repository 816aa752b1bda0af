"""``messages.toml``: every sentence that people read, checked against the fields that the code has for it."""

from dataclasses import fields
from string import Formatter
from typing import Any, get_type_hints

from bot.content.entry import bad_link
from bot.content.folder import Folder
from bot.core.sentences import Sentence
from bot.core.words import Words
from bot.places import nearest

FILE = "messages.toml"
# What a command does, as Telegram lists it (core.telegram.org/bots/api#botcommand).
COMMAND, COMMAND_CHARACTERS = "command_", 256
# Blanks that carry the matter itself: a sentence that may have one of these is nothing without it.
MATTER = frozenset({"answer", "code", "label", "lines", "question", "summary", "text"})


def words(folder: Folder) -> Words:
    """Return the sentences; a section with faults is left with what could be read of it."""
    table = folder.table(FILE)
    sections = get_type_hints(Words)
    if table is None:
        return Words(**{name: _silent(model) for name, model in sections.items()})
    for section in table:
        if section not in sections:
            folder.fault(FILE, (section,), f"is not known here{nearest(section, list(sections))}")
    return Words(
        **{name: _section(folder, name, model, table.get(name)) for name, model in sections.items()}
    )


def _silent(model: Any) -> Any:
    return model(**dict.fromkeys((field.name for field in fields(model)), Sentence()))


def _section(folder: Folder, name: str, model: Any, given: object) -> Any:
    if not isinstance(given, dict):
        what = "is missing" if given is None else "must be a section"
        folder.fault(FILE, (name,), what)
        return _silent(model)
    known = {field.name: field.metadata["blanks"] for field in fields(model)}
    for key in given:
        if key not in known:
            folder.fault(FILE, (name, key), f"is not known here{nearest(key, list(known))}")
    return model(
        **{key: _sentence(folder, (name, key), given.get(key), may) for key, may in known.items()}
    )


def _sentence(
    folder: Folder, place: tuple[str, str], given: object, may: frozenset[str]
) -> Sentence:
    fault = _fault(given, may)
    if not fault and place[1].startswith(COMMAND) and len(str(given)) > COMMAND_CHARACTERS:
        fault = f"has {len(str(given))} characters; a list of commands shows {COMMAND_CHARACTERS}"
    if fault:
        folder.fault(FILE, place, fault)
        return Sentence()
    # What has no blanks is never filled in, so doubled braces become single ones here.
    return Sentence(given if may else str(given).format())


def _fault(given: object, may: frozenset[str]) -> str:
    """Return what is wrong with a sentence, empty when nothing is."""
    if not isinstance(given, str):
        return "is missing" if given is None else "must be text in quotes"
    if not given.strip():
        return "must not be empty"
    try:
        found = blanks_of(given)
    except ValueError:
        return "has a brace that is not part of a {word}; write {{ or }} for a brace itself"
    if found - may:
        usable = ", ".join(f"{{{each}}}" for each in sorted(may)) or "no words in braces"
        return f"{{{min(found - may)}}} is not known here; this sentence may use {usable}"
    lost = sorted(MATTER & may - found)
    if lost:
        return f"must have {{{lost[0]}}} somewhere, or nobody would read what it stands for"
    return bad_link(given, blanks=True)


def blanks_of(given: str) -> frozenset[str]:
    """Return the names of the blanks.

    Raises:
        ValueError: A brace is open, or holds more than a name, so that filling it in would fail.
    """
    if any(spec or conversion for _, _, spec, conversion in Formatter().parse(given)):
        raise ValueError(given)
    return Sentence(given).blanks

"""``messages.toml``: every sentence that people read, checked against the fields that the code has for it."""

import re
from dataclasses import MISSING, fields
from typing import Any, get_type_hints

from bot.content.folder import Folder
from bot.core.sentences import Sentence
from bot.core.words import Words
from bot.places import nearest

FILE = "messages.toml"
# Where a link in Markdown leads; anything but these would be shown as text (see bot.channels.commonmark).
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_SAFE = ("https://", "http://", "mailto:", "tel:", "{")


def words(folder: Folder) -> Words:
    """Return the sentences; a section with faults is left with what could be read of it."""
    table = folder.table(FILE) or {}
    sections = get_type_hints(Words)
    for section in table:
        if section not in sections:
            folder.fault(FILE, (section,), f"is not known here{nearest(section, list(sections))}")
    return Words(
        **{name: _section(folder, name, model, table.get(name)) for name, model in sections.items()}
    )


def _section(folder: Folder, name: str, model: Any, given: object) -> Any:
    known = {field.name: field.metadata.get("blanks", frozenset()) for field in fields(model)}
    assert all(field.default is MISSING for field in fields(model))
    table = given if isinstance(given, dict) else {}
    if given is None:
        folder.fault(FILE, (name,), "is missing")
        return model(**dict.fromkeys(known, Sentence()))
    if not isinstance(given, dict):
        folder.fault(FILE, (name,), "must be a section")
    for key in table:
        if key not in known:
            folder.fault(FILE, (name, key), f"is not known here{nearest(key, list(known))}")
    return model(
        **{key: _sentence(folder, (name, key), table.get(key), may) for key, may in known.items()}
    )


def _sentence(
    folder: Folder, place: tuple[str, str], given: object, may: frozenset[str]
) -> Sentence:
    fault = _fault(given, may)
    if fault:
        folder.fault(FILE, place, fault)
        return Sentence()
    return Sentence(given)


def _fault(given: object, may: frozenset[str]) -> str:
    """Return what is wrong with a sentence, empty when nothing is."""
    if given is None:
        return "is missing"
    if not isinstance(given, str):
        return "must be text in quotes"
    if not given.strip():
        return "must not be empty"
    try:
        unknown = sorted(Sentence(given).blanks - may)
    except ValueError:
        return "has a brace that is not part of a {word}; write {{ or }} for a brace itself"
    if unknown:
        usable = ", ".join(f"{{{each}}}" for each in sorted(may)) or "no words in braces"
        return f"{{{unknown[0]}}} is not known here; this sentence may use {usable}"
    return _bad_link(given)


def _bad_link(given: str) -> str:
    for target in _LINK.findall(given):
        if not target.startswith(_SAFE):
            return f"leads to {target or 'nowhere'}; a link begins with https://"
    return ""

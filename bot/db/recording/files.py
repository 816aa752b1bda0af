"""How it is written that a file goes along with a broadcast."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.core import facts
from bot.core.turn import Caller
from bot.db import files
from bot.db.store import Store


def _added(store: Store, _caller: Caller, fact: facts.FileAdded) -> None:
    files.add(store.connection, fact.broadcast_id, fact.file_id, fact.alt)


def _taken_out(store: Store, _caller: Caller, fact: facts.FileTakenOut) -> None:
    files.take_out(store.connection, fact.broadcast_id)


WRITERS: Mapping[type, Callable[[Store, Caller, Any], None]] = {
    facts.FileAdded: _added,
    facts.FileTakenOut: _taken_out,
}

"""What homes did not ask for has one way out: no other place queues it, or writes deliveries at all."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
GATE = {"bot/db/kindness.py", "bot/db/pushing.py", "bot/db/releasing.py"}


def places(pattern: str) -> Iterator[str]:
    for folder in ("bot", "handlers"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if re.search(pattern, path.read_text(encoding="utf-8")):
                yield str(path.relative_to(ROOT))


def test_only_the_gate_queues_what_homes_did_not_ask_for() -> None:
    forbids = {"bot/core/turn.py"}

    assert set(places(r"Priority\.BROADCAST")) - forbids == GATE


def test_deliveries_are_made_in_the_outbox_and_at_the_gate_only() -> None:
    # Of a correction, that is where messages are changed that homes have: no edit rings a phone.
    edits = "bot/db/corrections.py"

    assert set(places(r"insert\(deliveries\)")) == {"bot/db/outbox.py", "bot/db/copies.py", edits}


def test_pushes_are_counted_at_the_gate_only() -> None:
    assert set(places(r"(insert|update|delete)\(pushes\)")) == GATE

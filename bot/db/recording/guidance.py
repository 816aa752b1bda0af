"""How what happens to guidance is written: feeds looked at, documents found, versions kept."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update

from bot.core import facts
from bot.core.errors import Overtaken
from bot.core.guidance import Change, Decision
from bot.core.people import PersonId
from bot.core.turn import Caller
from bot.db.leases import insert_new
from bot.db.store import Store
from bot.db.tables import broadcasts, changes, feeds, guidance


def lines(sentences: tuple[str, ...]) -> str:
    """Return sentences as a column holds them, one a line."""
    return "\n".join(" ".join(each.split()) for each in sentences)


def _looked_at(store: Store, _caller: Caller, fact: facts.FeedLookedAt) -> None:
    state = fact.state
    values = {name: getattr(state, name) for name in state.__dataclass_fields__}
    replaced = [name for name in values if name != "feed_id"]
    store.connection.execute(insert_new(store.connection, feeds, replaced).values(values))


def _found(store: Store, _caller: Caller, fact: facts.GuidanceFound) -> None:
    document = fact.guidance
    values = {name: getattr(document, name) for name in document.__dataclass_fields__}
    if not fact.is_new:
        mine = guidance.c.guidance_id == fact.guidance_id
        store.connection.execute(update(guidance).where(mine).values(values))
        return
    made = insert_new(store.connection, guidance).values(values).returning(guidance.c.guidance_id)
    if store.connection.execute(made).first() is None:
        raise Overtaken


def _checked(store: Store, _caller: Caller, fact: facts.GuidanceChecked) -> None:
    store.connection.execute(
        update(guidance).where(guidance.c.page.in_(fact.pages)).values(checked_at=fact.at)
    )


def _missed(store: Store, _caller: Caller, fact: facts.GuidanceMissed) -> None:
    store.connection.execute(
        update(guidance).where(guidance.c.page.in_(fact.pages)).values(missed_at=fact.at)
    )


def _change(store: Store, _caller: Caller, fact: facts.ChangeFound) -> None:
    store.connection.execute(
        insert(changes).values(text=lines(fact.sentences), **_version(fact.change))
    )


def _version(change: Change) -> dict[str, object]:
    kept = (
        "change_id",
        "version",
        "kind",
        "title",
        "note",
        "published_at",
        "seen_at",
        "team",
        "decision",
        "rank",
        "audience",
        "urgent",
        "climbs_at",
        "rule",
        "decided_at",
    )
    return {name: getattr(change, name) for name in kept} | {
        "guidance_id": change.guidance.guidance_id,
        "added": lines(change.difference.added),
        "removed": lines(change.difference.removed),
    }


def _text(store: Store, _caller: Caller, fact: facts.TextRead) -> None:
    newest = (
        select(guidance.c.version)
        .where(guidance.c.guidance_id == fact.guidance_id)
        .scalar_subquery()
    )
    store.connection.execute(
        update(changes)
        .where(changes.c.guidance_id == fact.guidance_id, changes.c.version == newest)
        .values(text=lines(fact.sentences))
    )


def _decided(store: Store, caller: Caller, fact: facts.ChangeDecided) -> None:
    said = {"decision": fact.decision, "decided_at": store.at, "decided_by": _person(caller)}
    _move(store, fact.change_id, said | {"rule": "", "item_id": fact.item_id})
    if fact.decision is not Decision.IGNORED:
        _list(store, fact.change_id)


def _written(store: Store, caller: Caller, fact: facts.ChangeWritten) -> None:
    kept = ("broadcast_id", "summary", "action", "audience", "urgent", "material", "confirm_by")
    said = {name: getattr(fact, name) for name in kept}
    unchanged = changes.c.broadcast_id.is_not_distinct_from(fact.before)
    _move(store, fact.change_id, said | ({"rule": ""} if caller.person else {}), unchanged)


def _sent(store: Store, _caller: Caller, fact: facts.ChangeSent) -> None:
    author = (
        select(broadcasts.c.author_id)
        .where(broadcasts.c.broadcast_id == changes.c.broadcast_id)
        .scalar_subquery()
    )
    _move(
        store,
        fact.change_id,
        {"decision": Decision.SEND, "decided_at": store.at, "decided_by": author},
    )
    _list(store, fact.change_id)


def _assigned(store: Store, _caller: Caller, fact: facts.ChangeAssigned) -> None:
    _move(store, fact.change_id, {"assigned_to": fact.person_id})


def _climbed(store: Store, _caller: Caller, fact: facts.ChangeClimbed) -> None:
    said = {"climbed": fact.climbed + 1, "climbs_at": fact.climbs_at}
    _move(store, fact.change_id, said, changes.c.climbed == fact.climbed)


def _move(
    store: Store, change_id: int, said: Mapping[str, Any], *conditions: ColumnElement[bool]
) -> None:
    """Change a version that nobody has decided.

    Raises:
        Overtaken: Somebody has.
    """
    moved = store.connection.execute(
        update(changes)
        .where(
            changes.c.change_id == change_id, changes.c.decision == Decision.WAITING, *conditions
        )
        .values(**said)
    )
    if moved.rowcount != 1:
        raise Overtaken


def _list(store: Store, change_id: int) -> None:
    """Let the homes that a change concerns find its document in the library."""
    mine = select(changes.c.guidance_id).where(changes.c.change_id == change_id)
    audience = select(changes.c.audience).where(changes.c.change_id == change_id)
    store.connection.execute(
        update(guidance)
        .where(guidance.c.guidance_id == mine.scalar_subquery())
        .values(listed=True, audience=audience.scalar_subquery())
    )


def _person(caller: Caller) -> PersonId | None:
    return caller.person.person_id if caller.person else None


WRITERS: Mapping[type, Callable[[Store, Caller, Any], None]] = {
    facts.FeedLookedAt: _looked_at,
    facts.GuidanceFound: _found,
    facts.GuidanceChecked: _checked,
    facts.GuidanceMissed: _missed,
    facts.ChangeFound: _change,
    facts.TextRead: _text,
    facts.ChangeDecided: _decided,
    facts.ChangeWritten: _written,
    facts.ChangeSent: _sent,
    facts.ChangeAssigned: _assigned,
    facts.ChangeClimbed: _climbed,
}

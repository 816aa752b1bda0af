"""Pushes with a message of their own for each home: what handlers and rounds send to homes unasked."""

from collections.abc import Sequence

from sqlalchemy import insert, select

from bot.core.deliveries import Priority
from bot.core.kindness import PushState
from bot.core.people import HomeId
from bot.core.turn import Push
from bot.db.kindness import When, counts, whens
from bot.db.outbox import Post
from bot.db.say import posts_to_homes
from bot.db.store import Store
from bot.db.tables import pushes


def push(store: Store, given: Sequence[Push]) -> None:
    """Send each push to everybody who runs its home, when kindness allows; on trial to nobody.

    One that the home has had already is not sent again.
    """
    if not given or not store.is_live():
        return
    kindness = store.desk.kindness
    soon, later = whens(kindness, store.at)
    had, numbers = _had(store, given), counts(store.connection, kindness, soon.at)
    posts: list[Post] = []
    rows: list[dict[str, object]] = []
    messages = [(each.home_id, each.message, each.card) for each in given]
    found = posts_to_homes(store, messages, Priority.BROADCAST)
    for each, its in zip(given, found, strict=True):
        if not its or (each.about, each.home_id) in had:
            continue
        had.add((each.about, each.home_id))
        number = numbers.get(each.home_id, 0)
        when = soon if number < kindness.per_week else later
        if each.by is not None and when.at >= each.by:
            continue
        numbers[each.home_id] = number + (when is soon)
        rows.append(_row(each, when, store))
        posts += (post._replace(about=each.about, due_at=when.at, held=when.held) for post in its)
    if rows:
        store.connection.execute(insert(pushes), rows)
        store.batch.queue(posts, store.at)


def _had(store: Store, given: Sequence[Push]) -> set[tuple[str, HomeId]]:
    abouts = {each.about for each in given}
    rows = store.connection.execute(
        select(pushes.c.about, pushes.c.home_id).where(pushes.c.about.in_(abouts))
    )
    return {(about, HomeId(home_id)) for about, home_id in rows}


def _row(push: Push, when: When, store: Store) -> dict[str, object]:
    return {
        "home_id": push.home_id,
        "about": push.about,
        "title": push.title if when.state is PushState.HELD else "",
        "state": when.state,
        "made_at": store.at,
        "counts_at": when.at,
        "held": str(when.held),
    }

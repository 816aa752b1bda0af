"""Guidance in the database, read: how far feeds were read, which documents are known, what became of a version."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, exists, or_, select

from bot.core.broadcasts import NOT_MEANT
from bot.core.editions import ItemState
from bot.core.errors import BadAudience
from bot.core.guidance import (
    Change,
    Decision,
    FeedState,
    Guidance,
    Owed,
    Page,
    Standing,
    Told,
    Trouble,
)
from bot.core.people import Home, HomeId, TeamId
from bot.db.audience import homes_in
from bot.db.changes import changes_where, document_of, lines_of
from bot.db.tables import (
    broadcasts,
    changes,
    confirmations,
    feeds,
    guidance,
    homes,
    items,
    persons,
    receipts,
)


class GuidanceLook:
    """``Library`` inside one transaction."""

    def __init__(
        self, connection: Connection, printed: Callable[[str, str, datetime], bytes], at: datetime
    ) -> None:
        """Look through this connection; ``printed`` makes a file of a title and a text, made ``at``."""
        self._connection = connection
        self._printed = printed
        self._at = at

    def feed(self, feed_id: str) -> FeedState | None:
        """Return what is remembered of a feed, held until the transaction ends: two looks at it never meet."""
        query = select(feeds).where(feeds.c.feed_id == feed_id).with_for_update()
        row = self._connection.execute(query).first()
        return _feed(row) if row else None

    def known(self, pages: Sequence[Page]) -> Mapping[Page, Guidance]:
        """Return the documents at these pages."""
        return known(self._connection, pages)

    def text(self, guidance_id: int) -> tuple[str, ...]:
        """Return the sentences of a document's newest version that was read."""
        query = (
            select(changes.c.text)
            .where(changes.c.guidance_id == guidance_id, changes.c.text != "")
            .order_by(changes.c.version.desc())
            .limit(1)
        )
        return lines_of(self._connection.execute(query).scalar() or "")

    def change(self, change_id: int) -> Change | None:
        """Return one version of a document."""
        found = changes_where(self._connection, changes.c.change_id == change_id)
        return found[0] if found else None

    def waiting(self, teams: Sequence[TeamId] | None) -> tuple[Change, ...]:
        """Return the changes that nobody has decided, of these teams or of all, the most important first."""
        found = changes_where(self._connection, TO_DECIDE, *_of(teams))
        return tuple(sorted(found, key=lambda each: (each.rank, each.change_id)))

    def owed(self, teams: Sequence[TeamId] | None) -> tuple[Owed, ...]:
        """Return the changes that some home still has to confirm, the earliest to be confirmed first."""
        return owed(self._connection, *_of(teams))

    def owing(self, change_id: int) -> tuple[Home, ...]:
        """Return the homes that still have to confirm a change, by name; none where a newer one took its place."""
        found = owed(self._connection, changes.c.change_id == change_id)
        return found[0].missing if found else ()

    def shelf(self, home_ids: Sequence[HomeId]) -> tuple[Guidance, ...]:
        """Return the documents that concern one of the homes, by title."""
        return shelf(self._connection, home_ids)

    def document(self, guidance_id: int) -> Guidance | None:
        """Return one document."""
        query = select(guidance).where(guidance.c.guidance_id == guidance_id)
        row = self._connection.execute(query).first()
        return document_of(row) if row else None

    def versions(self, guidance_id: int) -> tuple[Change, ...]:
        """Return every version of a document, the newest first."""
        return tuple(changes_where(self._connection, changes.c.guidance_id == guidance_id))

    def told(self, home_id: HomeId) -> tuple[Told, ...]:
        """Return every change that a home was told, the newest first."""
        return told(self._connection, home_id)

    def print(self, title: str, text: str) -> bytes:
        """Return a CommonMark text as a PDF file for paper."""
        return self._printed(title, text, self._at)


def states(connection: Connection) -> dict[str, FeedState]:
    """Return what is remembered of every feed that was ever looked at."""
    return {row.feed_id: _feed(row) for row in connection.execute(select(feeds))}


def known(connection: Connection, pages: Collection[Page]) -> dict[Page, Guidance]:
    """Return the documents at these pages."""
    if not pages:
        return {}
    rows = connection.execute(select(guidance).where(guidance.c.page.in_(list(pages))))
    return {Page(row.page): document_of(row) for row in rows}


def unchecked(
    connection: Connection, feed_id: str, host: str, before: datetime, most: int
) -> list[Guidance]:
    """Return the documents of a feed at a host that nobody looked at since then, the longest left first.

    Those that could not be read come last, so that they keep nobody from the others.
    """
    rows = connection.execute(
        select(guidance)
        .where(
            guidance.c.feed_id == feed_id,
            guidance.c.page.startswith(f"{host}/", autoescape=True),
            guidance.c.standing.in_([Standing.CURRENT, Standing.WITHDRAWN]),
            or_(guidance.c.checked_at.is_(None), guidance.c.checked_at < before),
            or_(guidance.c.missed_at.is_(None), guidance.c.missed_at < before),
        )
        .order_by(
            guidance.c.missed_at.is_not(None),
            guidance.c.checked_at.is_not(None),
            guidance.c.checked_at,
            guidance.c.guidance_id,
        )
        .limit(most)
    )
    return [document_of(row) for row in rows]


def everything(connection: Connection) -> list[Guidance]:
    """Return every document, by title."""
    rows = connection.execute(select(guidance).order_by(guidance.c.title, guidance.c.guidance_id))
    return [document_of(row) for row in rows]


WAITING = changes.c.decision == Decision.WAITING
# A broadcast that was only drafted decides nothing; one that waits for its time or for a second person does.
TO_DECIDE = and_(WAITING, or_(broadcasts.c.state.is_(None), broadcasts.c.state.in_(NOT_MEANT)))
_SENT = changes.c.decision == Decision.SEND
_newer = changes.alias("newer")
# Only the newest version that homes are to confirm is owed, and none that was taken back.
OWED = and_(
    _SENT,
    changes.c.material,
    changes.c.confirm_by.is_not(None),
    broadcasts.c.withdrawn_at.is_(None),
    ~exists().where(
        _newer.c.guidance_id == changes.c.guidance_id,
        _newer.c.version > changes.c.version,
        _newer.c.decision == Decision.SEND,
        _newer.c.material,
    ),
)


def _of(teams: Sequence[TeamId] | None) -> list[ColumnElement[bool]]:
    return [] if teams is None else [changes.c.team.in_(list(teams))]


def owed(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Owed, ...]:
    """Return the newest material version of each document that some home still has to confirm."""
    found = [
        each
        for each in changes_where(connection, OWED, *conditions)
        if each.broadcast_id is not None
    ]
    said = _confirmations(connection, [each.broadcast_id for each in found])
    counted = (
        Owed(
            each,
            homes=len(said[each.broadcast_id]),
            confirmed=sum(at is not None for _, at in said[each.broadcast_id]),
            missing=tuple(home for home, at in said[each.broadcast_id] if at is None),
        )
        for each in found
    )
    return tuple(
        sorted(
            (each for each in counted if each.missing), key=lambda each: str(each.change.confirm_by)
        )
    )


def _confirmations(
    connection: Connection, broadcast_ids: Sequence[int | None]
) -> defaultdict[int | None, list[tuple[Home, datetime | None]]]:
    rows = connection.execute(
        select(homes, receipts.c.broadcast_id, receipts.c.acknowledged_at)
        .join(homes, homes.c.home_id == receipts.c.home_id)
        .where(receipts.c.broadcast_id.in_(list(broadcast_ids)))
        .order_by(homes.c.name)
    )
    found: defaultdict[int | None, list[tuple[Home, datetime | None]]] = defaultdict(list)
    for row in rows:
        home = Home(HomeId(row.home_id), row.name, row.area, row.provider)
        found[row.broadcast_id].append((home, row.acknowledged_at))
    return found


def shelf(connection: Connection, home_ids: Collection[HomeId]) -> tuple[Guidance, ...]:
    """Return the documents that homes find and that concern one of these, or of which it was told, by title."""
    rows = connection.execute(
        select(guidance).where(guidance.c.listed).order_by(guidance.c.title, guidance.c.guidance_id)
    )
    found = [document_of(row) for row in rows]
    # There are about as many audiences as there are rules.
    theirs = {
        audience: _concerns(connection, audience, home_ids)
        for audience in {each.audience for each in found}
    }
    # A later change may concern other homes only; the document stays with those that were sent an earlier one.
    had = set(
        connection.execute(
            select(changes.c.guidance_id)
            .distinct()
            .join(receipts, receipts.c.broadcast_id == changes.c.broadcast_id)
            .where(receipts.c.home_id.in_(list(home_ids)))
        ).scalars()
    )
    return tuple(each for each in found if theirs[each.audience] or each.guidance_id in had)


def _concerns(connection: Connection, audience: str, home_ids: Collection[HomeId]) -> bool:
    try:
        here = homes_in(audience)
    except BadAudience:
        return False
    any_of = select(homes.c.home_id).where(here, homes.c.home_id.in_(list(home_ids))).limit(1)
    return connection.execute(any_of).first() is not None


def told(connection: Connection, home_id: HomeId) -> tuple[Told, ...]:
    """Return every change that was sent to a home, by itself or in a newsletter, the newest first."""
    in_issue = and_(items.c.item_id == changes.c.item_id, items.c.state == ItemState.SENT)
    by = case(
        (changes.c.decision == Decision.NEWSLETTER, items.c.broadcast_id),
        else_=changes.c.broadcast_id,
    )
    reached = or_(receipts.c.gap == "", receipts.c.acknowledged_at.is_not(None))
    rows = connection.execute(
        select(
            changes.c.change_id,
            _sent.c.sent_at,
            receipts.c.acknowledged_at,
            _by.c.name.label("confirmed_by"),
        )
        .outerjoin(items, in_issue)
        .join(_sent, and_(_sent.c.broadcast_id == by, _sent.c.sent_at.is_not(None)))
        .join(receipts, and_(receipts.c.broadcast_id == by, receipts.c.home_id == home_id, reached))
        .outerjoin(_by, _by.c.person_id == receipts.c.acknowledged_by)
    ).all()
    by_number = {row.change_id: row for row in rows}
    before = _confirmed_before(connection, home_id)
    found = (
        Told(
            each,
            by_number[each.change_id].sent_at,
            by_number[each.change_id].acknowledged_at,
            by_number[each.change_id].confirmed_by or "",
            tuple(before[each.change_id]),
        )
        for each in changes_where(connection, changes.c.change_id.in_(list(by_number)))
    )
    return tuple(sorted(found, key=lambda each: each.sent_at, reverse=True))


def _confirmed_before(
    connection: Connection, home_id: HomeId
) -> defaultdict[int, list[tuple[datetime, str]]]:
    rows = connection.execute(
        select(changes.c.change_id, confirmations.c.at, persons.c.name)
        .join(confirmations, confirmations.c.broadcast_id == changes.c.broadcast_id)
        .outerjoin(persons, persons.c.person_id == confirmations.c.person_id)
        .where(confirmations.c.home_id == home_id)
        .order_by(confirmations.c.at)
    )
    found: defaultdict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for row in rows:
        found[row.change_id].append((row.at, row.name or ""))
    return found


_by = persons.alias("by")
_sent = broadcasts.alias("sent")


def _feed(row: Row[Any]) -> FeedState:
    read = {name: getattr(row, name) for name in FeedState.__dataclass_fields__}
    return FeedState(**read | {"trouble": Trouble(row.trouble), "told": Trouble(row.told)})

"""Guidance as homes read it: what changed and what to do, and a document of the library with its versions."""

from collections.abc import Sequence

from bot.core.definitions import Content
from bot.core.guidance import Change, ChangeKind, Guidance, Standing, Told
from bot.core.messages import Button, Message, Press
from bot.core.sentences import Markup
from bot.core.turn import Turn
from handlers.change_cards import (
    PHONE,
    WHOLE,
    Room,
    begins,
    kind_name,
    licence_of,
    what_changed,
    whole_row,
)
from handlers.times import dated, in_full

MOST_VERSIONS = 10


def home_text(turn: Turn, change: Change) -> str:
    """Return what every home reads of a change: what to do first, then what changed and who says so."""
    words = turn.content.words.guidance
    title, publisher, *differs = what_changed(turn, change)
    action = words.action.fill(text=change.action) if change.action else words.information
    confirm = (
        [words.confirm.fill(when=in_full(turn, change.confirm_by))]
        if change.material and change.confirm_by
        else []
    )
    return "\n\n".join(
        [title, publisher, action, *confirm, *differs, *licence_of(turn, change.guidance)]
    )


def question(change_id: int | None, content: Content) -> tuple[tuple[Button, ...], ...]:
    """Return the button under what tells of a change, to ask about it; none under anything else."""
    if change_id is None:
        return ()
    return ((Button(content.words.guidance.question, Press("guidance_ask", str(change_id))),),)


def document_card(
    turn: Turn,
    document: Guidance,
    versions: Sequence[Change],
    told: Sequence[Told],
    room: Room = PHONE,
) -> Message:
    """Return a document of the library: whether it stands, when it was checked, its versions, what the home owes."""
    words = turn.content.words.guidance
    newest = versions[0] if versions else None
    parts = [
        words.heading.fill(title=document.title, url=Markup(document.url)),
        _standing(turn, document),
        words.facts.fill(
            publisher=document.publisher,
            version=document.version,
            updated=dated(turn, document.updated_at or document.first_seen_at),
        ),
        words.checked.fill(day=dated(turn, document.checked_at))
        if document.checked_at
        else words.not_checked,
    ]
    stands = document.standing is Standing.CURRENT
    if stands and newest and newest.kind is not ChangeKind.NEW:
        parts += begins(document, turn.content.words.change, room)
    if newest and newest.kind is not ChangeKind.LEARNED:
        parts += what_changed(turn, newest, room)[2:]
    parts += licence_of(turn, document)
    parts += _confirmation(turn, told)
    if len(versions) > 1:
        parts.append("\n".join([f"**{words.versions}**", *_versions(turn, versions[1:])]))
    return Message("\n\n".join(parts), _buttons(turn, document, versions, told))


def version_card(turn: Turn, change: Change) -> Message:
    """Return one version of a document with everything that it changed, marked where a newer one is there."""
    newer = change.version < change.guidance.version
    line = _version(turn, change) if newer else _standing(turn, change.guidance)
    return Message(
        "\n\n".join([line, *what_changed(turn, change, WHOLE), *licence_of(turn, change.guidance)])
    )


def owed_now(told: Sequence[Told]) -> Told | None:
    """Return the newest version that homes are to confirm, where this one has not."""
    asked = [each for each in told if each.change.material]
    return asked[0] if asked and asked[0].confirmed_at is None else None


def _standing(turn: Turn, document: Guidance) -> str:
    words = turn.content.words.guidance
    return {
        Standing.CURRENT: words.current,
        Standing.WITHDRAWN: words.is_withdrawn,
        Standing.MOVED: words.is_moved,
        Standing.GONE: words.is_gone,
    }[document.standing]


def _confirmation(turn: Turn, told: Sequence[Told]) -> list[str]:
    words, owed = turn.content.words.guidance, owed_now(told)
    if owed and owed.change.confirm_by:
        return [words.owed.fill(when=in_full(turn, owed.change.confirm_by))]
    confirmed = [each.confirmed_at for each in told if each.confirmed_at]
    return [words.confirmed.fill(day=dated(turn, confirmed[0]))] if confirmed else []


def _versions(turn: Turn, versions: Sequence[Change]) -> list[str]:
    return [f"- {_version(turn, each)}" for each in versions[:MOST_VERSIONS]]


def _version(turn: Turn, change: Change) -> str:
    words = turn.content.words
    return words.guidance.superseded.fill(
        version=change.version,
        day=dated(turn, change.published_at or change.seen_at),
        kind=kind_name(change.kind, words.change),
    )


def _buttons(
    turn: Turn, document: Guidance, versions: Sequence[Change], told: Sequence[Told]
) -> tuple[tuple[Button, ...], ...]:
    words, owed = turn.content.words.guidance, owed_now(told)
    first: list[Button] = []
    if owed and owed.change.broadcast_id:
        press = Press("read", str(owed.change.broadcast_id))
        label = turn.content.words.guidance.confirm_button
        first.append(Button(label, press, style="primary"))
    if versions and turn.person.memberships:
        first.append(Button(words.question, Press("guidance_ask", str(versions[0].change_id))))
    first.append(Button(words.open_page, url=document.url))
    older = tuple(
        (
            Button(
                words.version.format(
                    version=each.version,
                    day=dated(turn, each.published_at or each.seen_at),
                    kind=kind_name(each.kind, turn.content.words.change),
                ),
                Press("guidance_version", str(each.change_id)),
            ),
        )
        for each in versions[1 : MOST_VERSIONS + 1]
    )
    whole = whole_row(turn, versions[0]) if versions else ()
    return (tuple(first), *whole, *older)

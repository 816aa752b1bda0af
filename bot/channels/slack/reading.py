"""What Slack's payloads mean: each becomes one typed event, or nothing where it is not for us."""

import hashlib
import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.core.events import (
    Attached,
    Commanded,
    Departed,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Said,
    Submitted,
    What,
)
from bot.core.files import Offer
from bot.core.messages import MessageRef

NAME = "slack"
Payload = Mapping[str, Any]

# <https://a.b|shown>, <@U1>, <#C1|name>, <!here>: docs.slack.dev/messaging/formatting-message-text
_MARKED = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
# The shortcuts on messages that the app's manifest offers, by their ids, and the command that each stands for.
SHORTCUTS: Mapping[str, str] = {"newsletter": "item"}
# A message with another subtype is an edit, a deletion, or the room's own news.
_WRITTEN = frozenset({"", "file_share", "me_message", "thread_broadcast"})


def read(payload: Payload) -> Inbound | None:
    """Return the event that this payload is, or None where it is none of ours."""
    if dig(payload, "command"):
        return _command(payload)
    reader = _READERS.get(dig(payload, "type"))
    return reader(payload) if reader else None


def dig(payload: Payload, *path: str) -> str:
    """Return the text at the end of the path, "" where there is none."""
    found: Any = payload
    for step in path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""


def kind_of(payload: Payload) -> str:
    """Return Slack's name for the payload, for the log."""
    parts = (dig(payload, "type"), dig(payload, "event", "type"), dig(payload, "event", "subtype"))
    return "/".join(filter(None, parts)) or "command"


def as_typed(text: str) -> str:
    """Return what the person wrote, without the marks that Slack puts round links and names."""
    return html.unescape(_MARKED.sub(_unmarked, text))


def _unmarked(found: re.Match[str]) -> str:
    sign, target, label = found[1], found[2], found[3]
    if sign == "!":
        return label or f"@{target}"
    if sign:
        return sign + (label or target)
    if ":" not in target:  # no address: the text of a command comes as it was typed
        return found[0]
    return label if label and target.startswith(("mailto:", "tel:")) else target


def _command(payload: Payload) -> Inbound:
    name, text, *_ = (*as_typed(dig(payload, "text")).split(maxsplit=1), "", "")
    return Inbound(
        event_id=_interaction_id("command", payload),
        channel=NAME,
        # What a command is answered with is for the person, wherever it was given.
        chat=dig(payload, "user_id"),
        sender=dig(payload, "user_id"),
        sender_name=dig(payload, "user_name"),
        what=Commanded(name.lower(), text.strip()) if name else Commanded("menu"),
        can_open_form=True,
    )


def _shortcut(payload: Payload) -> Inbound | None:
    """Return the command that a shortcut on a message stands for, with the message's own text."""
    name = SHORTCUTS.get(dig(payload, "callback_id"))
    if name is None:
        return None
    user = dig(payload, "user", "id")
    shown = (dig(payload, "channel", "id"), dig(payload, "message", "ts"))
    return Inbound(
        event_id=_interaction_id("shortcut", payload, dig(payload, "action_ts"), user, *shown),
        channel=NAME,
        # Whoever's message it is and wherever it stands: what follows is for the person.
        chat=user,
        sender=user,
        sender_name=dig(payload, "user", "name"),
        what=Commanded(name, as_typed(_text_of(payload.get("message"))).strip()),
        can_open_form=True,
    )


def _text_of(message: object) -> str:
    """Return what a message says, or where it says nothing itself, the message that it shares."""
    if not isinstance(message, Mapping):
        return ""
    shared = message.get("attachments")
    first = shared[0] if isinstance(shared, list) and shared else {}
    return dig(message, "text") or dig(first, "text")


def _pressed(payload: Payload) -> Inbound | None:
    actions = payload.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else {}
    token = dig(action, "value")
    if not token:  # a button that only opens a web address tells us, too
        return None
    user = dig(payload, "user", "id")
    room, ts = dig(payload, "channel", "id"), dig(payload, "container", "message_ts")
    private = not room or room.startswith("D")
    return Inbound(
        event_id=_interaction_id("press", payload, dig(action, "action_ts"), user, ts),
        channel=NAME,
        chat=user if private else room,
        sender=user,
        sender_name=dig(payload, "user", "name"),
        what=Pressed(token),
        private=private,
        can_open_form=True,
        message=MessageRef(room, ts) if room and ts else None,
    )


def _submitted(payload: Payload) -> Inbound:
    user = dig(payload, "user", "id")
    form, about = _carried(dig(payload, "view", "private_metadata"))
    values = _values(payload)
    entered = json.dumps(values, sort_keys=True)
    view_id, drawn = dig(payload, "view", "id"), dig(payload, "view", "hash")
    return Inbound(
        event_id=_interaction_id("form", payload, view_id, drawn, user, entered),
        channel=NAME,
        chat=user,
        sender=user,
        sender_name=dig(payload, "user", "name"),
        what=Submitted(form, values, about, _offers(payload)),
        can_open_form=True,
    )


def _carried(metadata: str) -> tuple[str, str]:
    """Return the form's id and note as the view carried them: the client may have changed both."""
    try:
        carried = json.loads(metadata)
    except ValueError:
        return "", ""
    return (dig(carried, "form"), dig(carried, "about")) if isinstance(carried, dict) else ("", "")


def _values(payload: Payload) -> dict[str, str]:
    return {
        name: dig(entered, "value") or dig(entered, "selected_option", "value")
        for name, entered in _entered(payload)
    }


def _offers(payload: Payload) -> dict[str, Offer]:
    """Return the files that were put into the form, by field."""
    files = {name: _offered(entered.get("files")) for name, entered in _entered(payload)}
    return {name: offer for name, offer in files.items() if offer}


def _entered(payload: Payload) -> Iterator[tuple[str, Payload]]:
    view = payload.get("view") or {}
    blocks = (view.get("state") or {}).get("values") or {}
    for actions in blocks.values():
        yield from actions.items()


def _offered(files: Any) -> Offer | None:
    """Return the first of these files, None where there is none."""
    file = files[0] if isinstance(files, list) and files else None
    if not isinstance(file, Mapping):
        return None
    size = file.get("size")
    where = dig(file, "url_private_download") or dig(file, "url_private")
    return Offer(where, dig(file, "name"), size if isinstance(size, int) else 0)


def _event(payload: Payload) -> Inbound | None:
    reader = _EVENTS.get(dig(payload, "event", "type"))
    return reader(payload) if reader else None


def _message(payload: Payload) -> Inbound | None:
    event = payload["event"]
    if dig(event, "channel_type") != "im" or dig(event, "subtype") not in _WRITTEN:
        return None  # a room's talk, and a card's thread, are the team's own
    if dig(event, "bot_id") or not dig(event, "user"):
        return None
    attached, text = event.get("files"), as_typed(_text_of(event))
    what = Attached("file", _offered(attached), text=text) if attached else Said(text)
    return _private(payload, what)


def _opened(payload: Payload) -> Inbound | None:
    home = dig(payload, "event", "tab") in {"", "home"}
    return _private(payload, Opened()) if home else None


def _mentioned(payload: Payload) -> Inbound | None:
    if dig(payload, "event", "bot_id"):
        return None
    return _in_room(payload, Commanded("menu"))


def _left(payload: Payload) -> Inbound | None:
    """Return a departure where it is the app itself that left the room."""
    return _in_room(payload, Departed()) if _is_own(payload) else None


def _joined(payload: Payload) -> Inbound | None:
    """Return a return where it is the app itself that came into the room."""
    return _in_room(payload, Returned()) if _is_own(payload) else None


def _is_own(payload: Payload) -> bool:
    authorizations = payload.get("authorizations")
    own = authorizations[0] if isinstance(authorizations, list) and authorizations else {}
    user = dig(payload, "event", "user")
    return bool(user) and user == dig(own, "user_id")


def _gone(payload: Payload) -> Inbound | None:
    return _in_room(payload, Departed())


def _back(payload: Payload) -> Inbound | None:
    return _in_room(payload, Returned())


def _private(payload: Payload, what: What) -> Inbound:
    user = dig(payload, "event", "user")
    return Inbound(_event_id(payload), NAME, user, user, what)


def _in_room(payload: Payload, what: What) -> Inbound:
    room, user = dig(payload, "event", "channel"), dig(payload, "event", "user")
    return Inbound(_event_id(payload), NAME, room, user, what, private=False)


def _event_id(payload: Payload) -> str:
    return dig(payload, "event_id") or _digest("event", json.dumps(payload, sort_keys=True))


def _interaction_id(kind: str, payload: Payload, *otherwise: str) -> str:
    """Return an id that stays the same when Slack tells of the same interaction again."""
    trigger = dig(payload, "trigger_id")
    return f"{kind}:{trigger}" if trigger else _digest(kind, *otherwise)


def _digest(kind: str, *parts: str) -> str:
    return f"{kind}:{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]}"


_READERS: Mapping[str, Callable[[Payload], Inbound | None]] = {
    "event_callback": _event,
    "block_actions": _pressed,
    "message_action": _shortcut,
    "view_submission": _submitted,
}
_EVENTS: Mapping[str, Callable[[Payload], Inbound | None]] = {
    "message": _message,
    "app_mention": _mentioned,
    "app_home_opened": _opened,
    "member_joined_channel": _joined,
    "member_left_channel": _left,
    "channel_left": _gone,
    "group_left": _gone,
    "channel_archive": _gone,
    "group_archive": _gone,
    "channel_deleted": _gone,
    "group_deleted": _gone,
    "channel_unarchive": _back,
    "group_unarchive": _back,
}

"""Owns how Slack writes down what a person typed: escapes, mentions, links."""

import re

from sandbox.slack.workspace import Workspace

_KEPT = re.compile(r"<(?:@U\w+|#C\w+(?:\|[^<>]*)?|!(?:here|channel|everyone)|https?://[^<>\s]+)>")
_NAME = re.compile(r"(?<![\w&/])([@#])([a-z0-9][a-z0-9._-]*[a-z0-9])")
_LINK = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)\]]")


def as_typed(text: str, workspace: Workspace) -> str:
    """Return the text as the app gets it: & < > escaped, names as ids, links in angle brackets."""
    out: list[str] = []
    end = 0
    for kept in _KEPT.finditer(text):
        out += [_plain(text[end : kept.start()], workspace), kept.group()]
        end = kept.end()
    return "".join([*out, _plain(text[end:], workspace)])


def _plain(text: str, workspace: Workspace) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    linked = _LINK.sub(lambda found: f"<{found.group()}>", escaped)
    return _NAME.sub(lambda found: _named(found, workspace), linked)


def _named(found: re.Match[str], workspace: Workspace) -> str:
    sign, name = found.groups()
    if sign == "#" and name in workspace.named:
        return f"<#{workspace.named[name]}|{name}>"
    if sign == "@" and name in {"here", "channel", "everyone"}:
        return f"<!{name}>"
    if sign == "@":
        user = next((user for user in workspace.users.values() if user.name == name), None)
        return f"<@{user.id}>" if user else found.group()
    return found.group()

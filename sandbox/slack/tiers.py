"""Owns how often each Web API method may be called (docs.slack.dev/apis/web-api/rate-limits)."""

import math
import time

from sandbox.rates import Window

POST = "chat.postMessage"
POSTS = (3, 3.0)  # one a second in a channel; short bursts are taken
MINUTE = 60.0
PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
TIERS = {
    "bots.info": 3,
    "chat.delete": 3,
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "conversations.history": 3,
    "conversations.info": 3,
    "conversations.join": 3,
    "conversations.list": 2,
    "conversations.members": 4,
    "conversations.open": 3,
    "conversations.replies": 3,
    "files.completeUploadExternal": 4,
    "files.delete": 3,
    "files.getUploadURLExternal": 4,
    "files.info": 4,
    "pins.add": 2,
    "pins.list": 2,
    "pins.remove": 2,
    "reactions.add": 3,
    "reactions.remove": 2,
    "team.info": 3,
    "users.conversations": 3,
    "users.info": 4,
    "users.list": 2,
    "users.lookupByEmail": 3,
    "views.open": 4,
    "views.publish": 4,
    "views.push": 4,
    "views.update": 4,
}


class Tiers:
    """Counts the calls of every method, and the posts of every channel, in sliding windows."""

    def __init__(self) -> None:
        self._windows: dict[str, Window] = {}

    def wait(self, method: str, channel: str) -> int:
        """Count the call and return 0, or the whole seconds to wait where it comes too soon."""
        if method == POST:
            return self._count(f"{method} {channel}", *POSTS)
        tier = TIERS.get(method)
        return self._count(method, PER_MINUTE[tier], MINUTE) if tier else 0

    def _count(self, key: str, most: int, seconds: float) -> int:
        window = self._windows.get(key)
        if window is None:
            window = self._windows[key] = Window(most, seconds)
        return math.ceil(window.take(time.monotonic()))

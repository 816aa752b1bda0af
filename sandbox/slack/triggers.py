"""Owns the short-lived leave to open a modal, and the response URLs of what people did."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field

from sandbox.slack.parcels import Patience
from sandbox.slack.refusal import Refused

URL_USES = 5  # docs.slack.dev/interactivity/handling-user-interaction: five times in 30 minutes
URL_SECONDS = 1800
REMEMBERED = 5000


@dataclass(slots=True)
class Trigger:
    """One thing that a person did; it opens one modal, within three seconds."""

    id: str
    user: str
    made: float
    view_id: str = ""
    used: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class ResponseUrl:
    """Where the app may answer what a person did; ``ts`` is the message it was done in, or ""."""

    channel: str
    user: str
    ts: str
    made: float
    uses: int = 0


class Triggers:
    """The triggers and response URLs that are still remembered."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def new(self, user: str) -> Trigger:
        """Return a fresh trigger for what this person just did."""
        number = time.time_ns() // 1_000_000
        trigger = Trigger(f"{number}.{secrets.token_hex(16)}", user, time.monotonic())
        self._triggers[trigger.id] = trigger
        if len(self._triggers) > REMEMBERED:
            del self._triggers[next(iter(self._triggers))]
        return trigger

    def exchange(self, trigger_id: str) -> Trigger:
        """Return the trigger, for the one modal that it may open.

        Raises:
            Refused: invalid_trigger_id, expired_trigger_id (3 s) or exchanged_trigger_id.
        """
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used.is_set():
            raise Refused("exchanged_trigger_id")
        if time.monotonic() - trigger.made > self._patience.trigger:
            raise Refused("expired_trigger_id")
        return trigger

    def new_url(self, channel: str, user: str, ts: str = "") -> str:
        """Return the last part of a fresh response URL."""
        key = secrets.token_hex(12)
        self._urls[key] = ResponseUrl(channel, user, ts, time.monotonic())
        if len(self._urls) > REMEMBERED:
            del self._urls[next(iter(self._urls))]
        return key

    def use_url(self, key: str) -> ResponseUrl:
        """Return what the response URL belongs to, and count the use.

        Raises:
            Refused: expired_url or used_url.
        """
        url = self._urls.get(key)
        if url is None or time.monotonic() - url.made > URL_SECONDS:
            raise Refused("expired_url")
        if url.uses >= URL_USES:
            raise Refused("used_url")
        url.uses += 1
        return url

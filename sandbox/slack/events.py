"""Owns what the app is told: events with their retries, and interactions with their answers."""

import asyncio
import time

from sandbox.slack.parcels import Kind, Parcel, Patience, Receipt, Transport
from sandbox.slack.workspace import Json, Room, Workspace, fresh_id


class Events:
    """The way from the workspace to the app, over whichever transport the stand gives it."""

    def __init__(self, workspace: Workspace, patience: Patience) -> None:
        self.transport: Transport | None = None
        self.echo = True
        self.lost = 0
        self._workspace = workspace
        self._patience = patience
        self._tasks: set[asyncio.Task[None]] = set()

    def tell(self, event: Json, *, retried: bool = True) -> None:
        """Begin to deliver the event to the app; an unacknowledged one comes again, three times."""
        event.setdefault("event_ts", self._workspace.ts())
        task = asyncio.get_running_loop().create_task(
            self._deliver(self._callback(event), retried=retried)
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def ask(self, kind: Kind, payload: Json) -> Receipt:
        """Hand an interaction or a command to the app, once, and return its answer."""
        if self.transport is None:
            return Receipt(None, reason="connection_failed")
        return await self.transport.deliver(Parcel(kind, payload))

    async def settled(self) -> None:
        """Return once every event told so far was taken by the app, or given up."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stop(self) -> None:
        """Give up every event that is still under way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, payload: Json, *, retried: bool) -> None:
        reason = ""
        pauses = (*self._patience.retries, None) if retried else (None,)
        for attempt, pause in enumerate(pauses):
            receipt = await self.ask_event(Parcel("events_api", payload, attempt, reason))
            if receipt.taken or receipt.no_retry:
                return
            reason = receipt.reason
            if pause is not None:
                await asyncio.sleep(pause)
        self.lost += 1

    async def ask_event(self, parcel: Parcel) -> Receipt:
        """Hand one event over, once."""
        if self.transport is None:
            return Receipt(None, reason="connection_failed")
        return await self.transport.deliver(parcel)

    def _callback(self, event: Json) -> Json:
        space = self._workspace
        return {
            "token": "sandbox",
            "team_id": space.team_id,
            "context_team_id": space.team_id,
            "context_enterprise_id": None,
            "api_app_id": space.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": fresh_id("Ev"),
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": space.team_id,
                    "user_id": space.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": fresh_id("4-"),
        }


def channel_type(room: Room) -> str:
    """Return the word that events use for the kind of conversation."""
    return "im" if room.is_im else "channel"

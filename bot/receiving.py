"""The way of a file that a lead offers: fetched, looked into, kept, and only then told to the engine as an answer."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import structlog

from bot.attachments import UnfitFile, fit
from bot.core.errors import SendError
from bot.core.events import Attached, Inbound, Submitted
from bot.core.files import Offer, Unfit, turned_away
from bot.core.guide import awaits_file
from bot.core.messages import File
from bot.core.people import PersonId
from bot.core.ports import Clock, Guard, Submit
from bot.core.privacy import Kind
from bot.core.turn import AtOnce
from bot.db import files
from bot.db.database import Connection, Database
from bot.db.store import Desk, Store

log = structlog.get_logger()

Fetch = Callable[[Offer, int], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Receiving:
    """Stands between the channels and the engine. Of nobody else than a lead who was asked for a file, any is fetched.

    ``most`` is the size of the largest that is taken, in bytes.
    """

    database: Database
    desk: Desk
    clock: Clock
    guard: Guard
    submit: Submit
    most: int

    def of(self, fetch: Fetch) -> Submit:
        """Return where a channel that fetches its files so hands its events on."""

        async def submit(inbound: Inbound) -> AtOnce | None:
            return await self.submit(await self._with_files(inbound, fetch))

        return submit

    async def _with_files(self, inbound: Inbound, fetch: Fetch) -> Inbound:
        match inbound.what:
            case Attached(offer=Offer() as offer):
                by = await self.database.run(self._asked, inbound)
                if by is None:
                    return inbound
                brought = await self._brought(offer, by, fetch)
                return replace(inbound, what=replace(inbound.what, brought=brought))
            case Submitted(offers=offers) if offers:
                by = await self.database.run(self._lead, inbound)
                if by is None:
                    return inbound
                values = dict(inbound.what.values)
                for name, each in offers.items():
                    values[name] = await self._brought(each, by, fetch)
                return replace(inbound, what=replace(inbound.what, values=values, offers={}))
        return inbound

    async def _brought(self, offer: Offer, by: PersonId, fetch: Fetch) -> str:
        """Keep the file, and return the answer to the field that waited for it."""
        if any(kind is not Kind.EMERGENCY for kind in self.guard(offer.name)):
            return turned_away(Unfit.IDENTIFYING, self.most)
        if offer.size > self.most:
            return turned_away(Unfit.TOO_LARGE, self.most)
        try:
            content = await fetch(offer, self.most)
            found = await asyncio.to_thread(fit, offer.name, content, self.most)
        except UnfitFile as unfit:
            return turned_away(unfit.why, self.most)
        except SendError as error:
            log.warning("file_not_fetched", reason=error.reason)
            return turned_away(Unfit.NOT_FETCHED, self.most)
        return str(await self.database.run(self._keep, found, by))

    def _keep(self, file: File, by: PersonId) -> int:
        with self.database.write() as connection:
            return files.keep(connection, file, by, self.clock.now())

    def _asked(self, inbound: Inbound) -> PersonId | None:
        """Return the lead who was asked for a file in this chat; None where nobody was."""
        with self.database.read() as connection:
            store = self._store(connection, inbound)
            waits = awaits_file(store.batch.conversation(inbound.channel, inbound.account_chat))
            return _lead(store) if waits and inbound.private else None

    def _lead(self, inbound: Inbound) -> PersonId | None:
        with self.database.read() as connection:
            return _lead(self._store(connection, inbound))

    def _store(self, connection: Connection, inbound: Inbound) -> Store:
        at = self.clock.now()
        return Store(connection, self.desk, inbound.channel, inbound.account_chat, at)


def _lead(store: Store) -> PersonId | None:
    account = store.account()
    person = store.person(account.person_id) if account else None
    return person.person_id if person and person.is_lead else None

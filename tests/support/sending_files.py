"""People who send files to the small network, by the way that they take in the whole program."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.at_once import AtOnce, FormFaults
from bot.core.errors import SendError
from bot.core.events import Attached, Inbound, Submitted, What
from bot.core.files import MEGABYTE, Offer
from bot.privacy import find_identifying
from bot.receiving import Receiving
from tests.support.network import Network, Player, shown


@dataclass
class Files:
    """What people hold in their hands, by name; ``fetched`` says what was looked at of it."""

    network: Network
    held: dict[str, bytes] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    error: SendError | None = None

    def sends(self, player: Player, name: str, content: bytes, kind: str = "document") -> None:
        """Send a file in the own chat."""
        self._happens(player, Attached(kind, self._offer(name, content)))

    def submits(self, player: Player, name: str, content: bytes, **values: str) -> None:
        """Send off the modal that is open, with a file in it; without a name, with none."""
        assert player.form is not None, "no form is open"
        offers: Mapping[str, Offer] = {"file": self._offer(name, content)} if name else {}
        values = {"file": ""} | values
        what = Submitted(player.form.id, values, player.form.about, offers)
        player.faults = {}
        match self._happens(player, what):
            case FormFaults(faults):
                player.faults = {field: shown(fault) for field, fault in faults.items()}
            case _:
                player.form = None

    def _offer(self, name: str, content: bytes) -> Offer:
        self.held[name] = content
        return Offer(name, name, len(content))

    def _happens(self, player: Player, what: What) -> AtOnce | None:
        event = self.network.event(
            player.channel,
            player.chat,
            what,
            player.chat,
            can_open_form=isinstance(what, Submitted),
        )
        return asyncio.run(self._take(event))

    async def _take(self, event: Inbound) -> AtOnce | None:
        return await self._receiving().of(self._fetch)(event)

    def _receiving(self) -> Receiving:
        network = self.network

        async def submit(inbound: Inbound) -> AtOnce | None:
            return network.take(inbound)

        return Receiving(
            network.database, network.desk, network.clock, find_identifying, submit, MEGABYTE
        )

    async def _fetch(self, offer: Offer, _most: int) -> bytes:
        self.fetched.append(offer.name)
        if self.error:
            raise self.error
        return self.held[offer.ref]

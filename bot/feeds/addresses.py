"""Which addresses may be fetched from: public ones, over HTTP, checked again at the very connection."""

import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from bot.core.guidance import Trouble

# Prefixes under which a network reaches IPv4 (RFC 6052, section 2.1; for its own use RFC 8215).
_TRANSLATION = ipaddress.IPv6Network("64:ff9b::/96")
_OWN_TRANSLATION = ipaddress.IPv6Network("64:ff9b:1::/48")
SCHEMES = frozenset({"https", "http"})


class Refused(Exception):
    """Something is wrong with a feed or a page; ``trouble`` says what, ``detail`` is for its owner.

    Where the server asks to come back later, and says when, that is ``not_before``.
    """

    def __init__(
        self, trouble: Trouble, detail: str = "", not_before: datetime | None = None
    ) -> None:
        super().__init__(trouble, detail)
        self.trouble = trouble
        self.detail = detail
        self.not_before = not_before


class NotPublic(OSError):
    """A name leads to an address that is nobody's on the open internet."""


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the open internet: not private, loopback, link-local, mapped to one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found in _OWN_TRANSLATION:
            return False
        found = _carried(found) or found
    return found.is_global and not found.is_multicast


def _carried(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address leads to, if it does."""
    if found in _TRANSLATION:
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)


@dataclass(frozen=True, slots=True)
class Gate:
    """``private`` names the ``host:port`` pairs that may be fetched from although they are not public."""

    private: frozenset[str] = frozenset()

    def check(self, url: URL, before: URL | None = None) -> None:
        """Make sure that the address may be fetched from; ``before`` is the one that led here.

        Raises:
            Refused: It is not HTTP, has a name and password, goes back from HTTPS, or is not public by its looks.
        """
        trouble = Trouble.ADDRESS if before is None else Trouble.REDIRECT
        host = url.host or ""
        goes_back = before is not None and before.scheme == "https" and url.scheme != "https"
        if url.scheme not in SCHEMES or not host or url.user or url.password or goes_back:
            raise Refused(trouble, _shown(url))
        if self.allows(host, url.port or 0):
            return
        try:
            literal = ipaddress.ip_address(host)
        except ValueError:
            return
        if not is_public(str(literal)):
            raise Refused(trouble, _shown(url))

    def allows(self, host: str, port: int) -> bool:
        """Say whether the config lets this one be fetched from wherever it is."""
        return f"{host}:{port}" in self.private


class PublicResolver(AbstractResolver):
    """Resolves to public addresses only.

    The connection is made to the very address that was checked, so a name that answers otherwise the next time
    gains nothing.
    """

    def __init__(self, gate: Gate, inner: AbstractResolver | None = None) -> None:
        """Resolve by ``inner``; by the system where there is none."""
        self._gate = gate
        self._inner = inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the public addresses of a name.

        Raises:
            NotPublic: It has none.
        """
        found = await self._inner.resolve(host, port, family)
        if self._gate.allows(host, port):
            return found
        public = [each for each in found if is_public(each["host"])]
        if not public:
            raise NotPublic(host)
        return public

    async def close(self) -> None:
        """Let go of what resolves."""
        await self._inner.close()


def host_of(url: str) -> str:
    """Return the host of an address, empty where it has none or is no address of the web."""
    try:
        read = URL(url)
    except ValueError:
        return ""
    return (read.host or "") if read.scheme in SCHEMES and not read.user else ""


def is_at(url: str, hosts: Collection[str]) -> bool:
    """Say whether an address is exactly at one of these hosts: a name that only begins like one is not."""
    return host_of(url) in hosts


def _shown(url: URL) -> str:
    return str(url.with_user(None))[:200] if url.host else str(url)[:200]

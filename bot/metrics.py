"""The figures for Prometheus: what was taken, what was tried, what waits. The only part that knows its library."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0

CONTENT_TYPE = CONTENT_TYPE_PLAIN_1_0_0
NAMESPACE = "homeround"


class Waiting(Protocol):
    """What a channel has left to do; ``oldest`` is aware UTC."""

    @property
    def channel(self) -> str:
        """Return the channel's name."""

    @property
    def messages(self) -> int:
        """Return how many deliveries wait."""

    @property
    def oldest(self) -> datetime:
        """Return since when the oldest waits."""


class Metrics:
    """The figures of this process, apart from those of any other in the same interpreter."""

    def __init__(self, channels: Iterable[str] = ()) -> None:
        """Begin at nothing; the channels that are named here are shown from the start."""
        self._registry = CollectorRegistry()
        self._events = Counter(
            "events",
            "Events taken in and committed.",
            ["channel", "kind"],
            namespace=NAMESPACE,
            registry=self._registry,
        )
        self._seconds = Histogram(
            "event_seconds",
            "Seconds from an event's arrival to its commit.",
            namespace=NAMESPACE,
            registry=self._registry,
        )
        self._tries = Counter(
            "deliveries",
            "Tries to deliver a message, by what became of them.",
            ["channel", "result"],
            namespace=NAMESPACE,
            registry=self._registry,
        )
        self._waiting = self._gauge("deliveries_waiting", "Messages that wait to be sent.")
        self._oldest = self._gauge("oldest_waiting_seconds", "How long the oldest of them waits.")
        self._channels = set(channels)
        self._show_waiting({})

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(name, meaning, ["channel"], namespace=NAMESPACE, registry=self._registry)

    def took_event(self, channel: str, kind: str, seconds: float) -> None:
        """Count an event that was committed this long after it came; ``kind`` is of a closed set."""
        self._events.labels(channel, kind).inc()
        self._seconds.observe(seconds)

    def tried(self, channel: str, result: str) -> None:
        """Count one try of a delivery: delivered, or the kind of its failure."""
        self._tries.labels(channel, result).inc()

    def waits(self, rows: Iterable[Waiting], now: datetime) -> None:
        """Show what waits now; a channel that was shown before and has no row has nothing left to do."""
        self._show_waiting(
            {row.channel: (row.messages, (now - row.oldest).total_seconds()) for row in rows}
        )

    def _show_waiting(self, found: dict[str, tuple[int, float]]) -> None:
        self._channels |= set(found)
        for channel in self._channels:
            messages, seconds = found.get(channel, (0, 0.0))
            self._waiting.labels(channel).set(messages)
            self._oldest.labels(channel).set(max(0.0, seconds))

    def render(self) -> bytes:
        """Return every figure in Prometheus's text format, to be served as ``CONTENT_TYPE``."""
        return generate_latest(self._registry)

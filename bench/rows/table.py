"""Every group of rows, by name, in the order in which they are measured."""

from collections.abc import Awaitable, Callable, Mapping

from bench.figure import Figure
from bench.rows import (
    finding,
    interactions,
    memory,
    pacing,
    peers,
    processes,
    queueing,
    reading,
    sending,
    starting,
    taking,
    watching,
)
from bench.stand import Stand

ROWS: Mapping[str, Callable[[Stand], Awaitable[list[Figure]]]] = {
    "sending": sending.rows,
    "pacing": pacing.rows,
    "taking": taking.rows,
    "interactions": interactions.rows,
    "queueing": queueing.rows,
    "memory": memory.rows,
    "reading": reading.rows,
    "finding": finding.rows,
    "watching": watching.rows,
    "starting": starting.rows,
    "processes": processes.rows,
    "peers": peers.rows,
}

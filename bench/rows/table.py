"""Every group of rows, by name, in the order in which they are measured."""

from collections.abc import Awaitable, Callable, Mapping

from bench.figure import Figure
from bench.rows import sending
from bench.stand import Stand

ROWS: Mapping[str, Callable[[Stand], Awaitable[list[Figure]]]] = {
    "sending": sending.rows,
}

"""Faults on order: what goes wrong next, for whom, and how often."""

from dataclasses import dataclass

PLATFORMS = frozenset({"telegram", "slack"})
KINDS = frozenset(
    {
        "throttle",  # 429 with the right fields; seconds = what it asks to wait
        "server_error",  # 500, nothing accepted
        "bad_gateway_html",  # 502 with a page of HTML
        "no_answer",  # accepted, and then silence
        "reset",  # accepted, and then the connection is closed
        "refuse_before",  # closed before anything was accepted
        "slow",  # answered only after some seconds
        "blocked",  # 403, as if the person had blocked the bot
    }
)


@dataclass(slots=True)
class Fault:
    """One fault, ``count`` times; for any method and chat where they are None."""

    platform: str
    kind: str
    count: int = 1
    method: str | None = None
    seconds: float = 0
    chat: str | None = None


class Faults:
    """The faults that are still to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._queue: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let this go wrong from now on.

        Raises:
            ValueError: There is no such kind of fault or platform, or it would never happen.
        """
        if fault.platform not in PLATFORMS:
            raise ValueError(f"there is no platform {fault.platform}")
        if not _number_from(1, fault.count):
            raise ValueError("the count of a fault is a number from 1")
        if not _number_from(0, fault.seconds):
            raise ValueError("the seconds of a fault are a number from 0")
        if fault.kind not in KINDS:
            raise ValueError(
                f"there is no fault {fault.kind}; there are {', '.join(sorted(KINDS))}"
            )
        self._queue.append(fault)

    def clear(self) -> None:
        """Let everything go right from now on."""
        self._queue.clear()

    def take(
        self, platform: str, method: str, chat: str | None, *, named: bool = False
    ) -> Fault | None:
        """Return the fault that this call meets, if any, and use it up once.

        With ``named``, only a fault that names this method: for calls that come by themselves.
        """
        for fault in self._queue:
            if (
                fault.platform == platform
                and (fault.method == method or (fault.method is None and not named))
                and fault.chat in (None, chat)
            ):
                fault.count -= 1
                if fault.count <= 0:
                    self._queue.remove(fault)
                return fault
        return None


def _number_from(least: int, given: object) -> bool:
    """Say whether what came as JSON is a number, and no smaller."""
    return isinstance(given, int | float) and given >= least

"""Live changes: everything that happens is passed on to every page that is open."""

import asyncio
import json


class Hub:
    """Fans changes out to the pages; a page that falls far behind misses some and reads the state anew."""

    def __init__(self) -> None:
        self._pages: set[asyncio.Queue[str]] = set()

    def publish(self, topic: str, data: dict[str, object]) -> None:
        """Tell every open page of one change."""
        if not self._pages:
            return
        line = f"event: {topic}\ndata: {json.dumps(data)}\n\n"
        for page in self._pages:
            if not page.full():
                page.put_nowait(line)

    def open(self) -> asyncio.Queue[str]:
        """Return the changes from now on, each as a server-sent event."""
        page: asyncio.Queue[str] = asyncio.Queue(maxsize=1000)
        self._pages.add(page)
        return page

    def close(self, page: asyncio.Queue[str]) -> None:
        """Tell this page nothing more."""
        self._pages.discard(page)

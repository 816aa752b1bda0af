"""A stand-in for a publisher: one feed and one of its pages, as they were and, once told so, as they are now."""

from pathlib import Path

from aiohttp import web

DATA = Path(__file__).parent / "data" / "guidance"
PATH = "/guidance/norovirus-in-care-homes"


class Publisher:
    """Serves a finder's feed of GOV.UK, and what its Content API says of the one page that changes."""

    def __init__(self) -> None:
        self._day = "before"

    def routes(self) -> list[web.RouteDef]:
        """Return the feed, the page, and the control that lets the page change."""
        return [
            web.get("/publisher/feed.atom", self._feed),
            web.get(f"/publisher/content{PATH}", self._page),
            web.post("/sandbox/publisher/change", self._change),
        ]

    async def _feed(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(DATA / f"{self._day}.atom")

    async def _page(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(DATA / f"{self._day}.json")

    async def _change(self, _request: web.Request) -> web.Response:
        self._day = "after"
        return web.json_response({"ok": True})

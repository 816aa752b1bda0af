"""What the process answers over HTTP, asked over a real connection."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO

import aiohttp
import pytest
from aiohttp import web

from bot.core.errors import HomeroundError
from bot.metrics import Metrics
from bot.web import LARGEST_REQUEST, WebServer, build_web

HOST = "127.0.0.1"


@dataclass
class Site:
    """A server on a free port, and somebody who asks it."""

    missing: list[str] = field(default_factory=list)
    metrics: Metrics = field(default_factory=Metrics)

    def __post_init__(self) -> None:
        routes = [web.post("/telegram/webhook", self._take)]
        self.server = WebServer(build_web(routes, self._ready, self._figures), HOST, 0)

    async def _ready(self) -> list[str]:
        return self.missing

    async def _figures(self) -> bytes:
        return self.metrics.render()

    async def _take(self, request: web.Request) -> web.Response:
        return web.Response(text=f"took {len(await request.read())}")

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, str, str]:
        """Return the status, the content type and the text of the answer."""
        url = f"http://{HOST}:{self.server.port}{path}"
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, data=BytesIO(body)) as answer,
        ):
            return answer.status, answer.headers["Content-Type"], await answer.text()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    await site.server.start()
    yield site
    await site.server.stop()


async def test_a_process_that_lives_says_ok(site: Site) -> None:
    status, _, text = await site.ask("GET", "/healthz")

    assert (status, text) == (200, "ok\n")


async def test_a_process_with_everything_is_ready(site: Site) -> None:
    status, _, text = await site.ask("GET", "/readyz")

    assert (status, text) == (200, "ready\n")


async def test_a_process_that_is_not_ready_says_why_on_a_line_each(site: Site) -> None:
    site.missing = ["The database does not answer.", "Slack's socket is not open."]

    status, _, text = await site.ask("GET", "/readyz")

    assert status == 503
    assert text.splitlines() == site.missing


async def test_prometheus_reads_the_figures(site: Site) -> None:
    site.metrics.tried("slack", "delivered")

    status, kind, text = await site.ask("GET", "/metrics")

    assert status == 200
    assert kind.startswith("text/plain; version=")
    assert 'homeround_deliveries_total{channel="slack",result="delivered"} 1.0' in text


async def test_a_channel_has_its_own_door(site: Site) -> None:
    status, _, text = await site.ask("POST", "/telegram/webhook", b"{}")

    assert (status, text) == (200, "took 2")


async def test_a_request_that_is_too_large_is_refused(site: Site) -> None:
    largest, _, _ = await site.ask("POST", "/telegram/webhook", b"x" * LARGEST_REQUEST)
    larger, _, _ = await site.ask("POST", "/telegram/webhook", b"x" * (LARGEST_REQUEST + 1))

    assert (largest, larger) == (200, 413)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 404), ("GET", "/slack/events", 404), ("POST", "/healthz", 405)],
)
async def test_what_is_not_served_is_refused(
    site: Site, method: str, path: str, status: int
) -> None:
    assert (await site.ask(method, path))[0] == status


async def test_an_address_that_is_taken_is_said_in_a_sentence(site: Site) -> None:
    second = Site()
    second.server = WebServer(web.Application(), HOST, site.server.port)

    with pytest.raises(HomeroundError, match=f"Cannot serve on {HOST}:{site.server.port}"):
        await second.server.start()


async def test_a_server_that_stopped_answers_no_more(site: Site) -> None:
    await site.server.stop()

    with pytest.raises(aiohttp.ClientConnectionError):
        await site.ask("GET", "/healthz")

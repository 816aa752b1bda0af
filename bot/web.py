"""What is served over HTTP: health, readiness, figures, and the doors that the channels ask for."""

from collections.abc import Awaitable, Callable, Iterable

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.core.errors import HomeroundError
from bot.db.database import Trouble
from bot.metrics import CONTENT_TYPE

log = structlog.get_logger()

# More than any platform sends in one request.
LARGEST_REQUEST = 1024 * 1024
# How long a request that was begun may take to end when the process stops.
LAST_REQUESTS_SECONDS = 5.0


def build_web(
    routes: Iterable[web.RouteDef],
    ready: Callable[[], Awaitable[list[str]]],
    metrics: Callable[[], Awaitable[bytes]],
) -> web.Application:
    """Return what answers ``/healthz``, ``/readyz``, ``/metrics`` and the channels' own routes.

    ``ready`` returns one plain sentence for each thing that is not ready; ``metrics`` what Prometheus
    reads. Requests over 1 MiB are refused with 413, unknown paths with 404.
    """

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_request: web.Request) -> web.Response:
        missing = await ready()
        return web.Response(
            text="\n".join(missing or ["ready"]) + "\n", status=503 if missing else 200
        )

    async def figures(_request: web.Request) -> web.Response:
        try:
            body = await metrics()
        except Trouble:
            return web.Response(text="The database does not answer.\n", status=503)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})

    app = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[_note_refusals])
    app.add_routes(
        [
            web.get("/healthz", healthz),
            web.get("/readyz", readyz),
            web.get("/metrics", figures),
            *routes,
        ]
    )
    return app


@web.middleware
async def _note_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Log that one of our doors turned somebody away; of a path that is none of ours, nothing is kept."""
    try:
        response = await handler(request)
    except web.HTTPClientError as error:
        _note(request, error.status)
        raise
    _note(request, response.status)
    return response


def _note(request: web.Request, status: int) -> None:
    resource = request.match_info.route.resource
    if resource is not None and 400 <= status < 500:  # noqa: PLR2004 - the client's faults
        log.info("request_refused", door=resource.canonical, status=status)


class WebServer:
    """Serves an application on one address. It keeps no access log: a path may hold a secret."""

    def __init__(self, app: web.Application, host: str, port: int) -> None:
        """Prepare; nothing is served before ``start``. Port 0 = any free one."""
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=LAST_REQUESTS_SECONDS, handle_signals=False
        )
        self._host = host
        self._asked = port

    @property
    def port(self) -> int:
        """Return the port that is served, which is the one asked for until ``start`` has returned."""
        addresses = self._runner.addresses
        return int(addresses[0][1]) if addresses else self._asked

    async def start(self) -> None:
        """Serve from now on.

        Raises:
            HomeroundError: The address is taken, or not this machine's.
        """
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._asked).start()
        except OSError as error:
            await self._runner.cleanup()
            place = f"{self._host}:{self._asked}"
            message = f"Cannot serve on {place}. Look at host and port of [http] in config.toml."
            raise HomeroundError(message) from error

    async def stop(self) -> None:
        """Serve nothing more; requests that were begun are finished first."""
        await self._runner.cleanup()

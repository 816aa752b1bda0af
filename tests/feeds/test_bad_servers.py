"""Servers that mean ill or are ill: each is one line to the owner, and the watch goes on."""

import asyncio
import socket
import tracemalloc
import zlib
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.core.guidance import Trouble
from bot.core.watching import PATIENCE
from bot.db.database import Database
from bot.feeds.addresses import Gate, NotPublic, PublicResolver, Refused, is_public
from bot.feeds.fetching import Fetcher, Limits
from tests.support.feed_server import QUICK, FeedServer, Watcher, sample
from tests.support.network import SetClock


def sends(body: bytes, **headers: str) -> Any:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=body, headers={k.replace("_", "-"): v for k, v in headers.items()})

    return answer


def leads_to(location: str) -> Any:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": location})

    return answer


def says(status: int, **headers: str) -> Any:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(
            status=status, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )

    return answer


async def a_byte_a_second(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    try:
        while True:
            await answer.write(b"<")
            await asyncio.sleep(0.2)
    except (ConnectionError, asyncio.CancelledError):
        return answer


def bomb(pieces: int = 1024) -> bytes:
    """Return a gigabyte, as little as it can be sent: one packed megabyte again and again."""
    packing, megabyte = zlib.compressobj(9, zlib.DEFLATED, 31), b" " * 2**20
    first = packing.compress(megabyte) + packing.flush(zlib.Z_FULL_FLUSH)
    again = packing.compress(megabyte) + packing.flush(zlib.Z_FULL_FLUSH)
    return first + again * (pieces - 1)


@pytest.fixture
def database(sqlite: Database) -> Database:
    """What comes over the network is the same whichever database is behind."""
    return sqlite


BAD = {
    "a loop of redirects": (leads_to("/finder"), Trouble.REDIRECT),
    "a redirect to this machine": (leads_to("http://127.0.0.1:9/x"), Trouble.REDIRECT),
    "a redirect to this machine by its short name": (
        leads_to("http://127.1/x"),
        Trouble.UNREACHABLE,
    ),
    "a redirect to this machine by its name": (leads_to("http://localhost:9/x"), Trouble.ADDRESS),
    "a redirect to the cloud's own address": (
        leads_to("http://169.254.169.254/latest"),
        Trouble.REDIRECT,
    ),
    "a redirect to this machine in six": (leads_to("http://[::1]/x"), Trouble.REDIRECT),
    "a redirect to this machine, mapped": (
        leads_to("http://[::ffff:127.0.0.1]/x"),
        Trouble.REDIRECT,
    ),
    "a redirect to a file": (leads_to("file:///etc/hostname"), Trouble.REDIRECT),
    "a redirect with a password": (leads_to("http://a:b@www.gov.uk/"), Trouble.REDIRECT),
    "another packing than asked for": (sends(b"x", Content_Encoding="br"), Trouble.NOT_A_FEED),
    "a broken packing": (sends(b"not gzip", Content_Encoding="gzip"), Trouble.NOT_WELL_FORMED),
    "more than is allowed": (sends(b"x" * (QUICK.unpacked + 1)), Trouble.LARGE),
    "not there": (says(404), Trouble.MISSING),
    "5,000 entries": (
        sends(sample("huge_5000.atom.gz"), Content_Encoding="gzip"),
        Trouble.MANY,
    ),
}


@pytest.mark.parametrize("name", BAD)
async def test_it_is_one_line_to_the_owner_and_nothing_to_anybody_else(
    name: str, watcher: Watcher
) -> None:
    given, trouble = BAD[name]
    feed = watcher.watches()
    await watcher.looks(gives=sample("finder_day1.atom"))
    told, listed = len(watcher.cards), watcher.pages()
    seen = [await watcher.looks(gives=given) for _ in range(PATIENCE + 2)]

    assert {each.trouble for each in seen} == {trouble}
    (line,) = watcher.cards[told:]
    assert line.startswith(feed.name)
    assert watcher.pages() == listed
    await watcher.looks(gives=sample("finder_day2.atom"))
    assert len(watcher.found()["new"]) == 1


@pytest.mark.parametrize(
    ("body", "packing", "limit"),
    [(bomb(), "gzip", QUICK.unpacked), (b" " * (QUICK.sent + 1), "identity", QUICK.sent)],
)
async def test_a_gigabyte_in_a_megabyte_is_let_go_early_and_the_owner_told_how_much_is_too_much(
    body: bytes, packing: str, limit: int, watcher: Watcher
) -> None:
    feed = watcher.watches()
    tracemalloc.start()
    polled = await watcher.looks(gives=sends(body, Content_Encoding=packing))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert polled.trouble is Trouble.LARGE
    told = watcher.network.content.words.watch.large
    assert watcher.cards == [told.fill(feed=feed.name, detail=limit // 2**20).replace("*", "")]
    assert most < 5 * QUICK.unpacked


async def test_a_server_that_sends_a_byte_a_second_is_left_and_the_others_go_on(
    watcher: Watcher,
) -> None:
    watcher.watches()
    watcher.watches("other")
    slow = Limits(seconds=0.5, between=timedelta())
    polled, _ = await asyncio.gather(
        watcher.looks(gives=a_byte_a_second, limits=slow),
        watcher.looks("other", sample("finder_day1.atom")),
    )

    assert polled.trouble is Trouble.SLOW
    assert len(watcher.pages()) == 20


async def test_what_only_passes_is_told_at_the_third_time_and_tried_ever_more_seldom(
    watcher: Watcher,
) -> None:
    watcher.watches()
    waits = []
    for times in range(1, 12):
        now = watcher.network.clock.at
        await watcher.looks(gives=says(503))
        assert len(watcher.cards) == (times >= PATIENCE), times
        waits.append(watcher._state("finder").due_at - now)

    assert timedelta(minutes=4) <= waits[0] <= timedelta(minutes=6)
    assert waits[:8] == sorted(waits[:8])
    assert timedelta(hours=19) <= waits[-1] <= timedelta(hours=29)


async def test_a_server_that_asks_to_be_left_alone_for_a_day_is(watcher: Watcher) -> None:
    watcher.watches()
    await watcher.looks(gives=says(429, Retry_After="86400"), wait=timedelta())

    assert watcher._state("finder").due_at == watcher.network.clock.at + timedelta(days=1)


async def test_a_feed_without_news_for_long_is_told_once_until_it_has_some(
    watcher: Watcher,
) -> None:
    feed = watcher.watches(silent_after=timedelta(days=30))
    for _ in range(40):
        await watcher.looks(gives=sample("finder_day1.atom"), wait=timedelta(days=1))
    assert len([each for each in watcher.cards if "nothing new" in each]) == 1
    await watcher.looks(gives=sample("finder_day2.atom"))
    assert f"{feed.name} is well again." in watcher.cards


async def test_a_server_that_is_ill_now_this_way_now_that_is_told_once(watcher: Watcher) -> None:
    watcher.watches()
    quick = Limits(seconds=0.2, between=timedelta())
    for _ in range(4):
        await watcher.looks(gives=says(503))
        await watcher.looks(gives=a_byte_a_second, limits=quick)

    assert len(watcher.cards) == 1


@pytest.mark.parametrize("asked", ["999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
async def test_a_server_that_asks_to_be_left_alone_for_ever_is_asked_again_the_next_day(
    asked: str, watcher: Watcher
) -> None:
    watcher.watches()
    await watcher.looks(gives=says(503, Retry_After=asked), wait=timedelta())

    assert watcher._state("finder").due_at == watcher.network.clock.at + timedelta(days=1)


class Turncoat(AbstractResolver):
    """Answers with an address of the open internet the first time, and with this machine's from then on."""

    def __init__(self) -> None:
        self.answers = ["93.184.215.14"]

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        address = self.answers.pop() if self.answers else "127.0.0.1"
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
        ]

    async def close(self) -> None:
        pass


async def test_a_name_that_changes_its_address_between_two_looks_gains_nothing() -> None:
    resolver = PublicResolver(Gate(), Turncoat())

    assert [each["host"] for each in await resolver.resolve("turn.example", 80)] == [
        "93.184.215.14"
    ]
    with pytest.raises(NotPublic):
        await resolver.resolve("turn.example", 80)


@pytest.mark.parametrize(
    "address",
    [
        "64:ff9b::7f00:1",
        "127.0.0.1",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104 - nothing listens there
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b:1::1",
        "nonsense",
    ],
)
def test_an_address_inside_any_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


def test_a_redirect_never_goes_back_from_https() -> None:
    with pytest.raises(Refused):
        Gate().check(URL("http://www.gov.uk/"), URL("https://www.gov.uk/"))


async def test_one_host_is_asked_one_at_a_time_and_not_too_often(server: FeedServer) -> None:
    server.gives["/x"] = b"x"
    loop, between = asyncio.get_running_loop(), timedelta(seconds=0.1)
    gate = Gate(frozenset({server.host}))
    began = loop.time()
    async with Fetcher(gate, SetClock(), Limits(between=between)) as fetcher:
        await asyncio.gather(*(fetcher.fetch(server.url("/x")) for _ in range(4)))

    assert loop.time() - began >= 3 * between.total_seconds()

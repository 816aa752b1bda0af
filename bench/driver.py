"""``python -m bench.driver``: posts signed interactions as Slack does, and tells how long each answer took.

In a process of its own, so that what is measured is whoever answers. The order comes as JSON on standard input:
url, secret, bodies, at_once (requests open at the same time) and per_second (0 = as fast as they are answered).
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import aiohttp
from slack_sdk.signature import SignatureVerifier

# Slack waits no longer (docs.slack.dev/interactivity/handling-user-interaction).
DEADLINE = aiohttp.ClientTimeout(total=3)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be posted, where to, and how fast."""

    url: str
    secret: str
    bodies: list[str]
    at_once: int
    per_second: float


async def post_all(order: Order) -> dict[str, object]:
    """Return the seconds in all and each one's own, and how many were not answered with 200."""
    verifier = SignatureVerifier(order.secret)
    connector = aiohttp.TCPConnector(limit=order.at_once)
    began, waits, refused = time.monotonic(), [], 0

    async with aiohttp.ClientSession(connector=connector, timeout=DEADLINE) as session:

        async def work(places: Iterator[tuple[int, str]]) -> None:
            nonlocal refused
            for place, body in places:
                if order.per_second:
                    due = began + place / order.per_second
                    await asyncio.sleep(max(0.0, due - time.monotonic()))
                asked = time.monotonic()
                headers = _signed(verifier, body)
                async with session.post(order.url, data=body, headers=headers) as answer:
                    await answer.read()
                    refused += answer.status != 200
                waits.append(time.monotonic() - asked)

        places = iter(enumerate(order.bodies))
        await asyncio.gather(*(work(places) for _ in range(order.at_once)))
    return {"seconds": time.monotonic() - began, "waits": waits, "refused": refused}


def _signed(verifier: SignatureVerifier, body: str) -> dict[str, str]:
    timestamp = str(int(time.time()))
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": str(verifier.generate_signature(timestamp=timestamp, body=body)),
    }


if __name__ == "__main__":
    json.dump(asyncio.run(post_all(Order(**json.load(sys.stdin)))), sys.stdout)

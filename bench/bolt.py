"""``python -m bench.bolt``: bolt as its guide shows it, with one listener that does one committed insert.

The order comes as JSON in the first argument: database, api_url and secret.
"""

import asyncio
import json
import re
import sys
from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import insert

from bot.db.database import Database
from bot.db.tables import answers

PATH = "/slack/events"
READY = "bench bolt ready "


def open_app(database: Database, api_url: str, secret: str) -> AsyncApp:
    """Return an app that keeps one answer for each press."""
    client = AsyncWebClient("xoxb-bench", api_url)
    app = AsyncApp(client=client, signing_secret=secret)

    async def take(ack: AsyncAck, action: dict[str, Any]) -> None:
        _answer, assignment_id, question_id, value = action["value"].split(":")
        row = {"assignment_id": int(assignment_id), "question_id": question_id, "value": value}
        kept = insert(answers).values(person_id=1, state="answered", at=datetime.now(UTC), **row)
        # Not in a thread: here there is nothing else to do meanwhile, and changing threads costs time.
        with database.write() as connection:
            connection.execute(kept)
        await ack()

    app.action(re.compile("press:answer:.*"))(take)
    return app


async def serve(database: str, api_url: str, secret: str) -> None:
    """Serve on any free port of this machine until ended; the first line printed says which."""
    app = open_app(Database(database), api_url, secret)
    runner = web.AppRunner(app.web_app(PATH), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(f"{READY}{runner.addresses[0][1]}", flush=True)  # noqa: T201 - its one output
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(**json.loads(sys.argv[1])))

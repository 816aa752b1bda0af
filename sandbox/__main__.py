"""``python -m sandbox``: serves the sandbox until it is interrupted."""

import asyncio
import signal
from typing import Annotated

import typer

from sandbox.server import Sandbox, SandboxSettings

_DEFAULT = SandboxSettings()


def main(
    *,
    host: str = _DEFAULT.host,
    port: int = _DEFAULT.port,
    telegram_token: str = _DEFAULT.telegram_token,
    telegram_webhook: str = "",
    webhook_secret: str = "",
    slack_bot_token: str = _DEFAULT.slack_bot_token,
    slack_app_token: str = _DEFAULT.slack_app_token,
    slack_signing_secret: str = _DEFAULT.slack_signing_secret,
    slack_events_url: str = "",
    rates: Annotated[bool, typer.Option(help="Refuse what is over the platforms' rates.")] = True,
) -> None:
    """Stand in for Telegram and Slack on this machine, and show both on one page."""
    settings = SandboxSettings(
        host,
        port,
        telegram_token,
        telegram_webhook,
        webhook_secret,
        slack_bot_token,
        slack_app_token,
        slack_signing_secret,
        slack_events_url,
        rates,
    )
    asyncio.run(_serve(settings))


async def _serve(settings: SandboxSettings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with Sandbox(settings) as box:
        typer.echo(f"sandbox ready {box.url}")
        await stop.wait()


if __name__ == "__main__":
    typer.run(main)

"""``homeround doctor`` against the stand-ins for Telegram and Slack, through the real clients."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.db.database import Database
from sandbox.server import Sandbox, SandboxSettings
from tests.support.operator import Operator


async def findings(
    folder: Path, database: Database, token: str = ""
) -> tuple[int, dict[str, tuple[bool, str]]]:
    """Return the exit code and what was found, by what was looked at."""
    async with Sandbox(SandboxSettings(port=0)) as box:
        channels = (
            f'[telegram]\nenabled = true\napi_url = "{box.url}bot"\nbot_name = "homeround_bot"\n'
            f'[slack]\nenabled = true\napi_url = "{box.url}api/"\n'
        )
        secrets = {
            "HOMEROUND_TELEGRAM_TOKEN": token or box.settings.telegram_token,
            "HOMEROUND_SLACK_BOT_TOKEN": box.settings.slack_bot_token,
            "HOMEROUND_SLACK_APP_TOKEN": box.settings.slack_app_token,
        }
        operator = Operator(folder, database, channels)
        ran = await asyncio.to_thread(operator.runs_as_process, "doctor", "--json", secrets=secrets)
    assert ran.err == ""
    rows = json.loads(ran.out)
    return ran.code, {row["what"]: (row["ok"], row["sentence"]) for row in rows}


@pytest.mark.acceptance
async def test_a_deployment_that_is_well_ends_with_0(tmp_path: Path, sqlite: Database) -> None:
    code, found = await findings(tmp_path, sqlite)

    assert code == 0
    assert {"config", "content", "database", "telegram", "slack"} <= set(found)
    assert all(ok for ok, _ in found.values())


@pytest.mark.acceptance
async def test_a_wrong_token_is_found_never_shown_and_ends_with_1(
    tmp_path: Path, sqlite: Database
) -> None:
    code, found = await findings(tmp_path, sqlite, token="100001:hunter2")

    assert code == 1
    assert [what for what, (ok, _) in found.items() if not ok] == ["telegram"]
    assert "hunter2" not in json.dumps(found)

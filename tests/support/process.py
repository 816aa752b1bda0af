"""Homeround as a process of its own: started, killed and started again, and the commands that an operator gives."""

import asyncio
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


class Homeround:
    """One ``homeround run``; its log goes on in one file through every restart."""

    def __init__(
        self, environment: Mapping[str, str], folder: Path, name: str = "homeround"
    ) -> None:
        self._environment = environment
        self.url = ""
        self._log = folder / f"{name}.log"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it; it is up when this returns."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *_command("run"),
                env=self._environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                cwd=ROOT,
            )
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE)
        assert line, self.log()
        self.url = line.decode().split()[-1].removesuffix("/readyz")

    @property
    def number(self) -> int:
        """Return the number that the machine knows the process by."""
        assert self._process is not None
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Say whether the process is there."""
        return self._process is not None and self._process.returncode is None

    async def kill(self, how: signal.Signals = signal.SIGKILL, patience: float = PATIENCE) -> int:
        """End the process and return its exit code; it has so many seconds for it."""
        assert self._process is not None
        self._process.send_signal(how)
        return await asyncio.wait_for(self._process.wait(), patience)

    async def restart(self) -> None:
        """Kill it where it stands, and start it again."""
        await self.kill()
        await self.start()

    def log(self) -> str:
        """Return everything that was logged."""
        return self._log.read_text() if self._log.exists() else ""

    async def close(self) -> None:
        """End the process if it runs."""
        if self.runs:
            await self.kill()


async def command(environment: Mapping[str, str], *words: str) -> str:
    """Give one command, as an operator does, and return what it printed."""
    process = await asyncio.create_subprocess_exec(
        *_command(*words),
        env=environment,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, complained = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, complained.decode()
    return printed.decode()


def _command(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "bot", *words, "--config", str(ROOT / "config.toml"))


async def until(look: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Return as soon as it is so."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    while not look():
        assert loop.time() < deadline, "waited in vain"
        await asyncio.sleep(0.01)

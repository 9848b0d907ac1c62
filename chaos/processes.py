"""The bot's own processes, started as an operator starts them; killed, and started again."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import aiohttp

import bot
from chaos.times import VARIABLE, Times

ROOT = Path(bot.__file__).resolve().parents[1]
PATIENCE = 60.0
"""Seconds of ours in which a process must be up, on however slow a machine."""
_STARTS = 20
DRAIN = 20.0
"""Seconds to end in when asked to; the product promises ten."""


class ChaosError(Exception):
    """The run cannot go on: not a figure, a fault of the product or of this harness, in one line."""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@dataclass(slots=True, kw_only=True)
class Bot:
    """One `serve` or `worker`. `sabotage` names a protection taken away (chaos/sabotage.py), for the controls alone."""

    name: str
    command: tuple[str, ...]
    folder: Path
    env: Mapping[str, str]
    http: aiohttp.ClientSession
    times: Times
    sabotage: str = ""
    port: int = field(default_factory=free_port)
    rehearsal: int = field(default_factory=free_port)
    up: bool = False
    starts: int = 0
    slow_drains: int = 0
    fell: int = 0
    refused: int = 0
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    def launch(self) -> None:
        """Start it, and do not wait for it. It knows the time from the beginning."""
        entry = ["-m", "chaos.entry", *([self.sabotage] if self.sabotage else [])]
        env = {**os.environ, **self.env, "CHAIRSIDE_PORT": str(self.port)}
        env |= {"CHAIRSIDE_REHEARSAL_PORT": str(self.rehearsal), "PYTHONFAULTHANDLER": "1"}
        env |= {"PYTHONPATH": str(ROOT), VARIABLE: self.times.written()}
        env |= {"CHAIRSIDE_DATA_DIR": str(self.folder / self.env.get("CHAOS_DATA", self.name))}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *entry, *self.command], cwd=ROOT, env=env, stdout=log, stderr=log
            )
        self.starts += 1

    async def ready(self) -> None:
        """Wait until it is up. Raises ChaosError when it ends or never is."""
        until = time.monotonic() + PATIENCE
        while not await self._listens():
            if not self.running:
                raise ChaosError(f"{self.name} ended by itself at its start: {self.last_words()}")
            if time.monotonic() > until:
                raise ChaosError(f"{self.name} was not up within {PATIENCE:.0f} s: {self.last_words()}")
            await asyncio.sleep(0.05)
        self.up = True

    async def start(self) -> None:
        """As a supervisor does: one that ends at its start, because its store is just away, is started again."""
        for _ in range(_STARTS):
            self.launch()
            try:
                return await self.ready()
            except ChaosError:
                if self.running:
                    raise
                self.refused += 1
                await asyncio.sleep(0.5)
        raise ChaosError(f"{self.name} would not start: {self.last_words()}")

    async def _listens(self) -> bool:
        """The port for the clock is the last thing that a process opens."""
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", self.rehearsal)
            writer.close()
            return True
        return False

    async def tell(self, now: datetime) -> None:
        """A leap. It answers only once all of that moment is done, which is not waited for."""
        with suppress(TimeoutError, aiohttp.ClientError):
            patience = aiohttp.ClientTimeout(total=0.5, sock_connect=0.5)
            url = f"http://127.0.0.1:{self.rehearsal}/clock"
            async with self.http.post(url, json={"now": now.isoformat()}, timeout=patience) as answer:
                await answer.read()

    async def well(self) -> tuple[int, tuple[str, ...]]:
        """Status and codes of /readyz; 0 when it does not answer."""
        with suppress(TimeoutError, aiohttp.ClientError):
            patience = aiohttp.ClientTimeout(total=5)
            async with self.http.get(f"{self.url}/readyz", timeout=patience) as answer:
                body = await answer.json(content_type=None)
                return answer.status, tuple(body.get("codes", ()))
        return 0, ()

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def ended_alone(self) -> bool:
        """It was up, nobody killed it, and it is gone."""
        return self.up and not self.running

    def kill(self) -> None:
        """As the machine does: no word of warning."""
        self.up = False
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    async def stop(self) -> None:
        """As an operator does. Whoever does not end in time is noted, and killed."""
        self.up = False
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            await asyncio.to_thread(self._process.wait, DRAIN)
        except subprocess.TimeoutExpired:
            self.slow_drains += 1
            self.kill()

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return " | ".join(lines[-3:])[-600:] or "nothing was said"

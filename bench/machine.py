"""The machine: which core does what, the children we start, and what each has used. No child outlives us, however we end."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench import keeper

ROOT = Path(__file__).parents[1].absolute()
_CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
SERVER = _CORES[:1]
"""The core of whatever is measured; none where this machine has no say in it (macOS)."""
LOAD = _CORES[-1:]
"""The core of everything else: load, store, loopback Microsoft. The same one where there is only one."""

_PATIENCE = 60.0
_BYTECODE = ROOT / "out" / "bytecode"
"""Ours and the peers': a start is that of a machine on which it has started before."""
_QUIETLY = (
    "PYTHONDONTWRITEBYTECODE",
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"),
)


def cores() -> str:
    """How the work is spread, for whoever reads the table."""
    if not _CORES:
        return "cores not pinned: this system cannot"
    return f"{len(_CORES)} core(s): server on {SERVER[0]}, store and load on {LOAD[0]}"


def move(pid: int, core: Sequence[int]) -> None:
    """Every thread of a process, to that core."""
    if not core:
        return
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # a thread may end meanwhile
            os.sched_setaffinity(int(thread.name), core)


@contextmanager
def _standing_on(core: Sequence[int]) -> Iterator[None]:
    """What is started meanwhile begins its life there."""
    if not core:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, core)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class Child:
    """A process of ours. `said` is a file with all that it wrote."""

    def __init__(
        self, command: Sequence[str | Path], core: Sequence[int], said: Path, env: Mapping[str, str] | None = None
    ) -> None:
        given = {name: value for name, value in os.environ.items() if name not in _QUIETLY} | dict(env or {})
        self.said = said
        with said.open("wb") as out, _standing_on(core):
            self.started = time.perf_counter()
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env=given | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(_BYTECODE)},
                start_new_session=True,
            )
        self.pid = self._process.pid
        keeper.watch(self.pid)

    def waits_for(self, words: str, patience: float = _PATIENCE) -> str:
        """The first line with these words in it. Raises RuntimeError with what was said instead."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            text = self.said.read_text(errors="replace")
            line = next((one for one in text.splitlines(keepends=True) if words in one and one.endswith("\n")), None)
            if line is not None:
                return line.strip()
            if self._process.poll() is not None:
                break
            time.sleep(0.005)
        raise RuntimeError(
            f"{self.said.name}: no {words!r} came of it\n{self.said.read_text(errors='replace')[-4000:]}"
        )

    def tell(self, number: int) -> None:
        os.kill(self.pid, number)

    def cpu(self) -> float:
        """Seconds of processor time so far, all threads; 0 where the system does not tell."""
        total = 0
        with suppress(OSError):
            for thread in Path(f"/proc/{self.pid}/task").iterdir():
                with suppress(OSError):
                    total += int((thread / "schedstat").read_text().split()[0])
        return total / 1e9

    def resident(self) -> int:
        """Bytes of memory in use now."""
        return resident(self.pid)

    def below(self) -> list[int]:
        """The processes that it started itself, from whichever thread."""
        found: list[int] = []
        with suppress(OSError):
            for thread in Path(f"/proc/{self.pid}/task").iterdir():
                with suppress(OSError):
                    found += map(int, (thread / "children").read_text().split())
        return found

    def stop(self, patience: float = 20.0) -> None:
        """Safe to repeat."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(patience)
            except subprocess.TimeoutExpired:
                for pid in self.below():
                    with suppress(OSError):
                        os.kill(pid, signal.SIGTERM)
                self._process.kill()
                self._process.wait()
        keeper.forget(self.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def resident(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    found = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return int(found.stdout.strip() or 0) * 1024


def python(module: str, *arguments: str | Path) -> list[str | Path]:
    return [sys.executable, "-m", module, *arguments]


def announced(line: str) -> Any:  # noqa: ANN401 - JSON
    """What a child of ours says when it is up: `ready {...}`."""
    return json.loads(line.partition("ready ")[2])

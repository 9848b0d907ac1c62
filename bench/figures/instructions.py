"""Instructions for a press beside those for a bare answer: the figure that another program on the machine changes least.

By the processor's own counter (`perf`) where there is one; else by valgrind, which counts what it interprets: the same kind
of number, taken slowly.
"""

import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench import machine
from bench.figures.press import World
from bench.load import Clients, moved
from bench.machine import Child
from bench.presses import HANDED_IN, Post, opened
from bench.product import Microsoft
from bench.table import Row

_WIDE = 8
_SEATS = 4
"""Of each conference: a few hundred presses, each in another conference than the one before."""
_NAME = "Instructions for a press, against a bare aiohttp answer"

Begin = Callable[[Child], Callable[[], int]]
"""Begins to count in a child; what it gives ends that and tells how many."""


async def measure(there: Microsoft, at: World, rounds: int) -> Row:
    """One round by valgrind, which counts the same each time; several by perf."""
    if _perf_counts():
        values = [await _ratio(there, at, at.folder / f"perf-{one}", (), _by_perf) for one in range(rounds)]
        return Row(name=_NAME, values=values, bar=6, most=True, note="perf, outside the kernel")
    if shutil.which("valgrind") and shutil.which("callgrind_control"):
        values = [await _by_valgrind(there, at)]
        return Row(name=_NAME, values=values, bar=6, most=True, note="valgrind, outside the kernel")
    return Row(name=_NAME, values=[], bar=6, most=True, missing="no counter on this machine")


async def _ratio(there: Microsoft, at: World, where: Path, under: Sequence[str], begin: Begin) -> float:
    pairs = [pair for pair in at.person_by_person if int(pair[1].who[1:]) < _SEATS]
    with at.bot(under=under) as bot:
        requests = await opened(Post(address=bot.address, there=there), pairs, _WIDE)
        half = len(requests) // 2
        await _fired(bot.address, requests[:half], HANDED_IN)
        end = begin(bot)
        await _fired(bot.address, requests[half:], HANDED_IN)
        ours = end() / (len(requests) - half)
    with _bare(where.with_suffix(".log"), under) as (address, child):
        there_too = [moved(one, address) for one in requests]
        await _fired(address, there_too, b"post_it.change")
        end = begin(child)
        await _fired(address, there_too, b"post_it.change")
        bare = end() / len(there_too)
    return ours / bare


async def _fired(address: str, requests: Sequence[bytes], expect: bytes) -> None:
    async with Clients(address, _WIDE) as clients:
        found = await clients.fire(requests, expect)
    if found.wrong:
        raise RuntimeError(f"{found.wrong[0][:600]!r}")


@contextmanager
def _bare(said: Path, under: Sequence[str]) -> Iterator[tuple[str, Child]]:
    with Child([*under, *machine.python("bench.peers.bare")], machine.SERVER, said) as child:
        yield str(machine.announced(child.waits_for("ready {"))["address"]), child


def _perf_counts() -> bool:
    if not shutil.which("perf"):
        return False
    command = ["perf", "stat", "-x,", "-e", "instructions:u", "true"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    return any(line.partition(",")[0].isdigit() for line in said.splitlines() if "instructions" in line)


def _by_perf(child: Child) -> Callable[[], int]:
    command = ["perf", "stat", "-x,", "-e", "instructions:u", "-p", str(child.pid)]
    counting = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

    def end() -> int:
        counting.send_signal(signal.SIGINT)
        _, said = counting.communicate(timeout=10)
        return next(int(line.partition(",")[0]) for line in said.splitlines() if "instructions" in line)

    return end


async def _by_valgrind(there: Microsoft, at: World) -> float:
    """Nothing is counted until told to; each child leaves its count in a file of its own."""
    where = at.folder / "counted"
    where.mkdir()
    under = ["valgrind", "-q", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={where}/%p"]

    def begin(child: Child) -> Callable[[], int]:
        _control(child, "-i", "on")

        def end() -> int:
            _control(child, "-i", "off")
            _control(child, "-d")
            files = [one for one in where.iterdir() if one.name.startswith(str(child.pid))]
            return sum(_total(one.read_text()) for one in files)

        return end

    return await _ratio(there, at, where, under, begin)


def _control(child: Child, *what: str) -> None:
    subprocess.run(["callgrind_control", *what, str(child.pid)], check=True, capture_output=True, timeout=60)


def _total(text: str) -> int:
    found = [line.split()[1] for line in text.splitlines() if line.startswith("totals:")]
    return sum(map(int, found))

"""From being started to the first answer, embedded store included, beside a bare aiohttp app; and the memory taken then."""

import socket
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bench import machine
from bench.conferences import making
from bench.figures.press import free_port
from bench.machine import Child
from bench.presses import Post
from bench.product import Microsoft, environment
from bench.table import Row

_PATIENCE = 30.0


def measure(there: Microsoft, folder: Path, rounds: int) -> list[Row]:
    """Interleaved. The bot's data folder is there already but for the first time, which is not counted."""
    folder.mkdir()
    ratios, memory, store = [], [], 0
    for number in range(rounds + 1):
        port = free_port()
        bare = _first_answer(["bench.peers.bare", str(port)], port, there, {}, folder / "bare.log")[0]
        port = free_port()
        env = environment(folder / "store", there, CHAIRSIDE_PORT=str(port))
        bot, taken, store = _first_answer(["bot", "serve"], port, there, env, folder / "bot.log")
        if number:
            ratios.append(bot / bare)
            memory.append(taken / 2**20)
    return [
        Row(name="`serve` from start to first answer, against a bare aiohttp app", values=ratios, bar=4, most=True),
        Row(
            name="Memory of the bot then",
            values=memory,
            bar=120,
            most=True,
            unit=" MB",
            note=f"its store's {store / 2**20:.0f} MB not counted",
        ),
    ]


def _first_answer(
    module: list[str], port: int, there: Microsoft, env: dict[str, str], said: Path
) -> tuple[float, int, int]:
    """Seconds, and the bytes then resident in the process and in what it started."""
    address = f"http://127.0.0.1:{port}/api/messages"
    what = _press(address, there)
    with Child(machine.python(*module), machine.SERVER, said, env) as child:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if _answered(address, what):
                took = time.perf_counter() - child.started
                return took, child.resident(), sum(map(machine.resident, child.below()))
            time.sleep(0.002)
    raise RuntimeError(f"no answer: {said.read_text(errors='replace')[-2000:]}")


def _press(address: str, there: Microsoft) -> bytes:
    """Well signed, of a conference there is not: everything is checked that can be."""
    made = making(1, 1, 1, now=datetime.now(UTC), service_url=there.service_url).held
    return Post(address=address, there=there).press(made, made.chair, "post_it.show", {"v": 1, "c": made.cid, "of": ""})


def _answered(address: str, what: bytes) -> bool:
    where = urlsplit(address)
    with suppress(OSError), socket.create_connection((where.hostname or "", where.port or 0), timeout=10) as one:
        one.sendall(what)
        return one.recv(65536).startswith(b"HTTP/1.1 200")
    return False

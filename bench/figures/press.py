"""A post-it pressed through the whole bot, beside the limit (a) and Microsoft's own library (b); one conference beside sixty."""

import json
import random
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench import machine
from bench.conferences import Held, Sitter, making, record
from bench.load import Clients, Shot
from bench.machine import ROOT, Child
from bench.microsoft import APP_ID, TENANT
from bench.presses import HANDED_IN, Post, opened
from bench.product import Bot, Microsoft, copied, environment, settings
from bench.table import Row

WIDE = 60
"""Presses under way at once: sixty people."""
_PARTS = 6
"""Into which a round is cut."""
_ENOUGH_ECHOES = 900
"""Presses of (b) a round: two seconds of it."""
_PEERS = ROOT / ".venv-bench" / "bin" / "python"

Pair = tuple[Held, Sitter]


@dataclass(kw_only=True)
class World:
    """Conferences with an open round, in a store that is copied for each server."""

    folder: Path
    held: tuple[Held, ...]
    there: Microsoft
    used: int = 0

    def env(self, where: Path, **more: str) -> dict[str, str]:
        return environment(where, self.there, **{"CHAIRSIDE_DUTIES": "workers", **more})

    @contextmanager
    def bot(
        self, runner: Sequence[str] = ("-m", "bot"), under: Sequence[str | Path] = (), **more: str
    ) -> Iterator[Bot]:
        """On a copy of its own."""
        self.used += 1
        where = copied(self.folder, self.folder.with_name(f"{self.folder.name}-{self.used}"))
        with Bot(self.env(where, **more), where.with_name("bot.log"), runner, under) as bot:
            yield bot

    @property
    def person_by_person(self) -> list[Pair]:
        """Neighbours in this order are in different conferences."""
        return [(held, held.sitters[seat]) for seat in range(len(self.held[0].sitters)) for held in self.held]

    @property
    def one_by_one(self) -> list[Pair]:
        """All of one conference, then all of the next."""
        return [(held, who) for held in self.held for who in held.sitters]


async def world(folder: Path, there: Microsoft, conferences: int, seats: int = 60) -> World:
    """Everything that was owed so far is sent."""
    made = []
    now = datetime.now(UTC)
    for number in range(conferences):
        one = making(number, seats, 2, now=now, service_url=there.service_url)
        one.gathered()
        one.opened()
        one.told()
        made.append(one)
    await record(settings(environment(folder / "store", there)), made)
    return World(folder=folder, held=tuple(one.held for one in made), there=there)


async def shot(bot: Bot, requests: Sequence[bytes], wide: int = WIDE, expect: bytes = HANDED_IN) -> Shot:
    """Each request once. Raises RuntimeError when an answer is not what it should be."""
    async with Clients(bot.address, wide) as clients:
        found = await clients.fire(requests, expect)
    if found.wrong:
        raise RuntimeError(f"{len(found.wrong)} wrong answers, as {found.wrong[0][:1500]!r}")
    return found


@dataclass(slots=True)
class Asked:
    """Volleys of one round put together. `cpu`: seconds of processor time in the server meanwhile."""

    server: Child
    address: str
    requests: Sequence[bytes]
    took: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0
    own: float = 0.0

    async def volley(self, number: int, of: int) -> None:
        """The next part of the requests, while nothing else is asked of this machine."""
        many = len(self.requests)
        part = self.requests[number * many // of : (number + 1) * many // of]
        before = self.server.cpu()
        async with Clients(self.address, WIDE) as clients:
            found = await clients.fire(part, HANDED_IN)
        if found.wrong:
            raise RuntimeError(f"{len(found.wrong)} wrong answers, as {found.wrong[0][:1500]!r}")
        self.cpu += self.server.cpu() - before
        self.took += found.took
        self.seconds += found.seconds
        self.own = max(self.own, found.own)

    @property
    def rate(self) -> float:
        return len(self.took) / self.seconds

    @property
    def each(self) -> float:
        """Microseconds of processor time for one."""
        return self.cpu / len(self.took) * 1e6

    @property
    def late(self) -> float:
        """Milliseconds within which 99 in 100 were answered."""
        return sorted(self.took)[int(len(self.took) * 0.99)] * 1000


@dataclass(slots=True)
class Rounds:
    """One of each a round: the bot on sixty conferences, on one after another, the limit, and the echo where it is installed."""

    spread: list[Asked] = field(default_factory=list)
    hot: list[Asked] = field(default_factory=list)
    limit: list[Asked] = field(default_factory=list)
    echo: list[Asked] = field(default_factory=list)

    def rows(self) -> list[Row]:
        rates = [one.rate for one in self.spread]
        said = f"{median(rates):,.0f} presses/s here; {self._time()}"
        none = "" if self.echo else "microsoft-teams-apps is not installed here"
        return [
            Row(
                name="A post-it through the whole bot, against the limit (a)",
                values=_against(self.spread, self.limit),
                bar=0.5,
                note=said,
            ),
            Row(
                name="The same against microsoft-teams-apps (b), which only echoes",
                values=_against(self.spread, self.echo) if self.echo else [],
                bar=3,
                missing=none,
            ),
            Row(
                name="Sixty people on one conference, against sixty conferences",
                values=_against(self.hot, self.spread),
                bar=0.9,
            ),
            Row(
                name="The same: p99, sixty at once",
                values=[one.late for one in self.hot],
                bar=250,
                most=True,
                unit=" ms",
                note=f"load at most {max(one.own for one in (*self.spread, *self.hot)):.0%} of its core",
            ),
        ]

    def _time(self) -> str:
        ours, limit = (median(one.each for one in many) for many in (self.spread, self.limit))
        return f"{ours:.0f} us of processor for one, {limit:.0f} for one of (a)"

    def plain(self) -> str:
        """Every round, for whoever works on it."""
        out = []
        for name in ("spread", "hot", "limit", "echo"):
            each = (f"{one.rate:6.0f}/s {one.each:5.0f} us p99 {one.late:4.0f} ms" for one in getattr(self, name))
            out.append(f"{name:7} " + " | ".join(each))
        return "\n".join(out)


def _against(ours: Sequence[Asked], theirs: Sequence[Asked]) -> list[float]:
    return [one.rate / other.rate for one, other in zip(ours, theirs, strict=True)]


async def measure(there: Microsoft, at: World, rounds: int) -> Rounds:
    """All are up, each is asked a part in turn, and none while another is: what the machine does meanwhile falls on all."""
    found = Rounds()
    for number in range(rounds):
        with ExitStack() as stack:
            spread, hot = stack.enter_context(at.bot()), stack.enter_context(at.bot())
            requests = await opened(Post(address=spread.address, there=there), at.person_by_person)
            _shuffled(requests, number)
            found.spread.append(Asked(spread, spread.address, requests))
            ordered = await opened(Post(address=hot.address, there=there), at.one_by_one)
            found.hot.append(Asked(hot, hot.address, ordered))
            child, address = stack.enter_context(_limit(spread, at, there))
            found.limit.append(await _warm(Asked(child, address, requests)))
            if _PEERS.exists():
                child, address = stack.enter_context(_echo(there, at.folder))
                found.echo.append(await _warm(Asked(child, address, requests[:_ENOUGH_ECHOES])))
            together = [many[-1] for many in (found.spread, found.limit, found.hot, found.echo) if many]
            for part in range(_PARTS):
                for one in together:
                    await one.volley(part, _PARTS)
    return found


async def _warm(peer: Asked) -> Asked:
    """As the bot is by then: everybody has opened their card."""
    await Asked(peer.server, peer.address, peer.requests[:300]).volley(0, 1)
    return peer


def _shuffled(requests: list[bytes], seed: int) -> None:
    """As people press: in no order."""
    random.Random(seed).shuffle(requests)


@contextmanager
def _limit(bot: Bot, at: World, there: Microsoft) -> Iterator[tuple[Child, str]]:
    facts = {**asdict(there), "conferences": [held.cid for held in at.held]}
    command = machine.python("bench.peers.limit", bot.socket, json.dumps(facts))
    with Child(command, machine.SERVER, at.folder / "limit.log") as child:
        yield child, str(machine.announced(child.waits_for("ready {"))["address"])


@contextmanager
def _echo(there: Microsoft, folder: Path) -> Iterator[tuple[Child, str]]:
    port = free_port()
    facts = {**asdict(there), "app_id": APP_ID, "tenant": TENANT}
    command: list[str | Path] = [_PEERS, ROOT / "bench" / "peers" / "teams_echo.py", json.dumps(facts), str(port)]
    with Child(command, machine.SERVER, folder / "echo.log") as child:
        _until_open(port, child)
        yield child, f"http://127.0.0.1:{port}/api/messages"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _until_open(port: int, child: Child) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(child.said.read_text(errors="replace")[-3000:])

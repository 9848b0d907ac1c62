"""The load: requests built beforehand, sent by bare protocols over connections that stay open, each answer timed."""

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

_LENGTH = b"content-length: "
_CHUNKED = b"transfer-encoding: chunked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """What came of one volley. `seconds` from the first byte sent to the last answer; `took` are seconds of each request."""

    seconds: float
    took: tuple[float, ...]
    wrong: tuple[bytes, ...] = ()
    own: float = 0.0
    """Share of its core that the load itself used: near 1 it would be the limit, and the figures worth nothing."""

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.took) / self.seconds

    def percentile(self, share: float) -> float:
        """Seconds within which that share (0 to 1) was answered."""
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def request(address: str, body: bytes, token: str, *headers: str, method: str = "POST") -> bytes:
    """The whole of one HTTP/1.1 request."""
    where = urlsplit(address)
    lines = [
        f"{method} {where.path} HTTP/1.1",
        f"Host: {where.netloc}",
        "Content-Type: application/json; charset=utf-8",
    ]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += [*headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def moved(what: bytes, address: str) -> bytes:
    """The same request to another server."""
    head, _, rest = what.partition(b"\r\nHost: ")
    return head + b"\r\nHost: " + urlsplit(address).netloc.encode() + rest[rest.index(b"\r\n") :]


@dataclass
class _Volley:
    """What all connections share: what is left to send, and what came back."""

    queue: Iterator[bytes]
    expect: bytes
    left: int
    done: asyncio.Future[None]
    took: list[float] = field(default_factory=list)
    wrong: list[bytes] = field(default_factory=list)
    answers: list[bytes] | None = None

    def ended(self) -> None:
        self.left -= 1
        if not self.left and not self.done.done():
            self.done.set_result(None)

    def failed(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class Connection(asyncio.Protocol):
    """One kept-alive connection: a request, its answer, the next."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._volley: _Volley | None = None
        self._sent = 0.0
        self._one: asyncio.Future[tuple[float, bytes]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError(transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        self._buffer = self._buffer + data if self._buffer else data
        end = _end_of(self._buffer)
        if end < 0:
            return
        answer, self._buffer = self._buffer[:end], self._buffer[end:]
        self._answered(now, answer)

    def connection_lost(self, exc: Exception | None) -> None:
        error = exc or ConnectionResetError("the server closed the connection")
        if self._volley is not None:
            self._volley.failed(error)
        if self._one is not None and not self._one.done():
            self._one.set_exception(error)

    def close(self) -> None:
        self._volley, self._one = None, None
        if self._transport is not None:
            self._transport.close()

    def begin(self, volley: _Volley) -> None:
        self._volley = volley
        self._next()

    async def ask(self, what: bytes) -> tuple[float, bytes]:
        """One request by itself: seconds and the whole answer."""
        self._one = asyncio.get_running_loop().create_future()
        self._send(what)
        return await self._one

    def _send(self, what: bytes) -> None:
        if self._transport is None:
            raise RuntimeError("not connected")
        self._sent = time.perf_counter()
        self._transport.write(what)

    def _next(self) -> None:
        volley = self._volley
        if volley is None:
            return
        what = next(volley.queue, None)
        if what is None:
            self._volley = None
            volley.ended()
            return
        self._send(what)

    def _answered(self, now: float, answer: bytes) -> None:
        took = now - self._sent
        if self._one is not None and not self._one.done():
            self._one.set_result((took, answer))
            return
        volley = self._volley
        if volley is None:
            return
        volley.took.append(took)
        if not answer.startswith(b"HTTP/1.1 200") or volley.expect not in answer:
            volley.wrong.append(answer)
        if volley.answers is not None:
            volley.answers.append(answer)
        self._next()


def _end_of(data: bytes) -> int:
    """Where the first whole answer in it ends; -1 while it is not whole."""
    head = data.find(b"\r\n\r\n")
    if head < 0:
        return -1
    lower = data[:head].lower()
    at = lower.find(_LENGTH)
    if at >= 0:
        stop = lower.find(b"\r\n", at)
        length = int(lower[at + len(_LENGTH) : stop if stop > 0 else head])
        return head + 4 + length if len(data) >= head + 4 + length else -1
    if _CHUNKED in lower:
        last = data.find(b"0\r\n\r\n", head)
        return last + 5 if last >= 0 else -1
    return head + 4


def body_of(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]


class Clients:
    """So many connections to one address, as an asynchronous context."""

    def __init__(self, address: str, wide: int) -> None:
        where = urlsplit(address)
        self._host, self._port = where.hostname or "127.0.0.1", where.port or 80
        self._wide = wide
        self.connections: list[Connection] = []

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        for _ in range(self._wide):
            _, made = await loop.create_connection(Connection, self._host, self._port)
            self.connections.append(made)
        return self

    async def __aexit__(self, *_: object) -> None:
        for one in self.connections:
            one.close()
        await asyncio.sleep(0)

    async def fire(self, requests: Iterable[bytes], expect: bytes = b"", *, answers: list[bytes] | None = None) -> Shot:
        """All of them, each connection taking the next as it becomes free. An answer that is not 200 or lacks `expect` is wrong."""
        loop = asyncio.get_running_loop()
        volley = _Volley(
            queue=iter(requests),
            expect=expect,
            left=len(self.connections),
            done=loop.create_future(),
            answers=answers,
        )
        cpu, start = time.process_time(), time.perf_counter()
        for one in self.connections:
            one.begin(volley)
        await volley.done
        seconds = time.perf_counter() - start
        own = (time.process_time() - cpu) / seconds
        return Shot(seconds=seconds, took=tuple(volley.took), wrong=tuple(volley.wrong), own=own)


async def each(address: str, requests: Sequence[bytes], wide: int) -> list[bytes]:
    """The answers to all of them, in their own order, untimed."""
    found: list[bytes] = [b""] * len(requests)
    queue = iter(range(len(requests)))

    async def work(one: Connection) -> None:
        for number in queue:
            _, found[number] = await one.ask(requests[number])

    async with Clients(address, wide) as clients:
        await asyncio.gather(*map(work, clients.connections))
    return found

"""One Redis or Valkey process, and our connections to it."""

import asyncio
import math
from collections.abc import Callable, Sequence
from typing import Any

from hiredis import pack_command
from redis.asyncio.connection import AbstractConnection, ConnectionPool, parse_url
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnectionError
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as NoAnswerError

from bot.adapters.together import Command, Together

__all__ = ["Command", "Node"]

_MOST_CONNECTIONS = 32
_PATIENCE = 2.0
"""Seconds: for a connection, for sending, for an answer."""

_LINE: dict[str, Any] = {
    "retry": Retry(NoBackoff(), 0),
    "socket_timeout": None,  # `exchange` has one deadline for all; the library's own is a task for each thing sent
    "socket_connect_timeout": _PATIENCE,
    "protocol": 2,  # one shape of answer from every server
    "driver_info": None,  # to find its own version out, it would look through the disk at every connection
}
"""redis-py's own retries are off: they are silent, and repeat a write whose answer was lost (promises, finding 2)."""


_packed: Callable[[tuple[str | bytes | int, ...]], bytes] = pack_command  # type: ignore[assignment]  # its stub: of one
"""In C, which redis-py's own is not where it is asynchronous."""


class Node:
    """Whoever asks has a connection alone until the last answer is in. A question that was broken off, by an error or
    because whoever asked went away, takes its connection with it: no answer ever reaches the next to ask.

    The library's pool is not used: a task cancelled at the wrong moment takes a place in it away for good.
    """

    def __init__(self, address: str) -> None:
        """`address` as redis-py reads it: `unix://`, `redis://` or `rediss://`. Does not connect yet."""
        line: dict[str, Any] = {**parse_url(address), **_LINE}
        self._make: Callable[[], AbstractConnection] = ConnectionPool(**line).make_connection
        self._idle: list[AbstractConnection] = []
        self._room = asyncio.Semaphore(_MOST_CONNECTIONS)
        self._together = Together(self.exchange)
        self.together = self._together.ask

    async def exchange(self, commands: Sequence[Command]) -> list[Any]:
        """Every command in order on one connection, in one trip. An error that is an answer stands in its place.

        Raises RedisError when it cannot be reached, refuses us or is still loading.
        """
        async with self._room:
            connection = self._idle.pop() if self._idle else self._make()
            try:
                answers = await _asked(connection, [_packed(tuple(one)) for one in commands])
            except BaseException as error:
                if isinstance(error, (NoConnectionError, NoAnswerError)):
                    await self.hang_up()  # the others lead to the same server, which may have ended meanwhile
                await connection.disconnect(nowait=True)
                raise
            self._idle.append(connection)
        return answers

    async def hang_up(self) -> None:
        """Close what is not in use just now."""
        idle, self._idle = self._idle, []
        for connection in idle:
            await connection.disconnect(nowait=True)

    async def aclose(self) -> None:
        """Trips that nobody waits for any more end with it."""
        await self._together.stop()
        await self.hang_up()


async def _asked(connection: AbstractConnection, packed: list[bytes]) -> list[Any]:
    """One deadline for all, moved on when an answer was long in coming: one for each would cost more than to read it."""
    loop = asyncio.get_running_loop()
    answers: list[Any] = []
    try:
        async with asyncio.timeout(_PATIENCE) as limit:
            await connection.send_packed_command(packed)
            for _ in packed:
                try:
                    answers.append(await connection.read_response(timeout=math.inf))
                except ResponseError as error:
                    answers.append(error)
                if (limit.when() or 0) - loop.time() < _PATIENCE / 2:
                    limit.reschedule(loop.time() + _PATIENCE)
    except TimeoutError:
        raise NoAnswerError("no answer in time") from None
    return answers

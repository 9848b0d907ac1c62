"""One Redis or Valkey process, and our connections to it."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from redis.asyncio.connection import AbstractConnection, ConnectionPool, parse_url
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnectionError
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as NoAnswerError

from bot.adapters.together import Command, Together

__all__ = ["Command", "Node"]

_MOST_CONNECTIONS = 32

_LINE: dict[str, Any] = {
    "retry": Retry(NoBackoff(), 0),
    "socket_timeout": 2.0,
    "socket_connect_timeout": 2.0,
    "protocol": 2,  # one shape of answer from every server
    "driver_info": None,  # to find its own version out, it would look through the disk at every connection
}
"""redis-py's own retries are off: they are silent, and repeat a write whose answer was lost (promises, finding 2)."""


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
                await connection.send_packed_command(connection.pack_commands(commands))
                answers = [await _answer(connection) for _ in commands]
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


async def _answer(connection: AbstractConnection) -> Any:  # noqa: ANN401 - whatever the command answers
    try:
        return await connection.read_response()
    except ResponseError as error:
        return error

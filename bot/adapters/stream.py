"""The road that jobs take: a stream in our store, under taskiq. Imported only where there are workers.

A job is a conference's id and nothing else, as JSON. Whatever is lost here is still on the agenda, so nothing is ever
acknowledged, taken over from a dead reader or kept.
"""

from collections.abc import AsyncGenerator
from typing import Any

from redis.exceptions import RedisError
from taskiq import AsyncBroker, BrokerMessage
from taskiq.serializers import JSONSerializer

from bot.adapters.node import Command
from bot.adapters.server import Server

STREAM = "{cpc}:jobs"
"""Stream: one entry a job."""

GROUP = "workers"
"""All workers read as one: each entry goes to one of them."""

LONGEST = 10_000
"""Jobs kept on the stream, done ones among them."""

_BLOCK = 1000
"""Milliseconds to wait for news; less than a connection is waited for."""

_MAKE: Command = ("XGROUP", "CREATE", STREAM, GROUP, "0", "MKSTREAM")
_READ: Command = (
    *("XREADGROUP", "GROUP", GROUP, "worker", "COUNT", 8, "BLOCK", _BLOCK, "NOACK"),
    *("STREAMS", STREAM, ">"),
)


class StreamBroker(AsyncBroker):
    """Over our own connections: taskiq-redis has a broker for each kind of store, every one of which opens a client for
    each job and reads files to do so (docs/decisions/0014).
    """

    def __init__(self, server: Server) -> None:
        super().__init__()
        self._server = server
        self.serializer = JSONSerializer()

    async def startup(self) -> None:
        """Raises StoreDownError, as all here do."""
        await super().startup()
        await self._server.reach(self._make)

    async def kick(self, message: BrokerMessage) -> None:
        add = ("XADD", STREAM, "MAXLEN", "~", LONGEST, "*", "data", message.message)
        await self._server.reach(lambda: self._ask(add))

    async def listen(self) -> AsyncGenerator[bytes, None]:
        while True:
            for _, entries in await self._server.reach(self._news) or ():
                for _, fields in entries:
                    yield fields[-1]

    async def _news(self) -> Any:  # noqa: ANN401 - streams of entries, or None
        """`spread` and not `batch`: whoever waits for news must travel alone, or the others would wait too."""
        return (await self._server.spread([(STREAM, _READ)]))[0]

    async def _make(self) -> None:
        try:
            await self._ask(_MAKE)
        except RedisError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise

    async def _ask(self, command: Command) -> Any:  # noqa: ANN401 - whatever the command answers
        (answer,) = await self._server.batch(STREAM, [command])
        if isinstance(answer, RedisError):
            raise answer
        return answer

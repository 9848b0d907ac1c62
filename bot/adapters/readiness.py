"""Whether this process can do its work: asked of the things themselves, and not more often than a second.

Codes only, and no ids: whoever watches over a deployment may ask, and so may anybody else.
"""

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from redis.exceptions import ConnectionError as NoConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as NoAnswerError

from bot.adapters import scripts
from bot.adapters.durability import Durability
from bot.adapters.keyspace import Keyspace, Partition
from bot.adapters.server import Server

Codes = Sequence[str]
Check = Callable[[], Awaitable[Codes]]

STORE_NO_ANSWER = "store_no_answer"
STORE_REFUSES = "store_refuses"
STORE_NOT_DURABLE = "store_not_durable"
KEY_OUT_OF_REACH = "key_out_of_reach"
DISK_NEARLY_FULL = "disk_nearly_full"
LOOP_STALLED = "loop_stalled"

FEWEST_BYTES = 200_000_000
"""Free space below which an operator should know: some days of conferences, and room for the store to rewrite its file."""


class StoreProbe:
    """Writes as a press would be written, and asks for the same confirmation, in every partition."""

    def __init__(self, server: Server, keyspace: Keyspace, durability: Durability) -> None:
        self._server = server
        self._keyspace = keyspace
        self._durability = durability

    async def __call__(self) -> Codes:
        found = await asyncio.gather(*map(self._written, self._keyspace.partitions))
        return sorted({code for code in found if code})

    async def _written(self, partition: Partition) -> str:
        try:
            question = self._durability.question
            _, *rest = await scripts.run(self._server, scripts.PULSE, (partition.pulse,), (), *question)
        except (NoConnectionError, NoAnswerError, OSError):
            return STORE_NO_ANSWER
        except RedisError:
            return STORE_REFUSES
        return "" if self._durability.confirmed(rest) else STORE_NOT_DURABLE


class Ground:
    """What the process stands on: its key file, and room on the disk. `read_key` raises when the key cannot be had."""

    def __init__(self, read_key: Callable[[], object], folder: Path | None) -> None:
        self._read_key = read_key
        self._folder = folder

    async def __call__(self) -> Codes:
        return await asyncio.to_thread(self._look)

    def _look(self) -> Codes:
        codes = []
        try:
            self._read_key()
        except Exception:  # noqa: BLE001 - whatever is wrong with it, it cannot be had
            codes.append(KEY_OUT_OF_REACH)
        if self._folder is not None and shutil.disk_usage(self._folder).free < FEWEST_BYTES:
            codes.append(DISK_NEARLY_FULL)
        return codes


class Lately:
    """A check whose answer stands for some seconds; however many ask meanwhile, it is made once."""

    def __init__(self, check: Check, seconds: float = 1.0, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._check = check
        self._seconds = seconds
        self._monotonic = monotonic
        self._one = asyncio.Lock()
        self._until = float("-inf")
        self._codes: Codes = ()

    async def __call__(self) -> Codes:
        async with self._one:
            if self._monotonic() >= self._until:
                self._codes = await self._check()
                self._until = self._monotonic() + self._seconds
            return self._codes

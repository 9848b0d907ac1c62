"""A write whose answer never came is asked for again, and counts once (promises 2, 6; finding 2)."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.adapters.embedded import EmbeddedStore
from bot.usecases.ports import Appended, Known, StoreDownError
from tests.stores import CID, Stored, joined, open_at, wish


class BadLine:
    """Carries bytes to the store and back, and breaks off instead of bringing the next `lose` answers."""

    def __init__(self, store: str) -> None:
        self._store = store
        self.path = f"{store}2"
        self.lose = 0
        self.asked = 0
        self.lines: set[asyncio.Task[None]] = set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        mine = asyncio.current_task()
        if mine is not None:
            self.lines.add(mine)
        there_reader, there_writer = await asyncio.open_unix_connection(self._store)
        with suppress(ConnectionError):
            while request := await reader.read(1 << 20):
                there_writer.write(request)
                answer = await there_reader.read(1 << 20)
                self.asked += 1
                if self.lose:
                    self.lose -= 1
                    break
                writer.write(answer)
        for each in (writer, there_writer):
            each.close()
            with suppress(ConnectionError):
                await each.wait_closed()


@asynccontextmanager
async def bad_line(where: Path) -> AsyncIterator[tuple[BadLine, Stored]]:
    with EmbeddedStore(where / "data") as server:
        line = BadLine(server.address.removeprefix("unix://"))
        path = line.path
        try:
            async with await asyncio.start_unix_server(line.carry, path):
                store = await open_at(f"unix://{path}", where)
                yield line, store
                await store.aclose()
                await asyncio.wait_for(asyncio.gather(*line.lines, return_exceptions=True), 10)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(path)  # noqa: PTH108 - Python 3.13 has already


async def test_it_counts_once_and_is_said_to_be_recorded(tmp_path: Path) -> None:
    async with bad_line(tmp_path) as (line, store):
        await store.log.append(wish(0))
        for lose in (1, 2, 3):
            line.lose, line.asked = lose, 0
            assert await store.log.append(wish(lose, joined(f"p{lose}"))) == Appended(version=lose + 1)
            assert line.asked >= lose + 1
        assert [one.event for one in await store.another_log().read(CID)][1:] == [joined(f"p{n}") for n in (1, 2, 3)]


async def test_redis_pys_own_retries_would_run_a_write_again(tmp_path: Path) -> None:
    """The control: the library as it comes, and a write that does not know itself again."""
    async with bad_line(tmp_path) as (line, store):
        async with Redis(unix_socket_path=line.path, protocol=2, driver_info=None) as client:  # without introductions
            await client.ping()
            line.lose = 2
            assert await client.incr("{cpc}:times") == 3, "asked for once"
        await store.client.delete("{cpc}:times")


async def test_when_no_answer_ever_comes_it_may_be_asked_again_later(tmp_path: Path) -> None:
    async with bad_line(tmp_path) as (line, store):
        await store.log.append(wish(0))
        line.lose = 100
        with pytest.raises(StoreDownError):
            await store.log.append(wish(1, op="press"))
        assert line.lose == 96, "four tries"
        line.lose = 0
        answer = await store.log.append(wish(1, op="press"))
        assert isinstance(answer, Known)
        assert answer.version == 2
        assert len(answer.tail) == 1

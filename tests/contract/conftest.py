"""The real embedded server, one for all: emptied before each test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.adapters.client import connect
from bot.adapters.embedded import EmbeddedStore
from tests.stores import Stored, open_at


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path_factory.mktemp("embedded") / "data") as store:
        yield store


@pytest.fixture
async def empty(server: EmbeddedStore) -> str:
    """The address of a server that holds nothing."""
    client = connect(server.address)
    await client.flushall()
    await client.aclose()
    return server.address


@pytest.fixture(params=[1, 3], ids=["1-partition", "3-partitions"])
async def store(empty: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Stored]:
    opened = await open_at(empty, tmp_path, partitions=request.param)
    yield opened
    await opened.client.aclose()

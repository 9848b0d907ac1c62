"""Every kind of store, each started once for all tests of a process and emptied before each. What holds, holds on all."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.adapters.embedded import EmbeddedStore
from tests.stores import Stored, emptied, open_at
from tests.topologies import Clustered, Servers, Single, Watched, redis_server, valkey

STORES = ["embedded", "redis", "valkey", "sentinel", "cluster"]


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with EmbeddedStore(tmp_path_factory.mktemp("embedded") / "data") as store:
        yield store.address


@pytest.fixture(scope="session")
def redis() -> Iterator[str]:
    program = redis_server()
    with Servers() as servers:
        yield Single(servers, program).address


@pytest.fixture(scope="session")
def single() -> Iterator[Single]:
    with Servers() as servers:
        yield Single(servers, valkey())


@pytest.fixture(scope="session")
def valkey_(single: Single) -> str:
    return single.address


@pytest.fixture(scope="session")
def socket(single: Single) -> str:
    return single.by_socket


@pytest.fixture(scope="session")
def watched() -> Iterator[Watched]:
    with Servers() as servers:
        yield Watched(servers)


@pytest.fixture(scope="session")
def sentinel(watched: Watched) -> str:
    return watched.address


@pytest.fixture(scope="session")
def clustered() -> Iterator[Clustered]:
    with Servers() as servers:
        yield Clustered(servers)


@pytest.fixture(scope="session")
def cluster(clustered: Clustered) -> str:
    return clustered.address


async def _emptied(request: pytest.FixtureRequest, store: str) -> str:
    address = str(request.getfixturevalue({"valkey": "valkey_"}.get(store, store)))
    await emptied(address)
    return address


@pytest.fixture(params=[*STORES, "socket"])
async def empty(request: pytest.FixtureRequest) -> str:
    """The address of a store that holds nothing."""
    return await _emptied(request, request.param)


@pytest.fixture(params=[*STORES, "embedded-3"])
async def store(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Stored]:
    """Open. The embedded one is asked through a Unix socket anyway; for the agenda it is tried in three partitions too."""
    name, _, partitions = request.param.partition("-")
    address = await _emptied(request, name)
    opened = await open_at(address, tmp_path, partitions=int(partitions) if partitions else None)
    yield opened
    await opened.aclose()

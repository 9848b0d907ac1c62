"""What "recorded" waits for, asked of every kind of store, and a store that cannot keep it (promises 4, 17)."""

from pathlib import Path

import pytest
import structlog

from bot.adapters.durability import Durability
from bot.adapters.opening import StoreRefusedError
from bot.usecases.ports import Appended, Known, StoreRefusesError
from tests.stores import CID, Stored, open_at, raw, wish

SINGLE = ["embedded", "redis", "valkey"]
SEVERAL = ["sentinel", "cluster"]


async def test_durability_is_confirmed(store: Stored) -> None:
    assert await store.log.append(wish(0)) == Appended(version=1, durable=True)
    assert await store.another_log().confirm(CID, 1)


@pytest.mark.parametrize("empty", SINGLE, indirect=True)
async def test_a_file_of_this_server_is_confirmed_by_whoever_can(empty: str, tmp_path: Path) -> None:
    if await _has_no_waitaof(empty):
        with pytest.raises(StoreRefusedError, match=r"is older than Redis 7\.2 and has no WAITAOF$"):
            await open_at(empty, tmp_path, Durability("aof"))
        return
    store = await open_at(empty, tmp_path, Durability("aof"))
    assert await store.log.append(wish(0)) == Appended(version=1, durable=True)
    await store.aclose()


async def _has_no_waitaof(empty: str) -> bool:
    client = await raw(empty)
    version = (await client.info("server"))["redis_version"]
    await client.aclose()
    return tuple(map(int, version.split(".")))[:2] < (7, 2)


@pytest.mark.parametrize("empty", ["valkey"], indirect=True)
async def test_a_server_that_keeps_no_file_cannot_confirm_one(empty: str, tmp_path: Path) -> None:
    first = await open_at(empty, tmp_path)
    await first.client.config_set("appendonly", "no")
    try:
        for setting, why in (("aof", "cannot confirm that"), ("fsync", "does not write to disk")):
            with pytest.raises(StoreRefusedError, match=why):
                await open_at(empty, tmp_path, Durability(setting))
    finally:
        await first.client.config_set("appendonly", "yes")
        await first.aclose()


@pytest.mark.parametrize("empty", SINGLE, indirect=True)
async def test_a_server_that_answers_before_it_writes_is_refused(empty: str, tmp_path: Path) -> None:
    first = await open_at(empty, tmp_path)
    await first.client.config_set("appendfsync", "everysec")
    try:
        with pytest.raises(StoreRefusedError, match="does not write to disk"):
            await open_at(empty, tmp_path)
    finally:
        await first.client.config_set("appendfsync", "always")
        await first.aclose()


@pytest.mark.parametrize("setting", ["fsync", "aof"])
@pytest.mark.parametrize("empty", SEVERAL, indirect=True)
async def test_what_one_server_alone_holds_is_no_durability_where_another_can_take_over(
    empty: str, tmp_path: Path, setting: str
) -> None:
    with pytest.raises(StoreRefusedError, match=r"another server can take this one's place .*replicas=1"):
        await open_at(empty, tmp_path, Durability(setting))


@pytest.mark.parametrize("empty", SEVERAL, indirect=True)
async def test_too_few_replicas_are_said_in_the_log(empty: str, tmp_path: Path) -> None:
    with structlog.testing.capture_logs() as lines:
        store = await open_at(empty, tmp_path, Durability("replicas", 2, patience_ms=20))
        await store.aclose()
    assert [line["event"] for line in lines] == ["store_has_no_spare_replica", "store_records_without_replicas"]


async def test_what_too_few_hold_is_recorded_and_not_confirmed_even_when_asked_again(store: Stored) -> None:
    log = store.another_log(Durability("replicas", 5, patience_ms=20))
    assert await log.append(wish(0, op="press")) == Appended(version=1, durable=False)
    assert await log.append(wish(1, op="press")) == Known(version=1, tail=(), durable=False)
    assert not await log.confirm(CID, 1)
    assert await store.log.confirm(CID, 1), "the store has it, and keeps it as it was really asked to"


@pytest.mark.parametrize("setting", ["", "always", "replicas=0", "replicas=x", "AOF"])
def test_a_durability_nobody_knows_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match="durability is fsync, aof or replicas=n"):
        Durability.parse(setting)


@pytest.mark.parametrize(
    ("name", "unable", "able"),
    [("maxmemory", "1", "0"), ("min-replicas-to-write", "5", "0")],
    ids=["full", "without its replicas"],
)
async def test_a_store_that_can_record_nothing_says_so_and_keeps_what_it_has(
    store: Stored, name: str, unable: str, able: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store.server._route, "pauses", (0.01,))
    await store.log.append(wish(0))
    await store.server.everywhere("CONFIG", "SET", name, unable)
    try:
        with pytest.raises(StoreRefusesError):
            await store.log.append(wish(1, op="press"))
    finally:
        await store.server.everywhere("CONFIG", "SET", name, able)
    assert len(await store.another_log().read(CID)) == 1, "nothing recorded, as it said"
    assert await store.log.append(wish(1, op="press")) == Appended(version=2)


@pytest.mark.parametrize("empty", SINGLE, indirect=True)
async def test_a_replica_is_no_store(empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await open_at(empty, tmp_path)
    monkeypatch.setattr(store.server._route, "pauses", (0.01,))
    await store.log.append(wish(0))
    await store.client.replicaof("127.0.0.1", "1")  # where nobody is
    try:
        with pytest.raises(StoreRefusesError):
            await store.log.append(wish(1))
        with pytest.raises(StoreRefusedError, match="read only"):
            await open_at(empty, tmp_path)
    finally:
        await store.client.replicaof("NO", "ONE")
    assert await store.log.append(wish(1)) == Appended(version=2)
    await store.aclose()


@pytest.mark.parametrize("empty", SINGLE, indirect=True)
async def test_a_wrong_password_is_no_way_in(empty: str, tmp_path: Path) -> None:
    store = await open_at(empty, tmp_path)
    await store.client.config_set("requirepass", "made-up")
    try:
        await store.server.aclose()  # and so it has to introduce itself again
        with pytest.raises(StoreRefusesError):
            await store.log.read(CID)
    finally:
        await store.client.config_set("requirepass", "")
    assert await store.log.read(CID) == ()
    await store.aclose()

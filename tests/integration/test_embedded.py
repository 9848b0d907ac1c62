"""The embedded store when things die, are taken away or are looked into (promises 1, 17, 18, 19, 23).

A killed process does not lose the page cache: nothing here proves what a power cut does.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.adapters.embedded import EmbeddedStore
from bot.adapters.entries import TamperedError
from bot.adapters.opening import StoreRefusedError
from bot.adapters.verify import verify
from bot.domain.post_it import View
from bot.usecases.ports import Appended, StoreDownError
from tests.stores import CID, NOON, Stored, handed_in, open_at, raw, wish

ROOT = Path(__file__).resolve().parents[2]
CANARY = "Zebedee Canarysson"

BOT = """
import sys, time
from pathlib import Path
from bot.adapters.embedded import EmbeddedStore
store = EmbeddedStore(Path(sys.argv[1]))
store.start()
print(store.address, flush=True)
time.sleep(60)
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@asynccontextmanager
async def running(data: Path) -> AsyncIterator[Stored]:
    with EmbeddedStore(data) as server:
        store = await open_at(server.address, data.parent)
        try:
            yield store
        finally:
            await store.aclose()


@pytest.fixture
def killed_bot(data: Path) -> Iterator[str]:
    """A bot that was killed; its server lives on, at this address."""
    with subprocess.Popen([sys.executable, "-c", BOT, str(data)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as bot:
        assert bot.stdout is not None
        address = bot.stdout.readline().strip()
        with pytest.raises(StoreRefusedError, match="another bot is using"):
            EmbeddedStore(data).start()
        bot.kill()
    yield address
    # Whatever the test did, no server of ours is left.
    with EmbeddedStore(data):
        pass


async def _pid(store: Stored) -> int:
    return int((await store.client.info("server"))["process_id"])


async def test_nobody_else_can_read_it_or_reach_it(data: Path) -> None:
    async with running(data) as store:
        await store.log.append(wish(0))
        config = await store.client.config_get("*")
        assert config["port"] == "0"
        assert (config["appendonly"], config["appendfsync"], config["save"]) == ("yes", "always", "")
        assert config["maxmemory-policy"] == "noeviction"
        room = Path(str(config["unixsocket"])).parent
        assert not _open_to_others(data)
        assert not _open_to_others(room)
    assert not room.exists()


@pytest.mark.parametrize("mode", [0o750, 0o755, 0o701])
def test_a_wider_directory_is_refused(data: Path, mode: int) -> None:
    data.mkdir()
    data.chmod(mode)
    with pytest.raises(StoreRefusedError, match="make it 0700"):
        EmbeddedStore(data).start()


def test_a_second_bot_is_refused_and_the_first_goes_on(data: Path) -> None:
    with EmbeddedStore(data):
        for _ in range(2):
            with pytest.raises(StoreRefusedError, match="another bot is using"):
                EmbeddedStore(data).start()
    with EmbeddedStore(data):
        pass


def test_a_path_the_server_cannot_take_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreRefusedError, match="may hold no space"):
        EmbeddedStore(tmp_path / "two words").start()


async def test_a_long_path_is_no_hindrance(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-rather-long-name-for-a-folder"] * 6)
    deep.mkdir(parents=True)
    async with running(deep / "data") as store:
        assert await store.log.append(wish(0)) == Appended(version=1)


async def test_a_killed_server_loses_nothing_that_was_recorded(data: Path) -> None:
    version = 0
    for _ in range(3):
        async with running(data) as store:
            for _ in range(30):
                answer = await store.log.append(wish(version, handed_in(), due=NOON))
                assert answer == Appended(version=version + 1)
                version += 1
            os.kill(await _pid(store), signal.SIGKILL)
            with pytest.raises(StoreDownError):
                await store.log.append(wish(version))
    async with running(data) as store:
        assert len(await store.log.read(CID)) == 90
        assert (await verify(store.log, CID)).whole
        assert await store.agenda.next_due() == NOON


@pytest.mark.parametrize("frozen", [False, True], ids=["running", "frozen"])
async def test_a_server_left_behind_is_stopped_first(
    killed_bot: str, data: Path, frozen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapters.orphans._GRACE", 0.5)
    client = await raw(killed_bot)
    orphan = int((await client.info("server"))["process_id"])
    await client.set("{cpc}:left", "behind")
    await client.delete("{cpc}:left")
    await client.aclose()
    if frozen:
        os.kill(orphan, signal.SIGSTOP)
    async with running(data) as store:
        assert await _pid(store) != orphan
        assert await store.log.append(wish(0)) == Appended(version=1)
    assert not Path(killed_bot.removeprefix("unix://")).parent.exists()


@pytest.mark.parametrize("lost", ["appendonlydir", "appendonlydir/appendonly.aof.manifest"])
async def test_a_store_that_came_back_empty_is_refused(data: Path, lost: str) -> None:
    async with running(data) as store:
        await store.log.append(wish(0))
    path = data / lost
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    with pytest.raises(StoreRefusedError):
        async with running(data):
            pass


async def test_an_older_copy_of_the_data_is_refused(data: Path) -> None:
    async with running(data) as store:
        await store.log.append(wish(0))
    shutil.copytree(data, data.with_name("copy"))
    async with running(data) as store:
        await store.log.append(wish(1))
    shutil.rmtree(data)
    data.with_name("copy").rename(data)
    with pytest.raises(StoreRefusedError, match="older copy"):
        async with running(data):
            pass


def _open_to_others(folder: Path) -> list[Path]:
    return [path for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]


def _file(data: Path) -> Path:
    (found,) = data.glob("appendonlydir/*.incr.aof")
    return found


@pytest.mark.parametrize("cut", [1, 40, 90, 600])
async def test_a_torn_last_write_goes_whole_and_the_rest_stays(data: Path, cut: int) -> None:
    async with running(data) as store:
        for version in range(3):
            await store.log.append(wish(version))
    os.truncate(_file(data), _file(data).stat().st_size - cut)
    for _ in range(2):
        async with running(data) as store:
            assert len(await store.log.read(CID)) == 2
            assert (await verify(store.log, CID)).whole
    async with running(data) as store:
        assert await store.log.append(wish(2)) == Appended(version=3)


async def test_a_changed_byte_in_the_file_is_noticed(data: Path) -> None:
    async with running(data) as store:
        for version in range(3):
            await store.log.append(wish(version))
    file = bytearray(_file(data).read_bytes())
    sealed = file.index(b"fields") + 200
    file[sealed] ^= 1
    _file(data).write_bytes(file)
    async with running(data) as store:
        with pytest.raises(TamperedError):
            await store.log.read(CID)
        assert not (await verify(store.log, CID)).whole


def test_a_file_that_is_no_record_is_refused_in_one_line(data: Path) -> None:
    with EmbeddedStore(data):
        pass
    _file(data).write_bytes(b"*3\r\nnothing of ours\r\n" * 9)
    for _ in range(2):
        with pytest.raises(StoreRefusedError, match=r"does not load: restore a backup \(docs/three-in-the-morning\.md"):
            EmbeddedStore(data).start()


async def test_nothing_of_a_case_can_be_read_in_what_the_server_keeps(data: Path) -> None:
    async with running(data) as store:
        view = View(reason=f"{CANARY} told the school. " + "Long. " * 20_000, scale=3)
        await store.log.append(wish(0, handed_in(views={"a": view})))
        await store.log.read(CID)
        assert await store.client.slowlog_get(10) == []
        async with store.client.pipeline(transaction=False) as pipe:
            for kind in ("slow", "large-request", "large-reply"):
                pipe.execute_command("COMMANDLOG", "LEN", kind)
            assert await pipe.execute() == [0, 0, 0]
        await store.client.bgrewriteaof()
        assert not _where(data, CANARY)
        assert _where(data, CID), "the search finds what is there"
        await store.client.set("{cpc}:control", CANARY)
        assert _where(data, CANARY), "and would find a name"


def _where(data: Path, words: str) -> list[str]:
    return [path.name for path in data.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]

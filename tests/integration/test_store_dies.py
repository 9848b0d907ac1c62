"""The embedded store dies, alone or with its bot, cannot write, or comes back as another one (promises 1, 4, 17, 18, 19)."""

import asyncio
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import structlog

from bot.adapters import revival
from bot.adapters.client import connect
from bot.adapters.durability import Durability
from bot.adapters.embedded import EmbeddedStore
from bot.adapters.keys import load_key_file
from bot.adapters.orphans import _serving
from bot.adapters.readiness import STORE_NO_ANSWER
from bot.adapters.refusals import StoreRefusedError
from bot.adapters.revival import STORE_REFUSED, Revival
from bot.adapters.torn import torn
from bot.bootstrap import Store
from bot.domain.ids import SeatId
from bot.keeping import Opening, _judge
from bot.usecases.ports import StoreDownError
from tests.integration.conference import CHAIR, SCHOOL, WORKER, set_up, view
from tests.integration.test_keeping import House
from tests.integration.theatre import theatre
from tests.keeping import played, record
from tests.stores import CID, joined, open_at, wish

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds. A machine that needs them all is slow, or the test is about to fail."""


def _pid(data: Path) -> int:
    (found,) = _serving(data.absolute() / "valkey.conf")
    return found


def _aof(data: Path) -> Path:
    (found,) = data.glob("appendonlydir/*.incr.aof")
    return found


def _no_room(data: Path, bytes_left: int = 0) -> None:
    """From now on its server can write no more to any file than that."""
    most = _aof(data).stat().st_size + bytes_left
    resource.prlimit(_pid(data), resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


async def _until(done: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await done():  # noqa: ASYNC110 - of another process, which tells nobody
            await asyncio.sleep(0.02)


async def _recorded(store: Store, version: int) -> bool:
    try:
        await store.log.append(wish(version, joined(), op=f"press-{version}"))
    except StoreDownError:
        return False
    return True


# ------------------------------------------------------------------------------------------- the server dies, the bot not


async def test_a_server_that_dies_alone_is_started_again_and_nothing_is_lost(tmp_path: Path) -> None:
    house = House(tmp_path)
    async with house.bot() as store:
        first = await record(store, CID, played().happened)
        for version in range(first, first + 3):
            dead = _pid(house.data)
            os.kill(dead, signal.SIGKILL)
            await _until(lambda version=version: _recorded(store, version))  # type: ignore[misc]
            assert _pid(house.data) != dead
        assert len(await store.log.read(CID)) == first + 3

        async def well() -> bool:
            return await store.probe() == ()

        await _until(well)
    assert (await house.audit())["whole"]


async def test_while_it_is_away_the_bot_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revival, "EVERY", PATIENCE)
    house = House(tmp_path)
    async with house.bot() as store:
        await store.log.append(wish(0))
        os.kill(_pid(house.data), signal.SIGKILL)

        async def told() -> bool:
            return STORE_NO_ANSWER in await store.probe()

        await _until(told)
        assert not await _recorded(store, 1)


@asynccontextmanager
async def fallen(house: House) -> AsyncIterator[tuple[EmbeddedStore, Revival]]:
    """A store with one conference in it whose server has died, and what would start it again, when it is told."""
    async with house.bot() as store:
        await store.log.append(wish(0))
        known = store.opened
    embedded = EmbeddedStore(house.data)
    await asyncio.to_thread(embedded.start)
    wrapper = load_key_file(house.key)
    opening = Opening(connect(embedded.address), known, wrapper, Durability("fsync"), embedded)
    os.kill(_pid(house.data), signal.SIGKILL)
    await _until(lambda: asyncio.to_thread(lambda: not embedded.alive))
    yield embedded, Revival(embedded, lambda address: _judge(address, house.settings, opening))
    await asyncio.to_thread(embedded.stop)


@pytest.mark.parametrize("what", ["same", "empty", "older", "other"])
async def test_only_the_store_that_died_is_let_in_again(tmp_path: Path, what: str) -> None:
    house, other = House(tmp_path / "house"), House(tmp_path / "other")
    async with house.bot():
        pass
    shutil.copytree(house.data, tmp_path / "older")
    async with other.bot():
        pass
    async with fallen(house) as (embedded, revived):
        if what != "same":
            shutil.rmtree(house.data / "appendonlydir")
        if what in {"older", "other"}:
            source = tmp_path / "older" if what == "older" else other.data
            shutil.copytree(source / "appendonlydir", house.data / "appendonlydir")
        with structlog.testing.capture_logs() as told:
            await revived._revive()
        reachable = Path(embedded.address.removeprefix("unix://"))
        if what == "same":
            assert embedded.alive
            assert await revived.codes() == ()
            return
        assert not embedded.alive
        assert await revived.codes() == (STORE_REFUSED,)
        assert [(line["log_level"], line["code"]) for line in told if line["event"] == "alarm"] == [
            ("error", STORE_REFUSED)
        ]
        with pytest.raises(OSError, match=r"refused|No such file"):
            await asyncio.open_unix_connection(str(reachable))
        with pytest.raises(StoreRefusedError, match="another bot is using"):  # and nobody else starts on it meanwhile
            EmbeddedStore(house.data).start()


# ------------------------------------------------------------------------------------------------- it cannot write


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """While it is set, no server that is started can write another byte of the record."""
    is_full, launch = threading.Event(), EmbeddedStore._launch

    def launched(self: EmbeddedStore) -> None:
        launch(self)
        if is_full.is_set():
            _no_room(self.directory)

    monkeypatch.setattr(EmbeddedStore, "_launch", launched)
    monkeypatch.setattr(revival, "MOST", 0.5)
    return is_full


async def test_a_press_that_could_not_be_written_is_never_called_recorded(
    tmp_path: Path, full: threading.Event
) -> None:
    """The disk is full. What the person reads is no yes; when there is room again the same press is recorded, once."""
    async with theatre(tmp_path) as house:
        one = await set_up(house, (CHAIR, WORKER, SCHOOL))
        await one.gather()
        await one.open_round()
        card = await one.post_it("school")
        typed = {f"{child.id}.{name}": value for child in one.scene.about.children for name, value in view(3).items()}
        full.set()
        _no_room(tmp_path / "store")
        for press in (one.press("school", "post_it.hand_in", typed, on=card), one.client("school").press_again()):
            answer = await press
            said = one.said("school", answer).lower()
            assert answer.card is None
            assert "handed in" not in said
            assert "already recorded" not in said
        assert (await house.ready())[0] == 503
        full.clear()

        async def handed_in() -> bool:
            seen = await one.client("school").press_again()
            return seen.card is not None and "handed in" in one.said("school", seen).lower()

        await _until(handed_in)
        house.teams.bot_faults.clear()
        state = await one.state()
        assert state.round is not None
        assert state.round.post_it(SeatId("seat_school")).rev == 1


async def test_nothing_that_was_answered_is_lost_when_the_disk_fills_up(tmp_path: Path, full: threading.Event) -> None:
    house = House(tmp_path)
    async with house.bot() as store:
        version = first = await record(store, CID, played().happened)
        _no_room(house.data, 5000)
        full.set()
        while await _recorded(store, version):
            version += 1
        assert version > first, "there was some room"
        assert not await _recorded(store, version)
        full.clear()
        await _until(lambda: _recorded(store, version))
        assert len(await store.log.read(CID)) == version + 1
    assert (await house.audit())["whole"]


# ------------------------------------------------------------------------------------------------- the bot dies

BOT = """
import asyncio, os, sys
from pathlib import Path
from tests.stores import open_at, joined, wish
from bot.adapters.embedded import EmbeddedStore

async def main(data, version):
    with EmbeddedStore(data) as server:
        store = await open_at(server.address, data.parent)
        assert len(await store.log.read("conference-1")) >= version
        version = len(await store.log.read("conference-1"))
        while True:
            await store.log.append(wish(version, joined(), op=f"{os.getpid()}-{version}"))
            version += 1
            print(version, flush=True)

asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
"""


def test_twenty_times_the_bot_is_killed_and_nothing_is_lost_and_there_is_never_a_second_server(tmp_path: Path) -> None:
    data, chance, acknowledged, servers = tmp_path / "data", random.Random(18), 0, set[int]()
    for _ in range(20):
        words = [sys.executable, "-c", BOT, str(data), str(acknowledged)]
        with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as bot:
            assert bot.stdout is not None
            for _ in range(chance.randint(1, 40)):
                line = bot.stdout.readline()
                assert line, "it started, and found all that it had been told was recorded"
                acknowledged = int(line)
            servers.add(_pid(data))
            bot.kill()
            acknowledged = max([acknowledged, *(int(line) for line in bot.stdout if line.endswith("\n"))])
    assert len(servers) == 20
    with EmbeddedStore(data) as store:
        assert _pid(data) not in servers

        async def kept() -> int:
            opened = await open_at(store.address, tmp_path)
            found = len(await opened.log.read(CID))
            await opened.aclose()
            return found

        assert asyncio.run(kept()) >= acknowledged > 20
    assert not _serving(data / "valkey.conf")


# ------------------------------------------------------------------------------------------------- torn, or damaged


@pytest.mark.parametrize("cut", [1, 2, 7, 13, 29, 47, 71, 90])
async def test_a_tail_that_was_cut_is_dropped_reported_and_no_more_is_lost(tmp_path: Path, cut: int) -> None:
    house = House(tmp_path)
    async with house.bot() as store:
        for version in range(3):
            await store.log.append(wish(version))
    aof = _aof(house.data)
    os.truncate(aof, aof.stat().st_size - cut)
    with structlog.testing.capture_logs() as told:
        async with house.bot() as store:
            kept = len(await store.log.read(CID))
    assert kept in {2, 3}, "the last write of all may have been another than the last entry"
    assert [line["log_level"] for line in told if line["event"] == "store_tail_dropped"] == ["warning"]
    with structlog.testing.capture_logs() as told:
        async with house.bot() as store:
            assert len(await store.log.read(CID)) == kept
    assert not [line for line in told if line["event"] == "store_tail_dropped"]
    assert len(torn(house.data)) == 1
    result = await house.run("audit", "verify")
    assert "dropped a last, unfinished write" in result.stdout


async def test_a_record_that_does_not_load_is_refused_and_the_runbook_brings_it_back(tmp_path: Path) -> None:
    """docs/three-in-the-morning.md, "The record does not load", step by step."""
    house = House(tmp_path)
    async with house.bot() as store:
        version = await record(store, CID, played().happened)
    await house.well("backup", tmp_path / "nightly")
    async with house.bot() as store:
        await store.log.append(wish(version))
    aof = _aof(house.data)
    damaged = bytearray(aof.read_bytes())
    damaged[damaged.index(b"\r\n$", len(damaged) // 2) + 2] = ord("!")
    aof.write_bytes(damaged)
    with pytest.raises(StoreRefusedError, match=r"does not load: restore a backup \(docs/three-in-the-morning"):
        async with house.bot():
            pass
    house.data.rename(tmp_path / "store.broken")
    said = await house.well("restore", tmp_path / "nightly")
    assert f"lost: conference {CID}, entries {version + 1} to {version + 1} at least" in said
    async with house.bot() as store:
        assert len(await store.log.read(CID)) == version
    assert (await house.audit())["whole"]


def test_the_runbook_that_is_pointed_at_is_there() -> None:
    assert "## The record does not load" in (ROOT / "docs" / "three-in-the-morning.md").read_text("utf-8")


# ------------------------------------------------------------------------------------------------- whose files they are


async def test_whatever_the_account_allows_others_everything_is_its_own_alone(tmp_path: Path) -> None:
    """Start-up sets the umask itself."""
    before = os.umask(0)
    try:
        house = House(tmp_path)
        async with house.bot() as store:
            await store.log.append(wish(0))
        await house.well("backup", tmp_path / "b")
    finally:
        os.umask(before)
    made = await asyncio.to_thread(lambda: list(tmp_path.rglob("*")))
    assert {path.name for path in made} >= {"store", "store.key", "store.store", "store.heads", "b", "valkey.log"}
    assert not [path for path in made if path.stat().st_mode & 0o077]

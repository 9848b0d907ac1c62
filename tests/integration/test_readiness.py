"""/readyz asks the things themselves and answers in codes; what is wrong without Teams is loud without Teams."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
import redis

from bot.adapters import readiness
from bot.adapters.readiness import Ground, Lately
from tests.integration.theatre import Theatre, theatre


@pytest.fixture(autouse=True)
def _asked_anew_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Lately.__init__
    monkeypatch.setattr(Lately, "__init__", lambda self, check, seconds=1.0: plain(self, check, 0.0))


def _server(house: Theatre) -> redis.Redis:
    return redis.Redis(unix_socket_path=(house.folder / "store" / "socket").read_text())


async def test_a_store_that_takes_no_writes_is_not_ready(tmp_path: Path) -> None:
    """It answers every question, and could record nothing: a ping would not have told."""
    async with theatre(tmp_path) as house:
        assert await house.ready() == (200, ())
        with _server(house) as server:
            assert await asyncio.to_thread(server.config_set, "maxmemory", 1)
            assert server.ping()
            assert await house.ready() == (503, (readiness.STORE_REFUSES,))
            await asyncio.to_thread(server.config_set, "maxmemory", 0)
        assert await house.ready() == (200, ())


async def test_a_store_short_of_its_replicas_is_not_ready(tmp_path: Path) -> None:
    async with theatre(tmp_path) as house:
        await house.stop_bot()
        await house.start_bot(durability="replicas=1")
        assert await house.ready() == (503, (readiness.STORE_NOT_DURABLE,))


async def test_a_key_that_others_could_read_or_that_is_gone_is_told_before_the_next_start_fails(tmp_path: Path) -> None:
    async with theatre(tmp_path) as house:
        key = tmp_path / "store.key"
        key.chmod(0o644)
        assert await house.ready() == (503, (readiness.KEY_OUT_OF_REACH,))
        key.chmod(0o600)
        assert await house.ready() == (200, ())
        key.rename(tmp_path / "elsewhere")
        assert await house.ready() == (503, (readiness.KEY_OUT_OF_REACH,))


async def test_a_disk_that_fills_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await Ground(lambda: None, tmp_path)() == []
    monkeypatch.setattr(readiness, "FEWEST_BYTES", 1 << 62)
    assert await Ground(lambda: None, tmp_path)() == [readiness.DISK_NEARLY_FULL]
    assert await Ground(lambda: None, None)() == []


async def test_alive_says_nothing_of_the_store(tmp_path: Path) -> None:
    async with theatre(tmp_path) as house:
        with _server(house) as server:
            await asyncio.to_thread(server.config_set, "maxmemory", 1)
            async with house.stage.http.get(house.stage.bot.address.replace("/api/messages", "/healthz")) as answer:
                assert answer.status == 200
            await asyncio.to_thread(server.config_set, "maxmemory", 0)


async def test_figures_are_on_a_door_of_their_own(tmp_path: Path) -> None:
    async with theatre(tmp_path) as house:
        assert house.stage.bot.metrics == ""
        async with house.stage.http.get(house.stage.bot.address.replace("/api/messages", "/metrics")) as answer:
            assert answer.status == 404
        await house.stop_bot()
        await house.start_bot(metrics_port=0)
        assert house.stage.bot.metrics.startswith("http://127.0.0.1:")
        async with house.stage.http.get(house.stage.bot.metrics) as answer:
            assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
            assert "process_resident_memory_bytes" in await answer.text()
        async with house.stage.http.post(house.stage.bot.metrics) as answer:
            assert answer.status == 405


async def test_many_who_ask_cost_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    looks, now = 0, 0.0

    async def look() -> Sequence[str]:
        nonlocal looks
        looks += 1
        await asyncio.sleep(0)
        return ("code",)

    check = Lately(look, 1.0, monotonic=lambda: now)
    assert await asyncio.gather(*(check() for _ in range(50))) == [("code",)] * 50
    assert looks == 1
    now = 1.0
    await check()
    assert looks == 2

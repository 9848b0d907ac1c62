"""The watchdog of every test, watched: what it is for is seen, and what is nobody's fault is not (promise 29)."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
import structlog

from tests.watchdog import BOT, WATCHDOG, Watchdog

SOURCE = """
import gc, socket, time
async def hold(seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass
async def sleep(seconds):
    time.sleep(seconds)
async def read(path):
    with open(path) as file:
        return file.read()
async def listen(made):
    made.recv(1)
def plain(path):
    return path.stat()
async def tidy():
    gc.collect()
async def called(function, *given):
    return function(*given)
async def fail(log):
    try:
        int("no number")
    except ValueError:
        log.exception("failed")
"""


def _of_the_bot() -> dict[str, Any]:
    """Functions that the interpreter takes for the bot's own."""
    names: dict[str, Any] = {}
    code: CodeType = compile(SOURCE, f"{BOT}/made_up.py", "exec")
    exec(code, names)
    return names


MADE_UP = _of_the_bot()


@pytest.fixture
def watchdog() -> Iterator[Watchdog]:
    """One of its own that is quicker to bark, so that nobody waits; the one of every test is quiet meanwhile."""
    one = Watchdog(longest=0.2)
    one.time_the_loop()
    yield one
    one.stop()
    WATCHDOG.take()


async def test_a_loop_held_by_the_bot_is_found_with_its_place(watchdog: Watchdog) -> None:
    await asyncio.gather(MADE_UP["hold"](0.6))
    (found,) = watchdog.take()
    assert "made_up.py:5" in found or "made_up.py:6" in found


async def test_many_short_calls_that_a_test_makes_in_a_row_are_no_stall(watchdog: Watchdog) -> None:
    for _ in range(60):
        await MADE_UP["hold"](0.01)
    assert watchdog.take() == []


async def test_a_test_may_hold_its_own_loop(watchdog: Watchdog) -> None:
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        pass
    assert watchdog.take() == []


async def test_what_the_interpreter_collects_meanwhile_is_not_the_bots(watchdog: Watchdog) -> None:
    """A test leaves much behind, and a bot that does nothing waits while all of it is looked through."""

    def collects() -> None:
        time.sleep(0.1)
        watchdog.collects("start", {})
        time.sleep(0.25)
        watchdog.collects("stop", {})

    thread = threading.Thread(target=collects)
    thread.start()
    await asyncio.gather(MADE_UP["hold"](0.4))
    thread.join()
    assert watchdog.take() == []


async def test_a_thread_holds_nothing(watchdog: Watchdog) -> None:
    await asyncio.to_thread(time.sleep, 0.5)
    assert watchdog.take() == []


def _pair() -> tuple[socket.socket, socket.socket]:
    ours, theirs = socket.socketpair()
    theirs.send(b"x")
    return ours, theirs


@pytest.mark.parametrize("what", ["sleep", "read", "listen", "called", "tidy"])
async def test_a_blocking_call_by_the_bot_is_refused_and_remembered(what: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    ours, theirs = _pair()
    given: dict[str, Callable[[], tuple[Any, ...]]] = {
        "sleep": lambda: (0.0,),
        "read": lambda: (file,),
        "listen": lambda: (ours,),
        "called": lambda: (MADE_UP["plain"], file),
        "tidy": tuple,
    }
    with pytest.raises(Exception, match="Blocking call"):
        await MADE_UP[what](*given[what]())
    (found,) = WATCHDOG.take()
    assert "made_up.py" in found
    ours.close()
    theirs.close()


async def test_what_a_test_calls_itself_or_a_thread_calls_is_not_the_bots_doing(tmp_path: Path) -> None:
    MADE_UP["plain"](tmp_path)
    await asyncio.to_thread(MADE_UP["plain"], tmp_path)
    assert WATCHDOG.take() == []


async def test_standing_in_the_queue_for_a_processor_is_nobodys_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says of the time spent waiting for a processor is taken off."""
    waited = iter(range(1000))
    monkeypatch.setattr("tests.watchdog._queued", lambda _: float(next(waited)))
    one = Watchdog(longest=0.2)
    one.time_the_loop()
    await asyncio.gather(MADE_UP["hold"](0.6))
    one.stop()
    assert one.take() == []
    WATCHDOG.take()


async def test_a_failure_that_the_bot_writes_down_is_not_looked_up_on_disk(capsys: pytest.CaptureFixture[str]) -> None:
    await MADE_UP["fail"](structlog.get_logger())
    assert "made_up.py" in capsys.readouterr().out
    assert WATCHDOG.take() == []

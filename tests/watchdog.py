"""Fails a test in which the bot held the event loop: for more than half a second, or by a call that is known to block.

Half a second is counted on the loop's own thread: running or waiting for something, but not standing in the queue for a
processor, since a busy machine is nobody's fault. A stall counts when lines of the bot were on the stack meanwhile.
"""

import asyncio
import builtins
import functools
import gc
import io
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE
from pathlib import Path
from types import FrameType
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
BOT = str(_ROOT / "bot")
OTHERS = (str(_ROOT / "tests"), str(_ROOT / "bot" / "rehearsal"))
"""Tests, and whoever plays Microsoft and the people: on the same loop, and no part of what a council runs."""

STARTING = frozenset({"running", "working", "__init__", "opened_store", "_room", "_engine", "_begin", "setter_up"})
"""Functions of bootstrap.py and opening.py that run before anybody can press anything, and so may read files where they stand."""
LONGEST = 0.5
_LOOK_EVERY = 0.05


@dataclass(slots=True)
class _Running:
    """One callback that the loop is running: when and with what of its thread's time it began, and where it was since."""

    handle: asyncio.Handle
    thread: int
    native: int
    began: float
    cpu: float
    collected: float
    """Seconds that the interpreter had spent, until then, on looking through what is still in use."""
    call: FrameType | None = None
    """The bot's outermost call under way when it was last looked at: a test may make a thousand short ones without a pause."""
    since: float = 0.0
    queued: float = 0.0
    where: str = ""


_BLOCKERS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (time, ("sleep",)),
    (builtins, ("open",)),
    (io, ("open",)),
    (os, ("open", "read", "write", "fsync", "stat", "listdir", "scandir", "mkdir", "unlink", "replace", "rename")),
    (gc, ("collect",)),
    (subprocess.Popen, ("__init__",)),
    (socket, ("getaddrinfo",)),
    (socket.socket, ("accept", "connect", "recv", "recv_into", "send", "sendall", "sendto")),
)
"""The library that keeps a longer list (blockbuster) comes with a part that is published in source only, and our locks hold
wheels alone, so that nobody needs a compiler.
"""


class BlockingError(RuntimeError):
    """The bot's own code waited on the loop, and everybody with it."""


class Watchdog:
    def __init__(self, longest: float = LONGEST) -> None:
        self.longest = longest
        self.found: list[str] = []
        self._running: dict[int, _Running] = {}
        self._undo: list[Callable[[], None]] = []
        self._collected = self._collecting = 0.0

    def take(self) -> list[str]:
        """All that was found since it was last asked."""
        found, self.found = self.found, []
        return found

    # ------------------------------------------------------------------------------------------------------- known blockers

    def refuse_blocking_calls(self) -> None:
        """Raises in the bot's face, and is remembered: the bot answers bugs, it does not die of them."""
        for where, names in _BLOCKERS:
            for name in names:
                plain = getattr(where, name)
                self._set(where, name, self._refused(plain, f"{getattr(where, '__name__', '')}.{name}"))

    def _refused(self, plain: Callable[..., Any], name: str) -> Callable[..., Any]:
        @functools.wraps(plain)
        def refused(*args: Any, **named: Any) -> Any:
            if _on_a_loop() and _may_wait(args) and _is_the_bots(sys._getframe(1)):
                self.found.append(f"a blocking call on the loop: {name}, at {' < '.join(_stack(sys._getframe(1)))}")
                raise BlockingError(f"Blocking call: {name}")
            return plain(*args, **named)

        return refused

    def _set(self, where: object, name: str, value: object) -> None:
        before = getattr(where, name)
        setattr(where, name, value)
        self._undo.append(lambda: setattr(where, name, before))

    # --------------------------------------------------------------------------------------------------------------- stalls

    def time_the_loop(self) -> None:
        plain: Callable[[asyncio.Handle], None] = asyncio.Handle._run

        def timed(handle: asyncio.Handle) -> None:
            thread = threading.get_ident()
            outer = self._running.get(thread)
            mine = _Running(
                handle, thread, threading.get_native_id(), time.monotonic(), time.thread_time(), self._collected
            )
            self._running[thread] = mine
            try:
                plain(handle)
            finally:
                if time.monotonic() - mine.began > self.longest:
                    self._judge(mine)
                if outer is None:
                    self._running.pop(thread, None)
                else:
                    self._running[thread] = outer

        self._set(asyncio.Handle, "_run", timed)
        gc.callbacks.append(self.collects)
        self._undo.append(lambda: gc.callbacks.remove(self.collects))
        stop = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(stop,), name="watchdog", daemon=True)
        watcher.start()
        self._undo.append(watcher.join)
        self._undo.append(stop.set)

    def stop(self) -> None:
        while self._undo:
            self._undo.pop()()

    def _watch(self, stop: threading.Event) -> None:
        while not stop.wait(_LOOK_EVERY):
            for one in tuple(self._running.values()):
                if time.monotonic() - one.began > _LOOK_EVERY:
                    self._look(one)

    def _look(self, one: _Running) -> None:
        frame = sys._current_frames().get(one.thread)
        if frame is None or not _is_the_bots(frame):
            return
        call = _outermost(frame)
        if call is not one.call:
            one.call, one.since = call, time.monotonic()
            one.queued, one.collected = _queued(one.native), self._collected
        one.where = " < ".join(_stack(frame))

    def collects(self, phase: str, _info: object) -> None:
        """What thousands of tests leave behind takes the interpreter half a second to look through, and is not the bot's."""
        if phase == "start":
            self._collecting = time.monotonic()
        else:
            self._collected += time.monotonic() - self._collecting

    def _judge(self, one: _Running) -> None:
        call, one.call = one.call, None
        if call is not None:
            held = time.monotonic() - one.since - (_queued(one.native) - one.queued) + _LOOK_EVERY
        else:  # nobody could look: one call into C kept every other thread out
            held = time.thread_time() - one.cpu if _is_the_bots_task(one.handle) else 0.0
        held -= self._collected - one.collected
        if held > self.longest:
            self.found.append(f"the loop was held for {held:.2f} s, at {one.where or one.handle!r}")


def _outermost(frame: FrameType | None) -> FrameType | None:
    found = None
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(OTHERS) and found is not None:
            break
        if name.startswith(BOT) and not name.startswith(OTHERS):
            found = frame
        frame = frame.f_back
    return found


def _is_the_bots_task(handle: asyncio.Handle) -> bool:
    task = getattr(getattr(handle, "_callback", None), "__self__", None)
    code = getattr(task.get_coro(), "cr_code", None) if isinstance(task, asyncio.Task) else None
    name = code.co_filename if code is not None else ""
    return name.startswith(BOT) and not name.startswith(OTHERS)


def _on_a_loop() -> bool:
    return asyncio._get_running_loop() is not None


def _may_wait(args: tuple[Any, ...]) -> bool:
    """A socket that was told never to wait answers at once, ready or not."""
    return not (args and isinstance(args[0], socket.socket) and args[0].gettimeout() == 0)


def _is_the_bots(frame: FrameType | None) -> bool:
    """Whether the bot is to blame: a coroutine of its own is running, or one of its functions and no test called it. A test
    may well call from its own coroutine what the bot calls in a thread, or before there is a loop.
    """
    ours = others = coroutine = False
    while frame is not None:
        code = frame.f_code
        if code.co_name in STARTING and code.co_filename.endswith(("bot/bootstrap.py", "bot/opening.py")):
            return False
        if code.co_filename.startswith(OTHERS):
            others = True
        elif code.co_filename.startswith(BOT):
            ours = True
            coroutine = coroutine or bool(code.co_flags & (CO_COROUTINE | CO_ASYNC_GENERATOR))
        frame = frame.f_back
    return coroutine or (ours and not others)


def _queued(native: int) -> float:
    """Seconds that this thread has waited for a processor. Nought where the system does not say (it is not Linux)."""
    try:
        return int(Path(f"/proc/self/task/{native}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def _stack(frame: FrameType | None) -> Iterator[str]:
    """The bot's own lines, innermost first."""
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(BOT):
            yield f"{name.removeprefix(BOT + '/')}:{frame.f_lineno}"
        frame = frame.f_back


WATCHDOG = Watchdog()


def hooks() -> tuple[Any, ...]:
    """What the interpreter calls when nobody else does, so that a test that changes it can be undone."""
    return sys.excepthook, sys.unraisablehook, threading.excepthook


def put_back(saved: tuple[Any, ...]) -> None:
    sys.excepthook, sys.unraisablehook, threading.excepthook = saved

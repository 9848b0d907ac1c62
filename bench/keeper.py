"""Keeps our children from outliving us: a small process that hears of each, and ends them when we are gone, killed or not."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

_GRACE = 15.0
_told: subprocess.Popen[str] | None = None


def watch(pid: int) -> None:
    _tell(f"+{pid}")


def forget(pid: int) -> None:
    _tell(f"-{pid}")


def _tell(what: str) -> None:
    global _told  # noqa: PLW0603 - one for the whole of a run
    if _told is None:
        _told = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, text=True, start_new_session=True, bufsize=1
        )
    if _told.stdin is not None:
        _told.stdin.write(f"{what}\n")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _end(children: set[int]) -> None:
    """Kindly first: a bot that is told to stop stops its store."""
    for pid in children:
        with suppress(OSError):
            os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + _GRACE
    while time.monotonic() < end and any(map(_alive, children)):
        time.sleep(0.1)
    for pid in children:
        with suppress(OSError):
            os.killpg(pid, signal.SIGKILL)


def _keep() -> None:
    children: set[int] = set()
    for line in sys.stdin:
        (children.add if line.startswith("+") else children.discard)(int(line[1:]))
    _end(children)


if __name__ == "__main__":
    _keep()

"""Servers that outlived the bot that started them."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_GRACE = 10.0
"""Seconds a server has to write out what it holds and end."""


def stop_orphans(config: Path) -> None:
    """Stop every server that runs with this settings file, by its id: kindly, then surely.

    Call with the data directory locked: nobody else then has a right to such a server.
    """
    for pid in _serving(config):
        for how in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.kill(pid, how)
            if _ended(pid, config):
                break


def _ended(pid: int, config: Path) -> bool:
    until = time.monotonic() + _GRACE
    while pid in _serving(config):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _serving(config: Path) -> list[int]:
    """Not by a pid file: a bot can be killed before one is written."""
    ours = f"valkey-server {config}"
    return [pid for pid, line in _command_lines() if line.endswith(ours)]


def _command_lines() -> Iterator[tuple[int, str]]:
    """Every process of this account with its command line. Linux tells without help; elsewhere `ps` does."""
    if not (_PROC / "self" / "cmdline").exists():
        yield from _from_ps()
        return
    for entry in _PROC.iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and entry.stat().st_uid == os.geteuid():
                line = (entry / "cmdline").read_bytes().rstrip(b"\0 ").replace(b"\0", b" ")
                yield int(entry.name), os.fsdecode(line)


def _from_ps() -> Iterator[tuple[int, str]]:
    wanted = ["/bin/ps", "-U", str(os.geteuid()), "-ww", "-o", "pid=,args="]
    told = subprocess.run(wanted, capture_output=True, check=False)  # noqa: S603 - nothing in it comes from outside
    for line in os.fsdecode(told.stdout).splitlines():
        pid, _, arguments = line.strip().partition(" ")
        yield int(pid), arguments.strip()

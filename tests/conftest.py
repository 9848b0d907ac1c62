"""What holds for every test: nothing leaves this machine, nothing of the bot's holds the event loop, and a property is tried
the same way everywhere.
"""

import gc
import ipaddress
import os
import sys
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest

from tests.logs import plainly
from tests.watchdog import WATCHDOG, hooks, put_back

hypothesis.settings.register_profile("default", deadline=None, max_examples=50)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")


class OutsideWorldError(RuntimeError):
    """A test asked for a machine other than this one."""


def _is_here(host: object) -> bool:
    """Whether a name or address is this machine's own. Names other than localhost are not looked up to find out."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


def _stay_here(event: str, args: tuple[Any, ...]) -> None:
    """Refuse what would leave the machine. An audit hook, so that no library's own way round `socket` escapes it."""
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = args[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(args[1], tuple):  # a Unix socket has a path
        host = args[1][0]
    else:
        return
    if not _is_here(host):
        message = f"tests stay on this machine, but this one asked for {host!r}"
        raise OutsideWorldError(message)


sys.addaudithook(_stay_here)

plainly()
WATCHDOG.refuse_blocking_calls()
WATCHDOG.time_the_loop()


def pytest_collection_finish() -> None:
    """Thousands of tests and all that they import are here to stay: no collection need look through them again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _nothing_holds_the_loop() -> Iterator[None]:
    """Promise 29, for every test; and what a test made the interpreter do when all else fails is undone."""
    saved = hooks()
    yield
    put_back(saved)
    if found := WATCHDOG.take():
        pytest.fail("\n".join(found), pytrace=False)

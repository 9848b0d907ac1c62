"""The master keys, which wrap the keys of the store and of each conference, and are themselves never in the store."""

import asyncio
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec
import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.adapters.private_file import TooOpenError, create_private, read_private, replace_private
from bot.usecases.ports import StoreDownError

log = structlog.get_logger(__name__)

KEY_BYTES = 32
_NONCE_BYTES = 12


class KeyRefusedError(Exception):
    """A key that cannot be had: the file is damaged, or it is not the key that wrapped this. One line, no key in it."""


class KeysAwayError(StoreDownError):
    """The key service gave no answer. To whoever presses it is as if the store gave none: nothing was recorded for
    want of a key, and it may be tried again. A conference whose data key is at hand does not ask.
    """


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A key as it is kept: `master` names the master key that can open `sealed`."""

    master: str
    sealed: bytes


class KeyWrapper(Protocol):
    """Shaped so that a key vault can stand behind it: the master key itself is never asked for.

    `context` names what the key is for; a key wrapped for one conference does not open as another's. With Azure Key
    Vault (azure-keyvault-keys, `aio.CryptographyClient`): `wrap` seals `key` with AES-GCM under a fresh key, `context`
    as associated data, and has that key wrapped by `wrap_key(rsa_oaep_256)`, since RSA binds no context; `master` is
    the key's version. `unwrap` asks `unwrap_key` of that version. Both await the service with a time limit.
    """

    async def wrap(self, key: bytes, context: bytes) -> Wrapped:
        """By the newest master key. Raises KeysAwayError."""
        ...

    async def unwrap(self, wrapped: Wrapped, context: bytes) -> bytes:
        """Raises KeyRefusedError or KeysAwayError."""
        ...


class _Key(msgspec.Struct, frozen=True):
    id: str
    key: str


class _KeyFile(msgspec.Struct, frozen=True):
    """The first key wraps; the others only open what they once wrapped, so that the master key can be changed."""

    keys: tuple[_Key, ...]


class FileKeyWrapper:
    """Master keys from a 0600 file on this machine. A change of the file is noticed when a key is next wrapped."""

    def __init__(self, path: Path) -> None:
        """Raises as `load_key_file` does."""
        self._path = path
        self._seen = _mark(path)
        self.current, self._ciphers = _ciphers(path)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(current={self.current!r})"

    async def wrap(self, key: bytes, context: bytes) -> Wrapped:
        await asyncio.to_thread(self._look)
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self.current].encrypt(nonce, key, _bound(self.current, context))
        return Wrapped(self.current, nonce + sealed)

    async def unwrap(self, wrapped: Wrapped, context: bytes) -> bytes:
        if wrapped.master not in self._ciphers:
            await asyncio.to_thread(self._look)
        cipher = self._ciphers.get(wrapped.master)
        if cipher is None:
            raise KeyRefusedError(f"master key {wrapped.master} is not in the key file")
        nonce, sealed = wrapped.sealed[:_NONCE_BYTES], wrapped.sealed[_NONCE_BYTES:]
        try:
            return cipher.decrypt(nonce, sealed, _bound(wrapped.master, context))
        except (InvalidTag, ValueError):
            raise KeyRefusedError(f"master key {wrapped.master} does not open this") from None

    def _look(self) -> None:
        """Read the file again when it is another one. A file that is bad or gone meanwhile stops nobody: we have keys."""
        try:
            mark = _mark(self._path)
            if mark == self._seen:
                return
            self.current, self._ciphers = _ciphers(self._path)
            self._seen = mark
            log.info("master_key_changed", master=self.current)
        except (OSError, TooOpenError, KeyRefusedError) as error:
            log.warning("key_file_not_read", kind=type(error).__name__)


def root_context(store: str) -> bytes:
    """What a store's root key is wrapped for."""
    return msgspec.msgpack.encode(("root", store))


def conference_context(store: str, cid: str, key_id: str) -> bytes:
    """What a conference's data key is wrapped for."""
    return msgspec.msgpack.encode(("conference", store, cid, key_id))


def create_key_file(path: Path) -> None:
    """Make a key file with one fresh key. Raises FileExistsError: a key in use must never be overwritten."""
    create_private(path, msgspec.json.encode(_KeyFile((_fresh(),))))


def load_key_file(path: Path) -> FileKeyWrapper:
    """Raises FileNotFoundError, TooOpenError (wider than 0600) or KeyRefusedError (damaged)."""
    return FileKeyWrapper(path)


def rotate_key_file(path: Path) -> str:
    """Put a fresh key first; the id of it. The others go on opening what they wrapped."""
    kept = _ids_and_keys(path)
    fresh = _fresh()
    replace_private(path, msgspec.json.encode(_KeyFile((fresh, *kept))))
    return fresh.id


def retire_key(path: Path, master: str) -> None:
    """Take an old key out of the file. Raises KeyRefusedError for the first, which is in use, and for one not there.

    Call only when nothing is wrapped by it any more.
    """
    first, *others = _ids_and_keys(path)
    if master == first.id:
        raise KeyRefusedError(f"master key {master} is the one in use: rotate first")
    if master not in {one.id for one in others}:
        raise KeyRefusedError(f"master key {master} is not in the key file")
    left = (first, *(one for one in others if one.id != master))
    replace_private(path, msgspec.json.encode(_KeyFile(left)))


def master_ids(path: Path) -> tuple[str, ...]:
    """The one in use first."""
    return tuple(one.id for one in _ids_and_keys(path))


def _fresh() -> _Key:
    return _Key(os.urandom(4).hex(), b64encode(os.urandom(KEY_BYTES)).decode())


def _ids_and_keys(path: Path) -> tuple[_Key, ...]:
    try:
        found = msgspec.json.decode(read_private(path), type=_KeyFile).keys
        for one in found:
            _whole(b64decode(one.key, validate=True))
    except (msgspec.DecodeError, ValueError):
        found = ()
    if not found or len({one.id for one in found}) < len(found):
        raise KeyRefusedError(f"{path} is not a whole key file")
    return found


def _ciphers(path: Path) -> tuple[str, Mapping[str, AESGCM]]:
    found = _ids_and_keys(path)
    return found[0].id, {one.id: AESGCM(b64decode(one.key)) for one in found}


def _mark(path: Path) -> tuple[int, int, int]:
    """Another one whenever the file was replaced: each writing is a new file under the old name."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


def _whole(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError(len(key))
    return key


def _bound(master: str, context: bytes) -> bytes:
    return msgspec.msgpack.encode((master, context))

"""The master key, which wraps the keys of the store and of each conference, and is itself never in the store."""

import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.adapters.private_file import create_private, read_private

KEY_BYTES = 32
_NONCE_BYTES = 12


class KeyRefusedError(Exception):
    """A key that cannot be had: the file is damaged, or it is not the key that wrapped this. One line, no key in it."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A key as it is kept: `master` names the master key that can open `sealed`."""

    master: str
    sealed: bytes


class KeyWrapper(Protocol):
    """Shaped so that a key vault can stand behind it: the master key itself is never asked for.

    `context` names what the key is for; a key wrapped for one conference does not open as another's.
    """

    async def wrap(self, key: bytes, context: bytes) -> Wrapped: ...

    async def unwrap(self, wrapped: Wrapped, context: bytes) -> bytes:
        """Raises KeyRefusedError."""
        ...


class _Key(msgspec.Struct, frozen=True):
    id: str
    key: str


class _KeyFile(msgspec.Struct, frozen=True):
    """The first key wraps; the others only open what they once wrapped, so that the master key can be changed."""

    keys: tuple[_Key, ...]


@dataclass(frozen=True, slots=True)
class FileKeyWrapper:
    """Master keys from a 0600 file on this machine."""

    current: str
    ciphers: Mapping[str, AESGCM] = field(repr=False)

    async def wrap(self, key: bytes, context: bytes) -> Wrapped:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self.ciphers[self.current].encrypt(nonce, key, _bound(self.current, context))
        return Wrapped(self.current, nonce + sealed)

    async def unwrap(self, wrapped: Wrapped, context: bytes) -> bytes:
        cipher = self.ciphers.get(wrapped.master)
        if cipher is None:
            raise KeyRefusedError(f"master key {wrapped.master} is not in the key file")
        nonce, sealed = wrapped.sealed[:_NONCE_BYTES], wrapped.sealed[_NONCE_BYTES:]
        try:
            return cipher.decrypt(nonce, sealed, _bound(wrapped.master, context))
        except (InvalidTag, ValueError):
            raise KeyRefusedError(f"master key {wrapped.master} does not open this") from None


def create_key_file(path: Path) -> None:
    """Make a key file with one fresh key. Raises FileExistsError: a key in use must never be overwritten."""
    key = _Key(os.urandom(4).hex(), b64encode(os.urandom(KEY_BYTES)).decode())
    create_private(path, msgspec.json.encode(_KeyFile((key,))))


def load_key_file(path: Path) -> FileKeyWrapper:
    """Raises FileNotFoundError, TooOpenError (wider than 0600) or KeyRefusedError (damaged)."""
    try:
        found = msgspec.json.decode(read_private(path), type=_KeyFile).keys
        ciphers = {one.id: AESGCM(_whole(b64decode(one.key, validate=True))) for one in found}
        return FileKeyWrapper(found[0].id, ciphers)
    except (msgspec.DecodeError, ValueError, IndexError):
        raise KeyRefusedError(f"{path} is not a whole key file") from None


def _whole(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError(len(key))
    return key


def _bound(master: str, context: bytes) -> bytes:
    return msgspec.msgpack.encode((master, context))

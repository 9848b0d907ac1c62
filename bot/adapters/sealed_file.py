"""A file of records that shows nothing but its size, and in which any change, cut or exchange is found.

A fresh key for each file, wrapped by the master key, seals it piece by piece; each piece knows its number and whether it
is the last (the STREAM construction, as age has it), and the head of the file they belong to. Records are of any size.
"""

import asyncio
import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import BinaryIO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.adapters.keys import KEY_BYTES, KeyRefusedError, KeyWrapper, Wrapped

_MAGIC = b"chairside backup 1\n"
_PIECE = 1 << 16
_TAG = 16
_NUMBER = 11
_LENGTH = 4
_CONTEXT = b"backup"
_LONGEST_HEAD = 10_000


class FileDamagedError(Exception):
    """Not one of our files, or not whole, or not as it was written. One line, fit to be shown."""


class _Head(msgspec.Struct, frozen=True):
    master: str
    key: bytes


class Writer:
    """Give it records, then `end` it: a file without its end is refused."""

    def __init__(self, file: BinaryIO, cipher: AESGCM, head: bytes) -> None:
        self._file = file
        self._cipher = cipher
        self._about = sha256(head).digest()
        self._number = 0
        self._held = bytearray()
        self._head = head

    def add(self, record: bytes) -> None:
        self._held += len(record).to_bytes(_LENGTH, "big") + record
        sent = 0
        while len(self._held) - sent > _PIECE:  # the last piece is never written here, however full
            self._seal(bytes(self._held[sent : sent + _PIECE]), last=False)
            sent += _PIECE
        del self._held[:sent]

    def end(self) -> None:
        self._seal(bytes(self._held), last=True)

    def _seal(self, piece: bytes, *, last: bool) -> None:
        if not self._number:
            self._file.write(self._head)
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, self._about))
        self._number += 1


async def writer(file: BinaryIO, wrapper: KeyWrapper) -> Writer:
    """Its own calls write to the disk: not for the event loop."""
    key = os.urandom(KEY_BYTES)
    wrapped = await wrapper.wrap(key, _CONTEXT)
    head = _MAGIC + msgspec.json.encode(_Head(wrapped.master, wrapped.sealed)) + b"\n"
    return Writer(file, AESGCM(key), head)


async def reader(file: BinaryIO, wrapper: KeyWrapper) -> Callable[[], Iterator[bytes]]:
    """Each call reads every record from the first on, from the disk: not on the event loop. Raises FileDamagedError here
    and while it is read, and KeyRefusedError for a file that another master key sealed.
    """
    line, start = await asyncio.to_thread(_begun, file)
    try:
        head = msgspec.json.decode(line, type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise FileDamagedError("the backup is damaged in its first lines") from None
    try:
        key = await wrapper.unwrap(Wrapped(head.master, head.key), _CONTEXT)
    except KeyRefusedError as error:
        raise KeyRefusedError(f"the backup cannot be read: {error}; it needs the key file of its day") from None
    cipher, about = AESGCM(key), sha256(_MAGIC + line).digest()

    def records() -> Iterator[bytes]:
        file.seek(start)
        return _records(_pieces(file, cipher, about))

    return records


def _begun(file: BinaryIO) -> tuple[bytes, int]:
    """The head, and where the pieces begin."""
    if file.readline(len(_MAGIC)) != _MAGIC:
        raise FileDamagedError("this is no backup of Chairside's")
    return file.readline(_LONGEST_HEAD), file.tell()


def _pieces(file: BinaryIO, cipher: AESGCM, about: bytes) -> Iterator[bytes]:
    sealed, number = file.read(_PIECE + _TAG), 0
    while True:
        after = file.read(_PIECE + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not after), sealed, about)
        except (InvalidTag, ValueError):
            raise FileDamagedError(f"the backup is damaged or cut short, at piece {number + 1}") from None
        if not after:
            return
        sealed, number = after, number + 1


def _records(pieces: Iterator[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for piece in pieces:
        held += piece
        at = 0
        while len(held) - at >= _LENGTH:
            length = int.from_bytes(held[at : at + _LENGTH], "big")
            if len(held) - at - _LENGTH < length:
                break
            yield bytes(held[at + _LENGTH : at + _LENGTH + length])
            at += _LENGTH + length
        del held[:at]
    if held:
        raise FileDamagedError("the backup ends in the middle of a conference")


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_NUMBER, "big") + bytes([last])

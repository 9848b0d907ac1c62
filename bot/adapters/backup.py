"""The whole record into one sealed file, and back into an empty store of any kind.

Conference by conference, as the store has each at one moment: the log, its head, its operations. What it is found by
is in the head; when it is next due is worked out anew. The keys go along as they are wrapped, so that restoring needs
the key file of the day, and nothing in the file opens without it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from bot.adapters.anchors import Anchored, Anchors, AnchorsDamagedError, Kind, Lost
from bot.adapters.audit import Audit, Checked
from bot.adapters.cipher import StoreKeys, store_keys
from bot.adapters.durability import Durability
from bot.adapters.keys import KeyWrapper, Wrapped, root_context
from bot.adapters.keyspace import Keyspace
from bot.adapters.opening import SCHEMA, StoreRefusedError, known_store
from bot.adapters.sealed_file import FileDamagedError, reader, writer
from bot.adapters.server import Server
from bot.adapters.shelf import Shelf, Shelved, every
from bot.adapters.verify import Anchor

_OF_THE_FILE = ("store", "schema", "master", "root", "generation")
_SCHEMA = str(SCHEMA).encode()


class _Opening(msgspec.Struct, frozen=True):
    """The first record. `description`: the store's own, its word on the file of heads included."""

    at: datetime
    description: dict[str, bytes]


class _End(msgspec.Struct, frozen=True):
    """The last: how many conferences and entries came before it."""

    conferences: int
    entries: int


@dataclass(frozen=True, slots=True)
class Counted:
    conferences: int = 0
    entries: int = 0

    def and_(self, one: Shelved) -> "Counted":
        return Counted(self.conferences + 1, self.entries + len(one.entries))


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What is in the store now. `wrong`: conferences that do not verify; `lost`: recorded after the backup was made, by
    the heads that were written down; None when those cannot be read.
    """

    made: datetime
    counted: Counted
    tallies: int
    wrong: tuple[Checked, ...]
    lost: tuple[Lost, ...] | None


async def back_up(shelf: Shelf, wrapper: KeyWrapper, file: BinaryIO, at: datetime) -> Counted:
    """Beside a bot that runs: what it records of a conference after that one was taken is in the next backup."""
    out, counted = await writer(file, wrapper), Counted()
    description = dict(await shelf.description())
    await asyncio.to_thread(out.add, msgspec.msgpack.encode(_Opening(at.astimezone(UTC), description)))
    async for one in every(shelf):
        await asyncio.to_thread(out.add, msgspec.msgpack.encode(one))
        counted = counted.and_(one)
    await asyncio.to_thread(out.add, msgspec.msgpack.encode(_End(counted.conferences, counted.entries)))
    await asyncio.to_thread(out.end)
    return counted


class Backup:
    """A file that was read to its end and found whole."""

    def __init__(self, records: Callable[[], Iterator[bytes]], opening: _Opening, counted: Counted) -> None:
        self._records = records
        self._description = opening.description
        self.made = opening.at
        self.counted = counted

    @property
    def store(self) -> str:
        return self._description["store"].decode()

    async def conferences(self) -> AsyncIterator[Shelved]:
        """One in memory at a time."""
        found = await asyncio.to_thread(lambda: _conferences(self._records()))
        while (one := await asyncio.to_thread(next, found, None)) is not None:
            yield one

    async def keys(self, wrapper: KeyWrapper) -> StoreKeys:
        """Raises KeyRefusedError."""
        wrapped = Wrapped(self._description["master"].decode(), self._description["root"])
        return store_keys(await wrapper.unwrap(wrapped, root_context(self.store)), self.store)

    def description(self, partitions: int, generation: int) -> dict[str, str | bytes | int]:
        """For the store it is put into, which has been opened more often than any that came before it."""
        first = max(int(self._description["generation"]), generation)
        return {**self._description, "partitions": partitions, "generation": first}


async def read_backup(file: BinaryIO, wrapper: KeyWrapper) -> Backup:
    """Every piece and record looked at. Raises FileDamagedError or KeyRefusedError."""
    records = await reader(file, wrapper)
    return await asyncio.to_thread(_read, records)


def _read(records: Callable[[], Iterator[bytes]]) -> Backup:
    try:
        opening = msgspec.msgpack.decode(next(records()), type=_Opening)
    except (StopIteration, msgspec.DecodeError):
        raise FileDamagedError("the backup is damaged at its beginning") from None
    if not set(_OF_THE_FILE) <= set(opening.description) or opening.description["schema"] != _SCHEMA:
        raise FileDamagedError("the backup is of a form that this Chairside does not read")
    counted = Counted()
    for one in _conferences(records()):
        counted = counted.and_(one)
    return Backup(records, opening, counted)


async def put_back(
    backup: Backup, server: Server, durability: Durability, wrapper: KeyWrapper, sidecar: Path
) -> tuple[Shelf, StoreKeys]:
    """Into a store that holds nothing. Its name comes last, so that one put back by half is no store.

    Raises StoreRefusedError, KeyRefusedError or StoreDownError; nothing is written before all is known to be right.
    """
    shelf = Shelf(server, Keyspace(server.partitions), durability)
    keys = await backup.keys(wrapper)
    generation = await asyncio.to_thread(_known_generation, sidecar, keys)
    if not await shelf.is_empty():
        raise StoreRefusedError("the store is not empty, and a backup is never put over anything: give it an empty one")
    durable = True
    async for one in backup.conferences():
        durable = await shelf.put(one) and durable
    named = await shelf.describe(backup.description(server.partitions, generation))
    if not (named and durable):
        raise StoreRefusedError(
            "all was written, and the store did not confirm that it is kept: empty it and try again"
        )
    return shelf, keys


def _known_generation(sidecar: Path, keys: StoreKeys) -> int:
    """Raises StoreRefusedError when this machine knows another store. One that never got as far as a root key is none."""
    known = known_store(sidecar)
    if known is None:
        return 0
    if not known.check:
        sidecar.unlink()
        return 0
    if (known.store, known.check) != (keys.store, keys.check):
        raise StoreRefusedError(f"{sidecar} knows store {known.store}, and this is a backup of store {keys.store}")
    return known.generation


async def verified(backup: Backup, shelf: Shelf, audit: Audit, anchors: Anchors, at: datetime) -> Restored:
    """What the store now has, against the backup and against the heads; it is then written down what was lost."""
    written: Anchored | None
    try:
        written = await anchors.read()  # the store is older than the file now: that is no fault of the file
    except AnchorsDamagedError:
        written = None
    tallies, wrong, lost, heads = 0, [], [], []
    async for one in backup.conferences():
        found = await shelf.take(one.cid)
        checked = await audit.check(found, Anchored({}))
        tallies += checked.tallies or 0
        if not checked.whole or found.parsed() != one.parsed():
            wrong.append(checked)
        heads.append((one.cid, checked.head))
        lost += _lost(one.cid, checked.head.version, written, at)
    present = dict(heads)
    for cid in sorted(set(written.heads if written else ()) - set(present)):
        lost += _lost(cid, 0, written, at)
        heads.append((cid, Anchor(0, b"")))
    if written is not None:
        await anchors.anchor(heads, at, Kind.RESTORED)
    return Restored(
        made=backup.made,
        counted=backup.counted,
        tallies=tallies,
        wrong=tuple(wrong),
        lost=None if written is None else tuple(lost),
    )


def _lost(cid: str, version: int, written: Anchored | None, at: datetime) -> list[Lost]:
    known = max((head.version for head in (written.heads.get(cid, ()) if written else ())), default=0)
    return [Lost(cid, version, known, at)] if known > version else []


def _conferences(records: Iterator[bytes]) -> Iterator[Shelved]:
    """Every record between the first and the last, and the last agrees with their number."""
    next(records)
    counted, held = Counted(), b""
    try:
        for record in records:
            if held:
                one = msgspec.msgpack.decode(held, type=Shelved)
                counted = counted.and_(one)
                yield one
            held = record
        end = msgspec.msgpack.decode(held, type=_End)
    except msgspec.DecodeError:
        raise FileDamagedError("the backup holds something that is no conference") from None
    if (end.conferences, end.entries) != (counted.conferences, counted.entries):
        raise FileDamagedError("the backup does not hold as many conferences as it says")
